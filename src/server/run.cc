#include "server/run.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "engine/bundle.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "signals/memory_facts.h"

namespace crible {
namespace {

// Signals that are waited for, never delivered: threads started later inherit
// the mask.
sigset_t BlockSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

void PrintIssues(const std::vector<Issue>& issues, UiLanguage language) {
  for (const Issue& issue : issues) {
    fmt::print(stderr, "{}\n", FormatIssue(issue, language));
  }
}

absl::StatusOr<std::shared_ptr<const Bundle>> LoadModels(
    const RunOptions& options) {
  CRIBLE_ASSIGN_OR_RETURN(BundleResult result,
                          LoadBundleFolder(options.models, BundleOptions()));
  PrintIssues(result.issues, options.language);
  if (result.bundle != nullptr) return std::move(result.bundle);
  return absl::FailedPreconditionError(
      FormatIn(options.language, "{} : des fichiers ont des erreurs",
               "{}: files have mistakes", options.models));
}

void Announce(const RunOptions& options, const Server& server,
              const Bundle& bundle) {
  const auto say = [&](const std::string& line) { fmt::print("{}\n", line); };
  say(FormatIn(options.language,
               "crible écoute sur {} (gRPC, sans clés ni TLS : cette machine "
               "seulement)",
               "crible listens on {} (gRPC, without keys or TLS: this machine "
               "only)",
               server.address()));
  say(FormatIn(options.language, "{} : {} règles, lot {}",
               "{}: {} rules, bundle {}", options.models,
               bundle.rules->rules().size(), bundle.hash.substr(0, 12)));
  say(FormatIn(options.language, "pour essayer, d'un autre terminal :",
               "to try it, from another terminal:"));
  say(
      fmt::format("  crible call --server {} ModerateComment '{{\"parent\": "
                  "\"sites/demo\", \"comment\": {{\"body\": \"{}\"}}}}'",
                  server.address(),
                  FormatIn(options.language, "Merci pour cet article.",
                           "Thank you for this article.")));
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

}  // namespace

absl::Status Run(const RunOptions& options) {
  const sigset_t signals = BlockSignals();
  CRIBLE_ASSIGN_OR_RETURN(std::shared_ptr<const Bundle> bundle,
                          LoadModels(options));
  const SystemClock clock;
  Engine engine(bundle);
  const std::unique_ptr<Facts> facts = NewMemoryFacts({});
  CRIBLE_ASSIGN_OR_RETURN(
      const std::unique_ptr<Server> server,
      Server::Start(options.server, &engine, facts.get(), &clock));
  Announce(options, *server, *bundle);
  bundle.reset();

  int number = 0;
  while (number != SIGTERM && number != SIGINT) {
    sigwait(&signals, &number);
  }
  CRIBLE_LOG(kInfo, "server", "stopping: calls that have begun end first");
  DrainOrAbandon(options, signals, server.get());
  CRIBLE_LOG(kInfo, "server", "stopped");
  return absl::OkStatus();
}

}  // namespace crible
