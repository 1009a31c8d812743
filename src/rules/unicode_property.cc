#include "rules/unicode_property.h"

#include <mutex>
#include <string>

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
  explicit Asker(const std::string& name)
      : all_("(?:" + name + ")*", PatternOptions()),
        none_("[^" + name + "]*", PatternOptions()) {
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
CharSet AskRe(std::string name) {
  const bool negated = name[1] == 'P';
  name[1] = 'p';
  const Asker asker(name);
  CharSet set;
  for (char32_t c = 0; c < 0xE1000; c += kBlock) {
    if (c == 0x40000) c = 0xE0000;
    if (c < 0xD800 || c > 0xDFFF) asker.AddBlock(c, &set);
  }
  set.Finish(negated);
  return set;
}

}  // namespace

const CharSet& UnicodeProperty(std::string_view name) {
  static std::mutex* const mutex = new std::mutex;
  static auto* const known = new absl::node_hash_map<std::string, CharSet>;
  const std::lock_guard lock(*mutex);
  const auto [it, is_new] = known->try_emplace(std::string(name));
  if (is_new) it->second = AskRe(std::string(name));
  return it->second;
}

}  // namespace crible
