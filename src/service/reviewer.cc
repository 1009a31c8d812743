#include "service/reviewer.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/string_map.h"
#include "engine/explanation.h"
#include "fmt/format.h"
#include "service/acts.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/decision_message.h"
#include "service/event_message.h"
#include "service/explanation_message.h"
#include "service/limits.h"
#include "service/review_check.h"
#include "service/review_message.h"
#include "store/may_resolve.h"

namespace crible {
namespace {

constexpr int kPageDefault = 50;
constexpr int kPageMax = 200;
// Items that are looked through for words before a page is given back as it is.
constexpr int kLookedThroughMax = 5000;
constexpr int kHistoryMax = 200;
constexpr int kAuthorCommentsDefault = 20;
constexpr int kAuthorCommentsMax = 100;
constexpr int kAuthorCommentsShown = 3;  // beside an item
constexpr absl::Duration kObservedDefault = absl::Hours(24 * 30);
constexpr int kExamplesDefault = 5;
constexpr int kExamplesMax = 100;
constexpr int kSimilarDefault = 200;
constexpr int kSimilarMax = 1000;
constexpr absl::Duration kLeaseDefault = absl::Minutes(2);
constexpr absl::Duration kLeaseMax = absl::Hours(1);

int Bounded(int asked, int otherwise, int max) {
  return asked <= 0 ? otherwise : std::min(asked, max);
}

ItemPlace PlaceOf(const ReviewItem& item) {
  return {.due_micros = absl::ToUnixMicros(item.due), .id = item.id};
}

// As lists show it.
void ToListed(const ReviewItem& item, const Bundle& bundle,
              const std::vector<UiLanguage>& languages, absl::Time now,
              v1::ReviewItem* out) {
  *out = ToProto(item, bundle, languages, now);
  if (out->has_record()) HideIdentity(out->mutable_record());
}

// "rejected by ann, 2026-11-27T02:56:21Z".
std::string WhoDidWhat(const Event& event) {
  std::string outcome = v1::Outcome_Name(event.code).substr(8);
  std::transform(outcome.begin(), outcome.end(), outcome.begin(),
                 [](char c) { return c == '_' ? ' ' : c | 0x20; });
  return fmt::format(
      "{} by {}, {}", outcome, event.subject,
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", event.time, absl::UTCTimeZone()));
}

}  // namespace

RpcStatus Reviewer::List(const v1::ListReviewItemsRequest& request,
                         v1::ListReviewItemsResponse* response) {
  FieldErrors errors;
  const absl::Time now = clock_.Now();
  const ItemFilter filter =
      ToFilter(request.parent(), request.filter(), now, &errors);
  const auto place = FromPageToken(request.page_token());
  if (!request.page_token().empty() && !place)
    errors.Add("page_token", "is none that was given out");
  if (request.page_size() < 0) errors.Add("page_size", "is negative");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();

  const TextFilter text(request.filter());
  const int wanted = Bounded(request.page_size(), kPageDefault, kPageMax);
  const auto languages = LanguagesAsked(request.reason_languages());
  const auto bundle = engine_.bundle();
  ItemPlace at = place.value_or(ItemPlace());
  for (int looked = 0; looked < kLookedThroughMax;) {
    const int asked = text.empty() ? wanted : kPageMax;
    const auto items = store_->ListItems(filter, at, asked, now);
    if (!items.ok()) return NotRecordedError();
    for (const ReviewItem& item : *items) {
      at = PlaceOf(item);
      ++looked;
      if (!text.Takes(item.comment.payload)) continue;
      ToListed(item, *bundle, languages, now, response->add_items());
      if (response->items_size() == wanted) break;
    }
    if (response->items_size() == wanted) break;
    if (static_cast<int>(items->size()) < asked) return RpcStatus();
  }
  response->set_next_page_token(ToPageToken(at));
  return RpcStatus();
}

RpcStatus Reviewer::Fill(std::string_view comment, const Languages& languages,
                         bool history, v1::ReviewItem* out) {
  const auto item = store_->GetItem(comment);
  if (!item.ok()) return ToRpc(item.status());
  *out = ToProto(*item, *engine_.bundle(), languages, clock_.Now());
  FillAid(*item, languages, out);
  if (item->comment.resolution != 0) {
    const auto resolution = store_->FindEvent(item->comment.resolution);
    if (!resolution.ok()) return NotRecordedError();
    if (*resolution) *out->mutable_resolution() = crible::ToProto(**resolution);
  }
  if (history) return FillWhole(comment, languages, out);
  if (out->has_record()) HideIdentity(out->mutable_record());
  return RpcStatus();
}

RpcStatus Reviewer::FillWhole(std::string_view comment,
                              const Languages& languages, v1::ReviewItem* out) {
  const auto events =
      store_->ReadEvents({.comment = std::string(comment)}, 0, kHistoryMax);
  if (!events.ok()) return NotRecordedError();
  for (const Event& event : *events)
    *out->add_history() = crible::ToProto(event);
  const auto replies = store_->ListReplies(comment);
  if (!replies.ok()) return NotRecordedError();
  out->set_reply_count(static_cast<uint32_t>(replies->size()));
  const auto notices = store_->ListNotices(comment, kHistoryMax);
  if (!notices.ok()) return NotRecordedError();
  for (const NoticeRecord& notice : *notices)
    *out->add_reports() = ToProto(notice, out->name());
  const std::string& author = out->record().comment().author().id();
  const auto parsed = ParseName(comment, "comments");
  if (author.empty() || !parsed) return RpcStatus();
  v1::AuthorSummary summary;
  const RpcStatus status = FillAuthor(
      parsed->site, author, kAuthorCommentsShown + 1, languages, &summary);
  if (status.code() == static_cast<int>(absl::StatusCode::kNotFound))
    return RpcStatus();  // erased since
  if (!IsOk(status)) return status;
  for (v1::AuthorComment& other : *summary.mutable_comments()) {
    if (other.record().comment().name() == comment ||
        out->author().comments_size() == kAuthorCommentsShown)
      continue;
    *out->mutable_author()->add_comments() = std::move(other);
  }
  summary.clear_comments();
  out->mutable_author()->MergeFrom(summary);
  return RpcStatus();
}

RpcStatus Reviewer::FillAuthor(std::string_view site,
                               const std::string& author_id, int comments_max,
                               const Languages& languages,
                               v1::AuthorSummary* out) {
  const auto line =
      store_->FindAuthor(site, author_id, comments_max, clock_.Now());
  if (!line.ok()) return ToRpc(line.status());
  *out = ToProto(author_id, *line, languages);
  for (size_t i = 0; i < line->comments.size(); ++i) {
    if (line->comments[i].resolution == 0) continue;
    const auto event = store_->FindEvent(line->comments[i].resolution);
    if (!event.ok()) return NotRecordedError();
    if (*event) {
      *out->mutable_comments(static_cast<int>(i))->mutable_resolution() =
          crible::ToProto(**event);
    }
  }
  return RpcStatus();
}

RpcStatus Reviewer::GetAuthor(const v1::GetAuthorRequest& request,
                              v1::AuthorSummary* out) {
  FieldErrors errors;
  const auto site = ParseSite(request.parent());
  if (!site) errors.Add("parent", "must be sites/{site}");
  if (request.author_id().empty()) errors.Add("author_id", "is required");
  if (request.author_id().size() > kAuthorIdBytesMax)
    errors.Add("author_id", "is too long");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  return FillAuthor(*site, request.author_id(),
                    Bounded(request.max_comments(), kAuthorCommentsDefault,
                            kAuthorCommentsMax),
                    LanguagesAsked(request.reason_languages()), out);
}

// With the facts that the decision saw and the article as it was then.
void Reviewer::FillExplanation(const Languages& languages,
                               v1::ReviewItem* out) {
  const v1::CommentRecord& record = out->record();
  v1::Article message = record.article();
  if (const auto whole = store_->FindArticle(record.article_digest());
      whole.ok() && *whole) {
    message.ParseFromString(**whole);
  }
  Article article;
  ToArticle(message, &article);
  if (article.name.empty()) article.name = record.comment().article();
  const bool has_article = record.has_article() || !article.name.empty();
  const auto parsed = ParseName(record.comment().name(), "comments");
  Comment comment;
  ToComment(record.comment(), parsed ? parsed->site : std::string_view(),
            record.comment().name(), has_article ? &article : nullptr,
            &comment);
  Explanation explanation;
  Explain(engine_, comment, ToFacts(record.decision().facts()), &explanation);
  crible::FillExplanation(explanation, comment, languages,
                          out->mutable_explanation());
  HideChance(out->mutable_explanation()->mutable_decision());
}

RpcStatus Reviewer::Get(const v1::GetReviewItemRequest& request,
                        std::string_view subject, v1::ReviewItem* out) {
  const auto comment = CommentOfItem(request.name());
  if (!comment) {
    return FieldError(kInvalidField, "name",
                      "must be sites/{site}/reviewItems/{comment}");
  }
  if (store_ == nullptr) return NoDataError();
  if (const auto item = store_->GetItem(*comment); !item.ok())
    return ToRpc(item.status());
  const auto seen = store_->Apply({std::string(subject), clock_.Now()},
                                  Sighting{.comment = *comment});
  if (!seen.ok()) return ToRpc(seen.status());
  const auto languages = LanguagesAsked(request.reason_languages());
  const RpcStatus status = Fill(*comment, languages, true, out);
  if (IsOk(status) && request.explain() && out->has_record())
    FillExplanation(languages, out);
  return status;
}

RpcStatus Reviewer::Claim(const v1::ClaimReviewItemsRequest& request,
                          std::string_view subject,
                          v1::ClaimReviewItemsResponse* response) {
  FieldErrors errors;
  ClaimRequest claim{.subject = std::string(subject), .now = clock_.Now()};
  claim.filter =
      ToFilter(request.parent(), request.filter(), claim.now, &errors);
  claim.items_max = Bounded(request.max_items(), 1, kPageMax);
  claim.lease = request.has_lease()
                    ? std::min(FromProto(request.lease()), kLeaseMax)
                    : kLeaseDefault;
  if (!TextFilter(request.filter()).empty())
    errors.Add("filter", "may not have author or text");
  if (request.names_size() > kPageMax)
    errors.Add("names", "holds more than 200");
  for (int i = 0; i < std::min(request.names_size(), kPageMax); ++i) {
    const auto comment = CommentOfItem(request.names(i));
    const auto parsed = ParseName(request.names(i), "reviewItems");
    if (!comment || parsed->site != claim.filter.site) {
      errors.Add(fmt::format("names[{}]", i),
                 "must be sites/{site}/reviewItems/{comment} of this site");
    } else {
      claim.comments.push_back(*comment);
    }
  }
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const auto items = store_->Claim(claim);
  if (!items.ok()) return ToRpc(items.status());
  const auto languages = LanguagesAsked(request.reason_languages());
  const auto bundle = engine_.bundle();
  for (const ReviewItem& item : *items)
    ToListed(item, *bundle, languages, claim.now, response->add_items());
  return RpcStatus();
}

RpcStatus Reviewer::Refusal(const absl::Status& status,
                            std::string_view comment) {
  RpcStatus refusal = ToRpc(status);
  if (status.code() != absl::StatusCode::kAborted) return refusal;
  const auto item = store_->GetItem(comment);
  if (!item.ok() || item->comment.resolution == 0) return refusal;
  const auto event = store_->FindEvent(item->comment.resolution);
  if (event.ok() && *event) {
    refusal.set_message(
        fmt::format("{}: {}", refusal.message(), WhoDidWhat(**event)));
  }
  return refusal;
}

RpcStatus Reviewer::Resolve(const v1::ResolveReviewItemRequest& request,
                            std::string_view subject, v1::ReviewItem* out) {
  FieldErrors errors;
  Resolution resolution = ToResolution(request, &errors);
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const std::string comment = resolution.comment;
  const auto token = store_->Apply({std::string(subject), clock_.Now()},
                                   std::move(resolution));
  if (!token.ok()) return Refusal(token.status(), comment);
  const RpcStatus status = Fill(comment, AllLanguages(), false, out);
  if (!IsOk(status)) return status;
  // Of a comment that was handed on no resolution is in force.
  if (const auto event = store_->FindEvent(*token); event.ok() && *event)
    *out->mutable_resolution() = crible::ToProto(**event);
  if (!request.with_replies()) return status;
  const auto replies = store_->ReadEvents({.cause = *token}, 0, kRepliesMax);
  if (!replies.ok()) return NotRecordedError();
  for (const Event& reply : *replies)
    *out->add_replies() = crible::ToProto(reply);
  return status;
}

RpcStatus Reviewer::BatchResolve(
    const v1::BatchResolveReviewItemsRequest& request, std::string_view subject,
    v1::BatchResolveReviewItemsResponse* response) {
  const auto site = ParseSite(request.parent());
  if (!site) return FieldError(kInvalidField, "parent", "must be sites/{site}");
  if (request.requests_size() > kBatchItemsMax) {
    return MakeError(absl::StatusCode::kResourceExhausted, kTooMany,
                     "requests: holds more than 1000");
  }
  std::vector<Act> acts;
  std::vector<std::string> comments;
  StringSet seen;
  for (int i = 0; i < request.requests_size(); ++i) {
    FieldErrors errors(fmt::format("requests[{}].", i));
    Resolution resolution = ToResolution(request.requests(i), &errors);
    const auto parsed = ParseName(resolution.comment, "comments");
    if (parsed && parsed->site != *site)
      errors.Add("name", "is of another site than parent");
    if (!seen.insert(resolution.comment).second)
      errors.Add("name", "stands twice in the batch");
    if (!errors.empty()) return errors.ToStatus();
    comments.push_back(resolution.comment);
    acts.emplace_back(std::move(resolution));
  }
  if (store_ == nullptr) return NoDataError();
  const Actor actor{std::string(subject), clock_.Now()};
  if (request.validate_only()) return Preview(actor, acts, response);
  const auto tokens = store_->ApplyAll(actor, std::move(acts));
  for (size_t i = 0; i < tokens.size(); ++i) {
    v1::BatchResolveResult* result = response->add_results();
    if (!tokens[i].ok()) {
      *result->mutable_error() = Refusal(tokens[i].status(), comments[i]);
      continue;
    }
    const auto event = store_->FindEvent(*tokens[i]);
    if (!event.ok() || !*event) return NotRecordedError();
    *result->mutable_resolution() = crible::ToProto(**event);
  }
  return RpcStatus();
}

RpcStatus Reviewer::Preview(const Actor& actor, const std::vector<Act>& acts,
                            v1::BatchResolveReviewItemsResponse* response) {
  const auto bundle = engine_.bundle();
  for (const Act& act : acts) {
    const auto& resolution = std::get<Resolution>(act);
    v1::BatchResolveResult* result = response->add_results();
    const auto item = store_->GetItem(resolution.comment);
    absl::Status may = item.status();
    if (may.ok()) may = MayResolve(actor, resolution, *item);
    if (may.ok()) {
      ToListed(*item, *bundle, AllLanguages(), actor.now,
               result->mutable_item());
    } else {
      *result->mutable_error() = Refusal(may, resolution.comment);
    }
  }
  GroupByReason(response);
  return RpcStatus();
}

RpcStatus Reviewer::Undo(const v1::UndoResolutionRequest& request,
                         std::string_view subject, v1::ReviewItem* out) {
  FieldErrors errors;
  const auto token = ParseEventName(request.name());
  if (!token) errors.Add("name", "must be sites/{site}/events/{event}");
  if (request.note().size() > kNoteBytesMax) errors.Add("note", "is too long");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const auto event = store_->FindEvent(*token);
  if (!event.ok()) return NotRecordedError();
  if (!*event || EventName((*event)->site, *token) != request.name())
    return ToRpc(absl::NotFoundError("no such resolution"));
  const auto undone =
      store_->Apply({std::string(subject), clock_.Now()},
                    crible::Undo{.resolution = *token,
                                 .payload = NoteDetail(request.note())});
  if (!undone.ok()) return ToRpc(undone.status());
  return Fill((*event)->comment, AllLanguages(), false, out);
}

RpcStatus Reviewer::CompareObserved(const v1::CompareObservedRequest& request,
                                    v1::ObservedComparison* out) {
  FieldErrors errors;
  const auto site = ParseSite(request.parent());
  if (!site) errors.Add("parent", "must be sites/{site}");
  CheckTime("from_time", request.has_from_time(), request.from_time(), &errors);
  CheckTime("to_time", request.has_to_time(), request.to_time(), &errors);
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const absl::Time now = clock_.Now();
  const auto cells = store_->CompareObserved(
      *site,
      request.has_from_time() ? FromProto(request.from_time())
                              : now - kObservedDefault,
      request.has_to_time() ? FromProto(request.to_time()) : now,
      Bounded(request.max_examples(), kExamplesDefault, kExamplesMax));
  if (!cells.ok()) return NotRecordedError();
  for (const ObservedCell& cell : *cells) *out->add_cells() = ToProto(cell);
  return RpcStatus();
}

RpcStatus Reviewer::ListSimilar(const v1::ListSimilarItemsRequest& request,
                                v1::ListSimilarItemsResponse* response) {
  FieldErrors errors;
  const auto name = CommentOfItem(request.name());
  if (!name) errors.Add("name", "must be sites/{site}/reviewItems/{comment}");
  if (!v1::Similarity_IsValid(request.by()))
    errors.Add("by", "is no known value");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const auto item = store_->GetItem(*name);
  if (!item.ok()) return ToRpc(item.status());

  const absl::Time now = clock_.Now();
  const int wanted = Bounded(request.max_items(), kSimilarDefault, kSimilarMax);
  std::map<std::pair<int64_t, int64_t>,
           std::pair<ReviewItem, std::vector<v1::Similarity>>>
      found;  // in the order of the queue
  const auto collect = [&](ItemFilter filter, v1::Similarity by) {
    if (request.by() != v1::SIMILARITY_UNSPECIFIED && request.by() != by)
      return absl::OkStatus();
    filter.site = std::string(ParseName(*name, "comments")->site);
    const auto items = store_->ListItems(filter, {}, wanted + 1, now);
    if (!items.ok()) return items.status();
    for (const ReviewItem& other : *items) {
      if (other.id == item->id) continue;
      const ItemPlace place = PlaceOf(other);
      auto& [kept, reasons] = found[{place.due_micros, place.id}];
      kept = other;
      if (std::find(reasons.begin(), reasons.end(), by) == reasons.end())
        reasons.push_back(by);
    }
    return absl::OkStatus();
  };
  constexpr std::pair<std::string_view, v1::Similarity> kKinds[] = {
      {"text:", v1::SIMILARITY_TEXT},
      {"link:", v1::SIMILARITY_LINK},
      {"rule:", v1::SIMILARITY_RULE},
      {"person:", v1::SIMILARITY_PERSON},
      {"name:", v1::SIMILARITY_PERSON}};
  absl::Status status;
  for (const auto& [kind, by] : kKinds) {
    for (const std::string& label : item->labels) {
      if (!label.starts_with(kind)) continue;
      if (by != v1::SIMILARITY_PERSON) {
        status.Update(collect({.label = label}, by));
        continue;
      }
      // A word that may be a name counts where the other text is certain of it.
      const std::string mark = label.substr(kind.size());
      status.Update(collect({.label = "person:" + mark}, by));
      if (kind == "person:")
        status.Update(collect({.label = "name:" + mark}, by));
    }
  }
  v1::CommentRecord record;
  record.ParseFromString(item->comment.payload);
  const std::string& author = record.comment().author().id();
  if (!author.empty())
    status.Update(collect({.author_id = author}, v1::SIMILARITY_AUTHOR));
  if (!status.ok()) return NotRecordedError();

  const auto languages = LanguagesAsked(request.reason_languages());
  const auto bundle = engine_.bundle();
  for (const auto& [place, similar] : found) {
    if (response->items_size() == wanted) break;
    v1::SimilarItem* out = response->add_items();
    ToListed(similar.first, *bundle, languages, now, out->mutable_item());
    for (const v1::Similarity by : similar.second) out->add_by(by);
  }
  return RpcStatus();
}

}  // namespace crible
