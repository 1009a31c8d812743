#include "policy/merge_cases.h"

namespace crible {
namespace {

constexpr Verdict kAccept = Verdict::kAccept;
constexpr Verdict kHold = Verdict::kHold;
constexpr Verdict kReject = Verdict::kReject;

}  // namespace

const std::vector<MergeCase> kMergeCases = {
    {"", "nothing found", [](Sample&) {}, kAccept},
    {"", "a clean comment has no reasons",
     [](Sample& s) { s.Model(kSpam, 0.01).Model(kAbuse, 0.01); }, kAccept},
    {"", "watched only",
     [](Sample& s) { s.Hit(kSpam, Then::kWatch).Hit(kDistress, Then::kWatch); },
     kAccept},

    {"reject-rule",
     "a finished reject rule",
     [](Sample& s) { s.Hit(kSpam, Then::kReject); },
     kReject,
     false,
     {"rule0", "base spam"}},
    {"reject-rule",
     "of abuse too",
     [](Sample& s) { s.Hit(kAbuse, Then::kReject); },
     kReject,
     false,
     {"rule0", "base abuse"}},
    {"reject-rule",
     "whatever else did not finish",
     [](Sample& s) {
       s.Hit(kSpam, Then::kReject).Faulty(Part::kModel).Faulty(Part::kText);
     },
     kReject,
     false,
     {"rule0", "base spam", "fault0", "fault1"}},
    {"reject-rule",
     "a trusted author is refused by rule",
     [](Sample& s) {
       s.Hit(kSpam, Then::kReject).standing.author_trusted = true;
     },
     kReject,
     false,
     {"rule0", "base spam"}},

    {"certain-spam",
     "by the model",
     [](Sample& s) { s.Model(kSpam, 0.98); },
     kReject,
     false,
     {"model spam", "base spam"}},
    {"certain-spam",
     "by score rules alone",
     [](Sample& s) {
       s.Hit(kSpam, Then::kScore, 3.5, "spam", "a")
           .Hit(kSpam, Then::kScore, 3.5, "spam", "b");
     },
     kReject,
     false,
     {"rule0", "rule1", "base spam"}},
    {"certain-spam",
     "below the threshold it is held",
     [](Sample& s) { s.Model(kSpam, 0.96); },
     kHold,
     false,
     {"model spam", "base spam"}},
    {"certain-spam",
     "never when the site says so",
     [](Sample& s) {
       s.Model(kSpam, 0.99).settings.categories[kSpam].reject.reset();
     },
     kHold,
     false,
     {"model spam", "base spam"}},
    {"certain-spam",
     "held when the model did not finish",
     [](Sample& s) { s.Model(kSpam, 0.99).Faulty(Part::kModel); },
     kHold,
     false,
     {"model spam", "base spam", "fault0"}},
    {"certain-spam",
     "but not when only the counters did not answer",
     [](Sample& s) { s.Model(kSpam, 0.99).Faulty(Part::kFacts); },
     kReject,
     false,
     {"model spam", "base spam", "fault0"}},
    {"certain-spam",
     "a trusted author's is held: a stolen account?",
     [](Sample& s) { s.Model(kSpam, 0.99).standing.author_trusted = true; },
     kHold,
     false,
     {"model spam", "trusted", "base spam"}},
    {"certain-spam", "an untrained model counts nothing",
     [](Sample& s) { s.Model(kSpam, 0.99).evidence.scores[0].trained = false; },
     kAccept},
    {"certain-spam", "nor one with too little evidence",
     [](Sample& s) { s.Model(kSpam, 0.99).evidence.scores[0].enough = false; },
     kAccept},
    {"certain-spam",
     "abuse by its score is held, whatever the threshold",
     [](Sample& s) {
       s.Model(kAbuse, 0.999).settings.categories[kAbuse].reject = 0.9;
     },
     kHold,
     false,
     {"model abuse", "ceiling", "base abuse"}},

    {"hold-rule",
     "of any category",
     [](Sample& s) { s.Hit(kPersonalData, Then::kHold); },
     kHold,
     false,
     {"rule0"}},
    {"hold-rule",
     "does not help to reject, however many",
     [](Sample& s) {
       for (int i = 0; i < 50; ++i) s.Hit(kSpam, Then::kHold, 10);
       s.evidence.hits.resize(2);
       s.Model(kSpam, 0.96);
     },
     kHold,
     false,
     {"rule0", "rule1", "model spam", "base spam"}},
    {"hold-rule",
     "not spared by trust",
     [](Sample& s) {
       s.Hit(kAbuse, Then::kHold).standing.author_trusted = true;
     },
     kHold,
     false,
     {"rule0", "base abuse"}},
    {"hold-rule",
     "any sign: a score hit is one",
     [](Sample& s) {
       s.Hit(kPersonalData, Then::kScore)
           .settings.categories[kPersonalData]
           .hold = kAnySign;
     },
     kHold,
     false,
     {"rule0", "base personal_data"}},
    {"hold-rule", "any sign: a model is none",
     [](Sample& s) {
       s.Model(kAbuse, 0.2).settings.categories[kAbuse] = {.hold = kAnySign};
     },
     kAccept},

    {"high-score",
     "abuse",
     [](Sample& s) { s.Model(kAbuse, 0.61); },
     kHold,
     false,
     {"model abuse", "base abuse"}},
    {"high-score",
     "model and rule together",
     [](Sample& s) { s.Model(kAbuse, 0.2).Hit(kAbuse, Then::kScore, 2); },
     kHold,
     false,
     {"rule0", "model abuse", "base abuse"}},
    {"high-score",
     "a trusted author is spared",
     [](Sample& s) { s.Model(kAbuse, 0.9).standing.author_trusted = true; },
     kAccept,
     false,
     {"model abuse", "trusted", "base abuse"}},
    {"high-score",
     "trust by the count of accepted comments",
     [](Sample& s) {
       s.Model(kAbuse, 0.9).settings.trusted_accepted_above = 50;
       s.evidence.facts.author = {.accepted = 51, .rejected = 1};
     },
     kAccept,
     false,
     {"model abuse", "trusted", "base abuse"}},
    {"high-score",
     "no trust with too many refused",
     [](Sample& s) {
       s.Model(kAbuse, 0.9).settings.trusted_accepted_above = 50;
       s.evidence.facts.author = {.accepted = 51, .rejected = 2};
     },
     kHold,
     false,
     {"model abuse", "base abuse"}},
    {"high-score",
     "what the caller says goes before what is remembered",
     [](Sample& s) {
       s.Model(kAbuse, 0.9).standing.author_trusted = false;
       s.evidence.facts.author.trusted = true;
     },
     kHold,
     false,
     {"model abuse", "base abuse"}},

    {"refused-before",
     "held, not refused",
     [](Sample& s) { s.evidence.facts.earlier = EarlierResolution::kRefused; },
     kHold,
     false,
     {"refused before"}},
    {"refused-before",
     "held when it is nearly what an authority ordered away",
     [](Sample& s) {
       s.evidence.facts.earlier = EarlierResolution::kNearlyOrdered;
       s.standing.author_trusted = true;
     },
     kHold,
     false,
     {"nearly ordered"}},

    {"reported",
     "often enough",
     [](Sample& s) {
       s.settings.reports_hold_after = 3;
       s.standing.reports = 3;
     },
     kHold,
     false,
     {"reports"}},
    {"reported",
     "remembered by Crible",
     [](Sample& s) {
       s.settings.reports_hold_after = 3;
       s.evidence.facts.reports = 4;
     },
     kHold,
     false,
     {"reports"}},
    {"reported", "not often enough",
     [](Sample& s) {
       s.settings.reports_hold_after = 3;
       s.standing.reports = 2;
     },
     kAccept},

    {"review-first",
     "the article is under prior review",
     [](Sample& s) { s.settings.publication = Publication::kBefore; },
     kHold,
     false,
     {"before"}},
    {"review-first",
     "a trusted author is not spared that",
     [](Sample& s) {
       s.settings.publication = Publication::kBefore;
       s.standing.author_trusted = true;
     },
     kHold,
     false,
     {"before"}},
    {"review-first",
     "a new author",
     [](Sample& s) {
       s.settings.new_author_comments_below = 3;
       s.standing.author_comments = 2;
     },
     kHold,
     false,
     {"new author"}},
    {"review-first", "not so new any more",
     [](Sample& s) {
       s.settings.new_author_comments_below = 3;
       s.standing.author_comments = 3;
     },
     kAccept},
    {"review-first", "unknown is not new",
     [](Sample& s) { s.settings.new_author_comments_below = 3; }, kAccept},
    {"review-first", "new but trusted by a person",
     [](Sample& s) {
       s.settings.new_author_comments_below = 3;
       s.standing.author_comments = 0;
       s.standing.author_trusted = true;
     },
     kAccept},

    {"fault",
     "turns accept into hold",
     [](Sample& s) { s.Faulty(Part::kRules); },
     kHold,
     false,
     {"fault0"}},
    {"fault",
     "unless the site decides without",
     [](Sample& s) { s.Faulty(Part::kFacts); },
     kAccept,
     false,
     {"fault0"}},
    {"fault",
     "one that holds is enough",
     [](Sample& s) { s.Faulty(Part::kFacts).Faulty(Part::kText); },
     kHold,
     false,
     {"fault0", "fault1"}},

    {"look",
     "by rule",
     [](Sample& s) { s.Hit(kAbuse, Then::kLook); },
     kAccept,
     true,
     {"rule0", "base abuse"}},
    {"look",
     "by score",
     [](Sample& s) { s.Model(kAbuse, 0.3); },
     kAccept,
     true,
     {"model abuse", "base abuse"}},
    {"look",
     "trust spares the score's, not the rule's",
     [](Sample& s) { s.Model(kAbuse, 0.3).standing.author_trusted = true; },
     kAccept,
     false,
     {"model abuse", "trusted", "base abuse"}},
    {"look",
     "reported once",
     [](Sample& s) {
       s.settings.reports_look_after = 1;
       s.standing.reports = 1;
     },
     kAccept,
     true,
     {"reports"}},
    {"look",
     "chosen by chance",
     [](Sample& s) {
       s.settings.sample_accepted_looked_at = 0.5;
       s.standing.sample_hash = uint64_t{1} << 62;
     },
     kAccept,
     true,
     {"sample"}},
    {"look", "not chosen by chance",
     [](Sample& s) {
       s.settings.sample_accepted_looked_at = 0.5;
       s.standing.sample_hash = uint64_t{1} << 63;
     },
     kAccept},
    {"look",
     "what is held needs no look",
     [](Sample& s) {
       s.settings.sample_accepted_looked_at = 1;
       s.Hit(kAbuse, Then::kLook).Hit(kAbuse, Then::kHold);
     },
     kHold,
     false,
     {"rule1", "rule0", "base abuse"}},

    {"never-refused",
     "an objection turns a refusal into hold",
     [](Sample& s) { s.Hit(kSpam, Then::kReject).standing.objects = true; },
     kHold,
     false,
     {"rule0", "objection", "base spam"}},
    {"never-refused",
     "an objection publishes nothing and is not a reason",
     [](Sample& s) { s.Hit(kSpam, Then::kHold).standing.objects = true; },
     kHold,
     false,
     {"rule0", "base spam"}},
    {"never-refused",
     "accepted here before: score and hold rule are spared",
     [](Sample& s) {
       s.Model(kAbuse, 0.9).Hit(kSpam, Then::kHold);
       s.evidence.facts.earlier = EarlierResolution::kAcceptedHere;
     },
     kAccept,
     false,
     {"rule0", "model abuse", "accepted here", "base spam", "base abuse"}},
    {"never-refused",
     "accepted here before is no pass for flooding",
     [](Sample& s) {
       s.Hit(kSpam, Then::kHold).Counted();
       s.evidence.facts.earlier = EarlierResolution::kAcceptedHere;
     },
     kHold,
     false,
     {"rule0", "base spam"}},
    {"never-refused",
     "accepted here before, now by rule refused: held",
     [](Sample& s) {
       s.Hit(kSpam, Then::kReject);
       s.evidence.facts.earlier = EarlierResolution::kAcceptedHere;
     },
     kHold,
     false,
     {"rule0", "accepted here", "base spam"}},
    {"never-refused", "accepted here before, without need",
     [](Sample& s) {
       s.evidence.facts.earlier = EarlierResolution::kAcceptedHere;
     },
     kAccept},

    {"closed",
     "refuses, and says why",
     [](Sample& s) { s.settings.publication = Publication::kClosed; },
     kReject,
     false,
     {"closed"}},
    {"closed",
     "is no judgement of the author, so an objection is no matter",
     [](Sample& s) {
       s.settings.publication = Publication::kClosed;
       s.standing.objects = true;
     },
     kReject,
     false,
     {"closed"}},

    {"closed",
     "to a text that an authority ordered away, whoever sends it",
     [](Sample& s) {
       s.evidence.facts.earlier = EarlierResolution::kOrderedAway;
       s.standing.author_trusted = true;
       s.standing.objects = true;
     },
     kReject,
     false,
     {"ordered away"}},
    {"closed",
     "to such a text at a site that only observes, too",
     [](Sample& s) {
       s.evidence.facts.earlier = EarlierResolution::kOrderedAway;
       s.settings.observe = true;
     },
     kReject,
     false,
     {"ordered away"}},

    {"distress",
     "any sign holds",
     [](Sample& s) { s.Hit(kDistress, Then::kScore, 0.1); },
     kHold,
     false,
     {"rule0", "base distress"}},
    {"distress",
     "never refused by its own rule",
     [](Sample& s) { s.Hit(kDistress, Then::kReject); },
     kHold,
     false,
     {"rule0"}},
    {"distress",
     "never refused by anything else",
     [](Sample& s) {
       s.Hit(kDistress, Then::kLook).Hit(kSpam, Then::kReject);
       s.settings.publication = Publication::kClosed;
     },
     kHold,
     false,
     {"rule1", "rule0", "closed", "base spam"}},
    {"distress",
     "not spared by an earlier acceptance or by trust",
     [](Sample& s) {
       s.Hit(kDistress, Then::kHold).standing.author_trusted = true;
       s.evidence.facts.earlier = EarlierResolution::kAcceptedHere;
     },
     kHold,
     false,
     {"rule0"}},
};

}  // namespace crible
