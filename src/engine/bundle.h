#ifndef CRIBLE_ENGINE_BUNDLE_H_
#define CRIBLE_ENGINE_BUNDLE_H_

// Everything that decides, as one immutable snapshot under one hash: rules,
// lists, grounds, policy and models of one directory. A directory with mistakes
// makes no bundle; it makes a list of issues.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/issue.h"
#include "base/string_map.h"
#include "bayes/classifier.h"
#include "comment/category.h"
#include "policy/ground.h"
#include "policy/merge.h"
#include "policy/policy.h"
#include "rules/rule_set.h"
#include "text/word_set.h"

namespace crible {

// The files of a directory that belong to a bundle, by path relative to it:
// rules/**.toml, lists/**.txt, policy.toml, grounds.toml, *.model.
struct BundleFiles {
  std::map<std::string, std::string> bytes;

  // SHA-256 over the sorted paths and bytes.
  std::string Hash() const { return Hash(FileHashes()); }
  // The same from the hashes of each file.
  std::map<std::string, std::string> FileHashes() const;
  std::string Hash(const std::map<std::string, std::string>& hashes) const;
};

// Limits of a bundle's directory.
inline constexpr size_t kBundleFileBytesMax = size_t{16} << 20;
inline constexpr size_t kBundleFilesMax = 2000;

// Reads the files that belong; others are left alone. Errors name the path.
absl::StatusOr<BundleFiles> ReadBundleFiles(const std::string& folder);

// What the models have learned at a site (engine/site_layers.h).
struct BundleLayer {
  std::shared_ptr<const SiteLayer> counts;
  std::shared_ptr<const LayerWeights> weights;
  std::string hash;  // SHA-256 of WriteLayer
};

struct Bundle {
  std::string hash;        // of the files and the layers
  std::string files_hash;  // BundleFiles::Hash
  CategoryTable categories;
  StringMap<Ground> grounds;
  std::shared_ptr<const Policy> policy;
  std::shared_ptr<const RuleSet> rules;
  std::shared_ptr<const Classifier> classifier;
  RuleScales scales;
  WordSet vocabulary;                // the words that rules and models know
  WordSet model_words;               // those that models have as tokens
  std::vector<std::string> learned;  // names of the models' categories
  StringMap<BundleLayer> layers;     // by site
  // For a bundle that takes over what has not changed: SHA-256 by path, and
  // what there was to say of a rule file by itself.
  std::map<std::string, std::string> file_hashes;
  StringMap<std::vector<Issue>> rule_issues;
};

struct BundleOptions {
  RuleSet::Limits limits;
  bool check_examples = true;
  // A bundle of this hash has passed its examples elsewhere: not run again.
  std::string_view checked_hash;
  // Today: a rule whose `until` is past gets a warning. Not checked by default.
  absl::Time now = absl::InfinitePast();
  // What files that are the same here have become is taken over from it, but for
  // rules that `now` decides on. The outcome is the same, sooner. May be null;
  // must live until loading has ended.
  const Bundle* loaded = nullptr;
};

// A bundle, or why there is none. Issues may be warnings beside a bundle.
struct BundleResult {
  std::shared_ptr<const Bundle> bundle;
  std::vector<Issue> issues;
};

// Parses, compiles and runs every rule's examples. Never fails half way: all
// issues of all files come at once, sorted.
BundleResult LoadBundle(const BundleFiles& files, const BundleOptions& options);

// Reading and loading in one. The status is for the directory, the issues for
// its files.
absl::StatusOr<BundleResult> LoadBundleFolder(const std::string& folder,
                                              const BundleOptions& options);

}  // namespace crible

#endif  // CRIBLE_ENGINE_BUNDLE_H_
