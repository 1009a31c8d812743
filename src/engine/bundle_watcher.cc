#include "engine/bundle_watcher.h"

#include <sys/stat.h>

#include <utility>

#include "base/files.h"
#include "engine/site_layers.h"
#include "fmt/core.h"

namespace crible {
namespace {

// Path, size and change time of every file: differs when any was written,
// added, renamed or removed.
absl::StatusOr<std::string> Fingerprint(const std::string& folder) {
  const auto paths = ListFiles(folder);
  if (!paths.ok()) return paths.status();
  std::string fingerprint;
  for (const std::string& path : *paths) {
    struct stat info;
    if (::stat((folder + "/" + path).c_str(), &info) != 0) continue;
    fingerprint += fmt::format("{} {} {}.{}\n", path, info.st_size,
                               info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
  }
  return fingerprint;
}

}  // namespace

BundleWatcher::BundleWatcher(std::string folder, Engine* engine,
                             BundleOptions options)
    : folder_(std::move(folder)), engine_(engine), options_(options) {}

Reload BundleWatcher::Poll() {
  const auto fingerprint = Fingerprint(folder_);
  if (!fingerprint.ok()) {
    if (std::exchange(unreadable_, true)) return {};  // said once
    return {.outcome = Reload::Outcome::kUnreadable,
            .status = fingerprint.status()};
  }
  unreadable_ = false;
  const bool still_writing = *fingerprint != seen_;
  seen_ = *fingerprint;
  if (still_writing || seen_ == settled_) return {};
  settled_ = seen_;

  const auto files = ReadBundleFiles(folder_);
  if (!files.ok()) {
    return {.outcome = Reload::Outcome::kUnreadable, .status = files.status()};
  }
  const std::string hash = files->Hash();
  if (hash == engine_->bundle()->files_hash) return {};
  const auto loaded = engine_->bundle();
  BundleOptions options = options_;
  options.loaded = loaded.get();
  BundleResult result = LoadBundle(*files, options);
  if (!result.bundle) {
    return {.outcome = Reload::Outcome::kRefused,
            .hash = hash,
            .issues = std::move(result.issues)};
  }
  // What sites have learned stays, beside the new files.
  engine_->Amend(
      [&](const Bundle& now) { return WithLayersOf(now, *result.bundle); });
  return {.outcome = Reload::Outcome::kActivated,
          .hash = hash,
          .issues = std::move(result.issues)};
}

}  // namespace crible
