#include "rules/regex_atoms.h"

#include <algorithm>
#include <tuple>

#include "rules/regex_shape.h"
#include "rules/text_runs.h"
#include "rules/word_rarity.h"
#include "text/utf8.h"

namespace crible {
namespace {

using Kind = RegexAtom::Kind;

// LiteralScanner passes over ordinary text faster if its literals are not
// shorter.
constexpr size_t kPartBytesMin = 3;
// Looking for a part costs more than looking for a run, and no test that comes
// later can ask for it.
constexpr double kPartBurden = 10;
constexpr size_t kClausesPerPiece = 3;
constexpr double kAfterDigitsBurden = 0.3;  // "40euros" is rarer than "euros"

bool IsLetter(char c) {
  return IsShapeWord(c) && c != kShapeWild && c != kShapeDigit;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The atoms of one text of a shape.
class AtomReader {
 public:
  explicit AtomReader(std::string_view text) : text_(text) {}

  // All of some use, the best first.
  std::vector<RegexAtom> Read() {
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
      }
      i += ReadSign(i);
    }
    DropPaired();
    std::stable_sort(
        atoms_.begin(), atoms_.end(),
        [](const auto& a, const auto& b) { return Burden(a) < Burden(b); });
    // Nobody asks for a part unless there is nothing better to wait for.
    for (size_t i = atoms_.size(); i-- > 1;) {
      if (atoms_[i].kind == Kind::kPart) {
        atoms_.erase(atoms_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return std::move(atoms_);
  }

 private:
  static double Burden(const RegexAtom& atom) {
    return atom.kind == Kind::kPart ? kPartBurden * atom.rate : atom.rate;
  }

  void Offer(Kind kind, std::string_view text, double rate,
             std::string_view second = {}) {
    if (rate >= 1) return;
    atoms_.push_back({kind, std::string(text), std::string(second), rate});
  }

  void ReadRun(std::string_view run, bool closed, bool closed_after) {
    const size_t letters = static_cast<size_t>(
        std::find_if_not(run.begin(), run.end(), IsLetter) - run.begin());
    if (run.find(kShapeDigit) != run.npos ||
        run.find_first_of("0123456789") != run.npos) {
      Offer(Kind::kDigit, "#", kDigitRate);
    }
    const bool whole = closed && closed_after;
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

  // Letters after the last digit are read as a run of their own.
  void OfferTail(std::string_view run) {
    size_t begin = run.size();
    while (begin > 0 && IsLetter(run[begin - 1]) && !IsDigit(run[begin - 1])) {
      --begin;
    }
    if (begin == 0 || begin == run.size() || run[begin - 1] == kShapeWild) {
      return;
    }
    const std::string_view tail = run.substr(begin);
    if (tail.size() < kRunPrefixMin) return;  // in too many texts
    Offer(Kind::kRun, tail, kAfterDigitsBurden * WordRate(tail));
  }

  // Words that follow one another seek each other more than chance.
  void OfferPair(std::string_view run, double rate) {
    if (before_.empty()) return;
    const double before = WordRate(before_);
    Offer(Kind::kPair, before_,
          std::min(std::max(before * rate, 1e-4), std::min(before, rate) / 2),
          run);
  }

  // What a pair says, its runs need not say again.
  void DropPaired() {
    std::vector<std::string> paired;
    for (const RegexAtom& atom : atoms_) {
      if (atom.kind == Kind::kPair) {
        paired.push_back(atom.text);
        paired.push_back(atom.second);
      }
    }
    if (paired.empty()) return;
    std::erase_if(atoms_, [&paired](const RegexAtom& atom) {
      return atom.kind == Kind::kRun &&
             std::find(paired.begin(), paired.end(), atom.text) != paired.end();
    });
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
  std::string_view before_;     // the whole run before, if only signs follow it
  bool number_before_ = false;  // likewise, of digits
  std::vector<RegexAtom> atoms_;
};

auto KeyOf(const RegexAtom& atom) {
  return std::tie(atom.kind, atom.text, atom.second);
}

using TextAtoms = std::vector<RegexAtom>;  // of one text, the best first

bool Has(const TextAtoms& atoms, const RegexAtom& atom) {
  return std::any_of(atoms.begin(), atoms.end(), [&atom](const auto& other) {
    return KeyOf(other) == KeyOf(atom);
  });
}

// Atoms of which every text has one; of rate 1 if some text has none but what
// is in `without`. Texts of which nothing rare is known come first: what they
// need may do for others as well.
RegexClause ClauseOf(const std::vector<TextAtoms>& texts,
                     const TextAtoms& without) {
  RegexClause clause;
  for (const TextAtoms& text : texts) {
    const auto is_chosen = [&clause](const RegexAtom& atom) {
      return Has(clause.atoms, atom);
    };
    const auto is_free = [&without](const RegexAtom& atom) {
      return !Has(without, atom);
    };
    if (std::any_of(text.begin(), text.end(), is_chosen)) continue;
    const auto best = std::find_if(text.begin(), text.end(), is_free);
    if (best == text.end()) return {.rate = 1};
    clause.atoms.push_back(*best);
    clause.rate += best->rate;
    clause.has_part |= best->kind == Kind::kPart;
  }
  clause.rate = std::min(clause.rate, 1.0);
  return clause;
}

bool IsUseful(const RegexClause& clause) {
  return clause.rate <= kClauseRateMax &&
         clause.atoms.size() <= kClauseAtomsMax;
}

std::vector<TextAtoms> AtomsOf(const ShapeTexts& texts) {
  std::vector<TextAtoms> atoms;
  for (const std::string& text : texts) {
    atoms.push_back(AtomReader(text).Read());
    if (atoms.back().empty()) return {{}};  // of no use
  }
  std::stable_sort(atoms.begin(), atoms.end(),
                   [](const TextAtoms& a, const TextAtoms& b) {
                     return a[0].rate > b[0].rate;
                   });
  return atoms;
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
    case Kind::kDigit:
      return kDigitHash;
    case Kind::kNumbers:
      return kNumbersHash;
    case Kind::kPart:
      break;
  }
  return 0;
}

double ShapeRate(const ShapeTexts& texts) {
  return ClauseOf(AtomsOf(texts), {}).rate;
}

std::string RarestOfShape(const std::string& text) {
  const TextAtoms atoms = AtomReader(text).Read();
  std::string shape(1, kShapeGap);
  if (atoms.empty()) return shape;
  const RegexAtom& atom = atoms[0];
  switch (atom.kind) {
    case Kind::kRun:
      shape += kShapeEdge + atom.text + kShapeEdge;
      break;
    case Kind::kPrefix:
      shape += kShapeEdge + atom.text + kShapeWild;
      break;
    case Kind::kPair:
      shape += kShapeEdge + atom.text + " " + atom.second + kShapeEdge;
      break;
    case Kind::kPart:
      shape += kShapeWild + atom.text + kShapeWild;
      break;
    case Kind::kDigit:
      shape += kShapeDigit;
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
  std::vector<RegexClause> clauses;
  for (const ShapeTexts& texts : ShapeOf(node)) {
    const std::vector<TextAtoms> atoms = AtomsOf(texts);
    RegexClause clause = ClauseOf(atoms, {});
    TextAtoms used;
    for (size_t i = 0; i < kClausesPerPiece && IsUseful(clause); ++i) {
      used.insert(used.end(), clause.atoms.begin(), clause.atoms.end());
      clauses.push_back(std::move(clause));
      clause = ClauseOf(atoms, used);
    }
  }
  std::stable_sort(
      clauses.begin(), clauses.end(),
      [](const auto& a, const auto& b) { return a.rate < b.rate; });
  if (clauses.size() > kClausesMax) clauses.resize(kClausesMax);
  return clauses;
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
