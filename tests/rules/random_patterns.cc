#include "rules/random_patterns.h"

namespace crible {
namespace {

size_t Below(std::mt19937* random, size_t n) {
  return std::uniform_int_distribution<size_t>(0, n - 1)(*random);
}

template <size_t n>
std::string OneOf(std::mt19937* random, const char* const (&choices)[n]) {
  return choices[Below(random, n)];
}

constexpr const char* kLiterals[] = {
    "tu", "es", "con", "a", "ab",    "b",   "aba", " ", "est", "l'",
    "40", "7",  "€",   "é", "conne", "\\.", "-",   "_", "😂",   "gagner"};
constexpr const char* kClasses[] = {
    ".",      "\\w",       "\\d",          "\\s",        "\\W",   "[ab]",
    "[^a]",   "[^.!?]",    "[a-z]",        "[éa]",       "[ -]",  "[€$]",
    "[\\w-]", "\\D",       "[^\\w\n]",     "\\S",        "[0-7]", "(?i:A)",
    "(?s:.)", "\\x61",     "\\x{e9}",      "[^é]",       "\\pL",  "(?i:Es)",
    "(?i:É)", "(?i:[éa])", "(?i:\\p{Lu})", "(?i)k(?-i)A"};
constexpr const char* kCounts[] = {"?",     "*",     "+",      "{2}",
                                   "{0,3}", "{1,2}", "{2,}",   "??",
                                   "*?",    "+?",    "{0,2}?", "{0,12}"};
constexpr const char* kAssertions[] = {"\\b", "\\b", "^", "$", "\\B", "\\z"};

}  // namespace

std::string RandomPattern(std::mt19937* random, int depth) {
  switch (Below(random, depth > 0 ? 9 : 4)) {
    case 0:
    case 1:
      return OneOf(random, kLiterals);
    case 2:
      return OneOf(random, kClasses);
    case 3:
      return OneOf(random, kAssertions) + OneOf(random, kLiterals);
    case 4: {
      std::string options = "(";
      const size_t count = 2 + Below(random, 6);
      for (size_t i = 0; i < count; ++i) {
        if (i > 0) options += "|";
        if (Below(random, 8) > 0) options += RandomPattern(random, depth - 1);
      }
      options += ')';
      return options;
    }
    case 5:
      return OneOf(random, kClasses) + OneOf(random, kCounts);
    case 6: {
      std::string group = "(";
      group += RandomPattern(random, depth - 1);
      group += ')';
      return group + OneOf(random, kCounts);
    }
    case 7:
      return RandomPattern(random, depth - 1) + OneOf(random, kAssertions) +
             RandomPattern(random, depth - 1);
    default: {
      std::string row;
      for (size_t i = 0; i < 3; ++i) row += RandomPattern(random, depth - 1);
      return row;
    }
  }
}

std::string RandomWords(std::mt19937* random, size_t words_max) {
  static constexpr const char* kWords[] = {
      "tu", "es", "con",  "conne", "a",  "ab", "abab",  "est",    "l'a",
      "40", "7",  "40€",  "é",     "aé", "b",  "_",     "gagner", "40a",
      "a7", "😂",  "tues", "A",     "ES", "k",  "\u212a"};
  static constexpr const char* kBetween[] = {" ", " ", " ",  "",  ".",
                                             "-", "!", "\n", "'", "  "};
  std::string text;
  const size_t words = Below(random, words_max + 1);
  for (size_t i = 0; i < words; ++i) {
    text += OneOf(random, kWords) + OneOf(random, kBetween);
  }
  return text;
}

}  // namespace crible
