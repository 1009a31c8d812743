#include "text/skeleton.h"

#include "text/char_table.h"
#include "text/disguise.h"
#include "text/utf8.h"

namespace crible {
namespace {

bool IsAsciiLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads the folded view character by character, beside the plain view, which
// alone tells a look-alike capital from its small letter.
class Builder {
 public:
  explicit Builder(TextParts* parts)
      : parts_(*parts),
        table_(CharTable::Get()),
        folded_(parts->folded.bytes),
        out_(parts->skeleton.bytes) {}

  void Run() {
    MarkJoins();
    while (at_ < folded_.size()) {
      if (Skipped()) continue;
      const CodePoint point = DecodeUtf8(folded_, at_);
      Take(point);
      at_ += point.size;
    }
    parts_.skeleton.map.Compose(parts_.folded.map,
                                static_cast<uint32_t>(out_.size()),
                                &parts_.map_scratch);
  }

 private:
  static constexpr size_t kSpacedMin = 4;

  // Gaps between four or more single characters are left out.
  struct Gap {
    size_t begin;
    size_t end;
  };
  std::vector<Gap> gaps_;
  size_t gap_ = 0;

  size_t WordEnd(size_t at) const {
    while (at < folded_.size()) {
      const CodePoint point = DecodeUtf8(folded_, at);
      const CharKind kind = table_[point.value].kind;
      if (kind != CharKind::kLetter && kind != CharKind::kDigit &&
          kind != CharKind::kMark) {
        break;
      }
      at += point.size;
    }
    return at;
  }

  void MarkJoins() {
    std::vector<Gap> run;
    size_t last_end = 0;  // of the single character before
    const auto finish = [&] {
      if (run.size() + 1 >= kSpacedMin) {
        gaps_.insert(gaps_.end(), run.begin(), run.end());
      }
      run.clear();
    };
    for (size_t at = 0; at < folded_.size();) {
      const size_t end = WordEnd(at);
      if (end == at) {
        at += DecodeUtf8(folded_, at).size;
        continue;
      }
      const bool single =
          end - at == DecodeUtf8(folded_, at).size && !IsDigit(folded_[at]);
      const std::string_view gap = folded_.substr(last_end, at - last_end);
      if (single && last_end > 0 && gap.size() <= 3) {
        if (!run.empty() &&
            folded_.substr(run[0].begin, run[0].end - run[0].begin) != gap) {
          // The last letter of a word that is whole begins no other one.
          const bool whole = run.size() + 1 >= kSpacedMin;
          finish();
          if (!whole) run.push_back({last_end, at});
        } else {
          run.push_back({last_end, at});
        }
      } else {
        finish();
      }
      last_end = single ? end : 0;
      at = end;
    }
    finish();
  }

  bool Skipped() {
    while (gap_ < gaps_.size() && gaps_[gap_].end <= at_) ++gap_;
    if (gap_ == gaps_.size() || at_ < gaps_[gap_].begin) return false;
    at_ = gaps_[gap_].end;
    return true;
  }

  bool LetterAt(size_t at) const {
    if (at >= folded_.size()) return false;
    return table_[DecodeUtf8(folded_, at).value].kind == CharKind::kLetter;
  }
  // Whether what stands at at_, with signs like it, is between letters.
  bool BetweenLetters() const {
    constexpr int kSignsMax = 3;
    if (out_.empty() || !IsAsciiLetter(out_.back())) return false;
    size_t next = at_;
    for (int signs = 0; signs < kSignsMax && next < folded_.size(); ++signs) {
      const CodePoint point = DecodeUtf8(folded_, next);
      if (table_[point.value].kind == CharKind::kLetter) return true;
      if (AsLetter(point.value) == 0) return false;
      next += point.size;
    }
    return LetterAt(next);
  }
  static char AsLetter(char32_t point) {
    const char c = static_cast<char>(point);
    return point < 0x80 && IsDigit(c) ? DigitLetter(c) : SignLetter(point);
  }

  void Take(const CodePoint& point) {
    const CharInfo& info = table_[point.value];
    char letter = 0;
    if (info.kind == CharKind::kSpace || info.kind == CharKind::kNewline) {
      letter = info.kind == CharKind::kNewline ? '\n' : ' ';
      if (!out_.empty() && (out_.back() == ' ' || out_.back() == '\n')) return;
    } else if (point.value < 0x80) {
      const char c = static_cast<char>(point.value);
      const char as_letter = AsLetter(point.value);
      letter = as_letter != 0 && BetweenLetters() ? as_letter : c;
    } else if (info.look != 0 && info.script != Script::kLatin) {
      letter = info.look;
    } else if (SignLetter(point.value) != 0 && BetweenLetters()) {
      letter = SignLetter(point.value);
    }
    const size_t begin = out_.size();
    if (letter == 0) {
      out_.append(folded_, at_, point.size);
    } else if (begin > 0 && IsAsciiLetter(letter) && out_.back() == letter) {
      return;
    } else {
      out_.push_back(letter);
    }
    const auto from = static_cast<uint32_t>(at_);
    if (out_.size() - begin == point.size) {
      parts_.skeleton.map.AddRun(static_cast<uint32_t>(begin), from);
    } else {
      parts_.skeleton.map.AddBlock(static_cast<uint32_t>(begin),
                                   static_cast<uint32_t>(out_.size()), from,
                                   from + point.size);
    }
  }

  TextParts& parts_;
  const CharTable& table_;
  const std::string_view folded_;
  std::string& out_;
  size_t at_ = 0;
};

}  // namespace

void BuildSkeleton(TextParts* parts) {
  parts->skeleton.Clear();
  Builder(parts).Run();
  parts->has_skeleton = true;
}

}  // namespace crible
