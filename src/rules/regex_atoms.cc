#include "rules/regex_atoms.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "rules/regex_count.h"
#include "rules/regex_shape.h"
#include "rules/text_runs.h"
#include "rules/word_rarity.h"
#include "text/utf8.h"

namespace crible {
namespace {

using Kind = RegexAtom::Kind;

// LiteralScanner passes over ordinary text faster if its literals are not
// shorter.
constexpr size_t kPartBytesMin = TextRuns::kPartBytesMin;
// Looking for a part costs more than looking for a run.
constexpr double kPartBurden = 10;
constexpr double kPartKeyBurden = 3;
constexpr size_t kClausesPerPiece = 3;
constexpr double kAfterDigitsBurden = 0.3;  // "40euros" is rarer than "euros"

bool IsLetter(char c) {
  return IsShapeWord(c) && c != kShapeWild && c != kShapeDigit &&
         c != kShapeOne;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A RegexAtom that points into the text of a shape.
struct Atom {
  Kind kind = Kind::kRun;
  std::string_view text;
  std::string_view second;
  double rate = 0;
  uint64_t hash = 0;

  Atom(Kind atom_kind, std::string_view first, std::string_view next,
       double atom_rate)
      : kind(atom_kind),
        text(first),
        second(next),
        rate(atom_rate),
        hash(next.empty() ? Hash64(first) : Hash64(next, Hash64(first))) {}

  friend bool operator==(const Atom& a, const Atom& b) {
    return a.hash == b.hash && a.kind == b.kind && a.text == b.text &&
           a.second == b.second;
  }
  template <typename H>
  friend H AbslHashValue(H h, const Atom& atom) {
    return H::combine(std::move(h), atom.hash, atom.kind);
  }
};

// The atoms of the texts of a piece, text by text, of each the best first.
class AtomRows {
 public:
  using Row = std::span<const Atom>;

  size_t size() const { return ends_.size(); }
  Row operator[](size_t i) const {
    const size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {atoms_.data() + begin, ends_[i] - begin};
  }

  std::vector<Atom>& atoms() { return atoms_; }
  void EndRow() { ends_.push_back(atoms_.size()); }

 private:
  std::vector<Atom> atoms_;
  std::vector<size_t> ends_;
};

// The atoms of one text of a shape.
class AtomReader {
 public:
  AtomReader(std::string_view text, std::vector<Atom>* atoms)
      : text_(text), atoms_(*atoms), begin_(atoms->size()) {}

  // Appends all of some use, the best first.
  void Read() {
    bool closed = false;  // no word character can stand before
    for (size_t i = 0; i < text_.size();) {
      const char c = text_[i];
      if (IsShapeWord(c)) {
        size_t end = i;
        while (end < text_.size() && IsShapeWord(text_[end])) ++end;
        const bool closed_after = end < text_.size() && text_[end] != kShapeGap;
        ReadRun(text_.substr(i, end - i), closed, closed_after);
        i = end;
        continue;
      }
      closed = c != kShapeGap;
      if (!closed) {
        before_ = {};
        number_before_ = false;
        singles_ = 0;
      }
      i += ReadSign(i);
    }
    DropPaired();
    SortByBurden();
    // Nobody asks for a part unless there is nothing better to wait for.
    if (First() == atoms_.end()) return;
    atoms_.erase(
        std::remove_if(First() + 1, atoms_.end(),
                       [](const Atom& a) { return a.kind == Kind::kPart; }),
        atoms_.end());
  }

 private:
  std::vector<Atom>::iterator First() {
    return atoms_.begin() + static_cast<std::ptrdiff_t>(begin_);
  }

  // They are few: the standard's stable sort asks for memory first.
  void SortByBurden() {
    for (size_t i = begin_ + 1; i < atoms_.size(); ++i) {
      for (size_t j = i;
           j > begin_ && Burden(atoms_[j]) < Burden(atoms_[j - 1]); --j) {
        std::swap(atoms_[j], atoms_[j - 1]);
      }
    }
  }

  static double Burden(const Atom& atom) {
    return atom.kind == Kind::kPart ? kPartBurden * atom.rate : atom.rate;
  }

  void Offer(Kind kind, std::string_view text, double rate,
             std::string_view second = {}) {
    if (rate < 1) atoms_.emplace_back(kind, text, second, rate);
  }

  void ReadRun(std::string_view run, bool closed, bool closed_after) {
    const size_t letters = static_cast<size_t>(
        std::find_if_not(run.begin(), run.end(), IsLetter) - run.begin());
    if (std::any_of(run.begin(), run.end(),
                    [](char c) { return c == kShapeDigit || IsDigit(c); })) {
      Offer(Kind::kDigits, "#", DigitsRate(1));
    }
    const bool whole = closed && closed_after;
    CountSingles(run, whole);
    const bool number =
        whole && std::all_of(run.begin(), run.end(), [](char c) {
          return c == kShapeDigit || IsDigit(c);
        });
    if (number && number_before_) Offer(Kind::kNumbers, "# #", kNumbersRate);
    number_before_ = number;
    if (whole && letters == run.size()) {
      const double rate = WordRate(run);
      Offer(Kind::kRun, run, rate);
      OfferPair(run, rate);
      before_ = run;
      before_rate_ = rate;
      return;
    }
    before_ = {};
    if (closed_after) OfferTail(run);
    if (closed) {
      const std::string_view prefix = run.substr(0, letters);
      const size_t size = RunPrefixSize(prefix);
      if (size > 0) {
        const double digits = IsDigit(prefix[0]) ? 0.1 : 1;
        Offer(Kind::kPrefix, prefix.substr(0, size),
              digits * PrefixRate(prefix.substr(0, size)));
      }
    }
    OfferPart(run);
  }

  // Whole runs of one character that follow one another.
  void CountSingles(std::string_view run, bool whole) {
    const bool single = whole && run.size() == 1 && run[0] != kShapeWild &&
                        run[0] != kShapeDigit;
    singles_ = single ? singles_ + 1 : 0;
    const size_t known = SinglesKnown(singles_);
    if (known > 0) {
      Offer(Kind::kSingles, std::string_view("????????").substr(0, known),
            SinglesRate(known));
    }
  }

  // Letters after the last digit are read as a run of their own.
  void OfferTail(std::string_view run) {
    size_t begin = run.size();
    while (begin > 0 && IsLetter(run[begin - 1]) && !IsDigit(run[begin - 1])) {
      --begin;
    }
    if (begin == 0 || begin == run.size() || run[begin - 1] == kShapeWild ||
        run[begin - 1] == kShapeOne) {
      return;
    }
    const std::string_view tail = run.substr(begin);
    if (tail.size() < kRunPrefixMin) return;  // in too many texts
    Offer(Kind::kRun, tail, kAfterDigitsBurden * WordRate(tail));
  }

  // Words that follow one another seek each other more than chance.
  void OfferPair(std::string_view run, double rate) {
    if (before_.empty()) return;
    Offer(Kind::kPair, before_,
          std::min(std::max(before_rate_ * rate, 1e-4),
                   std::min(before_rate_, rate) / 2),
          run);
  }

  // What a pair says, its runs need not say again.
  void DropPaired() {
    const auto is_paired = [this](const Atom& run) {
      return run.kind == Kind::kRun &&
             std::any_of(First(), atoms_.end(), [&run](const Atom& pair) {
               return pair.kind == Kind::kPair &&
                      (pair.text == run.text || pair.second == run.text);
             });
    };
    // No pair is moved, so that all are there to ask.
    for (size_t i = begin_; i < atoms_.size();) {
      if (is_paired(atoms_[i])) {
        atoms_.erase(atoms_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
  }

  void OfferPart(std::string_view run) {
    std::string_view part;
    for (size_t i = 0; i < run.size();) {
      size_t end = i;
      while (end < run.size() && IsLetter(run[end])) ++end;
      if (end - i > part.size()) part = run.substr(i, end - i);
      i = end + 1;
    }
    if (part.size() < kPartBytesMin) return;
    Offer(Kind::kPart, part, PartRate(part));
  }

  // Bytes read at `i`.
  size_t ReadSign(size_t i) {
    const auto byte = static_cast<unsigned char>(text_[i]);
    if (byte <= ' ') return 1;
    const CodePoint point = DecodeUtf8(text_, i);
    Offer(Kind::kSign, text_.substr(i, point.size), SignRate(point.value));
    return point.size;
  }

  std::string_view text_;
  std::string_view before_;  // the whole run before, if only signs follow it
  double before_rate_ = 0;
  bool number_before_ = false;  // likewise, of digits
  size_t singles_ = 0;          // runs of one character up to here
  std::vector<Atom>& atoms_;
  const size_t begin_;  // of what is this text's
};

using AtomSet = absl::flat_hash_set<Atom>;

struct Clause {
  std::vector<Atom> atoms;
  double rate = 0;
  bool has_part = false;
};

// Atoms of which every text has one; of rate 1 if some text has none but what
// is in `without`. Texts of which nothing rare is known come first: what they
// need may do for others as well.
Clause ClauseOf(const AtomRows& texts, const std::vector<uint32_t>& order,
                const AtomSet& without) {
  Clause clause;
  AtomSet chosen;
  for (const uint32_t i : order) {
    const AtomRows::Row text = texts[i];
    if (std::any_of(text.begin(), text.end(), [&chosen](const Atom& atom) {
          return chosen.contains(atom);
        })) {
      continue;
    }
    const auto best = std::find_if(
        text.begin(), text.end(),
        [&without](const Atom& atom) { return !without.contains(atom); });
    if (best == text.end()) return {.rate = 1};
    clause.atoms.push_back(*best);
    chosen.insert(*best);
    clause.rate += best->rate;
    clause.has_part |= best->kind == Kind::kPart;
  }
  clause.rate = std::min(clause.rate, 1.0);
  return clause;
}

double Burden(const Clause& clause) {
  return clause.has_part ? kPartKeyBurden * clause.rate : clause.rate;
}

bool IsUseful(const Clause& clause) {
  return clause.rate <= kClauseRateMax &&
         clause.atoms.size() <= kClauseAtomsMax;
}

// False if one of the texts has no atom.
bool ReadAtoms(const ShapeTexts& texts, AtomRows* rows) {
  for (const std::string& text : texts) {
    const size_t before = rows->atoms().size();
    AtomReader(text, &rows->atoms()).Read();
    if (rows->atoms().size() == before) return false;
    rows->EndRow();
  }
  return true;
}

std::vector<uint32_t> CommonFirst(const AtomRows& rows) {
  std::vector<uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&rows](uint32_t a, uint32_t b) {
    return rows[a][0].rate > rows[b][0].rate;
  });
  return order;
}

RegexClause ToRegexClause(const Clause& from) {
  RegexClause clause{.rate = from.rate, .has_part = from.has_part};
  clause.atoms.reserve(from.atoms.size());
  for (const Atom& atom : from.atoms) {
    clause.atoms.push_back({atom.kind, std::string(atom.text),
                            std::string(atom.second), atom.rate});
  }
  return clause;
}

// The useful clauses of one piece.
void AddClauses(const AtomRows& rows, std::vector<Clause>* clauses) {
  const std::vector<uint32_t> order = CommonFirst(rows);
  AtomSet used;
  for (size_t i = 0; i < kClausesPerPiece; ++i) {
    Clause clause = ClauseOf(rows, order, used);
    if (!IsUseful(clause)) return;
    used.insert(clause.atoms.begin(), clause.atoms.end());
    clauses->push_back(std::move(clause));
  }
}

// What is known of the whole match, whichever way it goes.
void AddDigits(const RegexNode& node, std::vector<Clause>* clauses) {
  const size_t digits = DigitCountKnown(DigitsOf(node));
  if (digits < 2) return;
  std::erase_if(*clauses, [](const Clause& clause) {
    return clause.atoms.size() == 1 && clause.atoms[0].kind == Kind::kDigits;
  });
  static constexpr std::string_view kSigns = "################";
  const double rate = DigitsRate(digits);
  clauses->push_back(
      {.atoms = {Atom(Kind::kDigits, kSigns.substr(0, digits), {}, rate)},
       .rate = rate});
}

}  // namespace

uint64_t RegexAtom::Hash() const {
  switch (kind) {
    case Kind::kRun:
      return HashRun(text);
    case Kind::kPrefix:
      return HashRunPrefix(text);
    case Kind::kPair:
      return HashRunPair(HashRun(text), HashRun(second));
    case Kind::kSign:
      return HashSign(DecodeUtf8(text, 0).value);
    case Kind::kDigits:
      return HashDigitCount(text.size());
    case Kind::kNumbers:
      return kNumbersHash;
    case Kind::kSingles:
      return HashSingles(text.size());
    case Kind::kPart:
      break;
  }
  return 0;
}

double ShapeRate(const ShapeTexts& texts) {
  AtomRows rows;
  if (!ReadAtoms(texts, &rows)) return 1;
  return ClauseOf(rows, CommonFirst(rows), {}).rate;
}

std::string RarestOfShape(const std::string& text) {
  std::vector<Atom> atoms;
  AtomReader(text, &atoms).Read();
  std::string shape(1, kShapeGap);
  if (atoms.empty()) return shape;
  const Atom& atom = atoms[0];
  switch (atom.kind) {
    case Kind::kRun:
      shape.append(1, kShapeEdge).append(atom.text).append(1, kShapeEdge);
      break;
    case Kind::kPrefix:
      shape.append(1, kShapeEdge).append(atom.text).append(1, kShapeWild);
      break;
    case Kind::kPair:
      shape.append(1, kShapeEdge).append(atom.text).append(1, ' ');
      shape.append(atom.second).append(1, kShapeEdge);
      break;
    case Kind::kPart:
      shape.append(1, kShapeWild).append(atom.text).append(1, kShapeWild);
      break;
    case Kind::kDigits:
      shape += kShapeDigit;
      break;
    case Kind::kSingles:
      for (size_t i = 0; i < atom.text.size(); ++i) {
        shape += i == 0 ? kShapeEdge : ' ';
        shape += kShapeOne;
      }
      shape += kShapeEdge;
      break;
    case Kind::kNumbers:
      shape += {kShapeEdge, kShapeDigit, ' ', kShapeDigit, kShapeEdge};
      break;
    case Kind::kSign:
      shape += atom.text;
      break;
  }
  return shape + kShapeGap;
}

std::vector<RegexClause> RegexClauses(const RegexNode& node) {
  std::vector<Clause> clauses;
  const RegexShape shape = ShapeOf(node);  // outlives the atoms
  for (const ShapeTexts& texts : shape) {
    AtomRows rows;
    if (ReadAtoms(texts, &rows)) AddClauses(rows, &clauses);
  }
  AddDigits(node, &clauses);
  std::stable_sort(
      clauses.begin(), clauses.end(),
      [](const Clause& a, const Clause& b) { return Burden(a) < Burden(b); });
  if (clauses.size() > kClausesMax) {
    clauses.erase(clauses.begin() + kClausesMax, clauses.end());
  }
  std::vector<RegexClause> chosen;
  for (const Clause& clause : clauses) chosen.push_back(ToRegexClause(clause));
  return chosen;
}

std::string FormatAtom(const RegexAtom& atom) {
  switch (atom.kind) {
    case Kind::kPrefix:
      return atom.text + "*";
    case Kind::kPair:
      return atom.text + " " + atom.second;
    case Kind::kPart:
      return "*" + atom.text + "*";
    default:
      return atom.text;
  }
}

}  // namespace crible
