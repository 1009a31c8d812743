// Sixteen reviewers at ten thousand items, on one server or on three.

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

constexpr int kReviewers = 16;
constexpr int kItems = 10'000;
constexpr int kAuthors = 100;
constexpr int kClaimed = 25;

class RaceTest : public testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override {
    if (!GetParam().available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
    const int servers = GetParam().is_postgres ? 3 : 1;
    const StoreOptions first = GetParam().Options(folder_ / "0");
    for (int i = 0; i < servers; ++i) {
      StoreOptions options = first;
      options.folder = folder_ / std::to_string(i);
      if (i > 0) {
        std::filesystem::create_directory(options.folder);
        std::filesystem::copy(DataFolder::KeyIn(first.folder),
                              DataFolder::KeyIn(options.folder));
      }
      auto store = OpenStore(options);
      CRIBLE_ASSERT_OK(store);
      servers_.push_back(*std::move(store));
    }
    Fill();
  }

  static std::string Name(int i) {
    return fmt::format("sites/demo/comments/{}", i);
  }
  void Fill() {
    std::vector<CommitPointer> commits;
    for (int i = 0; i < kItems; ++i) {
      const bool look = i % 5 == 0;
      commits.push_back(ServerOf(i)->Record(
          {.site = "demo",
           .comment = Name(i),
           .author_id = fmt::format("reader{}", i % kAuthors),
           .body = fmt::format("body {}", i),
           .content = "content",
           .verdict = look ? Verdict::kAccept : Verdict::kHold,
           .look = look,
           .time = kStart + absl::Milliseconds(i),
           .payload = "payload"}));
    }
    for (const auto& server : servers_) server->Flush();
    for (const CommitPointer& commit : commits)
      CRIBLE_ASSERT_OK(commit->Wait());
  }
  Store* ServerOf(int number) {
    return servers_[number % servers_.size()].get();
  }

  // All that people's decisions change, but for the version, which only grows.
  std::string Picture() {
    std::string all;
    ItemPlace place;
    while (true) {
      const auto items =
          servers_[0]->ListItems({.site = "demo"}, place, 1000, kStart);
      EXPECT_THAT(items, IsOk());
      for (const ReviewItem& item : *items) {
        place = {absl::ToUnixMicros(item.due), item.id};
        all +=
            fmt::format("{} {} {} {} {} {} {}\n", item.comment.name,
                        static_cast<int>(item.comment.state),
                        item.comment.resolution, static_cast<int>(item.queue),
                        item.desk, place.due_micros, item.claimed_by);
      }
      if (items->size() < 1000) break;
    }
    for (int i = 0; i < kAuthors; ++i) {
      const auto known = servers_[0]->FindKnown(
          {.site = "demo", .author_id = fmt::format("reader{}", i)});
      EXPECT_THAT(known, IsOk());
      all += fmt::format("{} {} {}\n", known->author->comments,
                         known->author->accepted, known->author->refused);
    }
    return all;
  }

  // Claims and decides until nothing waits; now and then also about what
  // another has claimed, and hands some on, which somebody then decides.
  void Review(int reviewer) {
    Store* const store = ServerOf(reviewer);
    const Actor actor{fmt::format("reviewer{}", reviewer), kStart};
    std::mt19937 random(reviewer);
    while (true) {
      const auto items = store->Claim({.subject = actor.subject,
                                       .lease = absl::Minutes(2),
                                       .now = kStart,
                                       .filter = {.site = "demo"},
                                       .items_max = kClaimed});
      ASSERT_THAT(items, IsOk());
      if (items->empty()) return;
      std::vector<Act> acts;
      for (const ReviewItem& item : *items) {
        const bool held = item.queue == ReviewQueue::kHeld;
        const Outcome outcome = random() % 10 == 0 && !item.desk
                                    ? Outcome::kHandOn
                                : random() % 2 == 0 ? Outcome::kReject
                                : held              ? Outcome::kAccept
                                                    : Outcome::kKeep;
        acts.emplace_back(Resolution{.comment = item.comment.name,
                                     .version = item.version,
                                     .outcome = outcome,
                                     .ground = "insult"});
      }
      if (const auto other = store->GetItem(Name(random() % kItems));
          other.ok()) {
        acts.emplace_back(Resolution{.comment = other->comment.name,
                                     .version = other->version,
                                     .outcome = Outcome::kReject,
                                     .ground = "insult"});
      }
      Decide(store, actor, std::move(acts));
    }
  }
  void Decide(Store* store, const Actor& actor, std::vector<Act> acts) {
    const auto tokens = store->ApplyAll(actor, acts);
    absl::MutexLock lock(&mutex_);
    for (size_t i = 0; i < tokens.size(); ++i) {
      const auto& act = std::get<Resolution>(acts[i]);
      if (!tokens[i].ok()) {
        ++refused_;
        EXPECT_TRUE(absl::IsAborted(tokens[i].status()) ||
                    absl::IsFailedPrecondition(tokens[i].status()))
            << tokens[i].status();
        continue;
      }
      done_[act.comment].push_back(*tokens[i]);
      if (act.outcome != Outcome::kHandOn) ++resolved_[act.comment];
    }
  }

  // Each reviewer undoes its share of the comments, the last resolution first.
  void UndoAll(int reviewer) {
    for (int i = reviewer; i < kItems; i += kReviewers) {
      std::vector<uint64_t> tokens = done_.at(Name(i));
      std::sort(tokens.begin(), tokens.end());
      for (auto token = tokens.rbegin(); token != tokens.rend(); ++token) {
        CRIBLE_ASSERT_OK(ServerOf(reviewer)->Apply(
            {fmt::format("reviewer{}", reviewer), kStart},
            Undo{.resolution = *token}));
      }
    }
  }
  static void AtOnce(const std::function<void(int)>& work) {
    std::vector<std::thread> reviewers;
    for (int i = 0; i < kReviewers; ++i) reviewers.emplace_back(work, i);
    for (std::thread& reviewer : reviewers) reviewer.join();
  }

  static inline const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);
  TestFolder folder_;
  std::vector<std::unique_ptr<Store>> servers_;
  absl::Mutex mutex_;
  std::map<std::string, std::vector<uint64_t>> done_;  // tokens
  std::map<std::string, int> resolved_;
  int refused_ = 0;
};
INSTANTIATE_TEST_SUITE_P(All, RaceTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(RaceTest, NoItemIsResolvedTwiceAndUndoingAllRestoresTheBeginning) {
  const std::string before = Picture();
  AtOnce([this](int reviewer) { Review(reviewer); });
  EXPECT_THAT(*servers_[0]->ListItems({.site = "demo"}, {}, 1, kStart),
              testing::IsEmpty());
  EXPECT_EQ(resolved_.size(), static_cast<size_t>(kItems));
  for (const auto& [comment, times] : resolved_) ASSERT_EQ(times, 1) << comment;
  EXPECT_GT(refused_, 0);  // they did get in each other's way
  AtOnce([this](int reviewer) { UndoAll(reviewer); });
  EXPECT_TRUE(Picture() == before);
  CRIBLE_ASSERT_OK(servers_[0]->VerifyLog(""));
}

}  // namespace
}  // namespace crible
