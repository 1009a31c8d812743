#include "rules/sent.h"

#include "rules/measures.h"

namespace crible {
namespace {

std::string_view Missing(const PhraseCondition& test) {
  return FieldName(test.field);
}
std::string_view Missing(const RegexCondition& test) {
  return FieldName(test.field);
}
std::string_view Missing(const NumberCondition& test) {
  return MeasureField(test.measure);
}
std::string_view Missing(const ScoreCondition&) { return "scores"; }
std::string_view Missing(const OneOfCondition& test) {
  switch (test.attribute) {
    case Attribute::kLanguage:
      return "language";
    case Attribute::kSection:
      return "article.section";
    case Attribute::kTag:
      return "article.tags";
    case Attribute::kSite:
      return "site";
    case Attribute::kAuthorId:
      return "author.id";
    case Attribute::kAuthorDomain:
      return "author.url";
    case Attribute::kAuthorEmailDomain:
      return "author.email";
  }
  return "";
}
std::string_view Missing(const FlagCondition& test) {
  switch (test.flag) {
    case Flag::kHoneypot:
      return "honeypot";
    case Flag::kAuthorTrusted:
      return "author.trusted";
    case Flag::kHasParent:
      return "parent.text";
    case Flag::kAuthorHasUrl:
      return "author.url";
  }
  return "";
}
std::string_view Missing(const RepeatsCondition&) { return "repeats"; }
std::string_view Missing(const HourCondition&) { return "time"; }
std::string_view Missing(const UntilCondition&) { return "time"; }
std::string_view Missing(const GroupCondition&) { return ""; }
template <typename OfBody>
std::string_view Missing(const OfBody&) {
  return FieldName(Field::kBody);
}

}  // namespace

std::string_view AttributeOf(const RuleInput& input, Attribute attribute) {
  const Comment& comment = *input.comment;
  switch (attribute) {
    case Attribute::kLanguage:
      return input.language == "und" ? std::string_view() : input.language;
    case Attribute::kSection:
      return comment.article ? comment.article->section : std::string_view();
    case Attribute::kSite:
      return comment.site;
    case Attribute::kAuthorId:
      return comment.author.id;
    case Attribute::kAuthorDomain:
      return comment.author.url;
    case Attribute::kAuthorEmailDomain:
      return comment.author.email;
    case Attribute::kTag:
      break;
  }
  return {};
}

std::optional<bool> FlagOf(const RuleInput& input, Flag flag) {
  const Comment& comment = *input.comment;
  switch (flag) {
    case Flag::kHoneypot:
      return comment.honeypot;
    case Flag::kAuthorTrusted:
      return IsAuthorTrusted(input);
    case Flag::kHasParent:
      if (comment.parent.text.empty()) return std::nullopt;
      return true;
    case Flag::kAuthorHasUrl:
      if (comment.author.url.empty()) return std::nullopt;
      return true;
  }
  return std::nullopt;
}

const RepeatCount* RepeatOfCondition(const RuleInput& input,
                                     const RepeatsCondition& condition) {
  if (input.facts == nullptr) return nullptr;
  const auto window = absl::ToInt64Seconds(condition.within);
  const RepeatCount* largest = nullptr;
  for (const RepeatCount& repeat : input.facts->repeats) {
    if (repeat.of != condition.of || repeat.window_seconds != window) continue;
    if (largest == nullptr || repeat.count > largest->count) largest = &repeat;
  }
  return largest;
}

std::string_view MissingField(const Condition& condition) {
  return std::visit([](const auto& test) { return Missing(test); },
                    condition.test);
}

}  // namespace crible
