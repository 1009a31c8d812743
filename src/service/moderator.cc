#include "service/moderator.h"

#include <cstring>
#include <random>
#include <utility>

#include "base/check.h"
#include "base/sha256.h"
#include "crible/v1/comment_record.pb.h"
#include "engine/explanation.h"
#include "fmt/format.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/decision_message.h"
#include "service/decision_record.h"
#include "service/explanation_message.h"
#include "service/limits.h"
#include "signals/fact_keys.h"

namespace crible {
namespace {

// Hexadecimal digits of what the server names.
constexpr size_t kIdDigits = 32;

// How long a repeated call is known by its request_id.
constexpr absl::Duration kCallAgeMax = absl::Hours(24);

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

// The facts that a decision saw, with the checks on them that did not finish.
ObservedFacts FactsOf(const RememberedDecision& remembered) {
  v1::Decision decision;
  decision.ParseFromString(remembered.bytes);
  ObservedFacts facts = ToFacts(decision.facts());
  for (const v1::Fault& fault : decision.faults()) {
    if (fault.part() == PartName(Part::kFacts))
      facts.faults.push_back({Part::kFacts, fault.cause()});
  }
  return facts;
}

// Answers with what was decided before, in the languages asked for now.
RpcStatus Recall(const RememberedDecision& remembered,
                 const v1::ModerateCommentRequest& request, Work* work) {
  work->commit = remembered.commit;
  v1::Decision decision;
  decision.ParseFromString(remembered.bytes);
  KeepLanguages(LanguagesAsked(request.reason_languages()), &decision);
  decision.SerializeToString(&work->decision);
  return RpcStatus();
}

void Append(const Hash128& hash, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&hash), sizeof hash);
}

void AppendDecisionName(std::string_view comment, const Hash128& id,
                        std::string* name) {
  *name += comment;
  *name += "/decisions/";
  *name += ToHex(id);
}

// What could not be kept was never answered, and is decided anew.
bool IsLost(const RememberedDecision& remembered) {
  return remembered.commit != nullptr && remembered.commit->failed();
}

}  // namespace

KeyedHash IdentityHash(const Store* store) {
  if (store == nullptr) return KeyedHash();
  KeyedHash::Key key;
  const std::string secret = store->Secret("identity of comments");
  CRIBLE_CHECK(secret.size() == sizeof key);
  std::memcpy(key.data(), secret.data(), sizeof key);
  return KeyedHash(key);
}

// Which comment a request is about, and which call it is.
struct Moderator::Identity {
  std::string site;
  std::string_view subject;              // who calls
  const v1::Article* article = nullptr;  // as sent or booked
  Hash128 article_digest;
  bool named = false;  // by the caller, or after its request_id
  Hash128 content;     // what would make it an edit
  Hash128 comment;     // of its name
  // Of a call with a request_id: itself, and what would make it another.
  Hash128 call;
  Hash128 call_content;
};

Moderator::Moderator(const Engine* engine, Facts* facts, const Clock* clock,
                     const DecisionMemory::Options& memory, Store* store)
    : engine_(*engine),
      facts_(*facts),
      clock_(*clock),
      store_(store),
      hash_(IdentityHash(store)),
      memory_(memory) {}

RpcStatus Moderator::Moderate(const Caller& caller, const ArticleBook* articles,
                              std::string_view path_prefix,
                              v1::ModerateCommentRequest* request, Work* work) {
  work->commit.reset();
  if (!caller.Waits()) return DeadlineError();
  FieldErrors errors{std::string(path_prefix)};
  CheckRequest(*request, &errors);
  if (!errors.empty()) return errors.ToStatus();

  v1::Comment& comment = *request->mutable_comment();
  work->name = comment.name();
  comment.clear_name();  // no part of its content
  const BookedArticle* booked =
      articles ? articles->Find(comment.article()) : nullptr;
  Identity identity = Identify(*request, booked, work);

  if (!caller.principal().MaySee(identity.site)) return OtherSiteError();
  identity.subject = caller.principal().subject;

  const absl::Time now = clock_.Now();
  if (!request->request_id().empty()) {
    const auto call = FindRequest(identity, request->request_id(), now);
    if (call != nullptr) {
      if (call->content == identity.call_content)
        return Recall(*call->decision, *request, work);
      return FieldError(kRequestIdReused,
                        fmt::format("{}request_id", path_prefix),
                        "was used before for other content");
    }
  }
  if (work->name.empty()) {
    const std::string id = request->request_id().empty()
                               ? RandomId()
                               : Sha256Hex(fmt::format("{} {}", identity.site,
                                                       request->request_id()))
                                     .substr(0, kIdDigits);
    work->name = fmt::format("sites/{}/comments/{}", identity.site, id);
  }
  identity.comment = hash_(work->name);
  const v1::Article* sent =
      request->has_article() ? &request->article() : nullptr;
  ToComment(comment, identity.site, work->name,
            ArticleOf(comment, sent, booked, &work->article), &work->comment);
  return Decide(*request, identity, now, work);
}

