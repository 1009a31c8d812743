// The queue: order, filters, claims, resolutions and their undoing.

#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;

TEST_P(StoreContract, ListsWhatIsDueFirst) {
  Record(Decision(1));
  CommentDecision first = Decision(2);
  first.lane = Lane::kFirst;
  Record(first);
  CommentDecision urgent = Decision(3);
  urgent.lane = Lane::kUrgent;
  Record(urgent);
  CommentDecision look = Decision(4, Verdict::kAccept);
  look.look = true;
  Record(look);
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("3", "2", "1", "4"));
  // What came a day ago goes before what is in a hurry now.
  CommentDecision old = Decision(5);
  old.time = kStart - absl::Hours(25);
  Record(old);
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("3", "5", "2", "1", "4"));
}

TEST_P(StoreContract, PagesStandStillWhileItemsMove) {
  for (int i = 1; i <= 6; ++i) Record(Decision(i));
  const auto page = store_->ListItems({.site = "demo"}, {}, 3, kStart);
  CRIBLE_ASSERT_OK(page);
  const ReviewItem& last = page->back();
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kAccept));
  CRIBLE_ASSERT_OK(Resolve(5, Outcome::kAccept));
  CommentDecision urgent = Decision(7);
  urgent.lane = Lane::kUrgent;
  Record(urgent);
  const ItemPlace place{.due_micros = ToMicros(last.due), .id = last.id};
  EXPECT_THAT(Listed({.site = "demo"}, place), ElementsAre("4", "6"));
}

TEST_P(StoreContract, Filters) {
  CommentDecision a = Decision(1, Verdict::kHold, "zoe");
  a.labels = {"rule:loans/offer", "ground:spam"};
  a.article = "sites/demo/articles/a";
  Record(a);
  CommentDecision b = Decision(2);
  b.lane = Lane::kFirst;
  b.language = "en";
  b.fault_only = true;
  Record(b);
  CommentDecision c = Decision(3, Verdict::kAccept);
  c.look = true;
  Record(c);
  CommentDecision elsewhere = Decision(4);
  elsewhere.site = "other";
  Record(elsewhere);
  CRIBLE_ASSERT_OK(store_->Claim({.subject = "ann",
                                  .lease = absl::Hours(2),
                                  .now = kStart,
                                  .comments = {Name(1)}}));
  const auto with = [](auto set) {
    ItemFilter filter{.site = "demo"};
    set(&filter);
    return filter;
  };
  const struct {
    const char* name;
    ItemFilter filter;
    std::vector<std::string> want;
  } kCases[] = {
      {"site", with([](auto*) {}), {"2", "1", "3"}},
      {"other site", {.site = "other"}, {"4"}},
      {"queue", with([](auto* f) { f->queue = ReviewQueue::kLook; }), {"3"}},
      {"lane", with([](auto* f) { f->lane = Lane::kFirst; }), {"2"}},
      {"desk", with([](auto* f) { f->desk = true; }), {}},
      {"claimed", with([](auto* f) { f->claimed = true; }), {"1"}},
      {"free", with([](auto* f) { f->claimed = false; }), {"2", "3"}},
      {"rule", with([](auto* f) { f->label = "rule:loans/offer"; }), {"1"}},
      {"no rule", with([](auto* f) { f->label = "rule:loans"; }), {}},
      {"language", with([](auto* f) { f->language = "en"; }), {"2"}},
      {"author", with([](auto* f) { f->author_id = "zoe"; }), {"1"}},
      {"article",
       with([](auto* f) { f->article = "sites/demo/articles/a"; }),
       {"1"}},
      {"fault", with([](auto* f) { f->fault_only = true; }), {"2"}},
      {"age",
       with([](auto* f) { f->since_min = kStart + absl::Seconds(3); }),
       {"3"}},
      {"until",
       with([](auto* f) { f->since_max = kStart + absl::Seconds(2); }),
       {"1"}},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.name);
    EXPECT_EQ(Listed(test.filter), test.want);
  }
}

