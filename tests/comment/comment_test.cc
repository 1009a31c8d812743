#include "comment/comment.h"

#include <set>
#include <string>

#include "comment/category.h"
#include "comment/decision.h"
#include "comment/evidence.h"
#include "comment/facts.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Comment, FieldTextFindsEachField) {
  const Article article{.title = "title"};
  const Comment comment{.body = "body",
                        .author = {.name = "name", .email = "e", .url = "u"},
                        .article = &article,
                        .parent = {.text = "parent"}};
  EXPECT_EQ(FieldText(comment, Field::kBody), "body");
  EXPECT_EQ(FieldText(comment, Field::kAuthorName), "name");
  EXPECT_EQ(FieldText(comment, Field::kAuthorEmail), "e");
  EXPECT_EQ(FieldText(comment, Field::kAuthorUrl), "u");
  EXPECT_EQ(FieldText(comment, Field::kParentText), "parent");
  EXPECT_EQ(FieldText(comment, Field::kArticleTitle), "title");
  EXPECT_EQ(FieldText(Comment{}, Field::kArticleTitle), "");
}

TEST(Names, AreDifferentAndNotEmpty) {
  std::set<std::string_view> names;
  for (int i = 0; i < 5; ++i) names.insert(ThenName(static_cast<Then>(i)));
  EXPECT_EQ(names.size(), 5u);
  for (int i = 0; i < 3; ++i) names.insert(LaneName(static_cast<Lane>(i)));
  for (int i = 0; i < 5; ++i) names.insert(PartName(static_cast<Part>(i)));
  for (int i = 0; i < 6; ++i) names.insert(FieldName(static_cast<Field>(i)));
  EXPECT_EQ(names.size(), 19u);
  EXPECT_FALSE(names.contains(""));
}

TEST(CategoryTable, KnowsTheFourAndAddsASitesOwn) {
  CategoryTable table;
  EXPECT_EQ(table.Find("spam"), kSpam);
  EXPECT_EQ(table.Find("distress"), kDistress);
  EXPECT_EQ(table.Find("spoiler"), std::nullopt);
  const auto id = table.Add("spoiler");
  ASSERT_TRUE(id);
  EXPECT_EQ(table.Add("spoiler"), id);
  EXPECT_EQ(table.Name(*id), "spoiler");
}

TEST(CategoryTable, IsBounded) {
  CategoryTable table;
  for (size_t i = table.size(); i < kCategoriesMax; ++i) {
    EXPECT_TRUE(table.Add("own-" + std::to_string(i)));
  }
  EXPECT_FALSE(table.Add("one too many"));
  EXPECT_EQ(table.Add("spam"), kSpam);
}

TEST(RecordedFacts, AnswersWithWhatWasSeen) {
  ObservedFacts seen;
  seen.now = absl::FromUnixSeconds(7);
  seen.repeats = {{RepeatOf::kText, 600, 5, 2}};
  RecordedFacts recorded(seen);
  ObservedFacts facts;
  recorded.Observe({}, absl::FromUnixSeconds(99), absl::ZeroDuration(), &facts);
  EXPECT_EQ(facts.now, seen.now);
  EXPECT_EQ(facts.repeats, seen.repeats);
}

TEST(NoFacts, KnowsNothingButTheTime) {
  ObservedFacts facts;
  facts.repeats = {{RepeatOf::kText, 600, 5, 2}};
  NoFacts().Observe({}, absl::FromUnixSeconds(7), absl::ZeroDuration(), &facts);
  EXPECT_EQ(facts.now, absl::FromUnixSeconds(7));
  EXPECT_TRUE(facts.repeats.empty());
  EXPECT_TRUE(facts.faults.empty());
}

TEST(Evidence, ClearForgetsEverything) {
  Evidence evidence;
  evidence.hits.push_back({});
  evidence.spans.push_back({});
  evidence.scores.push_back({});
  evidence.faults.push_back({});
  evidence.facts.repeats.push_back({});
  evidence.facts.reports = 3;
  evidence.signals.words = 3;
  evidence.language = "fr";
  evidence.Clear();
  EXPECT_TRUE(evidence.hits.empty() && evidence.spans.empty());
  EXPECT_TRUE(evidence.scores.empty() && evidence.faults.empty());
  EXPECT_TRUE(evidence.facts.repeats.empty());
  EXPECT_FALSE(evidence.facts.reports);
  EXPECT_EQ(evidence.signals.words, 0u);
  EXPECT_EQ(evidence.language, "und");
}

TEST(Decision, ClearAccepts) {
  Decision decision{
      .verdict = Verdict::kReject, .look = true, .lane = Lane::kUrgent};
  decision.reasons.push_back({});
  decision.scores.push_back({});
  decision.Clear();
  EXPECT_EQ(decision.verdict, Verdict::kAccept);
  EXPECT_FALSE(decision.look);
  EXPECT_EQ(decision.lane, Lane::kNormal);
  EXPECT_TRUE(decision.reasons.empty() && decision.scores.empty());
}

}  // namespace
}  // namespace crible
