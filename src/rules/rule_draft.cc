#include "rules/rule_draft.h"

#include <utility>

#include "fmt/core.h"
#include "rules/face_reader.h"
#include "rules/phrase_check.h"
#include "text/utf8.h"

namespace crible {
namespace {

std::string Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return "";
  const size_t last = text.find_last_not_of(" \t\r\n");
  return std::string(text.substr(first, last - first + 1));
}

std::string QuoteTexts(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) {
    if (list.size() > 1) list += ", ";
    list += QuoteText(text);
  }
  return list + "]";
}

// One person answering.
class Interview {
 public:
  Interview(UiLanguage language, std::istream& in, std::ostream& out)
      : language_(language), in_(in), out_(out) {}

  void Say(std::string_view fr, std::string_view en) {
    out_ << (language_ == UiLanguage::kFrench ? fr : en) << "\n";
  }

  // The next line, trimmed; nullopt at the end of the input.
  std::optional<std::string> Line() {
    out_ << "> " << std::flush;
    std::string line;
    if (!std::getline(in_, line)) return std::nullopt;
    if (!IsValidUtf8(line)) return std::string();
    return Trim(line);
  }

  // Lines up to an empty one; at least one that fits.
  template <typename Fits>
  std::optional<std::vector<std::string>> Lines(Fits&& fits) {
    std::vector<std::string> lines;
    while (true) {
      const std::optional<std::string> line = Line();
      if (!line && lines.empty()) return std::nullopt;
      if (!line || (line->empty() && !lines.empty())) return lines;
      if (fits(*line)) lines.push_back(*line);
    }
  }

 private:
  const UiLanguage language_;
  std::istream& in_;
  std::ostream& out_;
};

bool AskTitle(Interview* interview, RuleDraft* draft) {
  interview->Say(
      "1/5 Que doit arrêter cette règle ? (quelques mots, par "
      "exemple : offre de prêt entre particuliers)",
      "1/5 What is this rule to stop? (a few words, for example: "
      "loans between individuals)");
  while (draft->id.empty()) {
    const auto line = interview->Line();
    if (!line) return false;
    draft->title = *line;
    draft->id = IdFrom(*line);
    if (draft->id.empty()) {
      interview->Say("Il me faut au moins un mot.",
                     "At least one word, please.");
    }
  }
  return true;
}

bool AskPhrases(Interview* interview, RuleDraft* draft) {
  interview->Say(
      "2/5 Quels mots ou expressions la trahissent ? (un par ligne, une ligne "
      "vide pour finir ; accents, majuscules et pluriels ne comptent pas)",
      "2/5 Which words or phrases give it away? (one a line, an empty line to "
      "end; accents, capitals and plurals do not count)");
  const auto fits = [&](const std::string& line) {
    const bool fair = !IdFrom(line).empty() && !IsCommonPhrase(line) &&
                      CountCharacters(line) <= kPhraseCharactersMax;
    if (!fair) {
      interview->Say(
          "Trop court ou trop courant : une expression plus précise.",
          "Too short or too common: a more precise phrase, please.");
    }
    return fair;
  };
  auto phrases = interview->Lines(fits);
  if (!phrases) return false;
  draft->phrases = *std::move(phrases);
  return true;
}

bool AskThen(Interview* interview, RuleDraft* draft) {
  static constexpr std::pair<std::string_view, std::string_view> kChoices[] = {
      {"1", "watch"}, {"2", "look"}, {"3", "hold"}, {"4", "reject"}};
  interview->Say(
      "3/5 Que fait-elle ? 1 compter seulement (pour essayer), "
      "2 publier et signaler, 3 retenir, 4 refuser",
      "3/5 What does it do? 1 only count (to try it), 2 publish and "
      "mark, 3 hold, 4 reject");
  while (true) {
    const auto line = interview->Line();
    if (!line) return false;
    for (const auto& [number, then] : kChoices) {
      if (*line != number && *line != then) continue;
      draft->then = then;
      return true;
    }
    interview->Say("Répondez 1, 2, 3 ou 4.", "Answer 1, 2, 3 or 4.");
  }
}

bool AskExamples(Interview* interview, std::vector<std::string>* examples) {
  const auto fits = [](const std::string& line) { return !line.empty(); };
  auto lines = interview->Lines(fits);
  if (!lines) return false;
  *examples = *std::move(lines);
  return true;
}

}  // namespace

std::string QuoteText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted.push_back('\\');
      quoted.push_back(c);
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\u{:04X}", byte);
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

std::string WriteRule(const RuleDraft& draft) {
  std::string block = "[[rule]]\n";
  const auto add = [&](std::string_view key, std::string_view value) {
    block += fmt::format("{:<10} = {}\n", key, value);
  };
  add("id", QuoteText(draft.id.empty() ? IdFrom(draft.title) : draft.id));
  add("category", QuoteText(draft.category));
  if (!draft.ground.empty()) add("ground", QuoteText(draft.ground));
  add("then", QuoteText(draft.then));
  if (!draft.phrases.empty()) add("phrase", QuoteTexts(draft.phrases));
  if (!draft.list.empty()) add("list", QuoteText(draft.list));
  if (!draft.domains.empty()) add("domain", QuoteText(draft.domains));
  if (!draft.reason.fr.empty()) add("reason.fr", QuoteText(draft.reason.fr));
  if (!draft.reason.en.empty()) add("reason.en", QuoteText(draft.reason.en));
  add("must_match", QuoteTexts(draft.must_match));
  add("must_pass", QuoteTexts(draft.must_pass));
  return block;
}

std::optional<RuleDraft> AskForRule(UiLanguage language, std::istream& in,
                                    std::ostream& out) {
  Interview interview(language, in, out);
  RuleDraft draft;
  if (!AskTitle(&interview, &draft)) return std::nullopt;
  if (!AskPhrases(&interview, &draft)) return std::nullopt;
  if (!AskThen(&interview, &draft)) return std::nullopt;
  interview.Say(
      "4/5 Un commentaire qu'elle doit arrêter (sans vrai nom ni "
      "vraie adresse ; une ligne vide pour finir)",
      "4/5 A comment that it must stop (no real name or address; an "
      "empty line to end)");
  if (!AskExamples(&interview, &draft.must_match)) return std::nullopt;
  interview.Say(
      "5/5 Un commentaire proche mais innocent, qui doit passer (une "
      "ligne vide pour finir)",
      "5/5 A comment that is close but innocent and must pass (an "
      "empty line to end)");
  if (!AskExamples(&interview, &draft.must_pass)) return std::nullopt;
  // A brace would be read as a placeholder.
  std::string title = draft.title;
  for (char& c : title) c = c == '{' || c == '}' ? ' ' : c;
  if (language == UiLanguage::kFrench) {
    draft.reason.fr = fmt::format("{} : « {{match}} »", title);
  } else {
    draft.reason.en = fmt::format("{}: “{{match}}”", title);
  }
  return draft;
}

}  // namespace crible
