#include "server/run.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "engine/bundle.h"
#include "engine/bundle_watcher.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "jobs/learner.h"
#include "server/alarm.h"
#include "service/decision_record.h"
#include "signals/memory_facts.h"
#include "store/store.h"
#include "store/store_facts.h"
#include "store/store_place.h"

// Of jemalloc, where it is the allocator; else null.
extern "C" [[gnu::weak]] int mallctl(const char* name, void* old,
                                     size_t* old_size, void* wanted,
                                     size_t wanted_size);

namespace crible {
namespace {

// Gives back what reading the models took, a third of all; not under load.
void ReturnMemory() {
  malloc_trim(0);
  if (mallctl != nullptr)  // 4096: of all arenas
    mallctl("arena.4096.purge", nullptr, nullptr, nullptr, 0);
}

// Digits of a bundle's hash that are shown.
constexpr size_t kHashDigits = 12;
// How often the models are looked at; what else there is to do is done every
// second time. A change counts at the second look, at all servers within 2 s.
constexpr timespec kPollInterval{.tv_sec = 0, .tv_nsec = 500'000'000};

// Signals that are waited for, never delivered: threads started later inherit
// the mask.
sigset_t BlockSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a limit on files is as good as a full disk
  return set;
}

absl::StatusOr<std::shared_ptr<const Bundle>> LoadModels(
    const RunOptions& options) {
  CRIBLE_ASSIGN_OR_RETURN(BundleResult result,
                          LoadBundleFolder(options.models, options.bundle));
  size_t warnings = 0;
  for (const Issue& issue : result.issues) {
    if (issue.severity == Severity::kWarning) {
      ++warnings;
    } else {
      fmt::print(stderr, "{}\n", FormatIssue(issue, options.language));
    }
  }
  if (warnings > 0) {
    fmt::print(stderr, "{}\n",
               FormatIn(options.language,
                        "{} : {} avertissement(s), voir « crible rules check »",
                        "{}: {} warning(s), see \"crible rules check\"",
                        options.models, warnings));
  }
  if (result.bundle != nullptr) return std::move(result.bundle);
  return absl::FailedPreconditionError(
      FormatIn(options.language, "{} : des fichiers ont des erreurs",
               "{}: files have mistakes", options.models));
}

// Mistakes in full; warnings are for `crible rules check`.
void LogMistakes(const Reload& reload, UiLanguage language) {
  for (const Issue& issue : reload.issues) {
    if (issue.severity != Severity::kError) continue;
    CRIBLE_LOG(kError, "bundle", "{}", FormatIssue(issue, language));
  }
}

// This program as a shell would be told to run it; a plain name when it has
// none.
std::string ProgramPath() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return "crible";
  const auto from_here = std::filesystem::proximate(self, error);
  return error ? self.string() : from_here.string();
}

void LogReload(const Reload& reload, UiLanguage language) {
  const std::string hash = reload.hash.substr(0, kHashDigits);
  switch (reload.outcome) {
    case Reload::Outcome::kUnchanged:
      return;
    case Reload::Outcome::kActivated:
      CRIBLE_LOG(kInfo, "bundle", "{} decides from now on", hash);
      return;
    case Reload::Outcome::kRefused:
      LogMistakes(reload, language);
      CRIBLE_LOG(kError, "bundle", "{} has mistakes; the former stays in force",
                 hash);
      return;
    case Reload::Outcome::kUnreadable:
      CRIBLE_LOG(kError, "bundle", "{}; the former stays in force",
                 std::string(reload.status.message()));
  }
}

