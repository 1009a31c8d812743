#include "service/legal.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "base/signature.h"
#include "base/status_macros.h"
#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/event_message.h"
#include "service/figures.h"
#include "service/limits.h"
#include "service/statement.h"
#include "service/team_figures.h"
#include "signals/fact_keys.h"

namespace crible {
namespace {

constexpr size_t kCaseBytesMax = 256;
constexpr int kHistoryMax = 1000;
constexpr int kEventsAtOnce = 5000;
constexpr int kOrderHours = 24;

void CheckText(const char* path, const std::string& text, FieldErrors* errors) {
  if (text.empty()) errors->Add(path, "is required");
  if (text.size() > kCaseBytesMax) errors->Add(path, "is too long");
}

void CheckComment(const std::string& name, FieldErrors* errors) {
  if (!ParseName(name, "comments"))
    errors->Add("name", "must be sites/{site}/comments/{comment}");
}

RpcStatus Unknown(const char* what) { return ToRpc(absl::NotFoundError(what)); }

const Ground* FindGround(const Bundle& bundle, const std::string& id) {
  const auto found = bundle.grounds.find(id);
  return found == bundle.grounds.end() ? nullptr : &found->second;
}

// The strongest reason's.
std::string GroundOf(const v1::Decision& decision) {
  for (const v1::Reason& reason : decision.reasons())
    if (!reason.ground().empty()) return reason.ground();
  return "";
}

}  // namespace

RpcStatus Legal::GetStatement(const v1::GetStatementRequest& request,
                              std::string_view, v1::StatementOfReasons* out) {
  FieldErrors errors;
  CheckComment(request.name(), &errors);
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const auto comment = store_->FindComment(request.name());
  if (!comment.ok()) return NotRecordedError();
  if (!*comment) return Unknown("no comment of this name is known");
  v1::CommentRecord record;
  record.ParseFromString((*comment)->payload);
  StatementFacts facts{.comment = &**comment, .record = &record};
  if ((*comment)->resolution != 0) {
    auto resolution = store_->FindEvent((*comment)->resolution);
    if (!resolution.ok()) return NotRecordedError();
    facts.resolution = *std::move(resolution);
  }
  const auto events =
      store_->ReadEvents({.comment = request.name()}, 0, kHistoryMax);
  if (!events.ok()) return NotRecordedError();
  facts.reported =
      facts.resolution &&
      std::any_of(events->begin(), events->end(), [&](const Event& event) {
        return event.kind == EventKind::kNotice &&
               event.token < facts.resolution->token;
      });
  facts.ground_id = facts.resolution && !facts.resolution->ground.empty()
                        ? facts.resolution->ground
                        : GroundOf(record.decision());
  const auto bundle = engine_.bundle();
  facts.ground = FindGround(*bundle, facts.ground_id);
  auto statement = MakeStatement(facts);
  if (!statement.ok()) return ToRpc(statement.status());
  *out = *std::move(statement);
  return RpcStatus();
}

RpcStatus Legal::GetNoticeAnswer(const v1::GetNoticeAnswerRequest& request,
                                 std::string_view, v1::NoticeAnswer* out) {
  const auto token = ParseEventName(request.name());
  if (!token)
    return FieldError(kInvalidField, "name",
                      "must be sites/{site}/events/{event}");
  if (store_ == nullptr) return NoDataError();
  const auto notice = store_->FindEvent(*token);
  if (!notice.ok()) return NotRecordedError();
  if (!*notice || (*notice)->kind != EventKind::kNotice ||
      EventName((*notice)->site, *token) != request.name())
    return Unknown("no such report");
  const auto answer = store_->FindNoticeAnswer(*token);
  if (!answer.ok()) return NotRecordedError();
  const auto bundle = engine_.bundle();
  *out = MakeNoticeAnswer(
      **notice, *answer,
      *answer ? FindGround(*bundle, (*answer)->ground) : nullptr);
  return RpcStatus();
}

RpcStatus Legal::PlaceHold(const v1::PlaceLegalHoldRequest& request,
                           std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  const auto site = ParseSite(request.parent());
  if (!site) errors.Add("parent", "must be sites/{site}");
  const auto check_name = [&](const char* path, const std::string& name,
                              const char* collection) {
    const auto parsed = ParseName(name, collection);
    if (!parsed || parsed->site != site.value_or(""))
      errors.Add(path, "is no name of this site");
  };
  if (request.has_comment())
    check_name("comment", request.comment(), "comments");
  if (request.has_article())
    check_name("article", request.article(), "articles");
  if (request.target_case() == v1::PlaceLegalHoldRequest::TARGET_NOT_SET ||
      (request.has_author_id() && request.author_id().empty()))
    errors.Add("comment", "or article or author_id is required");
  CheckText("case_reference", request.case_reference(), &errors);
  if (!request.has_until_time()) errors.Add("until_time", "is required");
  CheckTime("until_time", request.has_until_time(), request.until_time(),
            &errors);
  if (!errors.empty()) return errors.ToStatus();
  return Apply(subject,
               LegalHold{.site = std::string(*site),
                         .comment = request.comment(),
                         .article = request.article(),
                         .author_id = request.author_id(),
                         .until = FromProto(request.until_time()),
                         .payload = NoteDetail(request.case_reference())},
               event);
}

RpcStatus Legal::EndHold(const v1::EndLegalHoldRequest& request,
                         std::string_view subject, v1::Event* event) {
  const auto token = ParseEventName(request.name());
  if (!token)
    return FieldError(kInvalidField, "name",
                      "must be sites/{site}/events/{event}");
  if (store_ == nullptr) return NoDataError();
  const auto hold = store_->FindEvent(*token);
  if (!hold.ok()) return NotRecordedError();
  if (!*hold || EventName((*hold)->site, *token) != request.name())
    return Unknown("no such hold is in force");
  return Apply(subject, LegalHoldEnd{.hold = *token}, event);
}

RpcStatus Legal::ListHolds(const v1::ListLegalHoldsRequest& request,
                           std::string_view,
                           v1::ListLegalHoldsResponse* response) {
  const auto site = ParseSite(request.parent());
  if (!site) return FieldError(kInvalidField, "parent", "must be sites/{site}");
  if (store_ == nullptr) return NoDataError();
  const auto holds = store_->ListHolds(*site, clock_.Now());
  if (!holds.ok()) return NotRecordedError();
  for (const HoldRow& hold : *holds) {
    v1::LegalHold* out = response->add_holds();
    out->set_name(EventName(hold.site, hold.event));
    out->set_target(hold.comment.empty() ? hold.article : hold.comment);
    ToProto(hold.until, out->mutable_until_time());
  }
  return RpcStatus();
}

// What texts that are nearly the comment's have in common with it.
absl::StatusOr<std::vector<uint64_t>> Legal::TextBandsOf(
    const std::string& name) {
  CRIBLE_ASSIGN_OR_RETURN(const auto stored, store_->FindComment(name));
  v1::CommentRecord record;
  if (!stored || !record.ParseFromString(stored->payload))
    return std::vector<uint64_t>();
  Comment comment;
  ToComment(record.comment(), ParseName(name, "comments")->site, name, nullptr,
            &comment);
  Text body;
  AnalyzeText(comment.body, comment.format, engine_.bundle()->vocabulary,
              &body);
  FactQuery query;
  FillFactQuery(comment, body, &query);
  return std::move(query.text_bands);
}

RpcStatus Legal::EnforceOrder(const v1::EnforceRemovalOrderRequest& request,
                              std::string_view subject,
                              v1::EnforceRemovalOrderResponse* response) {
  FieldErrors errors;
  CheckComment(request.name(), &errors);
  CheckText("authority", request.authority(), &errors);
  CheckText("case_reference", request.case_reference(), &errors);
  CheckTime("receive_time", request.has_receive_time(), request.receive_time(),
            &errors);
  if (request.hours() < 0) errors.Add("hours", "is negative");
  if (request.ground().size() > kIdBytesMax)
    errors.Add("ground", "is too long");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  store_->Flush();
  const auto copies = store_->ListCopies(request.name());
  if (!copies.ok()) return NotRecordedError();
  const absl::Time now = clock_.Now();
  const absl::Time received =
      request.has_receive_time() ? FromProto(request.receive_time()) : now;
  const absl::Time due =
      received +
      absl::Hours(request.hours() == 0 ? kOrderHours : request.hours());
  v1::EventDetail detail;
  detail.set_note(
      fmt::format("{}, {}", request.authority(), request.case_reference()));
  ToProto(due, detail.mutable_until_time());
  const auto bands = TextBandsOf(request.name());
  if (!bands.ok()) return NotRecordedError();
  std::vector<Act> acts;
  for (const std::string& name : *copies) {
    acts.emplace_back(RemovalOrder{.comment = name,
                                   .ground = request.ground(),
                                   .payload = detail.SerializeAsString(),
                                   .order = detail.note(),
                                   .text_bands = *bands});
  }
  const auto done =
      store_->ApplyAll({std::string(subject), now}, std::move(acts));
  for (const std::string& name : *copies) moderator_.Forget(name);
  for (const auto& one : done) {
    if (!one.ok()) return ToRpc(one.status());
    const auto event = store_->FindEvent(*one);
    if (!event.ok() || !*event) return NotRecordedError();
    *response->add_events() = ToProto(**event);
  }
  ToProto(due, response->mutable_due_time());
  response->set_in_time(now <= due);
  return RpcStatus();
}

RpcStatus Legal::FindDisclosed(const std::string& name,
                               v1::DisclosedRecord* record) {
  store_->Flush();  // what was accepted a moment ago
  const auto comment = store_->FindComment(name);
  if (!comment.ok()) return NotRecordedError();
  if (*comment &&
      record->mutable_record()->ParseFromString((*comment)->payload)) {
    record->mutable_record()->mutable_decision()->clear_reasons();
    return RpcStatus();
  }
  const auto vault = store_->ReadVault(name);
  if (!vault.ok()) return NotRecordedError();
  if (vault->empty() ||
      !record->mutable_record()->ParseFromString(vault->back().payload))
    return Unknown("nothing is kept of this comment");
  record->set_from_vault(true);
  return RpcStatus();
}

RpcStatus Legal::SignDisclosure(const v1::DisclosedRecord& record,
                                v1::Disclosure* out) {
  google::protobuf::util::JsonPrintOptions print;
  print.add_whitespace = true;
  const auto written = google::protobuf::util::MessageToJsonString(
      record, out->mutable_document(), print);
  const auto made = Sign(store_->Secret("disclosure, first half") +
                             store_->Secret("disclosure, second half"),
                         out->document());
  if (!written.ok() || !made.ok()) return NotRecordedError();
  out->set_signature(ToHex(made->signature));
  out->set_public_key(ToHex(made->public_key));
  return RpcStatus();
}

RpcStatus Legal::Disclose(const v1::DiscloseRequest& request,
                          std::string_view subject, v1::Disclosure* out) {
  FieldErrors errors;
  CheckComment(request.name(), &errors);
  CheckText("authority", request.authority(), &errors);
  CheckText("case_reference", request.case_reference(), &errors);
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  v1::DisclosedRecord record;
  record.set_authority(request.authority());
  record.set_case_reference(request.case_reference());
  ToProto(clock_.Now(), record.mutable_disclose_time());
  if (const RpcStatus found = FindDisclosed(request.name(), &record);
      !IsOk(found))
    return found;
  if (const RpcStatus made = SignDisclosure(record, out); !IsOk(made))
    return made;
  // Nothing is handed out that the log does not have.
  v1::Event event;
  const RpcStatus noted = Apply(
      subject,
      Access{.site = std::string(ParseName(request.name(), "comments")->site),
             .comment = request.name(),
             .kind = AccessKind::kDisclosure,
             .payload = NoteDetail(fmt::format("{}, {}", request.authority(),
                                               request.case_reference()))},
      &event);
  if (IsOk(noted)) {
    out->set_name(event.name());
  } else {
    out->Clear();
  }
  return noted;
}

namespace {

// All of the site's, in their order. False if the store cannot be read.
template <typename Figures>
bool AddEvents(Store* store, std::string_view site, Figures* figures) {
  for (uint64_t token = 0;;) {
    const auto events = store->ReadEvents(
        {.site = std::string(site), .decisions = true}, token, kEventsAtOnce);
    if (!events.ok()) return false;
    for (const Event& event : *events) figures->Add(event);
    if (static_cast<int>(events->size()) < kEventsAtOnce) return true;
    token = events->back().token;
  }
}

}  // namespace

RpcStatus Legal::GetFigures(const v1::GetYearlyFiguresRequest& request,
                            std::string_view, v1::YearlyFigures* out) {
  FieldErrors errors;
  const auto site = ParseSite(request.parent());
  if (!site) errors.Add("parent", "must be sites/{site}");
  if (request.year() < 2000 || request.year() > 9998)
    errors.Add("year", "is no calendar year");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const auto begin_of = [](int year) {
    return absl::FromCivil(absl::CivilYear(year), absl::UTCTimeZone());
  };
  Figures figures(begin_of(request.year()), begin_of(request.year() + 1));
  if (!AddEvents(store_, *site, &figures)) return NotRecordedError();
  figures.Fill(out);
  return RpcStatus();
}

RpcStatus Legal::GetTeamFigures(const v1::GetTeamFiguresRequest& request,
                                std::string_view subject,
                                v1::TeamFigures* out) {
  FieldErrors errors;
  const auto site = ParseSite(request.parent());
  if (!site) errors.Add("parent", "must be sites/{site}");
  if (request.year() < 2000 || request.year() > 9998)
    errors.Add("year", "is no calendar year");
  if (request.month() < 1 || request.month() > 12)
    errors.Add("month", "must be from 1 to 12");
  const absl::CivilMonth month(request.year(), request.month());
  const absl::Time end = absl::FromCivil(month + 1, absl::UTCTimeZone());
  if (errors.empty() && end > clock_.Now())
    errors.Add("month",
               "is not over: figures by the day tell of single people");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  const auto bundle = engine_.bundle();
  Settings room;
  if (!bundle->policy->For({.site = *site, .now = clock_.Now()}, &room)
           .moderator_figures) {
    return MakeError(absl::StatusCode::kFailedPrecondition, kFiguresOff,
                     "the site's policy has not switched figures about "
                     "moderators on (moderators.figures)");
  }
  TeamFigures figures(absl::FromCivil(month, absl::UTCTimeZone()), end);
  if (!AddEvents(store_, *site, &figures)) return NotRecordedError();
  if (!figures.MayBeTold()) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, kTooFewPeople,
        fmt::format("fewer than {} people decided anything in that month, or "
                    "one of them more than half: the figures would be theirs",
                    kTeamPeopleMin));
  }
  v1::Event event;
  const RpcStatus noted = Apply(
      subject,
      Access{.site = std::string(*site), .kind = AccessKind::kTeamFigures},
      &event);
  if (IsOk(noted)) figures.Fill(out);
  return noted;
}

}  // namespace crible
