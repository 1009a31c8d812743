#include "store/store_facts.h"

#include "store/store_fixture.h"

namespace crible {
namespace {

class StoreFactsTest : public StoreContract {
 protected:
  ObservedFacts Observe(const FactQuery& query) {
    NoFacts counts;
    ObservedFacts facts;
    StoreFacts(store_.get(), &counts)
        .Observe(query, kStart + absl::Hours(1), absl::Seconds(1), &facts);
    return facts;
  }
};
INSTANTIATE_TEST_SUITE_P(All, StoreFactsTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(StoreFactsTest, TellsWhatTheStoreRemembers) {
  Record(Decision(1, Verdict::kAccept, "zoe"));
  Record(Decision(2, Verdict::kReject, "zoe"));
  Record(Decision(3, Verdict::kHold, "zoe"));
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(3)}));
  CRIBLE_ASSERT_OK(Resolve(3, Outcome::kReject));
  const std::string name = Name(3);
  const ObservedFacts facts = Observe(
      {.site = "demo", .name = name, .author_id = "zoe", .body = "body 3"});
  EXPECT_EQ(facts.now, kStart + absl::Hours(1));
  EXPECT_EQ(facts.author.comments, 2u);
  EXPECT_EQ(facts.author.accepted, 1u);
  EXPECT_EQ(facts.author.rejected, 1u);
  EXPECT_EQ(facts.author.first_seen, kStart + absl::Seconds(1));
  EXPECT_EQ(facts.author.trusted, std::nullopt);
  EXPECT_EQ(facts.earlier, EarlierResolution::kRefused);
  EXPECT_EQ(facts.reports, 1u);
  EXPECT_TRUE(facts.faults.empty());
}

TEST_P(StoreFactsTest, AnAuthorNeverSeenIsUnknown) {
  const ObservedFacts facts = Observe({.site = "demo", .author_id = "zoe"});
  EXPECT_EQ(facts.author.comments, std::nullopt);
  EXPECT_EQ(facts.author.trusted, std::nullopt);
  EXPECT_EQ(facts.reports, std::nullopt);
}

TEST_P(StoreFactsTest, AStatusSaysWhetherAnAuthorIsTrusted) {
  const struct {
    AuthorStatus status;
    std::optional<bool> trusted;
  } kCases[] = {{AuthorStatus::kNormal, std::nullopt},
                {AuthorStatus::kTrusted, true},
                {AuthorStatus::kBefore, false},
                {AuthorStatus::kBanned, false}};
  for (const auto& test : kCases) {
    CRIBLE_ASSERT_OK(store_->Apply(
        By("ann"),
        AuthorStatusSetting{
            .site = "demo", .author_id = "zoe", .status = test.status}));
    const ObservedFacts facts = Observe({.site = "demo", .author_id = "zoe"});
    EXPECT_EQ(facts.author.trusted, test.trusted);
    EXPECT_EQ(facts.author.status.value_or(AuthorStatus::kNormal), test.status);
    EXPECT_EQ(facts.author.comments, std::nullopt);
  }
}

TEST_P(StoreFactsTest, TellsTheArticlesMode) {
  CRIBLE_ASSERT_OK(store_->Apply(
      By("desk"), ArticleModeSetting{.site = "demo",
                                     .article = "sites/demo/articles/a",
                                     .mode = ArticleMode::kBefore}));
  EXPECT_EQ(Observe({.article = "sites/demo/articles/a"}).mode,
            ArticleMode::kBefore);
  EXPECT_EQ(Observe({.article = "sites/demo/articles/b"}).mode,
            ArticleMode::kByPolicy);
}

