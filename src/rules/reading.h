#ifndef CRIBLE_RULES_READING_H_
#define CRIBLE_RULES_READING_H_

// What all readers of one rule file share: the document, the world around it,
// the issues, and values of the kind that a key wants.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "base/issue.h"
#include "rules/rule_file.h"
#include "toml/document.h"
#include "toml/keys.h"
#include "toml/wording.h"

namespace crible {

// A value with the key that it was written for: "unless.author.comments".
struct Slot {
  std::string key;
  const Value* value;
  Position at;  // of the key

  Slot Part(const Table::Entry& entry) const {
    return {key + "." + entry.key, &entry.value, entry.key_at};
  }
};

// One of the texts of a value, and the value that it is.
struct PlacedText {
  std::string_view text;
  const Value* value;
};

class Reading {
 public:
  Reading(const Document& document, const RuleContext& context,
          std::vector<Issue>* issues)
      : document_(document), context_(context), issues_(issues) {}

  const RuleContext& context() const { return context_; }
  const std::string& file() const { return document_.file; }
  std::vector<Issue>* issues() { return issues_; }
  // Mistakes so far, warnings left out.
  size_t errors() const { return errors_; }

  void Fail(Position at, std::string_view kind, Localized message);
  void Warn(Position at, std::string_view kind, Localized message);
  void WrongKind(const Slot& slot, const Localized& wanted);
  // CheckKeys of toml/keys.h with the words that people write for our keys.
  void Known(const Table& table, const std::vector<std::string_view>& known,
             std::string_view prefix = {});
  Position PlaceInText(const Value& value, size_t offset) const {
    return document_.PlaceInText(value, offset);
  }

  // The value, or nullopt and an issue. A list is empty only after an issue.
  std::optional<std::string_view> Text(const Slot& slot);
  std::vector<PlacedText> Texts(const Slot& slot);
  std::vector<std::string> Strings(const Slot& slot);
  std::optional<bool> Flag(const Slot& slot);
  std::optional<double> Number(const Slot& slot);
  std::optional<uint32_t> Count(const Slot& slot, uint32_t min, uint32_t max);
  std::optional<double> Seconds(const Slot& slot);
  const Table* Group(const Slot& slot,
                     const std::vector<std::string_view>& known);

  // The lines of a list file; empty after an issue when there is none.
  std::vector<std::string> ListLines(std::string_view path, Position at);
  // The texts, where each that begins with "lists/" stands for the file's
  // lines.
  SharedTexts TextsOrLists(const std::vector<PlacedText>& texts);
  // What `read` makes of the texts; once it was without a mistake, the same for
  // all that name them.
  template <typename Read>
  SharedTexts Once(const std::vector<PlacedText>& texts,
                   StringMap<SharedTexts> ListBook::*book, Read&& read);

  // Whether one of the unknown keys so far of this rule seems to have been
  // meant for `key`: it is then not missing as well.
  bool Meant(std::string_view key) const { return meant_.contains(key); }
  void BeginRule();
  // Warnings of these kinds are meant by the rule's author, and not given.
  void Accept(std::vector<std::string> kinds) { accepted_ = std::move(kinds); }
  // Whether no condition of the rule was refused or misspelt: only then can be
  // said what the rule lacks.
  bool conditions_whole = true;

  // Phrases of the rule that is being read, all conditions together.
  size_t phrases = 0;
  size_t depth = 0;  // of groups in groups

 private:
  void Add(Issue issue);
  ListBook& lists() {
    return context_.lists == nullptr ? own_lists_ : *context_.lists;
  }

  const Document& document_;
  const RuleContext& context_;
  std::vector<Issue>* const issues_;
  size_t errors_ = 0;
  StringSet meant_;
  std::vector<std::string> accepted_;
  ListBook own_lists_;
};

template <typename Read>
SharedTexts Reading::Once(const std::vector<PlacedText>& texts,
                          StringMap<SharedTexts> ListBook::*book, Read&& read) {
  std::string key;
  for (const PlacedText& text : texts) key.append(text.text).push_back('\n');
  StringMap<SharedTexts>& known = lists().*book;
  if (const auto found = known.find(key); found != known.end()) {
    return found->second;
  }
  const size_t errors = errors_;
  SharedTexts made = read();
  if (errors_ == errors) known.emplace(std::move(key), made);
  return made;
}

}  // namespace crible

#endif  // CRIBLE_RULES_READING_H_