TEST_P(StoreContract, LeasesItems) {
  for (int i = 1; i <= 3; ++i) Record(Decision(i));
  const auto claim = [&](const std::string& subject, absl::Duration later,
                         std::vector<std::string> comments, int max) {
    auto items = store_->Claim({.subject = subject,
                                .lease = absl::Minutes(2),
                                .now = kStart + later,
                                .comments = std::move(comments),
                                .filter = {.site = "demo"},
                                .items_max = max});
    EXPECT_THAT(items, IsOk());
    return items->size();
  };
  EXPECT_EQ(claim("ann", absl::ZeroDuration(), {}, 2), 2u);
  EXPECT_EQ(claim("bob", absl::ZeroDuration(), {}, 2), 1u);
  EXPECT_EQ(claim("bob", absl::ZeroDuration(), {Name(1)}, 0), 0u);
  EXPECT_EQ(claim("ann", absl::Minutes(1), {Name(1)}, 0), 1u);  // renewed
  EXPECT_EQ(claim("bob", absl::Seconds(150), {Name(1)}, 0), 0u);
  EXPECT_EQ(claim("bob", absl::Minutes(3), {Name(1)}, 0), 1u);  // expired
  CRIBLE_ASSERT_OK(store_->Claim({.subject = "bob",
                                  .now = kStart + absl::Minutes(3),
                                  .comments = {Name(1)}}));
  EXPECT_EQ(claim("ann", absl::Minutes(3), {Name(1)}, 0), 1u);  // given back
}

TEST_P(StoreContract, WorkRenewsALease) {
  for (int i = 1; i <= 3; ++i) Record(Decision(i));
  const auto claim = [&](const std::string& subject, absl::Duration later,
                         int item) {
    const auto items = store_->Claim({.subject = subject,
                                      .lease = absl::Minutes(2),
                                      .now = kStart + later,
                                      .comments = {Name(item)}});
    EXPECT_THAT(items, IsOk());
    return !items->empty();
  };
  const auto open = [&](const std::string& subject, absl::Duration later) {
    CRIBLE_ASSERT_OK(
        store_->Apply({subject, kStart + later}, Sighting{.comment = Name(1)}));
  };
  for (int i = 1; i <= 3; ++i)
    ASSERT_TRUE(claim("ann", absl::ZeroDuration(), i));
  open("ann", absl::Seconds(30));  // too soon to be written
  open("bob", absl::Seconds(110));
  EXPECT_FALSE(claim("bob", absl::Seconds(119), 2));
  open("ann", absl::Seconds(110));
  EXPECT_FALSE(claim("bob", absl::Seconds(229), 2));  // all that ann has
  CRIBLE_ASSERT_OK(store_->Apply({"ann", kStart + absl::Seconds(220)},
                                 Resolution{.comment = Name(1),
                                            .version = Item(1).version,
                                            .outcome = Outcome::kAccept}));
  EXPECT_FALSE(claim("bob", absl::Seconds(339), 2));
  EXPECT_TRUE(claim("bob", absl::Seconds(341), 2));
  open("ann", absl::Seconds(342));  // what has lapsed does not come back
  EXPECT_TRUE(claim("bob", absl::Seconds(343), 3));
}

TEST_P(StoreContract, NoItemIsLeasedTwice) {
  constexpr int kItems = 200;
  for (int i = 1; i <= kItems; ++i) store_->Record(Decision(i));
  store_->Flush();
  absl::Mutex mutex;
  std::multiset<std::string> leased;
  std::vector<std::thread> people;
  for (int person = 0; person < 8; ++person) {
    people.emplace_back([&, person] {
      while (true) {
        const auto items = store_->Claim({.subject = fmt::format("p{}", person),
                                          .lease = absl::Minutes(2),
                                          .now = kStart,
                                          .filter = {.site = "demo"},
                                          .items_max = 7});
        ASSERT_THAT(items, IsOk());
        if (items->empty()) return;
        absl::MutexLock lock(&mutex);
        for (const ReviewItem& item : *items) leased.insert(item.comment.name);
      }
    });
  }
  for (std::thread& person : people) person.join();
  EXPECT_EQ(leased.size(), static_cast<size_t>(kItems));
  EXPECT_EQ(std::set<std::string>(leased.begin(), leased.end()).size(),
            static_cast<size_t>(kItems));
}

