#include "rules/text_runs.h"

#include <algorithm>
#include <bit>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/hash.h"
#include "rules/regex_syntax.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr uint64_t kLowerCase = 0x2020202020202020;
constexpr size_t kBlock = 64;
constexpr size_t kDigitCounts[] = {1, 3, 5, 6, 8, 10, 13};
constexpr size_t kSinglesMin = 2;
constexpr size_t kSinglesMax = 5;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Tells letters from one another, capital ones not from small ones.
uint32_t Low(char c) { return static_cast<uint8_t>(c) & 31; }

uint64_t MaskOf(size_t bytes) {
  return bytes >= 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * bytes)) - 1;
}

// Which of the next 64 bytes are word characters, digits, and signs that are
// not common: a bit each.
struct Kinds {
  uint64_t word = 0;
  uint64_t digit = 0;
  uint64_t sign = 0;
};

#ifdef __SSE2__
// The bytes from `low` to `high`; both below 0x80.
__m128i Within(__m128i bytes, char low, char high) {
  return _mm_and_si128(
      _mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(low - 1))),
      _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(high + 1))));
}

uint64_t Bits(__m128i bytes) {
  return static_cast<uint32_t>(_mm_movemask_epi8(bytes));
}

Kinds KindsOf(const char* bytes, size_t count) {
  char last[kBlock];
  if (count < kBlock) {
    std::memset(last, ' ', kBlock);
    std::memcpy(last, bytes, count);
    bytes = last;
  }
  Kinds kinds;
  for (size_t i = 0; i < kBlock; i += 16) {
    const __m128i chunk =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    const __m128i digit = Within(chunk, '0', '9');
    const __m128i letter =
        Within(_mm_or_si128(chunk, _mm_set1_epi8(0x20)), 'a', 'z');
    const __m128i other = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('_'));
    const uint64_t word =
        Bits(_mm_or_si128(_mm_or_si128(digit, letter), other));
    // Space, ! and '; comma, - and .; line feed; ?
    const __m128i common = _mm_or_si128(
        _mm_or_si128(
            _mm_or_si128(Within(chunk, ' ', '!'), Within(chunk, ',', '.')),
            _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\n'))),
        _mm_or_si128(_mm_cmpeq_epi8(chunk, _mm_set1_epi8('\'')),
                     _mm_cmpeq_epi8(chunk, _mm_set1_epi8('?'))));
    kinds.word |= word << i;
    kinds.digit |= Bits(digit) << i;
    kinds.sign |= ((word | Bits(common)) ^ 0xFFFF) << i;
  }
  return kinds;
}
#else
Kinds KindsOf(const char* bytes, size_t count) {
  Kinds kinds;
  for (size_t i = 0; i < count; ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    const uint64_t word = IsRegexWord(c);
    kinds.word |= word << i;
    kinds.digit |= uint64_t{IsDigit(bytes[i])} << i;
    kinds.sign |= uint64_t{!word && !IsCommonSign(c)} << i;
  }
  return kinds;
}
#endif

uint64_t HashShort(uint64_t letters, size_t size) {
  return HashMix(letters ^ kHashSeed, kHashFactor + size);
}

uint64_t HashOfPrefix(uint64_t letters, size_t size) {
  constexpr uint64_t kSalt = 0x8ebc6af09c88c6e3;
  return HashMix((letters & MaskOf(size)) ^ kSalt, kHashFactor - size);
}

// A run by its first and last eight bytes; what is between tells little.
uint64_t HashLong(uint64_t first, uint64_t last, size_t size) {
  return HashMix(first ^ kHashFactor, last + (size << 32 | kHashSeed));
}

}  // namespace

size_t DigitCountKnown(size_t count) {
  size_t known = 0;
  for (const size_t c : kDigitCounts) {
    if (c <= count) known = c;
  }
  return known;
}

size_t SinglesKnown(size_t count) {
  return count < kSinglesMin ? 0 : std::min(count, kSinglesMax);
}

uint64_t HashDigitCount(size_t known) {
  return HashMix(known ^ kHashSeed, 0x5bd1e995c2b2ae35);
}

uint64_t HashSingles(size_t known) {
  return HashMix(known ^ kHashSeed, 0x9fb21c651e98df25);
}

size_t RunPrefixSize(std::string_view prefix) {
  if (prefix.size() == 2 && IsDigit(prefix[0])) return 2;
  size_t size = 0;
  for (const size_t s : kRunPrefixes) {
    if (s <= prefix.size()) size = s;
  }
  return size;
}

uint64_t HashRun(std::string_view run) {
  const size_t size = run.size();
  const uint64_t first = HashLoad(run.data(), std::min<size_t>(size, 8)) |
                         (kLowerCase & MaskOf(size));
  if (size <= 8) return HashShort(first, size);
  return HashLong(first, HashLoad(run.data() + size - 8, 8) | kLowerCase, size);
}

uint64_t HashRunPrefix(std::string_view prefix) {
  const size_t size = RunPrefixSize(prefix);
  return HashOfPrefix(HashLoad(prefix.data(), size) | kLowerCase, size);
}

uint64_t HashRunPair(uint64_t first, uint64_t second) {
  return HashMix(first, second + kHashSeed);
}

uint64_t HashSign(char32_t sign) {
  return HashMix(sign + kHashFactor, kHashSeed);
}

bool IsCommonSign(char32_t sign) {
  if (sign <= ' ') return true;  // controls are rare, but mark a shape's parts
  switch (sign) {
    case '.':
    case ',':
    case '\'':
    case '-':
    case '!':
    case '?':
      return true;
    default:
      return false;
  }
}

