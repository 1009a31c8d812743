#include "rules/unicode_property.h"

#include <mutex>
#include <string>
#include <utility>

#include "absl/container/node_hash_map.h"
#include "base/check.h"
#include "re2/re2.h"
#include "rules/pattern.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr char32_t kBlock = 256;

// Asks RE2 about blocks, and about the characters of those that are mixed.
class Asker {
 public:
  Asker(const std::string& name, bool folds_case)
      : all_((folds_case ? "(?i:" : "(?:") + name + ")*", PatternOptions()),
        none_((folds_case ? "(?i)[^" : "[^") + name + "]*", PatternOptions()) {
    CRIBLE_CHECK(all_.ok() && none_.ok());
  }

  void AddBlock(char32_t first, CharSet* set) const {
    std::string text;
    for (char32_t c = first; c < first + kBlock; ++c) AppendUtf8(c, &text);
    if (RE2::FullMatch(text, none_)) return;
    if (RE2::FullMatch(text, all_)) {
      set->Add(first, first + kBlock - 1);
      return;
    }
    for (char32_t c = first; c < first + kBlock; ++c) {
      text.clear();
      AppendUtf8(c, &text);
      if (RE2::FullMatch(text, all_)) set->Add(c, c);
    }
  }

 private:
  const RE2 all_;
  const RE2 none_;
};

// In the planes where any character is a letter, mark, number, sign or space,
// surrogates left out. \PL is what \pL is not.
CharSet AskRe(std::string name, bool folds_case) {
  const bool negated = name[1] == 'P';
  name[1] = 'p';
  const Asker asker(name, folds_case);
  CharSet set;
  for (char32_t c = 0; c < 0xE1000; c += kBlock) {
    if (c == 0x40000) c = 0xE0000;
    if (c < 0xD800 || c > 0xDFFF) asker.AddBlock(c, &set);
  }
  set.Finish(negated);
  return set;
}

// Where the other cases of Latin letters stand.
constexpr char32_t kLatinBlocks[] = {0,      0x100,  0x200,  0x300, 0x1E00,
                                     0x2100, 0x2C00, 0xA700, 0xAB00};

CharSet AskReForCases(char32_t c) {
  std::string name;
  AppendUtf8(c, &name);
  const Asker asker(name, true);
  CharSet set;
  for (const char32_t block : kLatinBlocks) asker.AddBlock(block, &set);
  set.Finish(false);
  return set;
}

// What was asked, kept for good.
template <typename Key>
class Answers {
 public:
  template <typename Ask>
  const CharSet& Get(Key key, Ask&& ask) {
    const std::lock_guard lock(mutex_);
    const auto [it, is_new] = known_.try_emplace(std::move(key));
    if (is_new) it->second = ask(it->first);
    return it->second;
  }

 private:
  std::mutex mutex_;
  absl::node_hash_map<Key, CharSet> known_;
};

}  // namespace

const CharSet& UnicodeProperty(std::string_view name, bool folds_case) {
  static auto* const known = new Answers<std::pair<std::string, bool>>;
  return known->Get({std::string(name), folds_case}, [](const auto& key) {
    return AskRe(key.first, key.second);
  });
}

const CharSet* FoldedCharacter(char32_t c) {
  if (c < 0xC0 || c > 0x17F) return nullptr;
  static auto* const known = new Answers<char32_t>;
  return &known->Get(c, AskReForCases);
}

}  // namespace crible