void Moderator::Uncount(std::span<const std::string> comments,
                        std::span<const uint64_t> authors) {
  FactRemoval removal{.authors = {authors.begin(), authors.end()}};
  for (const std::string& name : comments)
    removal.comments.push_back(CommentFactHash(SiteOf("", name), name));
  facts_.Forget(removal);
}

// The content is all that rules and models read: the comment but its name, and
// its article.
Moderator::Identity Moderator::Identify(
    const v1::ModerateCommentRequest& request, const BookedArticle* booked,
    Work* work) const {
  Identity identity{
      .site = std::string(SiteOf(request.parent(), work->name)),
      .named = !work->name.empty() || !request.request_id().empty()};
  std::string& bytes = work->bytes;
  bytes.clear();
  if (request.has_article()) {
    request.article().AppendToString(&bytes);
    identity.article = &request.article();
    identity.article_digest = hash_(bytes);
    bytes.clear();
    Append(identity.article_digest, &bytes);
  } else if (booked != nullptr) {
    identity.article = &booked->message;
    identity.article_digest = booked->digest;
    Append(booked->digest, &bytes);
  }
  request.comment().AppendPartialToString(&bytes);
  identity.content = hash_(bytes);
  if (request.request_id().empty()) return identity;
  // Neither a site nor a request_id holds a space.
  identity.call =
      hash_(fmt::format("{} {}", identity.site, request.request_id()));
  bytes = fmt::format("{} {} ", work->name, request.recheck());
  Append(identity.content, &bytes);
  identity.call_content = hash_(bytes);
  return identity;
}

// Whether another server may have decided since. Of what is not written yet
// none knows.
bool Moderator::MayBeOvertaken(const RememberedDecision& held) const {
  return store_ != nullptr && store_->IsShared() &&
         (held.commit == nullptr || held.commit->settled());
}

DecisionMemory::Pointer Moderator::FindComment(const Hash128& hash,
                                               std::string_view name,
                                               absl::Time now) {
  const DecisionMemory::Pointer held = memory_.FindComment(hash, now);
  if (held != nullptr) {
    if (IsLost(*held)) return nullptr;
    if (!MayBeOvertaken(*held)) return held;
  }
  if (store_ == nullptr || name.empty()) return held;
  // A store that cannot be read remembers nothing: the comment is decided anew,
  // unless it is remembered here.
  const auto stored = store_->FindComment(name);
  if (!stored.ok()) return held;
  if (!*stored) return nullptr;
  const auto found = FromRecord((*stored)->content, (*stored)->payload);
  if (found == nullptr) return nullptr;
  if (held != nullptr && found->id == held->id) return held;
  return memory_.RememberComment(hash, found, held != nullptr, now);
}

std::shared_ptr<const DecisionMemory::Request> Moderator::FindRequest(
    const Identity& identity, std::string_view request_id, absl::Time now) {
  const auto held = memory_.FindRequest(identity.call, now);
  if (held != nullptr) return IsLost(*held->decision) ? nullptr : held;
  if (store_ == nullptr) return nullptr;
  const auto stored =
      store_->FindCall(identity.site, request_id, now - kCallAgeMax);
  if (!stored.ok() || !*stored) return nullptr;
  const auto decision = FromRecord("", (*stored)->payload);
  if (decision == nullptr) return nullptr;
  return std::make_shared<const DecisionMemory::Request>(
      DecisionMemory::Request{.content = ParseHash((*stored)->content),
                              .decision = decision});
}

RpcStatus Moderator::Decide(const v1::ModerateCommentRequest& request,
                            const Identity& identity, absl::Time now,
                            Work* work) {
  DecisionMemory::Pointer held, decided;
  if (identity.named) held = FindComment(identity.comment, work->name, now);
  if (held == nullptr || held->content != identity.content ||
      request.recheck()) {
    decided = DecideAnew(request, identity, held, now, work);
    held = memory_.RememberComment(identity.comment, decided, request.recheck(),
                                   now);
    if (store_ != nullptr && held == decided) {
      Keep(request, identity, *decided, false, now, *work);
    }
  }
  if (!request.request_id().empty()) {
    const auto call = memory_.RememberRequest(
        identity.call, {.content = identity.call_content, .decision = held},
        now);
    if (call->content == identity.call_content) held = call->decision;
  }
  if (held != decided) return Recall(*held, request, work);
  work->commit = held->commit;
  return RpcStatus();
}

