#include "rules/measures.h"

namespace crible {
namespace {

std::optional<double> Either(std::optional<uint32_t> sent,
                             const RuleInput& input,
                             std::optional<uint32_t> AuthorHistory::*known) {
  if (sent) return *sent;
  if (input.facts != nullptr && input.facts->author.*known) {
    return *(input.facts->author.*known);
  }
  return std::nullopt;
}

std::optional<double> SecondsSince(const RuleInput& input,
                                   std::optional<absl::Time> then) {
  if (input.facts == nullptr || !then) return std::nullopt;
  return absl::ToDoubleSeconds(input.facts->now - *then);
}

std::optional<double> SignalOf(const RuleInput& input, Measure measure) {
  if (input.signals == nullptr) return std::nullopt;
  const Signals& signals = *input.signals;
  switch (measure) {
    case Measure::kLength:
      return signals.characters;
    case Measure::kWords:
      return signals.words;
    case Measure::kCapitals:
      return signals.letters < kLettersForCapitals ? 0 : signals.capitals_share;
    case Measure::kDigits:
      return signals.digits_share;
    case Measure::kEmoji:
      return signals.emoji;
    case Measure::kDisguisedWords:
      return signals.disguised_words;
    case Measure::kMentions:
      return signals.mentions;
    default:
      return std::nullopt;
  }
}

std::optional<double> SecondsOnPage(const RuleInput& input) {
  if (input.signals != nullptr && input.signals->seconds_on_page) {
    return *input.signals->seconds_on_page;
  }
  if (!input.comment->time_on_page) return std::nullopt;
  return absl::ToDoubleSeconds(*input.comment->time_on_page);
}

}  // namespace

std::optional<double> MeasureOf(const RuleInput& input, Measure measure) {
  const Author& author = input.comment->author;
  switch (measure) {
    case Measure::kSecondsOnPage:
      return SecondsOnPage(input);
    case Measure::kAuthorComments:
      return Either(author.comments, input, &AuthorHistory::comments);
    case Measure::kAuthorAccepted:
      return Either(author.accepted, input, &AuthorHistory::accepted);
    case Measure::kAuthorRejected:
      return Either(author.rejected, input, &AuthorHistory::rejected);
    case Measure::kAuthorAgeSeconds:
      if (author.created) return SecondsSince(input, author.created);
      if (input.facts == nullptr) return std::nullopt;
      return SecondsSince(input, input.facts->author.first_seen);
    case Measure::kArticleAgeSeconds:
      if (input.comment->article == nullptr) return std::nullopt;
      return SecondsSince(input, input.comment->article->published);
    case Measure::kReports:
      if (input.comment->reports) return *input.comment->reports;
      if (input.facts == nullptr || !input.facts->reports) return std::nullopt;
      return *input.facts->reports;
    default:
      return SignalOf(input, measure);
  }
}

std::optional<bool> IsAuthorTrusted(const RuleInput& input) {
  if (input.comment->author.trusted) return input.comment->author.trusted;
  if (input.facts != nullptr) return input.facts->author.trusted;
  return std::nullopt;
}

std::string_view MeasureField(Measure measure) {
  switch (measure) {
    case Measure::kSecondsOnPage:
      return "time_on_page";
    case Measure::kAuthorComments:
      return "author.comments";
    case Measure::kAuthorAccepted:
      return "author.accepted";
    case Measure::kAuthorRejected:
      return "author.rejected";
    case Measure::kAuthorAgeSeconds:
      return "author.created";
    case Measure::kArticleAgeSeconds:
      return "article.published";
    case Measure::kReports:
      return "reports";
    default:
      return "body";
  }
}

}  // namespace crible
