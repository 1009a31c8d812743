#include "service/moderator.h"

#include <random>
#include <utility>

#include "base/sha256.h"
#include "engine/explanation.h"
#include "fmt/format.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/decision_message.h"
#include "service/explanation_message.h"

namespace crible {
namespace {

// Hexadecimal digits of what the server names.
constexpr size_t kIdDigits = 32;

std::string RandomId() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(),
                     random());
}

std::string_view SiteOf(std::string_view parent, std::string_view name) {
  if (const auto site = ParseSite(parent)) return *site;
  const auto parsed = ParseName(name, "comments");
  return parsed ? parsed->site : std::string_view();
}

// The article's content if it was sent, else what is known of it: its name.
// `booked` may be null.
const Article* ArticleOf(const v1::Comment& comment, const v1::Article* sent,
                         const BookedArticle* booked, Article* room) {
  if (sent != nullptr) {
    ToArticle(*sent, room);
    if (room->name.empty()) room->name = comment.article();
    return room;
  }
  if (booked != nullptr) return &booked->article;
  if (comment.article().empty()) return nullptr;
  *room = Article{.name = comment.article()};
  return room;
}

// Of all that rules and models read: the comment but its name, and its article.
std::string ContentHash(const v1::Comment& comment, const v1::Article* sent,
                        const BookedArticle* booked, std::string* bytes) {
  bytes->clear();
  comment.AppendToString(bytes);
  bytes->push_back('\0');
  if (sent != nullptr) {
    bytes->append(Sha256Hex(sent->SerializeAsString()));
  } else if (booked != nullptr) {
    bytes->append(booked->digest);
  }
  return Sha256Hex(*bytes);
}

// "Same comment, same facts, same bundle" have the same name.
std::string DecisionName(std::string_view comment, std::string_view content,
                         std::string_view bundle, absl::Time decided) {
  const std::string id = Sha256Hex(fmt::format(
      "{} {} {} {}", comment, content, bundle, absl::ToUnixNanos(decided)));
  return fmt::format("{}/decisions/{}", comment, id.substr(0, kIdDigits));
}

// The facts that a decision saw, with the checks on them that did not finish.
ObservedFacts FactsOf(const RememberedDecision& remembered) {
  v1::Decision decision;
  decision.ParseFromString(remembered.decision);
  ObservedFacts facts = ToFacts(decision.facts());
  for (const v1::Fault& fault : decision.faults()) {
    if (fault.part() == PartName(Part::kFacts))
      facts.faults.push_back({Part::kFacts, fault.cause()});
  }
  return facts;
}

// Answers with what was decided before, in the languages asked for now.
RpcStatus Recall(const RememberedDecision& remembered, Work* work) {
  work->decision.ParseFromString(remembered.decision);
  KeepLanguages(LanguagesAsked(work->request.reason_languages()),
                &work->decision);
  return RpcStatus();
}

}  // namespace

// Which comment a request is about, and which call it is.
struct Moderator::Identity {
  std::string_view site;
  std::string content;       // what would make it an edit
  std::string call_content;  // what would make it another call
};

Moderator::Moderator(const Engine* engine, Facts* facts, const Clock* clock,
                     const DecisionMemory::Options& memory)
    : engine_(*engine), facts_(*facts), clock_(*clock), memory_(memory) {}