void Announce(const RunOptions& options, const Server& server,
              const Bundle& bundle) {
  const auto say = [&](const std::string& line) { fmt::print("{}\n", line); };
  if (server.needs_keys()) {
    say(FormatIn(options.language,
                 "crible écoute sur {} (gRPC, avec des clés, sans TLS)",
                 "crible listens on {} (gRPC, with keys, without TLS)",
                 server.address()));
  } else {
    say(FormatIn(
        options.language,
        "crible écoute sur {} (gRPC, sans clés ni TLS : cette machine "
        "seulement)",
        "crible listens on {} (gRPC, without keys or TLS: this machine "
        "only)",
        server.address()));
  }
  say(FormatIn(options.language, "{} : {} règles, lot {}",
               "{}: {} rules, bundle {}", options.models,
               bundle.rules->rules().size(),
               bundle.hash.substr(0, kHashDigits)));
  if (options.data.empty()) {
    say(FormatIn(options.language,
                 "sans données : rien n'est gardé après l'arrêt",
                 "without data: nothing is kept after the end"));
  } else {
    say(FormatIn(options.language, "données : {}", "data: {}",
                 StorePlace{options.data, options.database}.Shown()));
  }
  say(FormatIn(options.language, "pour essayer, d'un autre terminal :",
               "to try it, from another terminal:"));
  say(
      fmt::format("  {} call --server {} ModerateComment '{{\"parent\": "
                  "\"sites/demo\", \"comment\": {{\"body\": \"{}\"}}}}'",
                  ProgramPath(), server.address(),
                  FormatIn(options.language,
                           "Offre de prêt rapide, écrivez à jean@exemple.test",
                           "Quick loan offer, write to john@example.test")));
  std::fflush(stdout);
}

// Drains; a further SIGTERM or SIGINT makes an end of it.
void DrainOrAbandon(const RunOptions& options, const sigset_t& signals,
                    Server* server) {
  std::atomic<bool> drained = false;
  std::thread drain([&] {
    server->Drain(options.drain_time);
    drained = true;
  });
  const timespec pause{.tv_sec = 0, .tv_nsec = 20'000'000};
  while (!drained) {
    const int number = sigtimedwait(&signals, nullptr, &pause);
    if (number != SIGTERM && number != SIGINT) continue;
    CRIBLE_LOG(kWarning, "server", "stopped without waiting for open calls");
    std::_Exit(1);
  }
  drain.join();
}

Retention RetentionOf(const Bundle& bundle) {
  const Keep& keep = bundle.policy->keep();
  Retention retention{.calls = keep.calls,
                      .accepted = keep.accepted,
                      .reviewed = keep.reviewed,
                      .notices = keep.notices,
                      .tombstones = keep.tombstones};
  for (const auto& [id, ground] : bundle.grounds)
    retention.grounds[std::string(id)] = ground.retention;
  return retention;
}

// Retention, a slice at a time: each second while there is something to take
// away, each minute otherwise.
class Upkeep {
 public:
  void Poll(Store* store, const Bundle& bundle, absl::Time now) {
    if (now < next_) return;
    const auto pruned = store->Prune(RetentionOf(bundle), now, kRowsMax);
    const bool more =
        pruned.ok() && pruned->calls + pruned->payloads + pruned->comments > 0;
    next_ = more ? now : now + absl::Minutes(1);
  }

 private:
  static constexpr int kRowsMax = 1000;
  absl::Time next_ = absl::InfinitePast();
};

// Puts waiting items in the lists by which they are found, for a twentieth of
// the time: some 900 a second. When more come, those in no list yet are looked
// at one by one, or along the queue.
class Indexing {
 public:
  void Poll(Store* store, absl::Time now) {
    const absl::Time begin = absl::Now();
    if (begin < next_) return;
    const auto more = store->IndexItems(now);
    const absl::Time end = absl::Now();
    if (more.ok() && *more) next_ = end + kRest * (end - begin);
  }

 private:
  static constexpr int kRest = 19;
  absl::Time next_ = absl::InfinitePast();
};

