// Each kind of condition, true, false and unknown, as explained by the set and
// as the slow matcher has it.

#include "rules/condition_eval.h"

#include <gtest/gtest.h>

#include "rules/rule_maker.h"
#include "rules/slow_matcher.h"

namespace crible {
namespace {

constexpr Truth kFalse = Truth::kFalse;
constexpr Truth kUnknown = Truth::kUnknown;
constexpr Truth kTrue = Truth::kTrue;

struct Case {
  const char* name;
  Condition condition;
  const char* body;
  Truth want;
  std::function<void(TestComment*)> send;  // what else is sent
  const char* missing = "";
};

void Check(const Case& c) {
  SCOPED_TRACE(c.name);
  const auto set = SetOf({RuleOf({c.condition})});
  ASSERT_NE(set, nullptr);
  TestComment comment(c.body);
  if (c.send) c.send(&comment);
  const RuleInput input = comment.Input(*set);
  const auto findings = set->Explain(0, input);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].truth, c.want);
  EXPECT_EQ(findings[0].missing, c.missing);
  EXPECT_EQ(SlowTruth(c.condition, input), c.want);
  RuleScratch scratch;
  Evidence evidence;
  set->Match(input, &scratch, &evidence);
  EXPECT_EQ(evidence.hits.size(), c.want == kTrue ? 1u : 0u);
}

void CheckAll(const std::vector<Case>& cases) {
  for (const Case& c : cases) Check(c);
}

TEST(ConditionEvalTest, Phrases) {
  const auto list = [](auto change) {
    PhraseCondition test{.phrases = {"prêt rapide", "idiot", "con"}};
    change(&test);
    return Is(test);
  };
  const auto same = [](PhraseCondition*) {};
  const auto two = [](PhraseCondition* t) { t->min = 2; };
  const auto inside = [](PhraseCondition* t) { t->quoted = true; };
  const auto outside = [](PhraseCondition* t) { t->quoted = false; };
  CheckAll({
      {"whole words", list(same), "un idiot", kTrue, {}},
      {"accents and case", list(same), "PRET RAPIDE", kTrue, {}},
      {"plural and feminine", list(same), "quelles idiotes", kTrue, {}},
      {"no part of a word", list(same), "idiotie, contre, bacon", kFalse, {}},
      {"elision", list(same), "l'idiot", kTrue, {}},
      {"order of words", list(same), "rapide prêt", kFalse, {}},
      {"inclusive ending", list(same), "idiot·e·s", kTrue, {}},
      {"two different", list(two), "idiot et con", kTrue, {}},
      {"one twice is not two", list(two), "idiot idiot", kFalse, {}},
      {"its forms are not two", list(two), "idiot idiote", kFalse, {}},
      {"in quotation marks", list(inside), "« idiot »", kTrue, {}},
      {"not in quotation marks", list(inside), "idiot", kFalse, {}},
      {"outside quotation", list(outside), "« idiot »", kFalse, {}},
      {"once outside", list(outside), "« idiot » idiot", kTrue, {}},
      {"mixed counts for neither",
       Is(PhraseCondition{.phrases = {"prêt rapide"}, .quoted = true}),
       "« prêt » rapide",
       kFalse,
       {}},
  });
}

TEST(ConditionEvalTest, FormsOfOneAnotherCountOnce) {
  const Condition two = Is(PhraseCondition{
      .phrases = {"con", "conne", "idiot", "idiots utiles"}, .min = 2});
  CheckAll({
      {"conne is con", two, "une conne", kFalse, {}},
      {"con and idiot", two, "une conne, un idiot", kTrue, {}},
      {"a longer phrase is another", two, "des idiots utiles", kTrue, {}},
  });
}

