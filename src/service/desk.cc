#include "service/desk.h"

#include <algorithm>
#include <utility>

#include "crible/v1/comment_record.pb.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/decision_record.h"
#include "service/event_message.h"
#include "service/limits.h"
#include "signals/fact_keys.h"
#include "text/text.h"

namespace crible {
namespace {

constexpr int kEventsDefault = 100;
constexpr int kEventsMax = 1000;

// The site of a name of the collection; empty, and an error, if it is none.
std::string SiteOf(std::string_view name, std::string_view collection,
                   std::string_view wrong, FieldErrors* errors) {
  const auto parsed = ParseName(name, collection);
  if (!parsed) errors->Add("name", wrong);
  return parsed ? std::string(parsed->site) : "";
}
std::string CommentSite(std::string_view name, FieldErrors* errors) {
  return SiteOf(name, "comments", "must be sites/{site}/comments/{comment}",
                errors);
}

void CheckLength(std::string_view path, std::string_view value, size_t max,
                 FieldErrors* errors) {
  if (value.size() > max) errors->Add(path, "is too long");
}

// By what a reader is known again.
std::string ReporterOf(const v1::Reporter& reporter) {
  if (!reporter.author_id().empty()) return "id " + reporter.author_id();
  if (reporter.email().empty()) return "";
  std::string email = "email " + reporter.email();
  for (char& c : email) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  }
  return email;
}

template <typename Request>
absl::Time UntilOf(const Request& request, FieldErrors* errors) {
  if (!request.has_until_time()) return absl::InfiniteFuture();
  CheckTime("until_time", true, request.until_time(), errors);
  return FromProto(request.until_time());
}

template <typename Request>
std::string DetailOf(const Request& request, v1::EventDetail detail) {
  detail.set_note(request.note());
  if (request.has_until_time())
    *detail.mutable_until_time() = request.until_time();
  return detail.SerializeAsString();
}

}  // namespace

std::optional<uint32_t> Desk::HoldAfter(const StoredComment& comment,
                                        std::string_view site) const {
  const auto bundle = engine_.bundle();
  Settings room;
  const Settings& settings = bundle->policy->For(
      {.site = site, .article = comment.article, .now = clock_.Now()}, &room);
  return settings.reports_hold_after;
}

// What was accepted waits for nobody and has no labels until it is reported.
std::vector<std::string> Desk::LabelsOf(const StoredComment& stored,
                                        std::string_view site) const {
  std::vector<std::string> labels;
  v1::CommentRecord record;
  if (!record.ParseFromString(stored.payload) || !record.has_comment())
    return labels;
  Article article;
  ToArticle(record.article(), &article);
  Comment comment;
  ToComment(record.comment(), site, stored.name, &article, &comment);
  Text body;
  AnalyzeText(comment.body, comment.format, engine_.bundle()->vocabulary,
              &body);
  FactQuery query;
  FillFactQuery(comment, body, &query);
  AppendTextLabels(comment, body, query, hash_, &labels);
  return labels;
}

RpcStatus Desk::ReportComment(const v1::ReportCommentRequest& request,
                              std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  const std::string site = CommentSite(request.name(), &errors);
  const v1::Reporter& reporter = request.reporter();
  CheckLength("ground", request.ground(), kIdBytesMax, &errors);
  CheckLength("text", request.text(), kNoteBytesMax, &errors);
  CheckLength("reporter.display_name", reporter.display_name(),
              kDisplayNameBytesMax, &errors);
  CheckLength("reporter.email", reporter.email(), kEmailBytesMax, &errors);
  CheckLength("reporter.author_id", reporter.author_id(), kAuthorIdBytesMax,
              &errors);
  CheckRequestId(request.request_id(), &errors);
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  auto comment = store_->FindComment(request.name());
  if (comment.ok() && !*comment) {
    store_
        ->Flush();  // what was accepted a moment ago is on its way to the disk
    comment = store_->FindComment(request.name());
  }
  if (!comment.ok()) return NotRecordedError();
  v1::EventDetail detail;
  detail.set_note(request.text());
  if (request.has_reporter()) *detail.mutable_reporter() = reporter;
  Notice notice{.comment = request.name(),
                .ground = request.ground(),
                .reporter = ReporterOf(reporter),
                .request_id = request.request_id(),
                .payload = detail.SerializeAsString()};
  if (*comment) {
    notice.hold_after = HoldAfter(**comment, site);
    notice.labels = LabelsOf(**comment, site);
  }
  const auto bundle = engine_.bundle();
  const auto ground = bundle->grounds.find(request.ground());
  if (ground != bundle->grounds.end() && ground->second.lane != Lane::kNormal) {
    notice.lane = ground->second.lane;
    // What the alarm says, and what the queue finds it by.
    notice.labels.push_back("ground:" + request.ground());
  }
  return Apply(subject, std::move(notice), event);
}

