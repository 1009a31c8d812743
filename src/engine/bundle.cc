#include "engine/bundle.h"

#include <algorithm>
#include <future>
#include <utility>

#include "base/files.h"
#include "base/localized_status.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "bayes/model.h"
#include "engine/example_check.h"
#include "fmt/core.h"
#include "rules/rule_file.h"

namespace crible {
namespace {

bool Belongs(std::string_view path) {
  return (path.starts_with("rules/") && path.ends_with(".toml")) ||
         (path.starts_with("lists/") && path.ends_with(".txt")) ||
         path == "policy.toml" || path == "grounds.toml" ||
         (path.ends_with(".model") && path.find('/') == std::string_view::npos);
}

// The lines of a list without comments, blanks and the white space around them.
std::vector<std::string> ListLines(std::string_view bytes) {
  std::vector<std::string> lines;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    line = line.substr(0, line.find('#'));
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    lines.emplace_back(
        line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
  }
  return lines;
}

// Builds a bundle part by part; every part adds its issues. Models are read and
// put into tables on a thread of their own: the two halves know nothing of each
// other, so that the outcome is the same.
class BundleLoader {
 public:
  BundleLoader(const BundleFiles& files, const BundleOptions& options)
      : files_(files), options_(options), bundle_(std::make_shared<Bundle>()) {}

  BundleResult Load() {
    std::future<ReadModels> reading = StartReadingModels();
    bundle_->hash = bundle_->files_hash = files_.Hash();
    LoadGrounds();
    std::vector<Rule> rules = LoadRules();
    LoadPolicy();
    const std::vector<Model> models = LoadModels(reading.get());
    auto classifier = std::async(std::launch::async, [&] {
      return Classifier::Build(models, bundle_->categories);
    });
    AddModelWords(models);
    CompileRules(std::move(rules));
    bundle_->classifier = classifier.get();
    FillVocabulary();
    CheckRuleExamples();
    SortIssues(&issues_);
    if (HasErrors(issues_)) return {nullptr, std::move(issues_)};
    return {std::move(bundle_), std::move(issues_)};
  }

 private:
  std::string_view Bytes(const std::string& path) const {
    const auto found = files_.bytes.find(path);
    return found == files_.bytes.end() ? std::string_view() : found->second;
  }

  void Add(std::vector<Issue> issues) {
    std::move(issues.begin(), issues.end(), std::back_inserter(issues_));
  }

  void LoadGrounds() {
    GroundFile file = ReadGrounds("grounds.toml", Bytes("grounds.toml"));
    bundle_->grounds = std::move(file.grounds);
    Add(std::move(file.issues));
  }

  absl::StatusOr<std::vector<std::string>> ReadList(
      std::string_view path) const {
    if (const auto found = files_.bytes.find(std::string(path));
        found != files_.bytes.end()) {
      return ListLines(found->second);
    }
    std::string known;
    for (const auto& [other, bytes] : files_.bytes) {
      if (!other.starts_with("lists/")) continue;
      known += known.empty() ? other : ", " + other;
    }
    return absl::NotFoundError(known);
  }

  std::vector<Rule> LoadRules() {
    StringSet grounds;
    for (const auto& [id, ground] : bundle_->grounds) grounds.insert(id);
    ListBook lists;
    const RuleContext context{
        .read_list = [this](std::string_view path) { return ReadList(path); },
        .lists = &lists,
        .grounds = grounds.empty() ? nullptr : &grounds,
        .categories = &bundle_->categories,
        .now = options_.now};
    std::vector<Rule> rules;
    for (const auto& [path, bytes] : files_.bytes) {
      if (!path.starts_with("rules/")) continue;
      RuleFile file = ReadRuleFile(path, bytes, context);
      std::move(file.rules.begin(), file.rules.end(),
                std::back_inserter(rules));
      Add(std::move(file.issues));
    }
    std::vector<Issue> together;
    CheckRulesTogether(rules, &together);
    Add(std::move(together));
    return rules;
  }

