#include "text/cut_words.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <span>
#include <string_view>

namespace crible {
namespace {

constexpr size_t kLettersMax = 40;  // of the whole
constexpr size_t kThreePiecesMin = 5;
constexpr size_t kThreePiecesMax = 16;
constexpr size_t kCopy = 16;
constexpr size_t kUnknownMax = 6;  // words, if they are most of the text

class CutWords {
 public:
  CutWords(const WordSet& known, TextParts* parts)
      : known_(known), parts_(*parts) {}

  bool Run() {
    const auto& words = parts_.words;
    bool any = false;
    uint8_t before = mark::kIn;  // the marks of the word before
    size_t unknown = 0;
    for (size_t i = 0; i < words.size(); ++i) {
      const uint8_t marks = MarksOf(i);
      if (i > 0 && (JoinTwo(i, before, marks) || JoinThree(i, before, marks))) {
        any = true;
        unknown -= before == 0;
        before = mark::kIn;
        continue;
      }
      before = marks;
      // A text in a language that nobody knows here has no pieces.
      unknown += marks == 0;
      if (unknown > kUnknownMax && 2 * unknown > i + 1) return any;
    }
    return any;
  }

 private:
  uint8_t MarksOf(size_t i) const {
    const Word& word = parts_.words[i];
    return word.number ? mark::kIn : known_.Marks(word.hash);
  }

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

  // The word that two pieces are, where they are one.
  struct Whole {
    char letters[kLettersMax + kCopy];
    size_t size = 0;
    uint64_t hash = 0;
  };

  bool AreOne(size_t second, uint8_t first_marks, uint8_t marks,
              Whole* whole) const {
    const bool both = first_marks != 0 && marks != 0;
    if (both && !((first_marks & mark::kBegins) && (marks & mark::kEnds)))
      return false;
    const Word& one = parts_.words[second - 1];
    const Word& other = parts_.words[second];
    if (!MayBeOne(one, other)) return false;
    const auto rather_one = [&] {
      return known_.Contains(CutHash(one.hash, other.hash));
    };
    if (both && !rather_one()) return false;
    const std::string_view begin = Letters(one), end = Letters(other);
    whole->size = begin.size() + end.size();
    if (whole->size < kCutLettersMin || whole->size > kLettersMax) return false;
    Copy(begin, whole->letters);
    Copy(end, whole->letters + begin.size());
    whole->hash = HashWord({whole->letters, whole->size});
    if (!known_.Contains(whole->hash)) return false;
    return both || !(IsFunctionWord(begin) || IsFunctionWord(end)) ||
           rather_one();
  }

  bool JoinTwo(size_t second, uint8_t first_marks, uint8_t marks) {
    Whole whole;
    if (!AreOne(second, first_marks, marks, &whole)) return false;
    // ça res tera: of a word that stands alone a piece is not the rest.
    const size_t third = second + 1;
    Whole other;
    if (first_marks != 0 && third < parts_.words.size() &&
        AreOne(third, marks, MarksOf(third), &other)) {
      return false;
    }
    Merge(second - 1, second, whole.hash, {whole.letters, whole.size});
    return true;
  }

  static bool IsLetter(const Word& word) { return word.end == word.begin + 1; }

  // sa lo pe, b an que: one of the pieces is none, or a letter.
  bool JoinThree(size_t third, uint8_t before, uint8_t marks) {
    if (third < 2) return false;
    const Word* const words = &parts_.words[third - 2];
    if (marks != 0 && before != 0 && !IsLetter(words[0]) && !IsLetter(words[2]))
      return false;
    if (!MayBeOne(words[1], words[2]) || !MayBeOne(words[0], words[1]))
      return false;
    char letters[kThreePiecesMax + kCopy];
    size_t size = 0;
    for (size_t i = 0; i < 3; ++i) {
      const std::string_view piece = Letters(words[i]);
      if (size + piece.size() > kThreePiecesMax) return false;
      Copy(piece, letters + size);
      size += piece.size();
    }
    if (size < kThreePiecesMin) return false;
    const uint64_t hash = HashWord({letters, size});
    if (!known_.Contains(hash)) return false;
    Merge(third - 2, third, hash, {letters, size});
    return true;
  }

  void Merge(size_t first, size_t last, uint64_t hash,
             std::string_view letters) {
    Word& one = parts_.words[first];
    const auto pieces =
        std::span(parts_.words).subspan(first, last - first + 1);
    // Pieces that hide something beside the cut are a disguise that is counted.
    one.cut = std::none_of(pieces.begin(), pieces.end(),
                           [](const Word& word) { return word.disguised; });
    one.hash = hash;
    one.disguised = true;
    one.skeleton = static_cast<uint32_t>(parts_.letters.size());
    parts_.letters.append(letters);
    parts_.letters += '\0';
    one.end = pieces.back().end;
    one.source_end = pieces.back().source_end;
    for (Word& other : pieces.subspan(1)) other.hash = 0;
  }

  const WordSet& known_;
  TextParts& parts_;
};

}  // namespace

bool IsFunctionWord(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "a",  "au", "aux", "d",  "de", "et", "for", "is", "it", "le",
      "ms", "of", "on",  "or", "s",  "t",  "the", "to", "who"};
  return word.size() <= 3 &&
         std::binary_search(std::begin(kWords), std::end(kWords), word);
}

bool JoinCutWords(const WordSet& known, TextParts* parts) {
  return known.size() > 0 && CutWords(known, parts).Run();
}

}  // namespace crible