TEST_P(StoreContract, OnlyTheFirstOfTwoResolves) {
  Record(Decision(1));
  const uint64_t version = Item(1).version;
  std::atomic<int> won = 0, told = 0;
  std::vector<std::thread> people;
  for (int person = 0; person < 8; ++person) {
    people.emplace_back([&, person] {
      const auto result =
          store_->Apply(By(fmt::format("p{}", person)),
                        Resolution{.comment = Name(1), .version = version});
      if (result.ok()) ++won;
      if (result.status().code() == absl::StatusCode::kAborted) ++told;
    });
  }
  for (std::thread& person : people) person.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(told, 7);
  // Those who are told can see who it was.
  const auto event = store_->FindEvent(Item(1).comment.resolution);
  CRIBLE_ASSERT_OK(event);
  EXPECT_EQ((*event)->subject.substr(0, 1), "p");
  EXPECT_EQ((*event)->time, By("").now);
}

TEST_P(StoreContract, RefusesWhatCannotBeResolved) {
  Record(Decision(1));
  const auto resolve = [&](const std::string& who, int i, uint64_t version,
                           Outcome outcome) {
    return store_
        ->Apply(By(who),
                Resolution{
                    .comment = Name(i), .version = version, .outcome = outcome})
        .status();
  };
  const LogHead head = *store_->Head();
  EXPECT_THAT(resolve("ann", 2, 1, Outcome::kAccept),
              StatusIs(absl::StatusCode::kNotFound, ""));
  EXPECT_THAT(resolve("ann", 1, 9, Outcome::kAccept),
              StatusIs(absl::StatusCode::kAborted, "changed"));
  EXPECT_THAT(resolve("ann", 1, 1, Outcome::kKeep),
              StatusIs(absl::StatusCode::kFailedPrecondition, "held"));
  CRIBLE_ASSERT_OK(store_->Claim({.subject = "bob",
                                  .lease = absl::Hours(2),
                                  .now = By("").now,
                                  .comments = {Name(1)}}));
  EXPECT_THAT(resolve("ann", 1, 1, Outcome::kAccept),
              StatusIs(absl::StatusCode::kFailedPrecondition, "claimed"));
  EXPECT_EQ(store_->Head()->hash, head.hash);
  EXPECT_THAT(resolve("bob", 1, 1, Outcome::kAccept), IsOk());
  EXPECT_THAT(resolve("bob", 1, 2, Outcome::kAccept),
              StatusIs(absl::StatusCode::kFailedPrecondition, "closed"));
}

TEST_P(StoreContract, ResolvesAndUndoes) {
  Record(Decision(1, Verdict::kHold, "zoe"));
  const auto refusal = Resolve(1, Outcome::kReject);
  CRIBLE_ASSERT_OK(refusal);
  EXPECT_EQ(Comment(1).state, CommentState::kRefused);
  EXPECT_EQ(Comment(1).resolution, *refusal);
  EXPECT_FALSE(Item(1).open);
  EXPECT_EQ(Author("zoe").refused, 1u);
  const auto undo =
      store_->Apply(By("ann"), Undo{.resolution = *refusal, .payload = "why"});
  CRIBLE_ASSERT_OK(undo);
  EXPECT_EQ(Comment(1).state, CommentState::kWaiting);
  EXPECT_EQ(Comment(1).resolution, 0u);
  EXPECT_TRUE(Item(1).open);
  EXPECT_EQ(Author("zoe").refused, 0u);
  EXPECT_THAT(store_->Apply(By("ann"), Undo{.resolution = *refusal}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "before"));
  EXPECT_THAT(store_->Apply(By("ann"), Undo{.resolution = 99}),
              StatusIs(absl::StatusCode::kNotFound, ""));
  const auto history = store_->ReadEvents({.comment = Name(1)}, 0, 10);
  CRIBLE_ASSERT_OK(history);
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ((*history)[0].kind, EventKind::kResolution);
  EXPECT_EQ((*history)[0].code, static_cast<int>(Outcome::kReject));
  EXPECT_EQ((*history)[0].ground, "insult");
  EXPECT_EQ((*history)[0].payload, "a note");
  EXPECT_EQ((*history)[1].kind, EventKind::kUndo);
  EXPECT_EQ((*history)[1].refers, *refusal);
}

