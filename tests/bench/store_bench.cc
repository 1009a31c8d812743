// How many held comments a store takes a second, and how long each waits for
// the disk.
//
//   crible_store_bench FOLDER [URL…] [--seconds 5]
//   crible_store_bench /var/tmp/bench postgresql://…/bench
//
// FOLDER, which must not exist, is for SQLite; each URL is an empty database of
// PostgreSQL. As many comments wait at once as the first column says: each is
// followed by the next as soon as it is on disk. Comments have an author, an
// article's name, two labels and 1,200 bytes of payload.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "base/localized_status.h"
#include "fmt/format.h"
#include "store/store.h"

namespace crible {
namespace {

using Clock = std::chrono::steady_clock;

CommentDecision Decision(int64_t number) {
  return {.site = "bench",
          .comment = fmt::format("sites/bench/comments/{}", number),
          .article = fmt::format("sites/bench/articles/{}", number % 1000),
          .author_id = fmt::format("author {}", number % 50'000),
          .body = fmt::format("body {}", number),
          .content = fmt::format("{:064}", number),
          .subject = "cms",
          .verdict = Verdict::kHold,
          .language = "fr",
          .labels = {"rule:loans/offer", "category:spam"},
          .time = absl::Now(),
          .payload = std::string(1200, 'x')};
}

// Each thread keeps one comment waiting.
struct Load {
  std::vector<double> waited_ms;
  double seconds = 0;
};
Load Run(Store* store, int waiting, double seconds, int64_t* number) {
  std::atomic<int64_t> next = *number;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(seconds));
  std::vector<std::vector<double>> waited(waiting);
  std::vector<std::thread> threads;
  for (int i = 0; i < waiting; ++i) {
    threads.emplace_back([&, i] {
      while (Clock::now() < end) {
        const auto sent = Clock::now();
        const absl::Status status = store->Record(Decision(next++))->Wait();
        if (!status.ok()) {
          std::cerr << status.message() << "\n";
          std::exit(1);
        }
        waited[i].push_back(
            std::chrono::duration<double, std::milli>(Clock::now() - sent)
                .count());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Load load{.seconds =
                std::chrono::duration<double>(Clock::now() - begin).count()};
  for (const auto& one : waited)
    load.waited_ms.insert(load.waited_ms.end(), one.begin(), one.end());
  std::sort(load.waited_ms.begin(), load.waited_ms.end());
  *number = next;
  return load;
}

int Bench(const std::string& name, const StoreOptions& options,
          double seconds) {
  const auto store = OpenStore(options);
  if (!store.ok()) {
    std::cerr << MessageIn(store.status(), UiLanguage::kEnglish) << "\n";
    return 1;
  }
  int64_t number = 0;
  Run(store->get(), 16, 1, &number);  // plans, caches, files
  for (const int waiting : {1, 16, 64, 256}) {
    const Load load = Run(store->get(), waiting, seconds, &number);
    const auto quantile = [&](double share) {
      return load.waited_ms[static_cast<size_t>(
          share * static_cast<double>(load.waited_ms.size() - 1))];
    };
    std::cout << fmt::format(
        "{:10} {:4} waiting {:8.0f} held/s  p50 {:7.2f} ms  p99 {:7.2f} ms\n",
        name, waiting,
        static_cast<double>(load.waited_ms.size()) / load.seconds,
        quantile(0.5), quantile(0.99));
  }
  return 0;
}

int Main(std::vector<std::string_view> args) {
  double seconds = 5;
  const auto flag = std::find(args.begin(), args.end(), "--seconds");
  if (args.end() - flag >= 2 &&
      absl::SimpleAtod(std::string(flag[1]), &seconds))
    args.erase(flag, flag + 2);
  if (args.empty() || seconds <= 0) {
    std::cerr << "usage: crible_store_bench FOLDER [URL…] [--seconds S]\n";
    return 2;
  }
  const std::string folder(args[0]);
  int code = Bench("sqlite", {.folder = folder + "/sqlite"}, seconds);
  for (size_t i = 1; i < args.size() && code == 0; ++i) {
    code = Bench("postgres",
                 {.folder = fmt::format("{}/postgres{}", folder, i),
                  .database = std::string(args[i])},
                 seconds);
  }
  return code;
}

}  // namespace
}  // namespace crible

int main(int argc, char** argv) {
  return crible::Main({argv + 1, argv + argc});
}