// Learns beside the traffic, on a thread of its own: counting a layer takes
// seconds.
class Learning {
 public:
  Learning(Learner* learner, const Clock* clock, UiLanguage language)
      : learner_(*learner),
        clock_(*clock),
        language_(language),
        thread_([this] { Loop(); }) {}
  ~Learning() {
    stop_.Notify();
    thread_.join();
  }

 private:
  void Loop() {
    do {
      for (const LearnerNews& it : learner_.Run(clock_.Now())) Log(it);
    } while (!stop_.WaitForNotificationWithTimeout(absl::Seconds(1)));
  }
  void Log(const LearnerNews& news) const {
    const std::string hash = news.hash.substr(0, kHashDigits);
    if (news.learned) {
      CRIBLE_LOG(kInfo, "learning", "{}: layer {} decides from now on",
                 news.site, hash);
    } else {
      CRIBLE_LOG(kWarning, "learning", "{}: layer {} does not go live: {}",
                 news.site, hash, news.why.In(language_));
    }
  }

  Learner& learner_;
  const Clock& clock_;
  const UiLanguage language_;
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace

absl::Status Run(const RunOptions& options) {
  const sigset_t signals = BlockSignals();
  // Debian's build looks for cycles in the order of locks at every lock, gRPC's
  // too: a tool for debugging, at a twentieth of an empty call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CRIBLE_RETURN_IF_ERROR(
      AlarmBell::Check(options.alarm_command, options.language));
  CRIBLE_ASSIGN_OR_RETURN(std::shared_ptr<const Bundle> bundle,
                          LoadModels(options));
  ReturnMemory();
  const SystemClock clock;
  Engine engine(bundle);
  std::unique_ptr<Store> store;
  if (!options.data.empty()) {
    CRIBLE_ASSIGN_OR_RETURN(store, OpenStore({.folder = options.data,
                                              .database = options.database,
                                              .words_of = WordsOfRecord}));
    if (options.wrap_store) store = options.wrap_store(std::move(store));
  }
  std::unique_ptr<Learner> learner;
  if (store != nullptr) {
    learner = std::make_unique<Learner>(store.get(), &engine, options.models,
                                        Learner::Options());
    CRIBLE_RETURN_IF_ERROR(learner->LoadLayers());
  }
  const std::unique_ptr<Facts> counts = NewMemoryFacts({});
  std::unique_ptr<Facts> known;
  if (store != nullptr)
    known = std::make_unique<StoreFacts>(store.get(), counts.get());
  CRIBLE_ASSIGN_OR_RETURN(
      const std::unique_ptr<Server> server,
      Server::Start(options.server, &engine, known ? known.get() : counts.get(),
                    &clock, store.get()));
  Announce(options, *server, *bundle);
  bundle.reset();

  std::unique_ptr<Learning> learning;
  if (learner != nullptr) {
    learning =
        std::make_unique<Learning>(learner.get(), &clock, options.language);
  }
  Upkeep upkeep;
  Indexing indexing;
  AlarmBell bell(options.alarm_command, &engine, store.get());
  BundleWatcher watcher(options.models, &engine, options.bundle);
  for (bool second = false;; second = !second) {
    const int number = sigtimedwait(&signals, nullptr, &kPollInterval);
    if (number == SIGTERM || number == SIGINT) break;
    if (second && store != nullptr) {
      upkeep.Poll(store.get(), *engine.bundle(), clock.Now());
      indexing.Poll(store.get(), clock.Now());
    }
    if (second) {
      server->Refresh();
      bell.Poll(clock.Now());
    }
    LogReload(watcher.Poll(), options.language);
    // A change is loaded at the second look; SIGHUP says that it is finished.
    if (number == SIGHUP) LogReload(watcher.Poll(), options.language);
  }
  learning.reset();
  CRIBLE_LOG(kInfo, "server", "stopping: calls that have begun end first");
  DrainOrAbandon(options, signals, server.get());
  CRIBLE_LOG(kInfo, "server", "stopped");
  return absl::OkStatus();
}

}  // namespace crible
