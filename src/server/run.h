#ifndef CRIBLE_SERVER_RUN_H_
#define CRIBLE_SERVER_RUN_H_

// `crible serve`: everything from reading the models to the last answer.

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/localized.h"
#include "engine/bundle.h"
#include "server/server.h"
#include "store/store.h"

namespace crible {

struct RunOptions {
  ServerOptions server;
  std::string models = "models";  // the bundle's directory
  // The data folder, made if missing; empty: nothing outlives the process.
  std::string data;
  // Where what outlives the process is kept instead of in the folder:
  // postgresql://…; the folder holds the key alone then.
  std::string database;
  // Puts something between the server and its store; for tests.
  std::function<std::unique_ptr<Store>(std::unique_ptr<Store>)> wrap_store;
  // Run for urgent items (alarm.h); empty: none.
  std::string alarm_command;
  BundleOptions bundle;
  absl::Duration drain_time = absl::Seconds(20);
  UiLanguage language = UiLanguage::kFrench;
};

// Serves until SIGTERM or SIGINT, then drains and returns OK; a second one
// ends without waiting. Changed models are activated, or refused with their
// mistakes in the log, within seconds, at once after SIGHUP. Says on standard
// output where it listens and how to try it. Call it before any other thread is
// started: it takes over the process's signals. FAILED_PRECONDITION when the
// models have mistakes; they have been printed on standard error.
absl::Status Run(const RunOptions& options);

}  // namespace crible

#endif  // CRIBLE_SERVER_RUN_H_
