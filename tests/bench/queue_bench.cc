// How long a reviewer waits when very many items do.
//
//   crible_queue_bench FOLDER [URL] [--items 1000000]
//
// FOLDER is for SQLite, or for the key of a database of PostgreSQL; what it has
// already is kept, so that a second run measures at once. One item in a hundred
// is urgent, one in ten is to be looked at; half have a frequent label, two
// hundred rules share the rest, one label in a hundred thousand is rare. A text
// has some thirty words: one that all have, one of 200, one of 10,000, one that
// it alone has, and 25 of which few are frequent. Each kind of question is
// asked often enough for its quantiles; claims are given back between.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
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

// Words with spaces between, and what else a record has.
std::string Payload(int64_t i) {
  std::string words =
      fmt::format("all one{} of{} alone{}", i % 200, i % 10'000, i);
  uint64_t random = static_cast<uint64_t>(i);
  for (int k = 0; k < 25; ++k) {
    random = random * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    const double drawn = static_cast<double>(random >> 11) / (1ULL << 53);
    words += fmt::format(" w{:.0f}", 50'000 * drawn * drawn * drawn);
  }
  return words + "\n" + std::string(1000, 'x');
}

std::vector<std::string> WordsOf(std::string_view payload) {
  return absl::StrSplit(absl::string_view(payload.data(), payload.find('\n')),
                        ' ');
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
      .payload = Payload(i)};
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

void Index(Store* store) {
  const auto begin = Clock::now();
  double longest = 0;
  int parts = 0;
  for (;; ++parts) {
    const auto before = Clock::now();
    const auto more = store->IndexItems(absl::FromUnixSeconds(1'700'000'000));
    Check(more.status());
    if (!*more) break;
    longest = std::max(
        longest, std::chrono::duration<double>(Clock::now() - before).count());
  }
  const double seconds =
      std::chrono::duration<double>(Clock::now() - begin).count();
  if (parts > 0)
    std::cout << fmt::format(
        "put in {} parts in {:.1f} s, the longest {:.0f} ms\n", parts, seconds,
        1000 * longest);
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
      {"near-duplicates, English", {.label = "text:777", .language = "en"}},
      {"text that none has", {.label = "text:none"}},
  };
  for (const auto& one : kLists)
    Measure(one.what, [&] { return list(one.filter); });
  const ItemPlace middle{
      .due_micros = absl::ToUnixMicros(absl::FromUnixSeconds(1'700'000'000) +
                                       absl::Hours(24) + absl::Minutes(8))};
  Measure("page in the middle", [&] { return list({}, middle); });
}

// As ListReviewItems does: what is found is looked at, 5,000 items a call. The
// worst of its calls, and all that a page of 50 takes.
void MeasureWords(Store* store, absl::Time now) {
  const auto call = [&](const std::vector<std::string>& words, ItemPlace* at) {
    size_t found = 0;
    for (int looked = 0; looked < 5000 && found < kPage;) {
      const auto items =
          store->ListItems({.site = "bench", .words = words}, *at, 200, now);
      Check(items.status());
      for (const ReviewItem& item : *items) {
        *at = {.due_micros = absl::ToUnixMicros(item.due), .id = item.id};
        ++looked;
        const auto has = WordsOf(item.comment.payload);
        found += std::all_of(words.begin(), words.end(), [&](const auto& word) {
          return std::find(has.begin(), has.end(), word) != has.end();
        });
        if (found == kPage) break;
      }
      if (items->size() < 200) {
        at->due_micros = INT64_MAX;
        break;
      }
    }
    return found;
  };
  const struct {
    const char* what;
    std::vector<std::string> words;
  } kSearches[] = {
      {"a word that all have", {"all"}},
      {"a word of one in 200", {"one77"}},
      {"a word of one in 10,000", {"of777"}},
      {"a word of one item", {"alone777777"}},
      {"a word that none has", {"none"}},
      {"two words of many, both in few", {"w10", "one77"}},
      {"two words of many, in none", {"one77", "one78"}},
  };
  for (const auto& search : kSearches) {
    Measure(fmt::format("{}, one call", search.what), [&] {
      ItemPlace at;
      return call(search.words, &at);
    });
    const auto begin = Clock::now();
    ItemPlace at;
    size_t found = 0;
    int calls = 0;
    for (; found < kPage && at.due_micros != INT64_MAX; ++calls)
      found += call(search.words, &at);
    std::cout << fmt::format(
        "{:34} {} found by {} calls in {:.2f} s\n", "", found, calls,
        std::chrono::duration<double>(Clock::now() - begin).count());
  }
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
  StoreOptions options{.folder = std::string(args[0]), .words_of = WordsOf};
  if (args.size() == 2) options.database = args[1];
  const auto store = OpenStore(options);
  Check(store.status());
  Fill(store->get(), items);
  Index(store->get());
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000) + absl::Hours(1);
  std::cout << fmt::format("{:34} {:>11} {:>11}\n", "", "p50", "p99");
  MeasureLists(store->get(), items, now);
  MeasureWords(store->get(), now);
  MeasureClaims(store->get(), items, now);
  return 0;
}

}  // namespace
}  // namespace crible

int main(int argc, char** argv) {
  return crible::Main({argv + 1, argv + argc});
}
