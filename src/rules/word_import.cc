#include "rules/word_import.h"

#include <algorithm>

#include "base/string_map.h"
#include "fmt/core.h"
#include "rules/face_reader.h"
#include "rules/phrase_check.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace crible {
namespace {

// Latin-1 in UTF-8; the few letters that Windows has between 0x80 and 0x9F are
// rare in lists, but the apostrophe and œ are not.
std::string FromWindows(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text.push_back(c);
    } else if (byte == 0x92) {
      text += "’";
    } else if (byte == 0x9C) {
      text += "œ";
    } else if (byte == 0x80) {
      text += "€";
    } else if (byte >= 0xA0) {
      text.push_back(static_cast<char>(0xC0 | (byte >> 6)));
      text.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    } else {
      text.push_back(' ');
    }
  }
  return text;
}

// The first column of a line, without its quotes and blanks.
std::string_view Entry(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const auto trim = [&] {
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == line.npos) return line = {}, void();
    line = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
  };
  trim();
  if (line.starts_with('"')) {
    return line.substr(1, std::min(line.find('"', 1), line.size()) - 1);
  }
  line = line.substr(0, line.find_first_of(";\t"));
  trim();
  if (line.ends_with(',')) line.remove_suffix(1);
  return line;
}

bool IsHost(std::string_view entry) {
  const size_t dot = entry.rfind('.');
  const bool dotted = dot != entry.npos && dot > 0 && dot + 3 <= entry.size();
  return dotted &&
         std::all_of(entry.begin(), entry.end(),
                     [](char c) {
                       return (c >= 'a' && c <= 'z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '.';
                     }) &&
         std::all_of(entry.begin() + static_cast<ptrdiff_t>(dot) + 1,
                     entry.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// "https://www.exemple.test/page" → "exemple.test".
std::string HostPart(std::string_view entry) {
  std::string host;
  for (const char c : entry) {
    host.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  std::string_view rest = host;
  for (const std::string_view start : {"https://", "http://", "www."}) {
    if (rest.starts_with(start)) rest.remove_prefix(start.size());
  }
  return std::string(rest.substr(0, rest.find('/')));
}

bool IsNetworkAddress(std::string_view entry) {
  return entry.find_first_not_of("0123456789.*/") == entry.npos &&
         std::count(entry.begin(), entry.end(), '.') >= 2;
}

// Why an entry cannot be a line of a list, or nullopt.
std::optional<Localized> Refusal(std::string_view entry) {
  if (IsNetworkAddress(entry)) {
    return Localized{"adresse de réseau, pas un mot",
                     "a network address, no word"};
  }
  if (entry.find('@') != entry.npos) {
    return Localized{"adresse électronique, pas un mot",
                     "an e-mail address, no word"};
  }
  if (entry.find_first_of("*[](){}|\\^$+") != entry.npos) {
    return Localized{"motif : écrivez-le vous-même dans regex",
                     "a pattern: write it yourself in regex"};
  }
  if (FoldWords(entry).empty() ||
      CountCharacters(entry) > kPhraseCharactersMax) {
    return Localized{"sans lettre, ou trop long",
                     "without letters, or too long"};
  }
  if (IsCommonPhrase(entry)) {
    return Localized{"dans presque tous les commentaires",
                     "in nearly all comments"};
  }
  return std::nullopt;
}

std::string FoldedKey(std::string_view entry) {
  std::string key;
  for (const std::string& word : FoldWords(entry)) key += word + " ";
  return key;
}

RuleDraft DraftFor(const ImportOptions& options, std::string_view suffix,
                   std::string first) {
  RuleDraft draft{.id = fmt::format("{}{}", IdFrom(options.name), suffix),
                  .category = options.category,
                  .ground = options.ground,
                  .then = options.then};
  draft.must_match = {std::move(first)};
  draft.must_pass = {"2 + 2 = 4"};
  return draft;
}

// Appends the rules for what was found.
void WriteRules(const ImportOptions& options, const std::string& first_word,
                const std::string& first_domain, ImportResult* result) {
  const std::string name = IdFrom(options.name);
  if (result->words > 0) {
    RuleDraft draft = DraftFor(options, "-words", first_word);
    draft.list = fmt::format("lists/{}.txt", name);
    draft.reason = {"Mot de la liste : « {match} »",
                    "A word of the list: “{match}”"};
    result->rules += WriteRule(draft);
  }
  if (result->domains > 0) {
    RuleDraft draft =
        DraftFor(options, "-domains", fmt::format("https://{}", first_domain));
    draft.domains = fmt::format("lists/{}-domains.txt", name);
    draft.reason = {"Lien vers un site de la liste : {domain}",
                    "A link to a site of the list: {domain}"};
    if (!result->rules.empty()) result->rules += "\n";
    result->rules += WriteRule(draft);
  }
}

}  // namespace

ImportResult ImportWords(std::string_view bytes, const ImportOptions& options) {
  std::string converted;
  if (!IsValidUtf8(bytes)) {
    converted = FromWindows(bytes);
    bytes = converted;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  ImportResult result;
  StringSet seen;
  std::string first_word, first_domain;
  int line = 0;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view entry = Entry(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++line;
    if (entry.empty()) continue;
    const std::string host = HostPart(entry);
    const bool domain = IsHost(host);
    if (const auto refusal = domain ? std::nullopt : Refusal(entry)) {
      result.skipped.push_back({line, *refusal});
      continue;
    }
    if (!seen.insert(domain ? host : FoldedKey(entry)).second) {
      ++result.repeated;
      continue;
    }
    std::string& file = domain ? result.domains_file : result.words_file;
    std::string& first = domain ? first_domain : first_word;
    const std::string written = domain ? host : std::string(entry);
    if (first.empty()) first = written;
    ++(domain ? result.domains : result.words);
    file += written + "\n";
  }
  WriteRules(options, first_word, first_domain, &result);
  return result;
}

}  // namespace crible
