// How long a reviewer waits when very many items do.
//
//   crible_queue_bench FOLDER [URL] [--items 1000000]
//
// FOLDER is for SQLite, or for the key of a database of PostgreSQL; what it has
// already is kept, so that a second run measures at once. One item in a hundred
// is urgent, one in ten is to be looked at; half have a frequent label, two
// hundred rules share the rest, one label in a hundred thousand is rare. Each
// kind of question is asked often enough for its quantiles; claims are given
// back between.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "base/localized_status.h"
#include "fmt/format.h"
#include "store/store.h"

namespace crible {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPage = 50;
constexpr double kSecondsMax = 5;  // a kind of question
constexpr size_t kTimesMax = 200;

std::string Name(int64_t number) {
  return fmt::format("sites/bench/comments/{}", number);
}

absl::Time Time(int64_t number) {
  return absl::FromUnixSeconds(1'700'000'000) + absl::Milliseconds(number);
}

CommentDecision Item(int64_t i) {
  const bool look = i % 10 == 3;
  CommentDecision item{
      .site = "bench",
      .comment = Name(i),
      .article = fmt::format("sites/bench/articles/{}", i % 20'000),
      .author_id = fmt::format("author {}", i % 100'000),
      .body = fmt::format("body {}", i),
      .content = fmt::format("{:064}", i),
      .subject = "cms",
      .verdict = look ? Verdict::kAccept : Verdict::kHold,
      .look = look,
      .lane = i % 100 == 7 ? Lane::kUrgent : Lane::kNormal,
      .fault_only = i % 10'000 == 5,
      .language = i % 3 == 0 ? "en" : "fr",
      .labels = {fmt::format("rule:pack/{}", i % 200),
                 fmt::format("text:{}", i % 10'000)},
      .time = Time(i),
      .payload = std::string(1200, 'x')};
  if (i % 2 == 0) item.labels.push_back("category:spam");
  if (i % 100'000 == 77'777) item.labels.push_back("rule:rare/one");
  return item;
}

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << MessageIn(status, UiLanguage::kEnglish) << "\n";
  std::exit(1);
}

// What an interrupted run has left is gone on with.
void Fill(Store* store, int64_t items) {
  const auto head = store->Head();
  Check(head.status());
  const auto begin = Clock::now();
  int64_t number = static_cast<int64_t>(head->token);
  const int64_t before = number;
  std::vector<CommitPointer> commits;
  for (; number < items; ++number) {
    commits.push_back(store->Record(Item(number)));
    if (commits.size() < 2000 && number + 1 < items) continue;
    for (const CommitPointer& commit : commits) Check(commit->Wait());
    commits.clear();
  }
  const double seconds =
      std::chrono::duration<double>(Clock::now() - begin).count();
  if (number > before)
    std::cout << fmt::format("filled with {} at {:.0f} a second\n",
                             number - before,
                             static_cast<double>(number - before) / seconds);
}

void Measure(std::string_view what, const std::function<size_t()>& ask) {
  std::vector<double> ms;
  size_t found = ask();  // plans and caches
  double seconds = 0;
  while (ms.size() < kTimesMax && seconds < kSecondsMax) {
    const auto begin = Clock::now();
    found = ask();
    const double took =
        std::chrono::duration<double>(Clock::now() - begin).count();
    ms.push_back(1000 * took);
    seconds += took;
  }
  std::sort(ms.begin(), ms.end());
  std::cout << fmt::format("{:34} {:8.2f} ms {:8.2f} ms  {:3} found\n", what,
                           ms[ms.size() / 2], ms[ms.size() * 99 / 100], found)
            << std::flush;
}

void MeasureLists(Store* store, int64_t items, absl::Time now) {
  const auto list = [&](const ItemFilter& filter, const ItemPlace& place = {}) {
    auto with_site = filter;
    with_site.site = "bench";
    const auto items = store->ListItems(with_site, place, kPage, now);
    Check(items.status());
    return items->size();
  };
  const struct {
    const char* what;
    ItemFilter filter;
  } kLists[] = {
      {"first page", {}},
      {"urgent", {.lane = Lane::kUrgent}},
      {"to look at", {.queue = ReviewQueue::kLook}},
      {"reported (none)", {.queue = ReviewQueue::kReported}},
      {"frequent label", {.label = "category:spam"}},
      {"one rule of 200", {.label = "rule:pack/77"}},
      {"rare label (1 in 100,000)", {.label = "rule:rare/one"}},
      {"label that none has", {.label = "rule:no/such"}},
      {"English", {.language = "en"}},
      {"language that none has", {.language = "br"}},
      {"one article (50)", {.article = "sites/bench/articles/777"}},
      {"one author (10)", {.author_id = "author 777"}},
      {"author that none has", {.author_id = "nobody"}},
      {"held for a fault alone (1 in 10,000)", {.fault_only = true}},
      {"at the desk (none)", {.desk = true}},
      {"claimed (none)", {.claimed = true}},
      {"the newest 1,000", {.since_min = Time(items - 1000)}},
      {"the newer half", {.since_min = Time(items / 2)}},
      {"the oldest 1,000", {.since_max = Time(1000)}},
      {"older than all", {.since_max = Time(-1)}},
      {"one rule, English", {.label = "rule:pack/77", .language = "en"}},
      {"frequent label, urgent",
       {.lane = Lane::kUrgent, .label = "category:spam"}},
      {"frequent label, to look at (none)",
       {.queue = ReviewQueue::kLook, .label = "category:spam"}},
      {"frequent label, English", {.label = "category:spam", .language = "en"}},
      {"frequent label, one author (none)",
       {.label = "category:spam", .author_id = "author 777"}},
      {"near-duplicates (100)", {.label = "text:777"}},
      {"text that none has", {.label = "text:none"}},
  };
  for (const auto& one : kLists)
    Measure(one.what, [&] { return list(one.filter); });
  const ItemPlace middle{
      .due_micros = absl::ToUnixMicros(absl::FromUnixSeconds(1'700'000'000) +
                                       absl::Hours(24) + absl::Minutes(8))};
  Measure("page in the middle", [&] { return list({}, middle); });
}

void MeasureClaims(Store* store, int64_t items, absl::Time now) {
  ClaimRequest next{.subject = "ann",
                    .lease = absl::Minutes(15),
                    .now = now,
                    .filter = {.site = "bench"},
                    .items_max = 10};
  const auto give_back = [&](const std::vector<ReviewItem>& claimed) {
    ClaimRequest back = next;
    back.lease = absl::ZeroDuration();
    for (const ReviewItem& item : claimed)
      back.comments.push_back(item.comment.name);
    Check(store->Claim(back).status());
    return claimed.size();
  };
  Measure("claim the next 10, give back", [&] {
    const auto claimed = store->Claim(next);
    Check(claimed.status());
    return give_back(*claimed);
  });
  // Others hold what comes first.
  ClaimRequest much = next;
  much.subject = "bob";
  much.items_max = 1000;
  const auto held = store->Claim(much);
  Check(held.status());
  Measure("the same behind 1,000 claimed", [&] {
    const auto claimed = store->Claim(next);
    Check(claimed.status());
    return give_back(*claimed);
  });
  much.lease = absl::ZeroDuration();
  for (const ReviewItem& item : *held)
    much.comments.push_back(item.comment.name);
  Check(store->Claim(much).status());
  int64_t number = 0;
  Measure("get an item", [&] {
    number = (number + 7919) % items;
    return store->GetItem(Name(number)).ok() ? 1 : 0;
  });
}

int Main(std::vector<std::string_view> args) {
  int64_t items = 1'000'000;
  const auto flag = std::find(args.begin(), args.end(), "--items");
  if (args.end() - flag >= 2 && absl::SimpleAtoi(std::string(flag[1]), &items))
    args.erase(flag, flag + 2);
  if (args.empty() || args.size() > 2 || items <= 0) {
    std::cerr << "usage: crible_queue_bench FOLDER [URL] [--items N]\n";
    return 2;
  }
  StoreOptions options{.folder = std::string(args[0])};
  if (args.size() == 2) options.database = args[1];
  const auto store = OpenStore(options);
  Check(store.status());
  Fill(store->get(), items);
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000) + absl::Hours(1);
  std::cout << fmt::format("{:34} {:>11} {:>11}\n", "", "p50", "p99");
  MeasureLists(store->get(), items, now);
  MeasureClaims(store->get(), items, now);
  return 0;
}

}  // namespace
}  // namespace crible

int main(int argc, char** argv) {
  return crible::Main({argv + 1, argv + argc});
}
