#include "text/cut_words.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string_view>

namespace crible {
namespace {

constexpr size_t kLettersMin = 5;  // of the whole
constexpr size_t kLettersMax = 40;
constexpr size_t kCopy = 16;
constexpr size_t kUnknownMax = 6;  // words, if they are most of the text

// Words that stand before and behind all others are no piece: de stockage,
// retrouver a, Israel is.
bool IsFunctionWord(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "a",  "au", "aux", "d",  "de", "et", "for", "is", "it", "le",
      "ms", "of", "on",  "or", "s",  "t",  "the", "to", "who"};
  return std::binary_search(std::begin(kWords), std::end(kWords), word);
}

class CutWords {
 public:
  CutWords(const WordSet& known, TextParts* parts)
      : known_(known), parts_(*parts) {}

  bool Run() {
    auto& words = parts_.words;
    bool any = false;
    bool known_before = true;
    size_t unknown = 0;
    for (size_t i = 0; i < words.size(); ++i) {
      const bool known = words[i].number || known_.Contains(words[i].hash);
      if (i > 0 && !(known && known_before) && Join(i - 1, i)) {
        any = true;
        known_before = true;
        continue;
      }
      known_before = known;
      // A text in a language that nobody knows here has no pieces.
      unknown += !known;
      if (unknown > kUnknownMax && 2 * unknown > i + 1) return any;
    }
    return any;
  }

 private:
  std::string_view Letters(const Word& word) const {
    if (word.disguised) return parts_.letters.c_str() + word.skeleton;
    return std::string_view(parts_.folded.bytes)
        .substr(word.begin, word.end - word.begin);
  }

  // To where there is room for kCopy bytes more than the word has: a copy of a
  // known size is no call, and most words are short.
  void Copy(std::string_view word, char* to) const {
    const std::string& folded = parts_.folded.bytes;
    const bool room = word.data() >= folded.data() &&
                      word.data() + kCopy <= folded.data() + folded.size();
    if (room && word.size() <= kCopy) {
      std::memcpy(to, word.data(), kCopy);
    } else {
      std::memcpy(to, word.data(), word.size());
    }
  }

  bool MayBeOne(const Word& first, const Word& second) const {
    if (second.source_begin != first.source_end + 1 || first.number ||
        second.number || first.cut || first.hash == 0 || second.hash == 0) {
      return false;
    }
    const char gap = parts_.plain.bytes[first.source_end];
    return (gap == ' ' || gap == '_' || gap == '.' || gap == '*') &&
           (!second.capitalised || second.capitals || first.capitals);
  }

  bool Join(size_t first, size_t second) {
    Word& one = parts_.words[first];
    Word& other = parts_.words[second];
    if (!MayBeOne(one, other)) return false;
    const std::string_view begin = Letters(one), end = Letters(other);
    const size_t size = begin.size() + end.size();
    if (size < kLettersMin || size > kLettersMax) return false;
    char letters[kLettersMax + kCopy];
    Copy(begin, letters);
    Copy(end, letters + begin.size());
    const uint64_t hash = HashWord({letters, size});
    if (!known_.Contains(hash)) return false;
    if (IsFunctionWord(begin) || IsFunctionWord(end)) return false;
    // Pieces that hide something beside the cut are a disguise that is counted.
    one.cut = !one.disguised && !other.disguised;
    one.hash = hash;
    one.disguised = true;
    one.skeleton = static_cast<uint32_t>(parts_.letters.size());
    parts_.letters.append(letters, size);
    parts_.letters += '\0';
    one.end = other.end;
    one.source_end = other.source_end;
    other.hash = 0;
    return true;
  }

  const WordSet& known_;
  TextParts& parts_;
};

}  // namespace

bool JoinCutWords(const WordSet& known, TextParts* parts) {
  return known.size() > 0 && CutWords(known, parts).Run();
}

}  // namespace crible