  void LoadPolicy() {
    std::vector<Issue> issues;
    bundle_->policy = Policy::Read("policy.toml", Bytes("policy.toml"),
                                   bundle_->categories, &issues);
    Add(std::move(issues));
  }

  using ReadModels = std::vector<std::pair<std::string, absl::StatusOr<Model>>>;

  std::future<ReadModels> StartReadingModels() const {
    return std::async(std::launch::async, [this] {
      ReadModels models;
      for (const auto& [path, bytes] : files_.bytes) {
        if (!path.ends_with(".model")) continue;
        models.emplace_back(path, ReadModel(path, bytes));
      }
      return models;
    });
  }

  std::vector<Model> LoadModels(ReadModels read) {
    std::vector<Model> models;
    for (auto& [path, model] : read) {
      if (!model.ok()) {
        issues_.push_back({path,
                           {1, 1},
                           Severity::kError,
                           "bad-model",
                           MessageOf(model.status())});
        continue;
      }
      const auto category = bundle_->categories.Add(model->category);
      if (category) {
        bundle_->scales[*category] = {
            .gamma = model->coefficients.rule_gamma,
            .family_cap = model->coefficients.rule_family_cap,
            .counts_holds = true};
      }
      models.push_back(*std::move(model));
    }
    return models;
  }

  void AddModelWords(const std::vector<Model>& models) {
    for (const Model& model : models) {
      bundle_->learned.push_back(model.category);
      for (const ModelToken& token : model.tokens) {
        if (token.group == FeatureGroup::kWords &&
            token.text.find(' ') == token.text.npos)
          bundle_->model_words.Insert(HashWord(token.text));
      }
    }
  }

  void CompileRules(std::vector<Rule> rules) {
    std::vector<Issue> issues;
    bundle_->rules =
        RuleSet::Compile(std::move(rules), options_.limits, &issues);
    Add(std::move(issues));
  }

  void FillVocabulary() {
    bundle_->classifier->AddWords(&bundle_->vocabulary);
    if (bundle_->rules) bundle_->rules->AddWords(&bundle_->vocabulary);
  }

  void CheckRuleExamples() {
    if (!bundle_->rules || !options_.check_examples) return;
    if (bundle_->hash == options_.checked_hash) return;
    Add(CheckExamples(*bundle_->rules, bundle_->vocabulary));
  }

  const BundleFiles& files_;
  const BundleOptions& options_;
  std::shared_ptr<Bundle> bundle_;
  std::vector<Issue> issues_;
};

}  // namespace

std::string BundleFiles::Hash() const {
  std::string all;
  for (const auto& [path, file] : bytes) {
    all += fmt::format("{} {} {}\n", Sha256Hex(file), file.size(), path);
  }
  return Sha256Hex(all);
}

absl::StatusOr<BundleFiles> ReadBundleFiles(const std::string& folder) {
  CRIBLE_ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                          ListFiles(folder));
  BundleFiles files;
  for (const std::string& path : paths) {
    if (!Belongs(path)) continue;
    if (files.bytes.size() == kBundleFilesMax) {
      return absl::ResourceExhaustedError(
          fmt::format("{} holds more than {} files that belong to a bundle",
                      folder, kBundleFilesMax));
    }
    CRIBLE_ASSIGN_OR_RETURN(files.bytes[path],
                            ReadFile(folder + "/" + path, kBundleFileBytesMax));
  }
  return files;
}

BundleResult LoadBundle(const BundleFiles& files,
                        const BundleOptions& options) {
  return BundleLoader(files, options).Load();
}

absl::StatusOr<BundleResult> LoadBundleFolder(const std::string& folder,
                                              const BundleOptions& options) {
  CRIBLE_ASSIGN_OR_RETURN(const BundleFiles files, ReadBundleFiles(folder));
  return LoadBundle(files, options);
}

}  // namespace crible
