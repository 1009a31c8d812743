// Whatever a filter leads along, it takes the same items in the same order.

#include "store/item_query.h"

#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/str_split.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

// More than are counted at first, so that all ways are gone.
constexpr int kItems = 3600;

class ItemQueries : public StoreContract {
 protected:
  static CommentDecision Random(int i, std::minstd_rand* random) {
    const auto chance = [&](unsigned one_in) {
      return (*random)() % one_in == 0;
    };
    const bool look = chance(8);
    CommentDecision item =
        Decision(i, look ? Verdict::kAccept : Verdict::kHold,
                 fmt::format("author {}", (*random)() % 300));
    item.look = look;
    if (chance(10)) item.lane = chance(2) ? Lane::kUrgent : Lane::kFirst;
    item.fault_only = chance(50);
    if (chance(3)) item.language = "en";
    item.article = fmt::format("sites/demo/articles/{}", (*random)() % 40);
    item.labels = {fmt::format("rule:a/{}", (*random)() % 20),
                   fmt::format("text:{}", (*random)() % 500)};
    if (!chance(9)) item.labels.push_back("category:spam");
    item.time = kStart + absl::Seconds((*random)() % 7200);
    item.payload = fmt::format("all some{} few{} by{}", (*random)() % 40,
                               (*random)() % 900, i);
    return item;
  }
  void RecordAll(std::vector<CommentDecision> items) {
    std::vector<CommitPointer> commits;
    for (CommentDecision& item : items)
      commits.push_back(store_->Record(std::move(item)));
    store_->Flush();
    for (const CommitPointer& commit : commits)
      CRIBLE_ASSERT_OK(commit->Wait());
  }
  // Of a test's payloads.
  static std::vector<std::string> WordsOf(std::string_view payload) {
    return absl::StrSplit(absl::string_view(payload.data(), payload.size()),
                          ' ');
  }
  void OpenIndexing() {
    store_.reset();
    StoreOptions options = GetParam().Options(Folder());
    options.words_of = WordsOf;
    auto store = OpenStore(options);
    CRIBLE_ASSERT_OK(store);
    store_ = *std::move(store);
  }
  int IndexAll(absl::Time now) {
    for (int parts = 0; parts < 100; ++parts) {
      const auto more = store_->IndexItems(now);
      EXPECT_THAT(more, IsOk());
      if (!more.ok() || !*more) return parts;
    }
    ADD_FAILURE() << "it never ends";
    return 0;
  }
  // What happens to items between their coming and a question.
  void Stir(std::minstd_rand* random) {
    for (int i = 0; i < 150; ++i) {
      const int item = static_cast<int>((*random)() % kItems);
      switch ((*random)() % 7) {
        case 0:
          // Refused, as the next, where another has claimed it.
          if (const auto done = Resolve(item, Outcome::kReject); done.ok())
            undone_.push_back(*done);
          break;
        case 1:
          (void)Resolve(item, Outcome::kHandOn);
          break;
        case 2:
          CRIBLE_ASSERT_OK(store_->Apply(
              By("cms"), Notice{.comment = Name(item),
                                .reporter = fmt::format("reader {}", i),
                                .labels = {"ground:reported"}}));
          break;
        case 3:
          CRIBLE_ASSERT_OK(store_->Claim({.subject = "bob",
                                          .lease = absl::Hours(1),
                                          .now = kAsked,
                                          .comments = {Name(item)}}));
          break;
        case 4:
          Record(Random(item, random));  // an edit, if it is another
          break;
        case 5:
          if (undone_.empty()) break;
          // Refused where it was edited or decided again since.
          (void)store_->Apply(By("ann"), Undo{.resolution = undone_.back()});
          undone_.pop_back();
          break;
        case 6:
          // Published, to be looked at.
          if (const auto done = store_->Apply(
                  By("crible"), Expiry{.comment = Name(item),
                                       .version = Item(item).version,
                                       .outcome = Outcome::kAccept});
              done.ok())
            undone_.push_back(*done);
          break;
      }
    }
  }
  ItemFilter RandomFilter(std::minstd_rand* random) {
    const auto chance = [&](unsigned one_in) {
      return (*random)() % one_in == 0;
    };
    ItemFilter filter{.site = "demo"};
    if (chance(4)) filter.label = "category:spam";
    if (chance(4)) filter.label = fmt::format("rule:a/{}", (*random)() % 21);
    if (chance(9)) filter.label = fmt::format("text:{}", (*random)() % 500);
    if (chance(9)) filter.label = "ground:reported";
    if (chance(9)) filter.words = {fmt::format("some{}", (*random)() % 41)};
    if (chance(9)) filter.words = {fmt::format("few{}", (*random)() % 901)};
    if (chance(12)) filter.words = {"all", "some3"};
    if (chance(4)) filter.language = chance(2) ? "en" : "fr";
    if (chance(6)) filter.lane = static_cast<Lane>((*random)() % 3);
    if (chance(6)) filter.queue = static_cast<ReviewQueue>(1 + (*random)() % 3);
    if (chance(9)) filter.desk = chance(2);
    if (chance(9)) filter.claimed = chance(2);
    if (chance(12)) filter.fault_only = true;
    if (chance(9))
      filter.author_id = fmt::format("author {}", (*random)() % 301);
    if (chance(9))
      filter.article = fmt::format("sites/demo/articles/{}", (*random)() % 41);
    if (chance(6))
      filter.since_min = kStart + absl::Seconds((*random)() % 7200);
    if (chance(6))
      filter.since_max = kStart + absl::Seconds((*random)() % 7200);
    return filter;
  }
  struct Known {
    ReviewItem item;
    std::string author, article;
  };
  std::map<std::string, Known> All() {
    std::map<std::string, Known> all;
    for (int i = 0; i < kItems; ++i) {
      const auto item = store_->GetItem(Name(i));
      if (!item.ok()) continue;
      all[item->comment.name] = {.item = *item,
                                 .article = item->comment.article};
    }
    for (int a = 0; a < 300; ++a) {
      const std::string author = fmt::format("author {}", a);
      const auto names = store_->ListCommentsOf("demo", author);
      EXPECT_THAT(names, IsOk());
      for (const std::string& name : *names)
        if (all.contains(name)) all[name].author = author;
    }
    return all;
  }
  static bool HasWords(const std::string& payload,
                       const std::vector<std::string>& wanted) {
    const auto words = WordsOf(payload);
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& word) {
      return std::count(words.begin(), words.end(), word) > 0;
    });
  }
  // As a caller does who looks for words: what is found is looked at.
  std::vector<std::string> Searched(const ItemFilter& filter, size_t max) {
    std::vector<std::string> names;
    ItemPlace at;
    while (true) {
      const auto items = store_->ListItems(filter, at, 500, kAsked);
      EXPECT_THAT(items, IsOk());
      for (const ReviewItem& item : *items) {
        at = {.due_micros = absl::ToUnixMicros(item.due), .id = item.id};
        if (names.size() < max && HasWords(item.comment.payload, filter.words))
          names.push_back(item.comment.name.substr(20));
      }
      if (items->size() < 500) return names;
    }
  }
  size_t CheckAll(int filters, std::minstd_rand* random) {
    const auto all = All();
    size_t found = 0;
    for (int i = 0; i < filters; ++i) {
      SCOPED_TRACE(i);
      const ItemFilter filter = RandomFilter(random);
      const auto listed = filter.words.empty() ? Listed(filter, {}, 40, kAsked)
                                               : Searched(filter, 40);
      EXPECT_EQ(listed, Expected(filter, all, 40));
      found += listed.size();
    }
    return found;
  }
  static bool Takes(const ItemFilter& filter, const Known& known) {
    const ReviewItem& item = known.item;
    const bool claimed = item.claimed_until > kAsked;
    return item.open && (!filter.queue || *filter.queue == item.queue) &&
           (!filter.lane || *filter.lane == item.lane) &&
           (!filter.desk || *filter.desk == item.desk) &&
           (!filter.claimed || *filter.claimed == claimed) &&
           (filter.label.empty() ||
            std::count(item.labels.begin(), item.labels.end(), filter.label)) &&
           (filter.language.empty() || filter.language == item.language) &&
           (filter.article.empty() || filter.article == known.article) &&
           (filter.author_id.empty() || filter.author_id == known.author) &&
           (!filter.fault_only || item.fault_only) &&
           item.since >= filter.since_min && item.since < filter.since_max &&
           HasWords(item.comment.payload, filter.words);
  }
  static std::vector<std::string> Expected(
      const ItemFilter& filter, const std::map<std::string, Known>& all,
      size_t max) {
    std::vector<const ReviewItem*> taken;
    for (const auto& [name, known] : all)
      if (Takes(filter, known)) taken.push_back(&known.item);
    std::sort(taken.begin(), taken.end(), [](const auto* a, const auto* b) {
      return std::pair(a->due, a->id) < std::pair(b->due, b->id);
    });
    std::vector<std::string> names;
    for (const ReviewItem* item : taken)
      if (names.size() < max) names.push_back(item->comment.name.substr(20));
    return names;
  }

  static inline const absl::Time kAsked = kStart + absl::Hours(2);
  std::vector<uint64_t> undone_;
};
INSTANTIATE_TEST_SUITE_P(All, ItemQueries, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(ItemQueries, TakeWhatAllOfTheirConditionsTake) {
  std::minstd_rand random(7);
  std::vector<CommentDecision> items;
  for (int i = 0; i < kItems; ++i) items.push_back(Random(i, &random));
  RecordAll(std::move(items));
  Stir(&random);
  EXPECT_GT(CheckAll(300, &random), 2000);
}

TEST_P(ItemQueries, TakeTheSameHoweverItemsStandInLists) {
  OpenIndexing();
  std::minstd_rand random(11);
  std::vector<CommentDecision> items;
  for (int i = 0; i < kItems; ++i) items.push_back(Random(i, &random));
  RecordAll(std::move(items));
  EXPECT_GT(IndexAll(kAsked), 0);
  EXPECT_GT(CheckAll(100, &random), 500);
  // Lists know nothing of what follows, then of all of it.
  for (const absl::Duration later : {absl::Minutes(0), absl::Hours(1)}) {
    Stir(&random);
    EXPECT_GT(CheckAll(100, &random), 500);
    EXPECT_GT(IndexAll(kAsked + later), 0);
    EXPECT_GT(CheckAll(100, &random), 500);
  }
}

TEST_P(ItemQueries, TakeTheSameAmongAndAlong) {
  std::minstd_rand random(13);
  std::vector<CommentDecision> items;
  for (int i = 0; i < kItems; ++i) items.push_back(Random(i, &random));
  RecordAll(std::move(items));
  Stir(&random);
  const auto db = *GetParam().DatabaseIn(Folder())->Connect();
  size_t taken = 0;
  for (int i = 0; i < 60; ++i) {
    ItemFilter filter = RandomFilter(&random);
    filter.author_id.clear();
    std::vector<int64_t> ids;
    for (int64_t id = 1; id < 2 * kItems; ++id)
      if (random() % 3 == 0) ids.push_back(id);
    ItemPlace place;
    for (int page = 0; page < 2; ++page) {
      const auto among =
          TakenAmong(db.get(), ids, filter, "", place, 70, kAsked);
      EXPECT_EQ(TakenAlong(db.get(), ids, filter, "", place, 70, kAsked),
                among);
      taken += among.size();
      place.due_micros = absl::ToUnixMicros(kStart + absl::Hours(24));
    }
  }
  CRIBLE_ASSERT_OK(db->status());
  EXPECT_GT(taken, 500u);
}

}  // namespace
}  // namespace crible