RpcStatus Desk::WithdrawComment(const v1::WithdrawCommentRequest& request,
                                std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  CommentSite(request.name(), &errors);
  if (!errors.empty()) return errors.ToStatus();
  return Apply(subject, Withdrawal{.comment = request.name()}, event);
}

RpcStatus Desk::NotePublication(const v1::NotePublicationRequest& request,
                                std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  CommentSite(request.name(), &errors);
  CheckTime("publish_time", request.has_publish_time(), request.publish_time(),
            &errors);
  if (!errors.empty()) return errors.ToStatus();
  return Apply(subject,
               PublicationNote{.comment = request.name(),
                               .published = !request.removed(),
                               .time = request.has_publish_time()
                                           ? FromProto(request.publish_time())
                                           : clock_.Now()},
               event);
}

RpcStatus Desk::SetArticleMode(const v1::SetArticleModeRequest& request,
                               std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  const std::string site =
      SiteOf(request.name(), "articles",
             "must be sites/{site}/articles/{article}", &errors);
  if (request.mode() == v1::ARTICLE_MODE_UNSPECIFIED ||
      !v1::ArticleMode_IsValid(request.mode()))
    errors.Add("mode", "is required");
  const absl::Time until = UntilOf(request, &errors);
  CheckLength("note", request.note(), kNoteBytesMax, &errors);
  if (!errors.empty()) return errors.ToStatus();
  return Apply(
      subject,
      ArticleModeSetting{.site = site,
                         .article = request.name(),
                         .mode = static_cast<ArticleMode>(request.mode()),
                         .until = until,
                         .payload = DetailOf(request, v1::EventDetail())},
      event);
}

RpcStatus Desk::SetAuthorStatus(const v1::SetAuthorStatusRequest& request,
                                std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  const auto site = ParseSite(request.parent());
  if (!site) errors.Add("parent", "must be sites/{site}");
  if (request.author_id().empty()) errors.Add("author_id", "is required");
  CheckLength("author_id", request.author_id(), kAuthorIdBytesMax, &errors);
  if (request.status() == v1::AUTHOR_STATUS_UNSPECIFIED ||
      !v1::AuthorStatus_IsValid(request.status()))
    errors.Add("status", "is required");
  const absl::Time until = UntilOf(request, &errors);
  CheckLength("note", request.note(), kNoteBytesMax, &errors);
  if (!errors.empty()) return errors.ToStatus();
  v1::EventDetail detail;
  detail.set_author_id(request.author_id());
  return Apply(
      subject,
      AuthorStatusSetting{.site = std::string(*site),
                          .author_id = request.author_id(),
                          .status = static_cast<AuthorStatus>(request.status()),
                          .until = until,
                          .payload = DetailOf(request, std::move(detail))},
      event);
}

RpcStatus Desk::SubmitFeedback(const v1::SubmitFeedbackRequest& request,
                               std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  CommentSite(request.name(), &errors);
  if (request.kind() == v1::FEEDBACK_KIND_UNSPECIFIED ||
      !v1::FeedbackKind_IsValid(request.kind()))
    errors.Add("kind", "is required");
  CheckLength("note", request.note(), kNoteBytesMax, &errors);
  CheckLength("ground", request.ground(), kIdBytesMax, &errors);
  if (!errors.empty()) return errors.ToStatus();
  v1::EventDetail detail;
  detail.set_note(request.note());
  return Apply(subject,
               Feedback{.comment = request.name(),
                        .kind = static_cast<FeedbackKind>(request.kind()),
                        .ground = request.ground(),
                        .payload = detail.SerializeAsString()},
               event);
}

RpcStatus Desk::ListDecisionEvents(const v1::ListDecisionEventsRequest& request,
                                   v1::ListDecisionEventsResponse* response) {
  FieldErrors errors;
  const auto site = ParseSite(request.parent());
  if (!site) errors.Add("parent", "must be sites/{site}");
  const auto token = FromResumeToken(request.resume_token());
  if (!request.resume_token().empty() && !token)
    errors.Add("resume_token", "is none that was given out");
  if (request.page_size() < 0) errors.Add("page_size", "is negative");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const int wanted =
      request.page_size() == 0 ? kEventsDefault : request.page_size();
  const auto events = store_->ReadEvents(
      {.site = std::string(*site), .decisions = request.include_decisions()},
      token.value_or(0), std::min(wanted, kEventsMax));
  if (!events.ok()) return NotRecordedError();
  uint64_t last = token.value_or(0);
  for (const Event& event : *events) {
    *response->add_events() = ToProto(event);
    last = event.token;
  }
  response->set_resume_token(ToResumeToken(last));
  return RpcStatus();
}

}  // namespace crible
