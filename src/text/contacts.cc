#include "text/contacts.h"

#include <algorithm>
#include <string>

#include "fmt/format.h"
#include "text/keyword.h"
#include "text/spoken_number.h"
#include "text/telephone.h"

namespace crible {
namespace {

constexpr uint32_t kDigitsMin = 7;  // fewer make no telephone number
constexpr uint32_t kHintWords = 4;  // a hint stands this many words before
constexpr size_t kNameBytesMax = 40;

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

class Finder {
 public:
  explicit Finder(TextParts* parts)
      : parts_(*parts), text_(parts->folded.bytes) {}

  void Run() {
    for (const TextParts::KeywordAt& at : parts_.keywords) {
      spoken_ += at.keyword.kind == KeywordKind::kNumber;
      messengers_ |= IsMessenger(at.keyword.kind);
    }
    if (parts_.counts.digits >= kDigitsMin) FindNumbers();
    if (spoken_ >= 3) FindSpoken();
    if (messengers_) FindAccounts();
    std::stable_sort(parts_.contacts.begin(), parts_.contacts.end(),
                     [](const Contact& a, const Contact& b) {
                       return a.source_begin < b.source_begin;
                     });
  }

 private:
  static bool IsMessenger(KeywordKind kind) {
    return kind == KeywordKind::kWhatsApp || kind == KeywordKind::kTelegram ||
           kind == KeywordKind::kMessenger;
  }
  static ContactKind KindOf(KeywordKind kind) {
    if (kind == KeywordKind::kWhatsApp) return ContactKind::kWhatsApp;
    if (kind == KeywordKind::kTelegram) return ContactKind::kTelegram;
    return ContactKind::kMessenger;
  }

  void FindNumbers();
  void FindSpoken();
  void FindAccounts();
  bool TakeAccount(size_t word, KeywordKind kind);
  bool TakeAccountBefore(size_t word, KeywordKind kind);
  size_t NameEnd(size_t begin) const;
  bool AddAccount(ContactKind kind, size_t begin, size_t end,
                  std::string_view name);
  size_t TakeSpoken(size_t first);
  KeywordKind HintBefore(size_t begin);
  bool IsTaken(uint32_t begin, uint32_t end);
  bool IsPrice(const DigitRow& row) const;
  bool IsAccountName(std::string_view name, bool marked, size_t end) const;
  void Add(ContactKind kind, TextParts::Range plain, std::string_view value,
           bool disguised) {
    parts_.contacts.push_back({.kind = kind,
                               .source_begin = plain.begin,
                               .source_end = plain.end,
                               .value = parts_.values.Add(value),
                               .disguised = disguised});
  }
  TextParts::Range ToPlain(size_t begin, size_t end) const {
    const auto range = parts_.folded.map.ToSource(static_cast<uint32_t>(begin),
                                                  static_cast<uint32_t>(end));
    return {range.begin, range.end};
  }