TEST_P(StoreContract, UndoesNothingThatLaterThingsRestOn) {
  Record(Decision(1));
  const auto handed_on = Resolve(1, Outcome::kHandOn);
  CRIBLE_ASSERT_OK(handed_on);
  EXPECT_TRUE(Item(1).open);
  EXPECT_TRUE(Item(1).desk);
  const auto accepted = Resolve(1, Outcome::kAccept, "desk");
  CRIBLE_ASSERT_OK(accepted);
  EXPECT_THAT(store_->Apply(By("ann"), Undo{.resolution = *handed_on}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "later"));
  CommentDecision edited = Decision(1);
  edited.content = "edited";
  Record(edited);
  EXPECT_THAT(store_->Apply(By("ann"), Undo{.resolution = *accepted}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "edited"));
  Record(Decision(2));
  const auto refused = Resolve(2, Outcome::kReject);
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Withdrawal{.comment = Name(2)}));
  EXPECT_THAT(store_->Apply(By("ann"), Undo{.resolution = *refused}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "withdrawn"));
}

// Random resolutions, then all of them undone, last first.
TEST_P(StoreContract, UndoingEverythingRestoresTheBeginning) {
  constexpr int kItems = 20;
  for (int i = 1; i <= kItems; ++i) {
    CommentDecision decision = Decision(
        i, i % 3 ? Verdict::kHold : Verdict::kAccept, i % 2 ? "zoe" : "max");
    decision.look = true;
    Record(decision);
  }
  const auto picture = [&] {
    std::string all;
    for (int i = 1; i <= kItems; ++i) {
      const ReviewItem item = Item(i);
      all += fmt::format(
          "{} {} {} {} {} {} {}\n", i, static_cast<int>(item.comment.state),
          item.comment.resolution, item.open, item.desk,
          static_cast<int>(item.queue), absl::ToUnixMicros(item.due));
    }
    for (const char* author : {"zoe", "max"}) {
      all += fmt::format("{} {} {}\n", Author(author).comments,
                         Author(author).accepted, Author(author).refused);
    }
    return all;
  };
  const std::string before = picture();
  std::mt19937 random(7);
  std::vector<uint64_t> done;
  for (int step = 0; step < 200; ++step) {
    const auto result =
        Resolve(1 + random() % kItems, static_cast<Outcome>(1 + random() % 4));
    if (result.ok()) done.push_back(*result);
  }
  ASSERT_GT(done.size(), 20u);
  ASSERT_NE(picture(), before);
  for (auto i = done.rbegin(); i != done.rend(); ++i) {
    CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *i}));
  }
  EXPECT_EQ(picture(), before);
}

TEST_P(StoreContract, SaysWhenAPersonFirstSawAComment) {
  Record(Decision(1));
  EXPECT_EQ(Comment(1).seen, absl::InfinitePast());
  Listed({.site = "demo"});
  EXPECT_EQ(Comment(1).seen, absl::InfinitePast());
  const auto first = store_->Apply(By("ann"), Sighting{.comment = Name(1)});
  CRIBLE_ASSERT_OK(first);
  const auto again =
      store_->Apply(By("ann", absl::Hours(1)), Sighting{.comment = Name(1)});
  EXPECT_EQ(*again, *first);
  // Who opens it as well is in the log; it was seen before.
  const auto other =
      store_->Apply(By("bob", absl::Hours(1)), Sighting{.comment = Name(1)});
  EXPECT_GT(*other, *first);
  EXPECT_EQ(Comment(1).seen, By("").now);
  EXPECT_EQ(Comment(1).seen_by, "ann");
}

}  // namespace
}  // namespace crible
