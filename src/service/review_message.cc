#include "service/review_message.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "fmt/format.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/decision_message.h"
#include "service/event_message.h"
#include "service/statement.h"

namespace crible {
namespace {

constexpr std::string_view kPageMark = "p1-";

template <typename Number>
bool Read(std::string_view text, int base, Number* number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), *number, base);
  return error == std::errc() && end == text.data() + text.size();
}

Localized Age(absl::Duration age) {
  const int64_t minutes = absl::ToInt64Minutes(age);
  if (minutes < 120) return FormatBoth("{} min", "{} min", minutes);
  if (minutes < 48 * 60) return FormatBoth("{} h", "{} h", minutes / 60);
  return FormatBoth("{} jours", "{} days", minutes / (24 * 60));
}

// The strongest reason's ground as the charter names it, else its category.
Localized Subject(const v1::Decision& decision, const Bundle& bundle) {
  for (const v1::Reason& reason : decision.reasons()) {
    const auto ground = bundle.grounds.find(reason.ground());
    if (ground != bundle.grounds.end()) return ground->second.label;
    if (!reason.ground().empty()) return {reason.ground(), reason.ground()};
  }
  for (const v1::Reason& reason : decision.reasons()) {
    if (!reason.category().empty())
      return {reason.category(), reason.category()};
  }
  return {};
}

// What readers call it: of several grounds, the most urgent.
Localized ReportedAs(const ReviewItem& item, const Bundle& bundle) {
  const Ground* strongest = nullptr;
  for (const std::string& id : item.reported_grounds) {
    const auto ground = bundle.grounds.find(id);
    if (ground == bundle.grounds.end()) continue;
    if (strongest == nullptr || ground->second.lane > strongest->lane)
      strongest = &ground->second;
  }
  return strongest == nullptr ? Localized{} : strongest->label;
}

// "insult · reported 3 times (threat) · 40 min".
std::string OrderText(const ReviewItem& item, const Localized& subject,
                      const Localized& reported_as, absl::Time now,
                      UiLanguage language) {
  std::string text = subject.In(language);
  const auto add = [&](const std::string& part) {
    if (!text.empty()) text += " · ";
    text += part;
  };
  if (item.desk)
    add(FormatIn(language, "transmis à la rédaction", "handed on to the desk"));
  if (item.fault_only)
    add(FormatIn(language, "vérification inachevée", "check not finished"));
  const uint32_t reports = item.comment.reports;
  const std::string& ground = reported_as.In(language);
  const std::string as = ground.empty() ? "" : fmt::format(" ({})", ground);
  if (reports == 1)
    add(FormatIn(language, "signalé 1 fois", "reported once") + as);
  if (reports > 1) {
    add(FormatIn(language, "signalé {} fois", "reported {} times", reports) +
        as);
  }
  add(Age(now - item.since).In(language));
  return text;
}

// Reasons in the languages asked for; the record has them in all.
void FillRecord(const std::string& payload,
                const std::vector<UiLanguage>& languages,
                v1::CommentRecord* record) {
  record->ParseFromString(payload);
  HideChance(record->mutable_decision());
  KeepLanguages(languages, record->mutable_decision());
}

}  // namespace

std::optional<std::string> CommentOfItem(std::string_view name) {
  const auto parsed = ParseName(name, "reviewItems");
  if (!parsed) return std::nullopt;
  return fmt::format("sites/{}/comments/{}", parsed->site, parsed->id);
}

std::string ItemOfComment(std::string_view comment) {
  const auto parsed = ParseName(comment, "comments");
  if (!parsed) return "";
  return fmt::format("sites/{}/reviewItems/{}", parsed->site, parsed->id);
}

std::string EtagOf(const ReviewItem& item) {
  return fmt::format("v{}", item.version);
}

uint64_t VersionOf(std::string_view etag) {
  uint64_t version = 0;
  if (!etag.starts_with('v') || !Read(etag.substr(1), 10, &version)) return 0;
  return version;
}

std::string ToPageToken(const ItemPlace& place) {
  return fmt::format("{}{:x}.{:x}", kPageMark, place.due_micros, place.id);
}

std::optional<ItemPlace> FromPageToken(std::string_view token) {
  if (!token.starts_with(kPageMark)) return std::nullopt;
  token.remove_prefix(kPageMark.size());
  const size_t dot = token.find('.');
  ItemPlace place;
  if (dot == token.npos || !Read(token.substr(0, dot), 16, &place.due_micros) ||
      !Read(token.substr(dot + 1), 16, &place.id))
    return std::nullopt;
  return place;
}

