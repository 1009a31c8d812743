#include "bayes/corpus.h"

#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace crible {
namespace {

using ::testing::ElementsAre;

TEST(Corpus, ReadsLines) {
  const auto rows = ReadCorpus("c.jsonl", R"(
{"id": "c:1", "body": "Été\n", "label": "ham", "lang": "fr", "title": "x"}

{"id": "c:2", "body": "b", "label": "spam", "format": "html", "family": "f"})");
  CRIBLE_ASSERT_OK(rows);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].body, "Été\n");
  EXPECT_EQ((*rows)[0].language, "fr");
  EXPECT_EQ((*rows)[0].format, BodyFormat::kPlain);
  EXPECT_EQ((*rows)[1].language, "und");
  EXPECT_EQ((*rows)[1].format, BodyFormat::kHtml);
  EXPECT_EQ((*rows)[1].family, "f");
}

TEST(Corpus, RefusesWithTheLineAndNotTheText) {
  struct Case {
    const char* line;
    const char* want;
  };
  const Case cases[] = {
      {"{", "c.jsonl:2: "},
      {"[]", "c.jsonl:2: "},
      {R"({"id": "secret", "body": "secret"})", "c.jsonl:2: \"label\" is"},
      {R"({"id": "a", "body": 7, "label": "ham"})", "c.jsonl:2: "},
      {R"({"id": "a", "body": "secret", "label": "ham", "format": "rtf"})",
       "c.jsonl:2: \"format\" is"},
      {"{\"id\": \"a\", \"body\": \"\xff\", \"label\": \"ham\"}", "c.jsonl:2:"},
  };
  const std::string good = R"({"id": "a", "body": "b", "label": "ham"})";
  for (const Case& c : cases) {
    const auto rows = ReadCorpus("c.jsonl", good + "\n" + c.line + "\n");
    EXPECT_THAT(rows, StatusIs(absl::StatusCode::kInvalidArgument, c.want));
    EXPECT_EQ(rows.status().message().find("secret"), absl::string_view::npos);
  }
}

TEST(Mix, ReadsEntries) {
  const Mix mix = ReadMix("mix.toml", R"(salt = "s"
[[corpus]]
file = "a/blog.train.jsonl"
category = "spam"
in_max = 10
und = "en"
[[corpus]]
file = "ours.jsonl"
category = "abuse"
in = ["abuse", "hate"]
out = ["ham", "spam"]
place = "forum"
folds = 4
weight = 8
)");
  EXPECT_TRUE(mix.issues.empty());
  EXPECT_EQ(mix.salt, "s");
  ASSERT_EQ(mix.entries.size(), 2u);
  EXPECT_EQ(mix.entries[0].corpus, "blog");
  EXPECT_THAT(mix.entries[0].in, ElementsAre("spam"));
  EXPECT_THAT(mix.entries[0].out, ElementsAre("ham"));
  EXPECT_EQ(mix.entries[0].in_max, 10u);
  EXPECT_EQ(mix.entries[0].out_max, SIZE_MAX);
  EXPECT_EQ(mix.entries[0].und, "en");
  EXPECT_EQ(mix.entries[1].corpus, "ours");
  EXPECT_THAT(mix.entries[1].in, ElementsAre("abuse", "hate"));
  EXPECT_EQ(mix.entries[1].place, "forum");
  EXPECT_EQ(mix.entries[1].folds, 4u);
  EXPECT_EQ(mix.entries[0].weight, 1u);
  EXPECT_EQ(mix.entries[1].weight, 8u);
}

TEST(Mix, SaysAllMistakesAtOnce) {
  const Mix mix = ReadMix("mix.toml", R"([[corpus]]
category = 3
in = "spam"
folds = 0
places = "x"
[[corpora]]
file = "x"
)");
  std::vector<std::string> messages;
  for (const Issue& issue : mix.issues) {
    messages.push_back(FormatIssue(issue, UiLanguage::kEnglish));
  }
  ASSERT_EQ(messages.size(), 6u);
  EXPECT_THAT(messages[0], testing::HasSubstr("mix.toml:1:1: `file = \"…\"`"));
  EXPECT_THAT(messages[1], testing::HasSubstr("mix.toml:2:12: `category` is"));
  EXPECT_THAT(messages[2], testing::HasSubstr("mix.toml:3:6: `in` is a list"));
  EXPECT_THAT(messages[3], testing::HasSubstr("mix.toml:4:9: `folds` is"));
  EXPECT_THAT(messages[4], testing::HasSubstr("mix.toml:5:1: "));
  EXPECT_THAT(messages[5], testing::HasSubstr("mix.toml:6:1: [[corpora]]"));
}

std::vector<CorpusRow> Rows(int n) {
  std::vector<CorpusRow> rows;
  for (int i = 0; i < n; ++i) {
    rows.push_back({.id = "c:" + std::to_string(i),
                    .label = i % 3 == 0   ? "spam"
                             : i % 3 == 1 ? "ham"
                                          : "unclear",
                    .language = i % 2 == 0 ? "fr" : "und"});
  }
  return rows;
}

std::vector<std::string> Ids(const std::vector<MixRow>& rows) {
  std::vector<std::string> ids;
  for (const MixRow& row : rows) ids.push_back(row.row.id);
  return ids;
}

TEST(Mix, TakesTheSameRowsWhateverTheirOrder) {
  const MixEntry entry{
      .corpus = "c", .in = {"spam"}, .out = {"ham"}, .in_max = 5};
  std::vector<CorpusRow> reversed = Rows(60);
  std::reverse(reversed.begin(), reversed.end());
  const auto rows = SelectRows(entry, "s", Rows(60));
  EXPECT_EQ(Ids(rows), Ids(SelectRows(entry, "s", reversed)));
  EXPECT_NE(Ids(rows), Ids(SelectRows(entry, "another salt", Rows(60))));
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(),
                          [](const MixRow& row) { return row.in; }),
            5);
  EXPECT_EQ(rows.size(), 25u);  // and all twenty of ham
}

TEST(Mix, NamesStrataAndFolds) {
  MixEntry entry{.corpus = "c", .in = {"spam"}, .out = {"ham"}, .und = "en"};
  std::set<std::string> strata, folds;
  for (const MixRow& row : SelectRows(entry, "s", Rows(60))) {
    strata.insert(row.stratum);
    folds.insert(row.fold);
  }
  EXPECT_EQ(strata, (std::set<std::string>{"en", "fr"}));
  EXPECT_EQ(folds, (std::set<std::string>{"c"}));

  entry.place = "forum";
  entry.folds = 3;
  std::vector<CorpusRow> rows = Rows(60);
  for (size_t i = 0; i < rows.size(); ++i) {
    rows[i].family = "family " + std::to_string(i % 10);
  }
  std::set<std::pair<std::string, std::string>> folds_of_families;
  strata.clear();
  for (const MixRow& row : SelectRows(entry, "s", rows)) {
    strata.insert(row.stratum);
    folds_of_families.insert({row.row.family, row.fold});
  }
  EXPECT_EQ(strata, (std::set<std::string>{"en-forum", "fr-forum"}));
  EXPECT_EQ(folds_of_families.size(), 10u);  // each family in one fold
}

}  // namespace
}  // namespace crible
