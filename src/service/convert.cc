#include "service/convert.h"

namespace crible {

absl::Time FromProto(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

absl::Duration FromProto(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) +
         absl::Nanoseconds(duration.nanos());
}

void ToProto(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t seconds = absl::ToUnixSeconds(time);  // rounds down
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

void AppendTime(absl::Time time, int field, WireWriter* out) {
  const int64_t seconds = absl::ToUnixSeconds(time);  // rounds down
  const auto message = out->Begin(field);
  out->Number(google::protobuf::Timestamp::kSecondsFieldNumber,
              static_cast<uint64_t>(seconds));
  out->Number(google::protobuf::Timestamp::kNanosFieldNumber,
              static_cast<uint64_t>(absl::ToInt64Nanoseconds(
                  time - absl::FromUnixSeconds(seconds))));
  out->End(message);
}

void ToArticle(const v1::Article& message, Article* out) {
  out->name = message.name();
  out->url = message.url();
  out->title = message.title();
  out->standfirst = message.standfirst();
  out->text = message.text();
  out->section = message.section();
  out->tags.assign(message.tags().begin(), message.tags().end());
  out->published.reset();
  if (message.has_publish_time())
    out->published = FromProto(message.publish_time());
}

namespace {

void ToAuthor(const v1::Author& message, Author* out) {
  *out = Author{.id = message.id(),
                .name = message.display_name(),
                .email = message.email(),
                .url = message.url(),
                .address = message.ip_address()};
  if (message.has_create_time())
    out->created = FromProto(message.create_time());
  if (message.has_comment_count()) out->comments = message.comment_count();
  if (message.has_accepted_count()) out->accepted = message.accepted_count();
  if (message.has_rejected_count()) out->rejected = message.rejected_count();
  if (message.has_trusted()) out->trusted = message.trusted();
}

}  // namespace

void ToComment(const v1::Comment& message, std::string_view site,
               std::string_view name, const Article* article, Comment* out) {
  out->site = site;
  out->name = name;
  out->body = message.body();
  out->format = message.body_format() == v1::BODY_FORMAT_HTML
                    ? BodyFormat::kHtml
                    : BodyFormat::kPlain;
  ToAuthor(message.author(), &out->author);
  out->article = article;
  out->parent = {message.parent().text(), message.parent().author()};
  out->scores.clear();
  for (const v1::OutsideScore& score : message.scores()) {
    out->scores.push_back({score.name(), score.value(), score.source()});
  }
  out->language = message.language();
  out->created.reset();
  if (message.has_create_time())
    out->created = FromProto(message.create_time());
  out->time_on_page.reset();
  if (message.has_time_on_page())
    out->time_on_page = FromProto(message.time_on_page());
  out->user_agent = message.user_agent();
  out->referrer = message.referrer();
  out->honeypot.reset();
  if (message.has_honeypot_filled()) out->honeypot = message.honeypot_filled();
  out->reports.reset();
  if (message.has_report_count()) out->reports = message.report_count();
}

ObservedFacts ToFacts(const v1::Facts& message) {
  ObservedFacts facts;
  facts.now = FromProto(message.observe_time());
  for (const v1::RepeatCount& repeat : message.repeats()) {
    facts.repeats.push_back(
        {.of = static_cast<RepeatOf>(repeat.of() - 1),
         .window_seconds = static_cast<uint32_t>(repeat.window().seconds()),
         .count = repeat.count(),
         .authors = repeat.author_count()});
  }
  const v1::AuthorHistory& author = message.author();
  if (author.has_comment_count())
    facts.author.comments = author.comment_count();
  if (author.has_accepted_count())
    facts.author.accepted = author.accepted_count();
  if (author.has_rejected_count())
    facts.author.rejected = author.rejected_count();
  if (author.has_first_seen_time())
    facts.author.first_seen = FromProto(author.first_seen_time());
  if (author.has_trusted()) facts.author.trusted = author.trusted();
  if (author.status() != v1::AUTHOR_STATUS_UNSPECIFIED)
    facts.author.status = static_cast<AuthorStatus>(author.status());
  if (author.has_objects()) facts.author.objects = author.objects();
  if (author.has_restricts()) facts.author.restricts = author.restricts();
  if (message.article_mode() != v1::ARTICLE_MODE_UNSPECIFIED)
    facts.mode = static_cast<ArticleMode>(message.article_mode());
  facts.earlier = static_cast<EarlierResolution>(message.earlier_resolution());
  facts.order = message.order();
  if (message.has_report_count()) facts.reports = message.report_count();
  if (message.has_waiting_count()) facts.waiting = message.waiting_count();
  return facts;
}

namespace {

void AppendRepeat(const RepeatCount& repeat, WireWriter* out) {
  using M = v1::RepeatCount;
  const auto message = out->Begin(v1::Facts::kRepeatsFieldNumber);
  out->Number(M::kOfFieldNumber, static_cast<uint64_t>(repeat.of) + 1);
  const auto window = out->Begin(M::kWindowFieldNumber);
  out->Number(google::protobuf::Duration::kSecondsFieldNumber,
              repeat.window_seconds);
  out->End(window);
  out->Number(M::kCountFieldNumber, repeat.count);
  out->Number(M::kAuthorCountFieldNumber, repeat.authors);
  out->End(message);
}

void AppendHistory(const AuthorHistory& author, WireWriter* out) {
  using M = v1::AuthorHistory;
  const auto message = out->Begin(v1::Facts::kAuthorFieldNumber);
  if (author.comments)
    out->Present(M::kCommentCountFieldNumber, *author.comments);
  if (author.accepted)
    out->Present(M::kAcceptedCountFieldNumber, *author.accepted);
  if (author.rejected)
    out->Present(M::kRejectedCountFieldNumber, *author.rejected);
  if (author.first_seen)
    AppendTime(*author.first_seen, M::kFirstSeenTimeFieldNumber, out);
  if (author.trusted) out->Present(M::kTrustedFieldNumber, *author.trusted);
  if (author.status)
    out->Number(M::kStatusFieldNumber, static_cast<uint64_t>(*author.status));
  if (author.objects) out->Present(M::kObjectsFieldNumber, *author.objects);
  if (author.restricts)
    out->Present(M::kRestrictsFieldNumber, *author.restricts);
  out->End(message);
}

}  // namespace

void AppendFacts(const ObservedFacts& facts, int field, WireWriter* out) {
  using M = v1::Facts;
  const auto message = out->Begin(field);
  AppendTime(facts.now, M::kObserveTimeFieldNumber, out);
  for (const RepeatCount& repeat : facts.repeats) AppendRepeat(repeat, out);
  AppendHistory(facts.author, out);
  out->Number(M::kEarlierResolutionFieldNumber,
              static_cast<uint64_t>(facts.earlier));
  if (facts.reports) out->Present(M::kReportCountFieldNumber, *facts.reports);
  if (facts.mode != ArticleMode::kByPolicy) {
    out->Number(M::kArticleModeFieldNumber, static_cast<uint64_t>(facts.mode));
  }
  if (facts.waiting) out->Present(M::kWaitingCountFieldNumber, *facts.waiting);
  out->Text(M::kOrderFieldNumber, facts.order);
  out->End(message);
}

}  // namespace crible
