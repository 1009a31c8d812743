// What persons wish who are told by an e-mail address, a network address or a
// name: known with the next comment, by every server, until erasure.

#include "store/wishes.h"

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr TraitViews kZoe = {
    .email = "zoe@exemple.test", .address = "192.0.2.9", .name = "Zoé Martin"};

class WishesTest : public StoreContract {
 protected:
  void Wish(AuthorWishes wishes) {
    wishes.site = "demo";
    CRIBLE_ASSERT_OK(store_->Apply(By("dpo"), std::move(wishes)));
  }
  PersonWish WishOf(const TraitViews& traits, std::string_view site = "demo",
                    std::string_view author = "") {
    return Know({.site = site, .author_id = author, .traits = traits}).wish;
  }
  int64_t Rows() {
    const auto db = *GetParam().DatabaseIn(Folder())->Connect();
    crible::Rows rows = db->Query("SELECT count(*) FROM wishes");
    return rows.Next() ? rows.Int(0) : -1;
  }
};
INSTANTIATE_TEST_SUITE_P(All, WishesTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(WishesTest, HoldsForWhoeverComesWithTheSame) {
  EXPECT_FALSE(WishOf(kZoe).objects);
  Wish({.email = " Zoe@Exemple.test ", .objects = true});
  const struct {
    TraitViews traits;
    bool objects;
  } kCases[] = {
      {kZoe, true},
      {{.email = "ZOE@EXEMPLE.TEST"}, true},
      {{.email = "max@exemple.test"}, false},
      {{.name = "zoe@exemple.test"}, false},  // another kind of thing
      {{}, false},
  };
  for (int round = 0; round < 2; ++round) {
    for (const auto& test : kCases) {
      EXPECT_EQ(WishOf(test.traits).objects, test.objects);
      EXPECT_EQ(WishOf(test.traits, "demo", "somebody").objects, test.objects);
      EXPECT_FALSE(WishOf(test.traits).restricted);
      EXPECT_FALSE(WishOf(test.traits, "other").objects);
    }
    Open();  // as it stands on disk
  }
}

TEST_P(WishesTest, WhatIsNotSetStaysAndNothingIsLeftOfWhatIsTakenBack) {
  Wish({.address = "192.0.2.9", .name = "zoe martin", .objects = true});
  Wish({.name = "Zoé Martin", .restricted = true});
  EXPECT_TRUE(WishOf({.name = "Zoé Martin"}).objects);
  EXPECT_TRUE(WishOf({.name = "Zoé Martin"}).restricted);
  EXPECT_FALSE(WishOf({.address = "192.0.2.9"}).restricted);
  EXPECT_EQ(Rows(), 2);
  Wish({.name = "Zoé Martin", .objects = false});
  EXPECT_FALSE(WishOf({.name = "Zoé Martin"}).objects);
  EXPECT_TRUE(WishOf(kZoe).objects);  // by the address
  Wish({.address = "192.0.2.9",
        .name = "Zoé Martin",
        .objects = false,
        .restricted = false});
  EXPECT_FALSE(WishOf(kZoe).objects);
  EXPECT_FALSE(WishOf(kZoe).restricted);
  EXPECT_EQ(Rows(), 0);
  EXPECT_THAT(
      store_->Apply(By("dpo"), AuthorWishes{.site = "demo", .objects = true}),
      StatusIs(absl::StatusCode::kFailedPrecondition, ""));
}

TEST_P(WishesTest, NoNameOrAddressStandsInTheTable) {
  Wish({.email = "zoe@exemple.test", .name = "Zoé Martin", .objects = true});
  const auto db = *GetParam().DatabaseIn(Folder())->Connect();
  crible::Rows rows = db->Query("SELECT mark FROM wishes");
  while (rows.Next()) {
    EXPECT_EQ(rows.Text(0).size(), 16u);
    EXPECT_EQ(rows.Text(0).find("zoe"), std::string::npos);
  }
}

TEST_P(WishesTest, AnErasedPersonsWishesEndHereAndInCopies) {
  Wish({.email = "zoe@exemple.test", .objects = true});
  Wish({.author_id = "zoe", .name = "Zoé Martin", .restricted = true});
  Wish({.email = "max@exemple.test", .objects = true});
  Record(Decision(1, Verdict::kHold, "zoe"));
  CRIBLE_ASSERT_OK(store_->Backup(folder_ / "copy"));
  const auto erased = store_->Erase(
      By("dpo"),
      {.site = "demo",
       .author_ids = {"zoe"},
       .traits = {{.email = "ZOE@exemple.test"},
                  {.email = "zoe@exemple.test", .name = "Zoé Martin"}}});
  CRIBLE_ASSERT_OK(erased);
  EXPECT_EQ(erased->wishes, 3);
  EXPECT_FALSE(WishOf(kZoe).objects);
  EXPECT_FALSE(WishOf(kZoe, "demo", "zoe").restricted);
  EXPECT_TRUE(WishOf({.email = "max@exemple.test"}).objects);
  auto copy = OpenStore({.folder = folder_ / "copy"});
  CRIBLE_ASSERT_OK(copy);
  const auto known = [&](const TraitViews& traits) {
    return (*copy)->FindKnown({.site = "demo", .traits = traits})->wish;
  };
  EXPECT_TRUE(known(kZoe).objects);
  CRIBLE_ASSERT_OK((*copy)->ReplayErasures(
      By("restore"), *store_->ListTombstones(),
      [](std::string_view payload) { return std::string(payload); }));
  CRIBLE_ASSERT_OK((*copy)->FindRemovals());
  EXPECT_FALSE(known(kZoe).objects);
  EXPECT_FALSE(known(kZoe).restricted);
  EXPECT_TRUE(known({.email = "max@exemple.test"}).objects);
}

TEST_P(WishesTest, WhatComesFromARestrictedPersonServesTheDecisionAlone) {
  Wish({.email = "zoe@exemple.test", .restricted = true});
  CommentDecision decision = Decision(1, Verdict::kHold, "zoe");
  decision.restricted = true;
  decision.lane = Lane::kUrgent;
  Record(decision);
  // Who must decide sees it, and is called.
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("1"));
  EXPECT_EQ(
      store_->TakeAlarms(kStart + absl::Hours(1), absl::Minutes(1), 9)->size(),
      1u);
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  EXPECT_THAT(*store_->ListLessons({.site = "demo"}), IsEmpty());
  EXPECT_EQ(Know({.author_id = "zoe", .body = "body 1"}).earlier,
            EarlierText::kNone);
  EXPECT_TRUE(Know({.comment = Name(1)}).restricted);
  // Nothing has to be forgotten by anybody.
  EXPECT_EQ(store_->FindRemovals()->restricted, 0u);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("dpo"), Restriction{.comment = Name(1), .restricts = false}));
  EXPECT_FALSE(Know({.comment = Name(1)}).restricted);
}