TEST_P(StoreFactsTest, CountsWhatIsHeldOnceASecondIfAsked) {
  NoFacts counts;
  StoreFacts facts(store_.get(), &counts);
  const auto waiting = [&](absl::Duration later, bool asks = true) {
    ObservedFacts seen;
    facts.Observe({.site = "demo", .asks_waiting = asks}, kStart + later,
                  absl::Seconds(1), &seen);
    return seen.waiting;
  };
  EXPECT_EQ(waiting(absl::ZeroDuration(), false), std::nullopt);
  Record(Decision(1));
  Record(Decision(2));
  CommentDecision look = Decision(3, Verdict::kAccept);
  look.look = true;
  Record(look);
  CommentDecision elsewhere = Decision(4);
  elsewhere.site = "other";
  Record(elsewhere);
  EXPECT_EQ(waiting(absl::ZeroDuration()), 2u);
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kAccept));
  EXPECT_EQ(waiting(absl::Milliseconds(900)), 2u);
  EXPECT_EQ(waiting(absl::Seconds(1)), 1u);
}

// Counts nothing, and notes what it is asked.
class NotingFacts : public NoFacts {
 public:
  void Observe(const FactQuery& query, absl::Time now, absl::Duration budget,
               ObservedFacts* facts) override {
    asked.emplace_back(query.name);
    NoFacts::Observe(query, now, budget, facts);
    facts->repeats = {{.of = RepeatOf::kText, .count = 1}};
  }
  void Forget(const FactRemoval& removal) override {
    forgotten = removal.comments;
  }
  std::vector<std::string> asked;
  std::vector<uint64_t> forgotten;
};

TEST_P(StoreFactsTest, WhatIsRestrictedIsNotCounted) {
  Record(Decision(1, Verdict::kHold, "zoe"));
  Record(Decision(2, Verdict::kHold, "zoe"));
  CRIBLE_ASSERT_OK(store_->Apply(By("dpo"), Restriction{.comment = Name(1)}));
  NotingFacts counts;
  StoreFacts facts(store_.get(), &counts);
  ObservedFacts seen;
  const auto observe = [&](int i) {
    const std::string name = Name(i);
    facts.Observe({.site = "demo", .name = name, .author_id = "zoe"}, kStart,
                  absl::Seconds(1), &seen);
    return seen.repeats.size();
  };
  EXPECT_EQ(observe(1), 0u);
  EXPECT_EQ(seen.now, kStart);
  EXPECT_EQ(seen.author.comments, 1u);
  EXPECT_EQ(observe(2), 1u);
  EXPECT_EQ(counts.asked, std::vector<std::string>({Name(2)}));
  facts.Forget({.comments = {7}});
  EXPECT_EQ(counts.forgotten, std::vector<uint64_t>({7}));
}

TEST_P(StoreFactsTest, TellsWhatWhoeverComesWithAnEmailWishes) {
  Record(Decision(1, Verdict::kAccept, "zoe"));
  CRIBLE_ASSERT_OK(
      store_->Apply(By("dpo"), AuthorWishes{.site = "demo",
                                            .email = "zoe@exemple.test",
                                            .objects = true,
                                            .restricted = true}));
  NotingFacts counts;
  ObservedFacts facts;
  const auto observe = [&](const char* email) {
    StoreFacts(store_.get(), &counts)
        .Observe({.site = "demo", .author_id = "zoe", .author_email = email},
                 kStart, absl::Seconds(1), &facts);
  };
  observe("Zoe@exemple.test");
  EXPECT_EQ(facts.author.objects, true);
  EXPECT_EQ(facts.author.restricts, true);
  EXPECT_EQ(facts.author.comments, std::nullopt);
  EXPECT_TRUE(counts.asked.empty());
  observe("max@exemple.test");
  EXPECT_EQ(facts.author.objects, std::nullopt);
  EXPECT_EQ(facts.author.restricts, std::nullopt);
  EXPECT_EQ(facts.author.comments, 1u);
  EXPECT_EQ(counts.asked.size(), 1u);
}

TEST_P(StoreFactsTest, AStoreThatCannotBeReadIsAFault) {
  Record(Decision(1, Verdict::kHold, "zoe"));
  const auto db = *GetParam().DatabaseIn(Folder())->Connect();
  db->RunScript("DROP TABLE authors");
  const ObservedFacts facts = Observe({.site = "demo", .author_id = "zoe"});
  ASSERT_EQ(facts.faults.size(), 1u);
  EXPECT_EQ(facts.faults[0].part, Part::kFacts);
}

}  // namespace
}  // namespace crible