TEST(ConditionEvalTest, ExactPhrases) {
  const Condition exact =
      Is(PhraseCondition{.phrases = {"tué", "l’arabe"}, .exact = true});
  CheckAll({
      {"as written", exact, "il a tué", kTrue, {}},
      {"case does not matter", exact, "TUÉ", kTrue, {}},
      {"accent is missing", exact, "tue-le", kFalse, {}},
      {"another ending", exact, "tués", kFalse, {}},
      {"the same apostrophe", exact, "l’arabe", kTrue, {}},
      {"a longer phrase over a line end",
       Is(PhraseCondition{.phrases = {"va te faire"}, .exact = true}),
       "va te\n faire",
       kTrue,
       {}},
  });
}

TEST(ConditionEvalTest, OtherFields) {
  const auto in = [](Field field) {
    return Is(PhraseCondition{.phrases = {"idiot"}, .field = field});
  };
  const auto name = [](TestComment* c) { c->comment.author.name = "Idiot"; };
  CheckAll({
      {"name sent", in(Field::kAuthorName), "x", kTrue, name},
      {"name is not the body",
       in(Field::kAuthorName),
       "idiot",
       kUnknown,
       {},
       "author.name"},
      {"another name", in(Field::kAuthorName), "idiot", kFalse,
       [](TestComment* c) { c->comment.author.name = "Marie"; }},
      {"parent", in(Field::kParentText), "x", kTrue,
       [](TestComment* c) { c->comment.parent.text = "quel idiot"; }},
      {"no parent", in(Field::kParentText), "x", kUnknown, {}, "parent.text"},
      {"title", in(Field::kArticleTitle), "x", kTrue,
       [](TestComment* c) {
         c->article.title = "L'idiot";
         c->comment.article = &c->article;
       }},
      {"no article",
       in(Field::kArticleTitle),
       "x",
       kUnknown,
       {},
       "article.title"},
  });
}

TEST(ConditionEvalTest, Patterns) {
  CheckAll({
      {"folded by default", Regex({"gagne[zr] \\d+"}), "GAGNEZ 500", kTrue, {}},
      {"no match", Regex({"gagne[zr] \\d+"}), "gagnez peu", kFalse, {}},
      {"one of two", Regex({"xyz", "\\bpr.t\\b"}), "un prêt", kTrue, {}},
      {"plain keeps accents",
       Regex({"prêt"}, ViewKind::kPlain),
       "prêt",
       kTrue,
       {}},
      {"plain keeps case",
       Regex({"PRÊT"}, ViewKind::kPlain),
       "prêt",
       kFalse,
       {}},
      {"without literals",
       Regex({"^[a-z]{30,}$"}),
       "abcdefghijklmnopqrstuvwxyzabcdefgh",
       kTrue,
       {}},
      {"empty match", Regex({"^\\s*$"}), "", kTrue, {}},
  });
}