TextRuns::PartTriples TextRuns::TriplesOf(std::string_view part) {
  PartTriples triples;
  const size_t last = part.size() - kPartBytesMin;
  for (size_t i = 0; i < kPartTriples; ++i) {
    const size_t at = last * i / (kPartTriples - 1);
    triples[i] = static_cast<uint16_t>(
        Low(part[at]) << 10 | Low(part[at + 1]) << 5 | Low(part[at + 2]));
  }
  return triples;
}

void TextRuns::ReadTriples() const {
  has_triples_ = true;
  triples_ = {};
  const std::string_view text = text_;
  if (text.size() < kPartBytesMin) return;
  uint32_t triple = Low(text[0]) << 5 | Low(text[1]);
  for (size_t i = kPartBytesMin - 1; i < text.size(); ++i) {
    triple = (triple << 5 | Low(text[i])) & (triples_.size() * 64 - 1);
    triples_[triple >> 6] |= uint64_t{1} << (triple & 63);
  }
}

void TextRuns::Read(std::string_view text) {
  text_ = text;
  stops_ = static_cast<size_t>(std::count(text.begin(), text.end(), '.'));
  has_triples_ = false;
  for (const Thing& thing : things_) bits_[BitOf(thing.hash) >> 6] = 0;
  things_.clear();
  FindRuns(text);
  HashRuns(text);
  for (const Thing& thing : things_) {
    const uint32_t bit = BitOf(thing.hash);
    bits_[bit >> 6] |= uint64_t{1} << (bit & 63);
  }
}

// Where runs begin and end, without a branch a byte; hashes of digits and
// signs.
void TextRuns::FindRuns(std::string_view text) {
  begins_.clear();
  ends_.clear();
  digit_bits_.clear();
  uint64_t before = 0;
  digits_ = 0;
  is_ascii_ = true;
  for (size_t block = 0; block < text.size(); block += kBlock) {
    const size_t count = std::min(kBlock, text.size() - block);
    const Kinds kinds = KindsOf(text.data() + block, count);
    const auto base = static_cast<uint32_t>(block);
    const uint64_t shifted = kinds.word << 1 | before;
    for (uint64_t b = kinds.word & ~shifted; b != 0; b &= b - 1) {
      begins_.push_back(base + static_cast<uint32_t>(std::countr_zero(b)));
    }
    uint64_t ends = ~kinds.word & shifted;
    if (count < kBlock) ends &= (uint64_t{1} << count) - 1;
    for (; ends != 0; ends &= ends - 1) {
      ends_.push_back(base + static_cast<uint32_t>(std::countr_zero(ends)));
    }
    for (uint64_t s = kinds.sign; s != 0; s &= s - 1) {
      const uint32_t at = base + static_cast<uint32_t>(std::countr_zero(s));
      const CodePoint point = DecodeUtf8(text, at);
      is_ascii_ &= point.value < 0x80;
      Add(HashSign(point.value), at);
    }
    digit_bits_.push_back(kinds.digit);
    digits_ += static_cast<uint32_t>(std::popcount(kinds.digit));
    before = kinds.word >> (kBlock - 1);
  }
  if (ends_.size() < begins_.size()) {
    ends_.push_back(static_cast<uint32_t>(text.size()));
  }
  if (digits_ != 0) AddDigitCounts();
}

void TextRuns::AddDigitCounts() {
  for (const size_t count : kDigitCounts) {
    if (count <= digits_) Add(HashDigitCount(count), kAnywhere);
  }
}

void TextRuns::HashRuns(std::string_view text) {
  uint64_t before = 0;
  bool number_before = false;
  size_t singles = 0;
  for (size_t i = 0; i < begins_.size(); ++i) {
    const uint32_t begin = begins_[i];
    const size_t size = ends_[i] - begin;
    singles = size == 1 ? singles + 1 : 0;
    if (singles >= kSinglesMin && singles <= kSinglesMax) {
      Add(HashSingles(singles), kAnywhere);
    }
    const char* const run = text.data() + begin;
    uint64_t letters;
    if (begin + 8 <= text.size()) {
      std::memcpy(&letters, run, 8);
    } else {
      letters = HashLoad(run, std::min<size_t>(size, 8));
    }
    letters = (letters | kLowerCase) & MaskOf(size);
    uint64_t hash;
    if (size <= 8) {
      hash = HashShort(letters, size);
    } else {
      uint64_t last;
      std::memcpy(&last, run + size - 8, 8);
      hash = HashLong(letters, last | kLowerCase, size);
    }
    Add(hash, begin);
    if (i > 0) Add(HashRunPair(before, hash), begins_[i - 1]);
    before = hash;
    if (digits_ != 0) {
      const bool number = HashDigits({run, size}, begin);
      if (number && number_before) Add(kNumbersHash, kAnywhere);
      number_before = number;
    }
    for (const size_t prefix : kRunPrefixes) {
      if (size < prefix) break;
      Add(HashOfPrefix(letters, prefix), begin);
    }
  }
}

// Of a run in a text with digits: the beginning, if it is one, and the letters
// after the last. Answers whether it has nothing but digits.
bool TextRuns::HashDigits(std::string_view run, uint32_t begin) {
  if (run.size() >= 2 && IsDigit(run[0])) {
    Add(HashRunPrefix(run.substr(0, 2)), begin);
  }
  size_t tail = run.size();
  while (tail > 0 && !IsDigit(run[tail - 1])) --tail;
  if (tail > 0 && tail < run.size()) {
    Add(HashRun(run.substr(tail)), begin + static_cast<uint32_t>(tail));
  }
  return tail == run.size() && std::all_of(run.begin(), run.end(), IsDigit);
}

}  // namespace crible
