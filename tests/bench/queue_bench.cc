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
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "base/localized_status.h"
#include "crible/v1/comment_record.pb.h"
#include "engine/bundle.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "service/decision_record.h"
#include "service/error.h"
#include "service/reviewer.h"
#include "store/store.h"
#include "support/manual_clock.h"

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

constexpr const char* kFirstNames[] = {"Anne",   "Bruno", "Chloé",  "David",
                                       "Élodie", "Farid", "Gaëlle", "Hugo"};

// The author's name is one of 40,000; one in a million is found nowhere else.
std::string Payload(int64_t i) {
  v1::CommentRecord record;
  v1::Comment& comment = *record.mutable_comment();
  comment.set_name(Name(i));
  std::string words =
      fmt::format("all one{} of{} alone{}", i % 200, i % 10'000, i);
  uint64_t random = static_cast<uint64_t>(i);
  for (int k = 0; k < 25; ++k) {
    random = random * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    const double drawn = static_cast<double>(random >> 11) / (1ULL << 53);
    words += fmt::format(" w{:.0f}", 50'000 * drawn * drawn * drawn);
  }
  comment.set_body(words);
  v1::Author& author = *comment.mutable_author();
  author.set_id(fmt::format("author {}", i % 100'000));
  author.set_display_name(
      i % 1'000'000 == 777'777
          ? "Zéphyrine Quatrebarbes"
          : fmt::format("{} Martin{}", kFirstNames[i % 8], i / 8 % 5'000));
  author.set_email(fmt::format("m{}@exemple.test", i % 100'000));
  record.mutable_decision()->set_bundle(std::string(1000, 'x'));
  return record.SerializeAsString();
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
                 fmt::format("text:{}", i % 10'000),
                 fmt::format("name:{}", i % 30'000),
                 fmt::format("person:{}", i % 3'000)},
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
void Check(const RpcStatus& status) {
  if (IsOk(status)) return;
  std::cerr << status.message() << "\n";
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

// Puts items in lists, while comments are refused one after the other, which
// wait for the disk as those that are held, and for no person: the longest that
// one of those waits is how long a part holds the writer, and a commit.
void Index(Store* store) {
  std::atomic<bool> done = false;
  std::vector<double> waited;
  const int64_t first = absl::ToUnixMicros(absl::Now());
  std::thread beside([&] {
    for (int64_t i = 0; !done; ++i) {
      CommentDecision item = Item(i);
      item.site = "beside";
      item.comment = fmt::format("sites/beside/comments/{}-{}", first, i);
      item.verdict = Verdict::kReject;
      item.look = false;
      item.labels.clear();
      const auto begin = Clock::now();
      Check(store->Record(std::move(item))->Wait());
      waited.push_back(
          std::chrono::duration<double>(Clock::now() - begin).count());
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
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
  done = true;
  beside.join();
  if (parts <= 1) return;
  std::sort(waited.begin(), waited.end());
  std::cout << fmt::format(
      "put in {} parts in {:.1f} s, the longest {:.0f} ms; comments "
      "beside waited {:.1f} ms (p50), {:.1f} (p99), {:.1f} (longest)\n",
      parts, seconds, 1000 * longest, 1000 * waited[waited.size() / 2],
      1000 * waited[waited.size() * 99 / 100], 1000 * waited.back());
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

// Whole calls of the API: the worst of those of one search, and all that a page
// of 50 takes.
void MeasureSearches(Reviewer* reviewer) {
  const struct {
    const char* what;
    const char* words;
    const char* author;
  } kSearches[] = {
      {"a word that all have", "all", ""},
      {"a word of one in 200", "one77", ""},
      {"a word of one in 10,000", "of777", ""},
      {"a word of one item", "alone777777", ""},
      {"a word that none has", "none", ""},
      {"two words of many, both in few", "w10 one77", ""},
      {"two words of many, in none", "one77 one78", ""},
      {"a name that one in 8 has", "", "Élodie"},
      {"a name of one in 40,000", "", "bruno martin4242"},
      {"a part of a name of one item", "", "ine quatreb"},
      {"an address of one in 100,000", "", "m77777@ex"},
      {"a name that none has", "", "nobody"},
  };
  for (const auto& search : kSearches) {
    v1::ListReviewItemsRequest request;
    request.set_parent("sites/bench");
    request.mutable_filter()->set_text(search.words);
    request.mutable_filter()->set_author(search.author);
    int calls = 0;
    size_t found = 0;
    const auto begin = Clock::now();
    do {
      v1::ListReviewItemsResponse page;
      Check(reviewer->List(request, &page));
      ++calls;
      found += static_cast<size_t>(page.items_size());
      request.set_page_token(page.next_page_token());
    } while (found < kPage && !request.page_token().empty());
    const double seconds =
        std::chrono::duration<double>(Clock::now() - begin).count();
    request.clear_page_token();
    Measure(search.what, [&] {
      v1::ListReviewItemsResponse page;
      Check(reviewer->List(request, &page));
      return static_cast<size_t>(page.items_size());
    });
    std::cout << fmt::format("{:34} {} found by {} calls in {:.2f} s\n", "",
                             found, calls, seconds);
  }
}

void MeasureSimilar(Reviewer* reviewer, int64_t items) {
  const std::pair<const char*, v1::Similarity> kKinds[] = {
      {"similar items by text (100)", v1::SIMILARITY_TEXT},
      {"by author (10)", v1::SIMILARITY_AUTHOR},
      {"by rule (5,000)", v1::SIMILARITY_RULE},
      {"by person (333 and 33)", v1::SIMILARITY_PERSON},
      {"by all of these", v1::SIMILARITY_UNSPECIFIED}};
  int64_t number = 0;
  for (const auto& [what, by] : kKinds) {
    Measure(what, [&, by = by] {
      number = (number + 7919) % items;
      v1::ListSimilarItemsRequest request;
      request.set_name(fmt::format("sites/bench/reviewItems/{}", number));
      request.set_by(by);
      v1::ListSimilarItemsResponse response;
      Check(reviewer->ListSimilar(request, &response));
      return static_cast<size_t>(response.items_size());
    });
  }
}

// What is asked before a comment is decided that nobody has seen before. In a
// file that one process alone writes most of it is known without asking
// (store/seen.h).
void MeasureBeforeADecision(Store* store, absl::Time now) {
  int64_t number = 0;
  const auto ask = [&](bool known) {
    const std::string fresh = fmt::format("fresh {}", ++number);
    const std::string name = "sites/bench/comments/" + fresh;
    const std::string author = known ? "author 777" : fresh;
    Check(store->FindComment(name).status());
    Check(store
              ->FindKnown({.site = "bench",
                           .comment = name,
                           .author_id = author,
                           .body = fresh,
                           .article = "sites/bench/articles/777",
                           .now = now})
              .status());
    return size_t{1};
  };
  Measure("before deciding, a new author", [&] { return ask(false); });
  Measure("before deciding, a known author", [&] { return ask(true); });
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
  StoreOptions options{.folder = std::string(args[0]),
                       .words_of = WordsOfRecord};
  if (args.size() == 2) options.database = args[1];
  const auto store = OpenStore(options);
  Check(store.status());
  Fill(store->get(), items);
  Index(store->get());
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000) + absl::Hours(1);
  std::cout << fmt::format("{:34} {:>11} {:>11}\n", "", "p50", "p99");
  MeasureLists(store->get(), items, now);
  const Engine engine{LoadBundle({}, {}).bundle};
  ManualClock clock{now};
  Reviewer reviewer(&engine, &clock, store->get());
  MeasureSearches(&reviewer);
  MeasureSimilar(&reviewer, items);
  MeasureBeforeADecision(store->get(), now);
  MeasureClaims(store->get(), items, now);
  return 0;
}

}  // namespace
}  // namespace crible

int main(int argc, char** argv) {
  return crible::Main({argv + 1, argv + argc});
}
