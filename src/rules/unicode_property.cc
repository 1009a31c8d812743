#include "rules/unicode_property.h"

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "base/check.h"
#include "re2/re2.h"
#include "rules/pattern.h"
#include "text/utf8.h"

namespace crible {
namespace {

// The code points of the planes where any is a letter, mark, number, sign or
// space, one after another, without surrogates.
const std::string& Characters() {
  static const std::string* const all = [] {
    auto* text = new std::string;
    for (char32_t c = 0; c < 0xE1000; c = c == 0x3FFFF ? 0xE0000 : c + 1) {
      if (c < 0xD800 || c > 0xDFFF) AppendUtf8(c, text);
    }
    return text;
  }();
  return *all;
}

// \PL is what \pL is not.
CharSet AskRe(std::string name) {
  const bool negated = name[1] == 'P';
  name[1] = 'p';
  const std::string pattern = name + "+";
  const RE2 re(pattern, PatternOptions());
  CRIBLE_CHECK(re.ok());
  const std::string& all = Characters();
  CharSet set;
  re2::StringPiece match;
  for (size_t from = 0;
       re.Match(all, from, all.size(), RE2::UNANCHORED, &match, 1);) {
    const auto begin = static_cast<size_t>(match.data() - all.data());
    from = begin + match.size();
    set.Add(DecodeUtf8(all, begin).value, DecodeUtf8Before(all, from).value);
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