v1::ReviewItem ToProto(const ReviewItem& item, const Bundle& bundle,
                       const std::vector<UiLanguage>& languages,
                       absl::Time now) {
  v1::ReviewItem out;
  out.set_name(ItemOfComment(item.comment.name));
  if (!item.comment.payload.empty())
    FillRecord(item.comment.payload, languages, out.mutable_record());
  out.set_queue(static_cast<v1::ReviewQueue>(item.queue));
  out.set_lane(static_cast<v1::Lane>(static_cast<int>(item.lane) + 1));
  out.set_state(static_cast<v1::CommentState>(item.comment.state));
  out.set_open(item.open);
  out.set_desk(item.desk);
  out.set_fault_only(item.fault_only);
  crible::ToProto(item.since, out.mutable_wait_time());
  crible::ToProto(item.due, out.mutable_due_time());
  const Localized subject = Subject(out.record().decision(), bundle);
  const Localized reported_as = ReportedAs(item, bundle);
  for (const UiLanguage language : languages) {
    v1::LocalizedText* text = out.add_order_texts();
    text->set_language(std::string(LanguageTag(language)));
    text->set_text(OrderText(item, subject, reported_as, now, language));
  }
  out.set_report_count(item.comment.reports);
  if (item.claimed_until > now) {
    out.mutable_claim()->set_subject(item.claimed_by);
    crible::ToProto(item.claimed_until,
                    out.mutable_claim()->mutable_expire_time());
  }
  if (item.comment.seen != absl::InfinitePast()) {
    out.mutable_sighting()->set_subject(item.comment.seen_by);
    crible::ToProto(item.comment.seen,
                    out.mutable_sighting()->mutable_sight_time());
  }
  out.set_etag(EtagOf(item));
  return out;
}

v1::AuthorSummary ToProto(const std::string& author_id, const AuthorLine& line,
                          const std::vector<UiLanguage>& languages) {
  v1::AuthorSummary out;
  out.set_author_id(author_id);
  out.set_comment_count(line.known.comments);
  out.set_accepted_count(line.known.accepted);
  out.set_refused_count(line.known.refused);
  out.set_waiting_count(line.waiting);
  crible::ToProto(line.known.first_seen, out.mutable_first_seen_time());
  out.set_status(static_cast<v1::AuthorStatus>(line.known.status));
  const bool ends = line.status_until != absl::InfinitePast() &&
                    line.status_until != absl::InfiniteFuture();
  if (ends) crible::ToProto(line.status_until, out.mutable_status_until_time());
  for (const StoredComment& comment : line.comments) {
    v1::AuthorComment* one = out.add_comments();
    FillRecord(comment.payload, languages, one->mutable_record());
    HideIdentity(one->mutable_record());
    one->set_state(static_cast<v1::CommentState>(comment.state));
    one->set_report_count(comment.reports);
  }
  return out;
}

v1::ReportRecord ToProto(const NoticeRecord& notice, std::string_view item) {
  v1::ReportRecord out;
  const auto parsed = ParseName(item, "reviewItems");
  if (parsed) out.set_report(EventName(parsed->site, notice.event));
  out.set_upheld_count(notice.record.upheld);
  out.set_unfounded_count(notice.record.unfounded);
  out.set_weight(notice.weight);
  return out;
}

v1::ObservedCell ToProto(const ObservedCell& cell) {
  v1::ObservedCell out;
  out.set_verdict(static_cast<v1::Verdict>(static_cast<int>(cell.verdict) + 1));
  out.set_fate(static_cast<v1::ObservedFate>(cell.fate));
  out.set_comment_count(cell.comments);
  out.set_reported_count(cell.reported);
  for (const std::string& name : cell.examples) out.add_comments(name);
  return out;
}

void GroupByReason(v1::BatchResolveReviewItemsResponse* response) {
  std::map<std::tuple<int, std::string, std::string, std::string>,
           v1::BatchPreview>
      groups;
  for (const v1::BatchResolveResult& result : response->results()) {
    if (!result.has_item()) continue;
    const auto& reasons = result.item().record().decision().reasons();
    const v1::Reason reason = reasons.empty() ? v1::Reason() : reasons[0];
    v1::BatchPreview& group = groups[{reason.kind(), reason.rule(),
                                      reason.category(), reason.ground()}];
    group.set_kind(reason.kind());
    group.set_rule(reason.rule());
    group.set_category(reason.category());
    group.set_ground(reason.ground());
    group.add_names(result.item().name());
  }
  std::vector<v1::BatchPreview> ordered;
  for (auto& [reason, group] : groups) ordered.push_back(std::move(group));
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) {
                     return a.names_size() > b.names_size();
                   });
  for (v1::BatchPreview& group : ordered)
    *response->add_previews() = std::move(group);
}

void HideChance(v1::Decision* decision) {
  auto& reasons = *decision->mutable_reasons();
  reasons.erase(std::remove_if(reasons.begin(), reasons.end(),
                               [](const v1::Reason& reason) {
                                 return reason.code() == kSampleCode;
                               }),
                reasons.end());
}

void HideIdentity(v1::CommentRecord* record) {
  if (!record->comment().has_author()) return;
  v1::Author& author = *record->mutable_comment()->mutable_author();
  author.clear_email();
  author.clear_ip_address();
}

void FillAid(const ReviewItem& item, const std::vector<UiLanguage>& languages,
             v1::ReviewItem* out) {
  constexpr std::string_view kGround = "ground:";
  std::vector<std::string> grounds = item.reported_grounds;
  for (const std::string& label : item.labels)
    if (label.starts_with(kGround))
      grounds.push_back(label.substr(kGround.size()));
  for (v1::LocalizedText& text : AidTexts(item.lane, grounds)) {
    const UiLanguage of =
        text.language() == "fr" ? UiLanguage::kFrench : UiLanguage::kEnglish;
    const bool asked =
        std::find(languages.begin(), languages.end(), of) != languages.end();
    if (asked) *out->add_aid_texts() = std::move(text);
  }
}

}  // namespace crible