  TextParts& parts_;
  const std::string_view text_;
  uint32_t spoken_ = 0;
  bool messengers_ = false;
  size_t hint_word_ = 0;  // for HintBefore
  size_t hint_ = 0;
  size_t taken_ = 0;  // for IsTaken
};

// What the last words before the folded offset `begin` say of a number there.
// Asked for ascending offsets only.
KeywordKind Finder::HintBefore(size_t begin) {
  const auto& words = parts_.words;
  const auto& keywords = parts_.keywords;
  while (hint_word_ < words.size() && words[hint_word_].begin < begin) {
    ++hint_word_;
  }
  while (hint_ < keywords.size() && keywords[hint_].word < hint_word_) ++hint_;
  for (size_t i = hint_; i > 0; --i) {
    if (keywords[i - 1].word + kHintWords < hint_word_) break;
    const KeywordKind kind = keywords[i - 1].keyword.kind;
    if (kind == KeywordKind::kCall || kind == KeywordKind::kNoTelephone ||
        IsMessenger(kind)) {
      return kind;
    }
  }
  return KeywordKind::kNone;
}

// Asked for ascending ranges only.
bool Finder::IsTaken(uint32_t begin, uint32_t end) {
  const auto& taken = parts_.taken;
  while (taken_ < taken.size() && taken[taken_].end <= begin) ++taken_;
  return taken_ < taken.size() && taken[taken_].begin < end;
}

bool Finder::IsPrice(const DigitRow& row) const {
  size_t after = row.end;
  if (after < text_.size() && text_[after] == ' ') ++after;
  const std::string_view rest = text_.substr(after, 4);
  return rest.starts_with("€") || rest.starts_with("$") ||
         rest.starts_with("£") || rest.starts_with("%") ||
         rest.starts_with("eur");
}

void Finder::FindNumbers() {
  for (size_t at = 0;;) {
    const DigitRow row = NextDigitRow(text_, at);
    if (row.end == 0) return;
    at = row.end;
    if (row.digits.size() < kDigitsMin) continue;
    const TextParts::Range plain = ToPlain(row.begin, row.end);
    if (IsTaken(plain.begin, plain.end) || IsPrice(row)) continue;
    const KeywordKind before = HintBefore(row.begin);
    const NumberHint hint = before == KeywordKind::kNone ? NumberHint::kNone
                            : before == KeywordKind::kNoTelephone
                                ? NumberHint::kNoTelephone
                                : NumberHint::kCall;
    const std::string value = TelephoneOf(row, hint);
    if (value.empty()) continue;
    const bool messenger =
        before == KeywordKind::kWhatsApp || before == KeywordKind::kTelegram;
    Add(messenger ? KindOf(before) : ContactKind::kTelephone, plain, value,
        row.letter_o);
  }
}

void Finder::FindSpoken() {
  for (size_t i = 0; i < parts_.words.size();) i = TakeSpoken(i);
}

// Reads number words from `first` on; returns the word to go on with.
size_t Finder::TakeSpoken(size_t first) {
  constexpr uint32_t kGapMax = 3;
  const auto& words = parts_.words;
  SpokenNumber number;
  size_t i = first;
  size_t last = first;
  bool any = false;
  for (; i < words.size(); ++i) {
    const Word& word = words[i];
    if (any && word.begin - words[i - 1].end > kGapMax) break;
    const Keyword keyword = FindKeyword(word.hash);
    const std::string_view letters =
        text_.substr(word.begin, word.end - word.begin);
    if (keyword.kind == KeywordKind::kNumber) {
      number.AddWord(keyword.value);
    } else if (word.number && letters.size() <= 10) {
      number.AddDigits(letters);
    } else if (any && letters == "et" && number.TakesAnd()) {
      continue;
    } else {
      break;
    }
    any = true;
    last = i;
  }
  if (!any) return first + 1;
  const std::string& digits = number.Digits();
  const bool french = digits.size() == 10 && digits[0] == '0' &&
                      digits[1] != '0' && number.words() >= 3;
  const bool english = digits.size() >= 10 && digits.size() <= 11 &&
                       number.single() && number.words() >= 8;
  if (french || english) {
    Add(ContactKind::kTelephone,
        {words[first].source_begin, words[last].source_end},
        french ? fmt::format("+33{}", digits.substr(1)) : digits, true);
  }
  return std::max(i, first + 1);
}

void Finder::FindAccounts() {
  for (const TextParts::KeywordAt& at : parts_.keywords) {
    if (!IsMessenger(at.keyword.kind)) continue;
    if (TakeAccount(at.word, at.keyword.kind)) continue;
    TakeAccountBefore(at.word, at.keyword.kind);
  }
}

// The end of the account name at `begin`.
size_t Finder::NameEnd(size_t begin) const {
  size_t end = begin;
  while (end < text_.size() && end - begin < kNameBytesMax &&
         IsNameByte(text_[end])) {
    ++end;
  }
  while (end > begin && (text_[end - 1] == '.' || text_[end - 1] == '-')) --end;
  return end;
}

bool Finder::AddAccount(ContactKind kind, size_t begin, size_t end,
                        std::string_view name) {
  const TextParts::Range plain = ToPlain(begin, end);
  const bool taken =
      std::any_of(parts_.taken.begin(), parts_.taken.end(),
                  [&](const TextParts::Range& range) {
                    return range.begin < plain.end && plain.begin < range.end;
                  });
  if (taken) return false;
  Add(kind, plain, fmt::format("@{}", name), false);
  return true;
}

// "message @name on IG", "rejoignez @name sur Telegram".
bool Finder::TakeAccountBefore(size_t word, KeywordKind kind) {
  constexpr size_t kReach = 5;  // words; parts of a name are words
  const auto& words = parts_.words;
  for (size_t i = word; i > 0 && word - i < kReach; --i) {
    const size_t begin = words[i - 1].begin;
    if (begin == 0 || text_[begin - 1] != '@') continue;
    if (begin > 1 && IsNameByte(text_[begin - 2])) return false;
    const size_t end = NameEnd(begin);
    const std::string_view between = text_.substr(end, words[word].begin - end);
    if (between != " on " && between != " sur " && between != " (")
      return false;
    return AddAccount(KindOf(kind), begin - 1, end,
                      text_.substr(begin, end - begin));
  }
  return false;
}

// A name behind a messenger's: "télégram @name", "snap : name75".
bool Finder::TakeAccount(size_t word, KeywordKind kind) {
  constexpr size_t kReach = 4;  // words
  const auto& words = parts_.words;
  const size_t end = std::min(words.size(), word + 1 + kReach);
  for (size_t i = word + 1; i < end; ++i) {
    const size_t begin = words[i].begin;
    const std::string_view gap =
        text_.substr(words[i - 1].end, begin - words[i - 1].end);
    if (gap.find('\n') != gap.npos || gap.find(';') != gap.npos) return false;
    const bool at = gap.ends_with('@');
    const bool marked = at || (gap.find(':') != gap.npos);
    const size_t name_end = NameEnd(begin);
    const std::string_view name = text_.substr(begin, name_end - begin);
    if (!(at && name.size() >= 3) && !IsAccountName(name, marked, name_end)) {
      if (gap.find('.') != gap.npos) return false;
      continue;
    }
    return AddAccount(KindOf(kind), at ? begin - 1 : begin, name_end, name);
  }
  return false;
}

// Whether a name without an @ is one: it has signs or digits that words have
// not, or stands alone behind a colon at the end of its line.
bool Finder::IsAccountName(std::string_view name, bool marked,
                           size_t end) const {
  if (name.size() < 3) return false;
  const bool underscore = name.find('_') != name.npos;
  const auto digits = std::count_if(
      name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool letters =
      std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a'; });
  if (!letters) return false;
  const bool tag = end + 1 < text_.size() && text_[end] == '#' &&
                   text_[end + 1] >= '0' && text_[end + 1] <= '9';
  if (underscore || tag) return true;
  if (digits >= 2 && name.size() >= 6 && name[0] >= 'a') return true;
  if (!marked) return false;
  return digits > 0 || end >= text_.size() || text_[end] == '\n';
}

}  // namespace

void FindContacts(TextParts* parts) { Finder(parts).Run(); }

}  // namespace crible
