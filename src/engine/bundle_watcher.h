#ifndef CRIBLE_ENGINE_BUNDLE_WATCHER_H_
#define CRIBLE_ENGINE_BUNDLE_WATCHER_H_

// Watches a directory of rules and models and activates what changed, if it is
// whole. A bad edit leaves the old bundle in force. The caller polls, and says
// what happened in its log:
//
//   BundleWatcher watcher("models", &engine, {});
//   while (…) { Reload reload = watcher.Poll(); … }

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/bundle.h"
#include "engine/engine.h"

namespace crible {

struct Reload {
  enum class Outcome : uint8_t {
    kUnchanged,   // also: files are still being written
    kActivated,   // a new bundle decides from now on
    kRefused,     // the files have mistakes; the old bundle stays
    kUnreadable,  // the directory cannot be read; the old bundle stays
  };
  Outcome outcome = Outcome::kUnchanged;
  std::string hash;           // of the files, for kActivated and kRefused
  std::vector<Issue> issues;  // warnings, or why it was refused
  absl::Status status;        // for kUnreadable
};

class BundleWatcher {
 public:
  // `engine` must outlive the watcher. What the engine has now counts as known.
  BundleWatcher(std::string folder, Engine* engine, BundleOptions options);

  // Looks once; loads a change when two looks in a row saw the same files, so
  // that an editor has finished writing. A refused change is not tried again
  // until the files change. Not safe from several threads.
  Reload Poll();

 private:
  const std::string folder_;
  Engine* const engine_;
  const BundleOptions options_;
  std::string seen_;     // path, size and time of all files at the last look
  std::string settled_;  // the same, when they were last judged
  bool unreadable_ = false;
};

}  // namespace crible

#endif  // CRIBLE_ENGINE_BUNDLE_WATCHER_H_