// Leaves the answer to this request in work->decision.
DecisionMemory::Pointer Moderator::DecideAnew(
    const v1::ModerateCommentRequest& request, const Identity& identity,
    const DecisionMemory::Pointer& held, absl::Time now, Work* work) {
  const Moderation& m = work->moderation;
  engine_.Moderate(work->comment, &facts_, now, &work->moderation);
  // "Same comment, same facts, same bundle" have the same name.
  std::string& bytes = work->bytes;
  bytes = work->name;
  Append(identity.content, &bytes);
  bytes += m.bundle->hash;
  const int64_t nanos = absl::ToUnixNanos(now);
  bytes.append(reinterpret_cast<const char*>(&nanos), sizeof nanos);
  const Hash128 id = hash_(bytes);
  std::string name, superseded;
  AppendDecisionName(work->name, id, &name);
  if (held != nullptr) AppendDecisionName(work->name, held->id, &superseded);
  const DecisionNames names{
      .name = name, .comment = work->name, .supersedes = superseded};
  const auto write = [&](const std::vector<UiLanguage>& languages) {
    work->decision.clear();
    AppendDecision(names, m, work->comment, languages, &work->decision);
  };
  write(AllLanguages());
  auto decided = std::make_shared<const RememberedDecision>(RememberedDecision{
      .content = identity.content,
      .id = id,
      .bytes = work->decision,
      .commit = store_ ? std::make_shared<Commit>() : nullptr});
  // Without reasons there is nothing that languages tell apart.
  if (!m.decision.reasons.empty()) {
    write(LanguagesAsked(request.reason_languages()));
  }
  return decided;
}

Moderator::Again Moderator::DecideAgain(const StoredComment& stored,
                                        Work* work) {
  v1::CommentRecord record;
  if (!record.ParseFromString(stored.payload) || !record.has_comment())
    return Again::kNot;
  v1::ModerateCommentRequest request;
  *request.mutable_comment() = std::move(*record.mutable_comment());
  work->name = request.comment().name();
  request.mutable_comment()->clear_name();  // no part of its content
  if (record.has_article()) *request.mutable_article() = record.article();
  if (const auto whole = store_->FindArticle(record.article_digest());
      whole.ok() && *whole)
    request.mutable_article()->ParseFromString(**whole);
  Identity identity = Identify(request, nullptr, work);
  identity.subject = kOwnSubject;
  identity.comment = hash_(work->name);
  const v1::Article* sent =
      request.has_article() ? &request.article() : nullptr;
  ToComment(request.comment(), identity.site, work->name,
            ArticleOf(request.comment(), sent, nullptr, &work->article),
            &work->comment);

  const absl::Time now = clock_.Now();
  const auto held = FindComment(identity.comment, work->name, now);
  const auto decided = DecideAnew(request, identity, held, now, work);
  if (work->moderation.decision.fault_only) return Again::kStillFaulty;
  if (memory_.RememberComment(identity.comment, decided, true, now) != decided)
    return Again::kNot;
  Keep(request, identity, *decided, true, now, *work);
  work->commit = decided->commit;
  return Again::kDecided;
}

void Moderator::Keep(const v1::ModerateCommentRequest& request,
                     const Identity& identity,
                     const RememberedDecision& decided, bool again,
                     absl::Time now, const Work& work) {
  KeepDecision({.site = identity.site,
                .name = work.name,
                .call_content = identity.call_content,
                .subject = identity.subject,
                .again = again,
                .remembered = decided,
                .moderation = work.moderation,
                .comment = work.comment,
                .hash = hash_,
                .article = identity.article,
                .article_digest = identity.article_digest},
               request, now, store_);
}

RpcStatus Moderator::Explain(const Caller& caller,
                             const v1::ExplainCommentRequest& request,
                             v1::Explanation* out) {
  if (!caller.Waits()) return DeadlineError();
  FieldErrors errors;
  CheckExplain(request, &errors);
  if (!errors.empty()) return errors.ToStatus();

  const v1::Comment& message = request.comment();
  if (!caller.principal().MaySee(SiteOf(request.parent(), message.name())))
    return OtherSiteError();
  ObservedFacts facts;
  facts.now = clock_.Now();
  if (request.has_facts()) {
    facts = ToFacts(request.facts());
  } else if (const auto held = FindComment(hash_(message.name()),
                                           message.name(), facts.now)) {
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
