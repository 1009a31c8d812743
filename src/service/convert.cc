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

void ToProto(absl::Duration duration, google::protobuf::Duration* out) {
  out->set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
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
  facts.earlier = static_cast<EarlierResolution>(message.earlier_resolution());
  if (message.has_report_count()) facts.reports = message.report_count();
  return facts;
}

void FillFacts(const ObservedFacts& facts, v1::Facts* out) {
  ToProto(facts.now, out->mutable_observe_time());
  for (const RepeatCount& repeat : facts.repeats) {
    v1::RepeatCount* message = out->add_repeats();
    message->set_of(static_cast<v1::RepeatOf>(static_cast<int>(repeat.of) + 1));
    message->mutable_window()->set_seconds(repeat.window_seconds);
    message->set_count(repeat.count);
    message->set_author_count(repeat.authors);
  }
  const AuthorHistory& author = facts.author;
  v1::AuthorHistory* history = out->mutable_author();
  if (author.comments) history->set_comment_count(*author.comments);
  if (author.accepted) history->set_accepted_count(*author.accepted);
  if (author.rejected) history->set_rejected_count(*author.rejected);
  if (author.first_seen)
    ToProto(*author.first_seen, history->mutable_first_seen_time());
  if (author.trusted) history->set_trusted(*author.trusted);
  out->set_earlier_resolution(
      static_cast<v1::EarlierResolution>(facts.earlier));
  if (facts.reports) out->set_report_count(*facts.reports);
}

}  // namespace crible
