#include "service/privacy.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/status_macros.h"
#include "fmt/format.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/event_message.h"
#include "service/limits.h"
#include "service/privacy_parts.h"

namespace crible {

using namespace privacy;

namespace {

constexpr int kFoundMax = 10'000;
constexpr int kExportPage = 100;
constexpr size_t kExportBytes = 2 << 20;
constexpr int kHistoryMax = 1000;

}  // namespace

absl::StatusOr<std::vector<std::string>> Privacy::CommentsOf(
    const std::string& site, const v1::PersonQuery& person) {
  std::vector<std::string> names;
  if (!person.author_id().empty()) {
    CRIBLE_ASSIGN_OR_RETURN(names,
                            store_->ListCommentsOf(site, person.author_id()));
  }
  if (!NeedsScan(person)) return names;
  std::set<std::string> seen(names.begin(), names.end());
  CRIBLE_RETURN_IF_ERROR(
      Scan(store_, site, Store::PayloadsOf::kComments,
           [&](const StoredPayload& one) {
             const auto record = Read<v1::CommentRecord>(one.payload);
             if (record && !MatchesOf(person, record->comment()).empty() &&
                 seen.insert(one.comment).second)
               names.push_back(one.comment);
           }));
  return names;
}

absl::StatusOr<PersonWish> Privacy::WishOf(const std::string& site,
                                           const v1::PersonQuery& person) {
  CRIBLE_ASSIGN_OR_RETURN(const Known known,
                          store_->FindKnown({.site = site,
                                             .author_id = person.author_id(),
                                             .traits = TraitsOf(person),
                                             .now = clock_.Now()}));
  return known.wish;
}

RpcStatus Privacy::Find(const v1::FindPersonRequest& request,
                        std::string_view subject,
                        v1::FindPersonResponse* response) {
  FieldErrors errors;
  const std::string site = SiteOf(request.parent(), &errors);
  CheckPerson(request.person(), &errors);
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  store_->Flush();  // what was accepted a moment ago
  const v1::PersonQuery& person = request.person();
  const auto names = CommentsOf(site, person);
  if (!names.ok()) return NotRecordedError();
  std::set<std::string> ids, emails;
  for (const std::string& name : *names) {
    if (response->comments_size() == kFoundMax) break;
    const auto comment = store_->FindComment(name);
    if (!comment.ok()) return NotRecordedError();
    if (!*comment) continue;
    const auto record = Read<v1::CommentRecord>((*comment)->payload);
    v1::FoundComment& found = *response->add_comments();
    found.set_name(name);
    found.set_state(static_cast<v1::CommentState>((*comment)->state));
    if (!record) continue;
    for (std::string& by : MatchesOf(person, record->comment()))
      found.add_by(std::move(by));
    *found.mutable_decide_time() = record->decision().decide_time();
    const v1::Author& author = record->comment().author();
    if (!author.id().empty()) ids.insert(author.id());
    if (!author.email().empty()) emails.insert(author.email());
  }
  for (const std::string& id : ids) response->add_author_ids(id);
  for (const std::string& email : emails) response->add_emails(email);
  int64_t read = response->comments_size();
  const absl::Status scanned =
      Scan(store_, site, Store::PayloadsOf::kOtherEvents,
           [&](const StoredPayload& one) {
             ++read;
             const auto detail = Read<v1::EventDetail>(one.payload);
             if (detail && TellsOf(person, *detail))
               response->add_reports(EventName(site, one.event));
           });
  if (!scanned.ok()) return NotRecordedError();
  response->set_read_count(read);
  const auto wish = WishOf(site, person);
  if (!wish.ok()) return NotRecordedError();
  response->set_objects(wish->objects);
  response->set_restricted(wish->restricted);
  v1::Event event;
  return Apply(subject, Access{.site = site, .kind = AccessKind::kSearch},
               &event);
}

absl::Status Privacy::FillComment(const std::string& name,
                                  v1::PersonComment* out) {
  CRIBLE_ASSIGN_OR_RETURN(const auto comment, store_->FindComment(name));
  if (!comment) return absl::OkStatus();
  out->set_state(static_cast<v1::CommentState>(comment->state));
  if (auto record = Read<v1::CommentRecord>(comment->payload))
    *out->mutable_record() = *std::move(record);
  std::set<std::string> rules;
  for (const v1::Reason& reason : out->record().decision().reasons())
    if (!reason.rule().empty()) rules.insert(reason.rule());
  for (const std::string& rule : rules) out->add_rules(rule);
  CRIBLE_ASSIGN_OR_RETURN(
      const auto events, store_->ReadEvents({.comment = name}, 0, kHistoryMax));
  for (const Event& event : events) {
    v1::Event* line = out->add_history();
    *line = ToProto(event);
    // Who reported is another person.
    if (line->has_detail()) line->mutable_detail()->clear_reporter();
    if (line->kind() == v1::EVENT_KIND_REPORT) line->clear_detail();
  }
  return absl::OkStatus();
}

absl::Status Privacy::ExportFirstPage(const std::string& site,
                                      const v1::PersonQuery& person,
                                      const std::vector<std::string>& comments,
                                      v1::ExportPersonResponse* response) {
  std::vector<uint64_t> tokens;
  CRIBLE_RETURN_IF_ERROR(Scan(store_, site, Store::PayloadsOf::kOtherEvents,
                              [&](const StoredPayload& one) {
                                const auto detail =
                                    Read<v1::EventDetail>(one.payload);
                                if (detail && TellsOf(person, *detail))
                                  tokens.push_back(one.event);
                              }));
  for (const uint64_t token : tokens) {
    CRIBLE_ASSIGN_OR_RETURN(const auto event, store_->FindEvent(token));
    if (event) *response->add_events() = ToProto(*event);
  }
  for (const std::string& name : comments) {
    CRIBLE_ASSIGN_OR_RETURN(
        const auto events,
        store_->ReadEvents({.comment = name}, 0, kHistoryMax));
    for (const Event& event : events) {
      if (event.kind != EventKind::kAccess &&
          event.kind != EventKind::kSighting)
        continue;
      *response->add_disclosures() = ToProto(event);
      // The case of an authority is not for the person to read from here.
      response->mutable_disclosures()->rbegin()->clear_detail();
    }
  }
  return absl::OkStatus();
}

RpcStatus Privacy::Export(const v1::ExportPersonRequest& request,
                          std::string_view subject,
                          v1::ExportPersonResponse* response) {
  FieldErrors errors;
  const std::string site = SiteOf(request.parent(), &errors);
  const v1::PersonQuery& person = request.person();
  CheckPerson(person, &errors);
  if (person.author_id().empty() && person.email().empty())
    errors.Add("person", "needs an author id or an e-mail address");
  if (!person.ip_address().empty() || !person.display_name().empty())
    errors.Add("person", "is told by no name and no network address");
  const auto begin = FromResumeToken(request.page_token());
  if (!request.page_token().empty() && !begin)
    errors.Add("page_token", "is none that was given out");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  store_->Flush();
  const auto names = CommentsOf(site, person);
  if (!names.ok()) return NotRecordedError();
  if (!begin) {
    v1::Event event;
    const RpcStatus noted = Apply(
        subject, Access{.site = site, .kind = AccessKind::kExport}, &event);
    if (!IsOk(noted)) return noted;
    const auto wish = WishOf(site, person);
    if (!wish.ok() || !ExportFirstPage(site, person, *names, response).ok())
      return NotRecordedError();
    response->set_objects(wish->objects);
    response->set_restricted(wish->restricted);
  }
  size_t place = begin.value_or(0);
  for (; place < names->size(); ++place) {
    if (response->comments_size() == kExportPage ||
        response->ByteSizeLong() > kExportBytes) {
      response->set_next_page_token(ToResumeToken(place));
      break;
    }
    if (!FillComment((*names)[place], response->add_comments()).ok())
      return NotRecordedError();
  }
  return RpcStatus();
}

RpcStatus Privacy::Rectify(const v1::RectifyDecisionRequest& request,
                           std::string_view subject, v1::Event* event) {
  FieldErrors errors;
  if (!ParseName(request.name(), "comments"))
    errors.Add("name", "must be sites/{site}/comments/{comment}");
  const bool accepts = request.outcome() == v1::OUTCOME_ACCEPT;
  if (!accepts && request.outcome() != v1::OUTCOME_REJECT)
    errors.Add("outcome", "must be ACCEPT or REJECT");
  if (!accepts && request.ground().empty())
    errors.Add("ground", "is required to refuse");
  if (request.ground().size() > kIdBytesMax)
    errors.Add("ground", "is too long");
  if (request.note().size() > kNoteBytesMax) errors.Add("note", "is too long");
  if (!errors.empty()) return errors.ToStatus();
  return Apply(
      subject,
      Rectification{.comment = request.name(),
                    .outcome = accepts ? Outcome::kAccept : Outcome::kReject,
                    .ground = accepts ? std::string() : request.ground(),
                    .payload = NoteDetail(request.note())},
      event);
}

}  // namespace crible