TEST(ConditionEvalTest, LinksDomainsAndContacts) {
  const char* kLinks = "voir https://a.loans.test/x et https://news.example";
  const auto domain = [](Strings d) { return Is(DomainCondition{d}); };
  const auto links = [](Bounds bounds, Strings outside = {}) {
    return Is(LinksCondition{.count = bounds, .outside = outside});
  };
  const auto contact = [](std::vector<ContactKind> kinds, bool link = false,
                          Strings outside = {}) {
    return Is(ContactCondition{kinds, link, outside});
  };
  const char* kMail = "écrivez à jean@exemple.test";
  CheckAll({
      {"below", domain({"loans.test"}), kLinks, kTrue, {}},
      {"suffix", domain({"*.test"}), kLinks, kTrue, {}},
      {"only below a star",
       domain({"*.loans.test"}),
       "https://loans.test",
       kFalse,
       {}},
      {"another", domain({"test.loans"}), kLinks, kFalse, {}},
      {"no link", domain({"loans.test"}), "loans", kFalse, {}},
      {"two links", links({.min = 2}), kLinks, kTrue, {}},
      {"three asked", links({.min = 3}), kLinks, kFalse, {}},
      {"at most one", links({.max = 1}), kLinks, kFalse, {}},
      {"none, at most none", links({.max = 0}), "rien", kTrue, {}},
      {"one outside",
       links({.min = 1, .max = 1}, {"news.example"}),
       kLinks,
       kTrue,
       {}},
      {"all inside",
       links({.min = 1}, {"*.test", "news.example"}),
       kLinks,
       kFalse,
       {}},
      {"a contact", contact({}), kMail, kTrue, {}},
      {"no contact", contact({}), "rien", kFalse, {}},
      {"of a kind", contact({ContactKind::kEmail}), kMail, kTrue, {}},
      {"of another kind",
       contact({ContactKind::kTelephone}),
       kMail,
       kFalse,
       {}},
      {"trusted domain",
       contact({}, false, {"exemple.test"}),
       kMail,
       kFalse,
       {}},
      {"trusted address",
       contact({}, false, {"jean@exemple.test"}),
       kMail,
       kFalse,
       {}},
      {"other address",
       contact({}, false, {"paul@exemple.test"}),
       kMail,
       kTrue,
       {}},
      {"trusted number",
       contact({}, false, {"06 39 98 11 22"}),
       "appelez le 06.39.98.11.22",
       kFalse,
       {}},
      {"a link is no contact", contact({}), kLinks, kFalse, {}},
      {"unless it counts", contact({}, true), kLinks, kTrue, {}},
      {"and is outside",
       contact({}, true, {"loans.test", "news.example"}),
       kLinks,
       kFalse,
       {}},
  });
}

TEST(ConditionEvalTest, Numbers) {
  const auto number = [](Measure measure, Bounds bounds) {
    return Is(NumberCondition{measure, bounds});
  };
  const auto signals = [](TestComment* c) {
    c->signals = {.characters = 20, .words = 4, .letters = 12, .emoji = 2};
    c->signals.capitals_share = 0.5;
  };
  const auto author = [](TestComment* c) {
    c->comment.author.comments = 3;
    c->comment.author.created = c->facts.now - absl::Hours(1);
    c->facts.author.comments = 9;
    c->facts.author.accepted = 2;
  };
  CheckAll({
      {"length", number(Measure::kLength, {.min = 20, .max = 20}), "x", kTrue,
       signals},
      {"too short", number(Measure::kLength, {.min = 21}), "x", kFalse,
       signals},
      {"too long", number(Measure::kLength, {.max = 19}), "x", kFalse, signals},
      {"capitals", number(Measure::kCapitals, {.min = 0.5}), "x", kTrue,
       signals},
      {"capitals of few letters", number(Measure::kCapitals, {.min = 0.5}), "x",
       kFalse,
       [&](TestComment* c) {
         signals(c);
         c->signals.letters = 11;
       }},
      {"what is sent goes first", number(Measure::kAuthorComments, {.max = 3}),
       "x", kTrue, author},
      {"then what is remembered", number(Measure::kAuthorAccepted, {.min = 2}),
       "x", kTrue, author},
      {"nothing known", number(Measure::kAuthorRejected, {.min = 0}), "x",
       kUnknown, author, "author.rejected"},
      {"age", number(Measure::kAuthorAgeSeconds, {.min = 3600, .max = 3600}),
       "x", kTrue, author},
      {"age unknown",
       number(Measure::kAuthorAgeSeconds, {.max = 9}),
       "x",
       kUnknown,
       {},
       "author.created"},
      {"first seen", number(Measure::kAuthorAgeSeconds, {.max = 60}), "x",
       kTrue,
       [](TestComment* c) { c->facts.author.first_seen = c->facts.now; }},
      {"article", number(Measure::kArticleAgeSeconds, {.min = 7200}), "x",
       kTrue,
       [](TestComment* c) {
         c->article.published = c->facts.now - absl::Hours(3);
         c->comment.article = &c->article;
       }},
      {"no article",
       number(Measure::kArticleAgeSeconds, {.min = 0}),
       "x",
       kUnknown,
       {},
       "article.published"},
      {"reports", number(Measure::kReports, {.min = 2}), "x", kTrue,
       [](TestComment* c) { c->facts.reports = 2; }},
      {"no reports known",
       number(Measure::kReports, {.min = 0}),
       "x",
       kUnknown,
       {},
       "reports"},
      {"time on page", number(Measure::kSecondsOnPage, {.max = 5}), "x", kTrue,
       [](TestComment* c) { c->comment.time_on_page = absl::Seconds(4); }},
      {"no time on page",
       number(Measure::kSecondsOnPage, {.max = 5}),
       "x",
       kUnknown,
       {},
       "time_on_page"},
  });
}