TEST_P(WishesTest, AnImportOfARestrictedPersonTeachesNothing) {
  for (const bool restricted : {true, false}) {
    CommentDecision comment =
        Decision(restricted ? 1 : 2, Verdict::kReject, "zoe");
    comment.restricted = restricted;
    CRIBLE_ASSERT_OK(
        store_->Apply(By("import"), Import{.comment = comment,
                                           .source = "import:a",
                                           .label = LessonLabel::kRefused}));
  }
  const auto lessons = store_->ListLessons({.site = "demo"});
  ASSERT_EQ(lessons->size(), 1u);
  EXPECT_EQ((*lessons)[0].comment, Name(2));
}

TEST_P(WishesTest, OfWhomNothingIsCountedIsToldSealedAndForAMonth) {
  const auto before = store_->FindRemovals();
  Wish({.author_id = "zoe", .restricted = true, .uncounted = {7, 8}});
  const auto between = store_->FindRemovals();
  EXPECT_NE(*between, *before);
  CRIBLE_ASSERT_OK(store_->Erase(
      By("dpo"), {.site = "demo", .author_ids = {"max"}, .uncounted = {9}}));
  EXPECT_THAT(store_->ListRemoved(*before)->authors, ElementsAre(7, 8, 9));
  EXPECT_THAT(store_->ListRemoved(*between)->authors, ElementsAre(9));
  EXPECT_THAT(store_->ListRemoved(*store_->FindRemovals())->authors, IsEmpty());
  const auto later = [&](absl::Duration after) {
    EXPECT_THAT(store_->Prune({}, By("").now + after, 100), IsOk());
    return store_->ListRemoved(*before)->authors.size();
  };
  EXPECT_EQ(later(kRepeatWindowMax), 3u);
  EXPECT_EQ(later(kRepeatWindowMax + absl::Seconds(1)), 0u);
}

}  // namespace
}  // namespace crible
