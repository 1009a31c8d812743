#include "signals/measure.h"

#include <functional>
#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

Signals Measure(const Comment& comment) {
  Text text;
  AnalyzeText(comment.body, comment.format, WordSet(), &text);
  return MeasureSignals(comment, text);
}

struct Case {
  const char* body;
  const char* name;
  double want;
  std::function<double(const Signals&)> get;
};

TEST(Measure, WhatStandsInTheText) {
  using S = const Signals&;
  const Case kCases[] = {
      {"", "characters", 0, [](S s) { return s.characters; }},
      {"", "capitals_share", 0, [](S s) { return s.capitals_share; }},
      {"", "repeated", 0, [](S s) { return s.repeated_words_share; }},
      {"Été à Nîmes", "characters", 11, [](S s) { return s.characters; }},
      {"Été à Nîmes", "words", 3, [](S s) { return s.words; }},
      {"Été à Nîmes", "letters", 9, [](S s) { return s.letters; }},
      {"Été à Nîmes", "capitals", 2, [](S s) { return s.capitals; }},
      {"ÉTÉ été", "capitals_share", 0.5, [](S s) { return s.capitals_share; }},
      {"06 12", "digits", 4, [](S s) { return s.digits; }},
      {"06 12", "digits_share", 0.8, [](S s) { return s.digits_share; }},
      {"Quoi ?! Non !", "exclamations", 2, [](S s) { return s.exclamations; }},
      {"Quoi ?! Non !", "questions", 1, [](S s) { return s.questions; }},
      {"un\ndeux\ntrois", "lines", 3, [](S s) { return s.lines; }},
      {"bla bla bla oui", "repeated", 0.5,
       [](S s) { return s.repeated_words_share; }},
      {"Привет", "latin_share", 0, [](S s) { return s.latin_share; }},
      {"Bonjour", "latin_share", 1, [](S s) { return s.latin_share; }},
      {"https://a.test/1 https://a.test/2 https://b.test", "links", 3,
       [](S s) { return s.links; }},
      {"https://a.test/1 https://a.test/2 https://b.test", "hosts", 2,
       [](S s) { return s.hosts; }},
      {"Écrivez à jean@exemple.test", "contacts", 1,
       [](S s) { return s.contacts; }},
      {"vi\u200bagra", "disguised_words", 1,
       [](S s) { return s.disguised_words; }},
      {"vi\u200bagra", "invisible", 1,
       [](S s) { return s.invisible_characters; }},
      {"nooooon", "longest_run", 5, [](S s) { return s.longest_run; }},
      {"p\u0430ypal", "mixed_script_words", 1,
       [](S s) { return s.mixed_script_words; }},
      {"@jean et @paul #foot", "mentions", 2, [](S s) { return s.mentions; }},
      {"@jean et @paul #foot", "hashtags", 1, [](S s) { return s.hashtags; }},
      {"Bravo 👍👍", "emoji", 2, [](S s) { return s.emoji; }},
      {"a, b.", "punctuation", 2, [](S s) { return s.punctuation; }},
  };
  for (const Case& c : kCases) {
    EXPECT_NEAR(c.get(Measure({.body = c.body})), c.want, 1e-6)
        << c.name << " of " << c.body;
  }
}

TEST(Measure, SecondsOnPageAreUnknownUntilSent) {
  EXPECT_EQ(Measure({.body = "a"}).seconds_on_page, std::nullopt);
  EXPECT_EQ(Measure({.body = "a", .time_on_page = absl::Milliseconds(1500)})
                .seconds_on_page,
            1.5f);
}

TEST(Measure, MarkUpIsNoText) {
  const Signals signals =
      Measure({.body = "<b>Oui</b>", .format = BodyFormat::kHtml});
  EXPECT_EQ(signals.characters, 3u);
  EXPECT_EQ(signals.words, 1u);
}

}  // namespace
}  // namespace crible