TEST(ConditionEvalTest, ScoresAndFlags) {
  const auto score = [](Bounds bounds) {
    return Is(ScoreCondition{"toxicity", bounds});
  };
  const auto sent = [](TestComment* c) {
    c->comment.scores = {{"toxicity", 0.4, "a"}, {"toxicity", 0.9, "b"}};
  };
  const auto flag = [](Flag which, bool value = true) {
    return Is(FlagCondition{which, value});
  };
  CheckAll({
      {"one of both", score({.min = 0.8}), "x", kTrue, sent},
      {"neither", score({.min = 0.95}), "x", kFalse, sent},
      {"not sent", score({.min = 0}), "x", kUnknown, {}, "scores"},
      {"filled", flag(Flag::kHoneypot), "x", kTrue,
       [](TestComment* c) { c->comment.honeypot = true; }},
      {"empty", flag(Flag::kHoneypot), "x", kFalse,
       [](TestComment* c) { c->comment.honeypot = false; }},
      {"no honeypot", flag(Flag::kHoneypot), "x", kUnknown, {}, "honeypot"},
      {"asked to be empty", flag(Flag::kHoneypot, false), "x", kTrue,
       [](TestComment* c) { c->comment.honeypot = false; }},
      {"trusted by the caller", flag(Flag::kAuthorTrusted), "x", kTrue,
       [](TestComment* c) {
         c->comment.author.trusted = true;
         c->facts.author.trusted = false;
       }},
      {"not trusted as remembered", flag(Flag::kAuthorTrusted, false), "x",
       kTrue, [](TestComment* c) { c->facts.author.trusted = false; }},
      {"trust unknown",
       flag(Flag::kAuthorTrusted, false),
       "x",
       kUnknown,
       {},
       "author.trusted"},
      {"parent", flag(Flag::kHasParent), "x", kTrue,
       [](TestComment* c) { c->comment.parent.text = "a"; }},
      {"no parent sent",
       flag(Flag::kHasParent, false),
       "x",
       kUnknown,
       {},
       "parent.text"},
      {"url", flag(Flag::kAuthorHasUrl), "x", kTrue,
       [](TestComment* c) { c->comment.author.url = "https://a.test"; }},
      {"no url sent",
       flag(Flag::kAuthorHasUrl),
       "x",
       kUnknown,
       {},
       "author.url"},
  });
}

