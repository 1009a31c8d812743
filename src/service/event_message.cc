#include "service/event_message.h"

#include <charconv>

#include "crible/v1/comment_record.pb.h"
#include "fmt/format.h"
#include "service/check.h"
#include "service/convert.h"

namespace crible {
namespace {

// Tells a token of another kind, or of another version, from one of these.
constexpr std::string_view kTokenMark = "e1-";

std::optional<uint64_t> ParseNumber(std::string_view text, int base) {
  uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

v1::EventKind KindOf(const Event& event) {
  switch (event.kind) {
    case EventKind::kDecision:
      return v1::EVENT_KIND_DECISION;
    case EventKind::kResolution:
      return v1::EVENT_KIND_RESOLUTION;
    case EventKind::kUndo:
      return v1::EVENT_KIND_UNDO;
    case EventKind::kSighting:
      return v1::EVENT_KIND_SIGHTING;
    case EventKind::kNotice:
      return v1::EVENT_KIND_REPORT;
    case EventKind::kWithdrawal:
      return v1::EVENT_KIND_WITHDRAWAL;
    case EventKind::kPublication:
      return event.code == 1 ? v1::EVENT_KIND_PUBLICATION
                             : v1::EVENT_KIND_REMOVAL;
    case EventKind::kArticleMode:
      return v1::EVENT_KIND_ARTICLE_MODE;
    case EventKind::kAuthorStatus:
      return v1::EVENT_KIND_AUTHOR_STATUS;
    case EventKind::kFeedback:
      return v1::EVENT_KIND_FEEDBACK;
    case EventKind::kExpiry:
      return v1::EVENT_KIND_EXPIRY;
    case EventKind::kRedecision:
      return v1::EVENT_KIND_REDECISION;
    case EventKind::kNoticeAnswer:
      return v1::EVENT_KIND_REPORT_ANSWER;
    case EventKind::kImport:
      return v1::EVENT_KIND_IMPORT;
    case EventKind::kTeaching:
      return v1::EVENT_KIND_TEACHING;
    case EventKind::kSourceDrop:
      return v1::EVENT_KIND_SOURCE_DROP;
    case EventKind::kLayer:
      return v1::EVENT_KIND_LAYER;
    case EventKind::kErasure:
      return v1::EVENT_KIND_ERASURE;
    case EventKind::kRestriction:
      return v1::EVENT_KIND_RESTRICTION;
    case EventKind::kWishes:
      return v1::EVENT_KIND_AUTHOR_WISH;
    case EventKind::kRedaction:
      return v1::EVENT_KIND_REDACTION;
    case EventKind::kRectification:
      return v1::EVENT_KIND_RECTIFICATION;
    case EventKind::kAccess:
      return v1::EVENT_KIND_ACCESS;
    case EventKind::kLegalHold:
      return v1::EVENT_KIND_LEGAL_HOLD;
    case EventKind::kRemovalOrder:
      return v1::EVENT_KIND_REMOVAL_ORDER;
    case EventKind::kKey:
      return v1::EVENT_KIND_UNSPECIFIED;
  }
  return v1::EVENT_KIND_UNSPECIFIED;
}

// The enumerations of the API have the store's numbers.
void FillCode(const Event& event, v1::Event* out) {
  switch (event.kind) {
    case EventKind::kDecision:
    case EventKind::kRedecision:
      return out->set_verdict(static_cast<v1::Verdict>(event.code));
    case EventKind::kResolution:
    case EventKind::kUndo:
    case EventKind::kExpiry:
    case EventKind::kNoticeAnswer:
    case EventKind::kRectification:
    case EventKind::kRemovalOrder:
      return out->set_outcome(static_cast<v1::Outcome>(event.code));
    case EventKind::kArticleMode:
      return out->set_article_mode(static_cast<v1::ArticleMode>(event.code));
    case EventKind::kAuthorStatus:
      return out->set_author_status(static_cast<v1::AuthorStatus>(event.code));
    case EventKind::kRestriction:
      return out->set_restricted(event.code == 1);
    case EventKind::kFeedback:
      return out->set_feedback(static_cast<v1::FeedbackKind>(event.code));
    default:
      return;
  }
}

}  // namespace

std::string EventName(std::string_view site, uint64_t token) {
  return fmt::format("sites/{}/events/{}", site, token);
}

std::optional<uint64_t> ParseEventName(std::string_view name) {
  const auto parsed = ParseName(name, "events");
  return parsed ? ParseNumber(parsed->id, 10) : std::nullopt;
}

v1::Event ToProto(const Event& event) {
  v1::Event out;
  out.set_name(EventName(event.site, event.token));
  out.set_kind(KindOf(event));
  crible::ToProto(event.time, out.mutable_event_time());
  out.set_subject(event.subject);
  if (event.kind == EventKind::kArticleMode) {
    out.set_article(event.comment);
  } else if (event.kind != EventKind::kSourceDrop &&
             event.kind != EventKind::kLayer) {
    out.set_comment(event.comment);
  }
  FillCode(event, &out);
  const bool is_sample = event.kind == EventKind::kDecision &&
                         event.ground == kSampleGround;  // told to nobody
  if (event.kind != EventKind::kRedaction && !is_sample)
    out.set_ground(event.ground);
  if (event.refers != 0 && event.kind != EventKind::kLayer)
    out.set_refers_to(EventName(event.site, event.refers));
  const bool has_comment =
      event.kind == EventKind::kDecision || event.kind == EventKind::kImport;
  if (!has_comment && !event.payload.empty())
    out.mutable_detail()->ParseFromString(event.payload);
  return out;
}

std::string ToResumeToken(uint64_t token) {
  return fmt::format("{}{:x}", kTokenMark, token);
}

std::optional<uint64_t> FromResumeToken(std::string_view token) {
  if (!token.starts_with(kTokenMark)) return std::nullopt;
  return ParseNumber(token.substr(kTokenMark.size()), 16);
}

}  // namespace crible
