#include "rules/rule_check.h"

#include <algorithm>
#include <string>

#include "base/string_map.h"
#include "rules/phrase_check.h"

namespace crible {
namespace {

// Whether the condition, or one within it, is of the kind.
template <typename Test, typename Predicate>
bool Has(const Condition& condition, Predicate&& fits) {
  if (const auto* test = std::get_if<Test>(&condition.test)) {
    if (fits(*test)) return true;
  }
  const auto* group = std::get_if<GroupCondition>(&condition.test);
  return group != nullptr &&
         std::any_of(
             group->children.begin(), group->children.end(),
             [&](const Condition& child) { return Has<Test>(child, fits); });
}

template <typename Test>
bool Has(const Condition& condition) {
  return Has<Test>(condition, [](const Test&) { return true; });
}

bool AboveNothing(const Bounds& bounds) { return bounds.min.value_or(0) > 0; }

// Whether the condition looks for something in the comment, so that most
// comments do not have it.
bool Looks(const Condition& condition) {
  return Has<PhraseCondition>(condition) || Has<RegexCondition>(condition) ||
         Has<DomainCondition>(condition) || Has<ContactCondition>(condition) ||
         Has<RepeatsCondition>(condition) ||
         Has<LinksCondition>(condition,
                             [](const LinksCondition& links) {
                               return AboveNothing(links.count) ||
                                      links.disguised.value_or(false);
                             }) ||
         Has<FlagCondition>(condition,
                            [](const FlagCondition& flag) {
                              return flag.flag == Flag::kHoneypot && flag.value;
                            }) ||
         Has<NumberCondition>(condition,
                              [](const NumberCondition& number) {
                                return AboveNothing(number.bounds) &&
                                       number.measure <= Measure::kMentions;
                              }) ||
         Has<NumberCondition>(condition, [](const NumberCondition& number) {
           return number.measure == Measure::kReports;
         });
}

// Whether the condition waits for what the caller sends, and for nothing in the
// text.
bool NeedsSending(const Condition& condition) {
  return Has<ScoreCondition>(condition) ||
         Has<NumberCondition>(condition,
                              [](const NumberCondition& number) {
                                return number.measure >=
                                           Measure::kSecondsOnPage &&
                                       number.measure != Measure::kReports;
                              }) ||
         Has<OneOfCondition>(condition, [](const OneOfCondition& one_of) {
           return one_of.attribute == Attribute::kAuthorId ||
                  one_of.attribute == Attribute::kAuthorDomain ||
                  one_of.attribute == Attribute::kAuthorEmailDomain;
         });
}

void CheckReach(const Rule& rule, Reading* reading) {
  const std::vector<Condition>& when = rule.when.children;
  if (when.empty()) {
    reading->Fail(rule.at, "no-condition",
                  {"Cette règle ne cherche rien : ajoutez une condition, par "
                   "exemple phrase = [\"…\"].",
                   "This rule looks for nothing: add a condition, for example "
                   "phrase = [\"…\"]."});
    return;
  }
  if (rule.face.then < Then::kLook ||
      std::any_of(when.begin(), when.end(), Looks)) {
    return;
  }
  const auto sent = std::find_if(when.begin(), when.end(), NeedsSending);
  if (sent != when.end()) {
    reading->Warn(sent->at, "needs-sending",
                  FormatBoth("Cette règle ne lit rien dans le texte : elle ne "
                             "fait rien tant que le site n'envoie pas ce que "
                             "demande « {} » ; ajoutez une condition sur le "
                             "texte si vous le pouvez.",
                             "This rule reads nothing in the text: it does "
                             "nothing until the site sends what “{}” asks for; "
                             "add a condition on the text if you can.",
                             sent->key));
    return;
  }
  reading->Warn(when[0].at, "too-wide",
                {"Cette règle vise presque tous les commentaires, rien de "
                 "précis n'est cherché : ajoutez par exemple phrase = [\"…\"].",
                 "This rule aims at nearly all comments, nothing precise is "
                 "looked for: add for example phrase = [\"…\"]."});
}

void RefuseCommon(const Condition& condition, bool exception,
                  Reading* reading) {
  const auto* phrase = std::get_if<PhraseCondition>(&condition.test);
  if (phrase == nullptr || phrase->min > 1 || phrase->field != Field::kBody) {
    return;
  }
  for (const std::string& text : phrase->phrases) {
    if (!IsCommonPhrase(text)) continue;
    if (exception) {
      reading->Warn(condition.at, "common-exception",
                    FormatBoth("« {} » est dans beaucoup de commentaires, que "
                               "l'exception excuse tous : ôtez-le si ce n'est "
                               "pas voulu.",
                               "“{}” is in many comments, and the exception "
                               "excuses them all: take it away if that is not "
                               "meant.",
                               Excerpt(text)));
    } else {
      reading->Fail(condition.at, "common-phrase",
                    FormatBoth("« {} » est dans presque tous les commentaires "
                               ": ôtez-le, ou écrivez une expression plus "
                               "longue.",
                               "“{}” is in nearly all comments: take it away, "
                               "or write a longer phrase.",
                               Excerpt(text)));
    }
  }
}

void CheckCommonPhrases(const Rule& rule, Reading* reading) {
  // Beside another condition, or near one, "tu" is a fair part.
  const std::vector<Condition>& when = rule.when.children;
  if (when.size() == 1) RefuseCommon(when[0], false, reading);
  for (const Condition& exception : rule.unless) {
    RefuseCommon(exception, true, reading);
  }
}

bool AuthorControls(const Condition& condition) {
  return Has<PhraseCondition>(condition,
                              [](const PhraseCondition& phrase) {
                                return phrase.field != Field::kParentText &&
                                       phrase.field != Field::kArticleTitle;
                              }) ||
         Has<RegexCondition>(condition,
                             [](const RegexCondition& regex) {
                               return regex.field != Field::kParentText &&
                                      regex.field != Field::kArticleTitle;
                             }) ||
         Has<LinksCondition>(condition) || Has<DomainCondition>(condition);
}

void CheckExceptions(const Rule& rule, Reading* reading) {
  if (rule.face.then < Then::kHold) return;
  for (const Condition& exception : rule.unless) {
    if (!AuthorControls(exception)) continue;
    reading->Warn(
        exception.at, "free-pass",
        FormatBoth("L'auteur d'un commentaire peut remplir « {} » exprès pour "
                   "passer : préférez contact.outside, "
                   "unless.author.trusted = true ou then = \"look\".",
                   "The author of a comment can meet “{}” on purpose to get "
                   "through: rather use contact.outside, "
                   "unless.author.trusted = true or then = \"look\".",
                   exception.key));
  }
}

// The same condolences, sent by eighty people, are no flood.
void CheckFlood(const Rule& rule, Reading* reading) {
  if (rule.face.then < Then::kHold) return;
  const std::vector<Condition>& when = rule.when.children;
  const auto flood =
      std::find_if(when.begin(), when.end(), [](const Condition& condition) {
        const auto* repeats = std::get_if<RepeatsCondition>(&condition.test);
        return repeats != nullptr && repeats->of == RepeatOf::kText &&
               !repeats->authors_max;
      });
  if (flood == when.end()) return;
  const bool only =
      std::all_of(when.begin(), when.end(), [](const Condition& condition) {
        return std::holds_alternative<RepeatsCondition>(condition.test);
      });
  if (!only) return;
  reading->Warn(flood->at, "flood-of-condolences",
                {"« Courage à la famille », écrit par beaucoup de gens, serait "
                 "arrêté aussi : ajoutez authors_max = 2 et length.min = 20.",
                 "“Thoughts with the family”, written by many people, would be "
                 "stopped too: add authors_max = 2 and length.min = 20."});
}

void CheckExamples(const Table& table, const Rule& rule, Reading* reading) {
  for (const auto& [key, examples] : {std::pair{"must_match", &rule.must_match},
                                      {"must_pass", &rule.must_pass}}) {
    if (!examples->empty() || table.Find(key) != nullptr ||
        reading->Meant(key)) {
      continue;
    }
    const bool match = examples == &rule.must_match;
    reading->Fail(rule.at, "missing-examples",
                  match ? Localized{"Il manque « must_match » : ajoutez au "
                                    "moins un commentaire que la règle doit "
                                    "arrêter, must_match = [\"…\"].",
                                    "“must_match” is missing: add at least one "
                                    "comment that the rule must hit, "
                                    "must_match = [\"…\"]."}
                        : Localized{"Il manque « must_pass » : ajoutez au "
                                    "moins un commentaire proche et innocent, "
                                    "must_pass = [\"…\"].",
                                    "“must_pass” is missing: add at least one "
                                    "comment that is close and innocent, "
                                    "must_pass = [\"…\"]."});
  }
  StringSet stopped;
  const auto plain = [](const Example& example) {
    return example.times == 1 && example.author_name.empty() &&
           example.parent_text.empty() && !example.honeypot &&
           !example.author_comments && !example.reports &&
           !example.seconds_on_page;
  };
  for (const Example& example : rule.must_match) {
    if (plain(example)) stopped.insert(example.body);
  }
  for (const Example& example : rule.must_pass) {
    if (!plain(example) || !stopped.contains(example.body)) continue;
    reading->Fail(example.at, "example-on-both-sides",
                  {"Cet exemple est aussi dans « must_match » : ôtez-le de "
                   "l'une des deux listes.",
                   "This example is in “must_match” too: take it out of one of "
                   "the two lists."});
  }
}

}  // namespace

void CheckRule(const Table& table, const Rule& rule, Reading* reading) {
  if (reading->conditions_whole) CheckReach(rule, reading);
  CheckCommonPhrases(rule, reading);
  CheckExceptions(rule, reading);
  CheckFlood(rule, reading);
  CheckExamples(table, rule, reading);
}

}  // namespace crible