TEST(ConditionEvalTest, Attributes) {
  const auto one_of = [](Attribute attribute, Strings values) {
    return Is(OneOfCondition{attribute, values});
  };
  const auto article = [](TestComment* c) {
    c->article.section = "Économie";
    c->article.tags = {"Sport", "Crypto"};
    c->comment.article = &c->article;
  };
  const auto author = [](TestComment* c) {
    c->comment.author.id = "A1";
    c->comment.author.url = "http://www.Blog.loans.test/me";
    c->comment.author.email = "Jean@Mail.test";
  };
  CheckAll({
      {"language", one_of(Attribute::kLanguage, {"en", "fr"}), "x", kTrue,
       [](TestComment* c) { c->language = "fr"; }},
      {"other language", one_of(Attribute::kLanguage, {"en"}), "x", kFalse,
       [](TestComment* c) { c->language = "fr"; }},
      {"und",
       one_of(Attribute::kLanguage, {"und"}),
       "x",
       kUnknown,
       {},
       "language"},
      {"section folded", one_of(Attribute::kSection, {"economie"}), "x", kTrue,
       article},
      {"other section", one_of(Attribute::kSection, {"sport"}), "x", kFalse,
       article},
      {"no section",
       one_of(Attribute::kSection, {"sport"}),
       "x",
       kUnknown,
       {},
       "article.section"},
      {"any tag", one_of(Attribute::kTag, {"crypto"}), "x", kTrue, article},
      {"no such tag", one_of(Attribute::kTag, {"crypt"}), "x", kFalse, article},
      {"no tags",
       one_of(Attribute::kTag, {"crypto"}),
       "x",
       kUnknown,
       {},
       "article.tags"},
      {"site", one_of(Attribute::kSite, {"le-soir"}), "x", kTrue,
       [](TestComment* c) { c->comment.site = "le-soir"; }},
      {"no site",
       one_of(Attribute::kSite, {"le-soir"}),
       "x",
       kUnknown,
       {},
       "site"},
      {"id", one_of(Attribute::kAuthorId, {"A1"}), "x", kTrue, author},
      {"ids keep their case", one_of(Attribute::kAuthorId, {"a1"}), "x", kFalse,
       author},
      {"no id",
       one_of(Attribute::kAuthorId, {"A1"}),
       "x",
       kUnknown,
       {},
       "author.id"},
      {"url", one_of(Attribute::kAuthorDomain, {"loans.test"}), "x", kTrue,
       author},
      {"no url",
       one_of(Attribute::kAuthorDomain, {"loans.test"}),
       "x",
       kUnknown,
       {},
       "author.url"},
      {"e-mail", one_of(Attribute::kAuthorEmailDomain, {"mail.test"}), "x",
       kTrue, author},
      {"other e-mail", one_of(Attribute::kAuthorEmailDomain, {"ail.test"}), "x",
       kFalse, author},
      {"no e-mail",
       one_of(Attribute::kAuthorEmailDomain, {"a.test"}),
       "x",
       kUnknown,
       {},
       "author.email"},
  });
}

TEST(ConditionEvalTest, RepeatsAndTime) {
  const auto repeats = [](uint32_t min, std::optional<uint32_t> authors = {}) {
    return Is(
        RepeatsCondition{RepeatOf::kText, min, absl::Minutes(10), authors});
  };
  const auto counted = [](TestComment* c) {
    c->facts.repeats = {{RepeatOf::kText, 600, 3, 3},
                        {RepeatOf::kText, 600, 5, 2},
                        {RepeatOf::kText, 3600, 50, 2},
                        {RepeatOf::kLink, 600, 90, 1}};
  };
  const auto hour = [](int begin, int end) {
    return Is(HourCondition{begin * 60, end * 60});
  };
  const auto until = [](int64_t seconds) {
    return Is(UntilCondition{absl::FromUnixSeconds(seconds)});
  };
  CheckAll({
      {"the largest count", repeats(5), "x", kTrue, counted},
      {"fewer", repeats(6), "x", kFalse, counted},
      {"few authors", repeats(5, 2), "x", kTrue, counted},
      {"too many authors", repeats(5, 1), "x", kFalse, counted},
      {"not counted", repeats(1), "x", kUnknown, {}, "repeats"},
      {"counted in another window only", repeats(1), "x", kUnknown,
       [](TestComment* c) {
         c->facts.repeats = {{RepeatOf::kText, 3600, 50, 2}};
       },
       "repeats"},
      {"noon in Paris", hour(12, 13), "x", kTrue, {}},
      {"begin included, end not", hour(11, 12), "x", kFalse, {}},
      {"over midnight", hour(22, 13), "x", kTrue, {}},
      {"outside over midnight", hour(13, 12), "x", kFalse, {}},
      {"before the end", until(1782900001), "x", kTrue, {}},
      {"at the end", until(1782900000), "x", kFalse, {}},
  });
}

}  // namespace
}  // namespace crible