RpcStatus Moderator::Moderate(const Caller& caller, const ArticleBook* articles,
                              std::string_view path_prefix, Work* work) {
  if (!caller.Waits()) return DeadlineError();
  FieldErrors errors{std::string(path_prefix)};
  CheckRequest(work->request, &errors);
  if (!errors.empty()) return errors.ToStatus();

  v1::ModerateCommentRequest& request = work->request;
  v1::Comment& comment = *request.mutable_comment();
  work->name.clear();
  work->name.swap(*comment.mutable_name());
  const v1::Article* sent =
      request.has_article() ? &request.article() : nullptr;
  const BookedArticle* booked =
      articles ? articles->Find(comment.article()) : nullptr;
  Identity identity;
  identity.content = ContentHash(comment, sent, booked, &work->bytes);
  identity.call_content = Sha256Hex(
      fmt::format("{} {} {}", identity.content, work->name, request.recheck()));
  const std::string site(SiteOf(request.parent(), work->name));
  identity.site = site;

  const absl::Time now = clock_.Now();
  if (!request.request_id().empty()) {
    const auto call = memory_.FindRequest(site, request.request_id(), now);
    if (call != nullptr) {
      if (call->content == identity.call_content)
        return Recall(*call->decision, work);
      return FieldError(kRequestIdReused,
                        fmt::format("{}request_id", path_prefix),
                        "was used before for other content");
    }
  }
  if (work->name.empty()) {
    const std::string id =
        request.request_id().empty()
            ? RandomId()
            : Sha256Hex(fmt::format("{} {}", site, request.request_id()))
                  .substr(0, kIdDigits);
    work->name = fmt::format("sites/{}/comments/{}", site, id);
  }
  const Article* article = ArticleOf(comment, sent, booked, &work->article);
  ToComment(comment, site, work->name, article, &work->comment);
  return Decide(identity, now, work);
}

RpcStatus Moderator::Decide(const Identity& identity, absl::Time now,
                            Work* work) {
  const v1::ModerateCommentRequest& request = work->request;
  const bool recheck = request.recheck();
  v1::Decision& decision = work->decision;
  decision.Clear();
  DecisionMemory::Pointer held = memory_.FindComment(work->name, now);
  if (held == nullptr || held->content != identity.content || recheck) {
    engine_.Moderate(work->comment, &facts_, now, &work->moderation);
    FillDecision(work->moderation, work->comment, AllLanguages(), &decision);
    decision.set_comment(work->name);
    decision.set_name(
        DecisionName(work->name, identity.content, decision.bundle(), now));
    if (held != nullptr) decision.set_supersedes(held->name);
    auto decided = std::make_shared<const RememberedDecision>(
        RememberedDecision{.content = identity.content,
                           .name = decision.name(),
                           .decision = decision.SerializeAsString()});
    held =
        memory_.RememberComment(work->name, std::move(decided), recheck, now);
  }
  if (!request.request_id().empty()) {
    const auto call = memory_.RememberRequest(
        identity.site, request.request_id(),
        {.content = identity.call_content, .decision = held}, now);
    if (call->content == identity.call_content) held = call->decision;
  }
  if (held->name != decision.name()) return Recall(*held, work);
  KeepLanguages(LanguagesAsked(request.reason_languages()), &decision);
  return RpcStatus();
}

RpcStatus Moderator::Explain(const Caller& caller,
                             const v1::ExplainCommentRequest& request,
                             v1::Explanation* out) {
  if (!caller.Waits()) return DeadlineError();
  FieldErrors errors;
  CheckExplain(request, &errors);
  if (!errors.empty()) return errors.ToStatus();

  const v1::Comment& message = request.comment();
  ObservedFacts facts;
  facts.now = clock_.Now();
  if (request.has_facts()) {
    facts = ToFacts(request.facts());
  } else if (const auto held = memory_.FindComment(message.name(), facts.now)) {
    facts = FactsOf(*held);
  }
  Article room;
  Comment comment;
  ToComment(
      message, SiteOf(request.parent(), message.name()), message.name(),
      ArticleOf(message, request.has_article() ? &request.article() : nullptr,
                nullptr, &room),
      &comment);
  Explanation explanation;
  crible::Explain(engine_, comment, facts, &explanation);
  FillExplanation(explanation, comment,
                  LanguagesAsked(request.reason_languages()), out);
  for (int i = 0; i < request.rules_size(); ++i) {
    if (!FillFindings(explanation, comment, request.rules(i),
                      out->add_findings())) {
      return MakeError(
          absl::StatusCode::kNotFound, kUnknownRule,
          fmt::format("rules[{}]: the bundle has no such rule", i));
    }
  }
  return RpcStatus();
}

}  // namespace crible
