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

bool IsModel(std::string_view path) { return path.ends_with(".model"); }

// What, beside its own bytes, decides on what a rule file says.
bool IsReadWithRules(std::string_view path) {
  return path.starts_with("lists/") || path == "grounds.toml";
}

// Whether the day decides on what there is to say of the rule.
bool HasUntil(const std::vector<Condition>& conditions) {
  return std::any_of(
      conditions.begin(), conditions.end(), [](const Condition& condition) {
        const auto* group = std::get_if<GroupCondition>(&condition.test);
        return std::holds_alternative<UntilCondition>(condition.test) ||
               (group != nullptr && HasUntil(group->children));
      });
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
    bundle_->file_hashes = files_.FileHashes();
    bundle_->hash = bundle_->files_hash = files_.Hash(bundle_->file_hashes);
    std::future<ReadModels> reading;
    if (!AreUnchanged(IsModel)) reading = StartReadingModels();
    LoadGrounds();
    std::vector<Rule> rules = LoadRules();
    LoadPolicy();
    if (!reading.valid() && !TakeModels()) reading = StartReadingModels();
    std::vector<Model> models;
    std::future<std::unique_ptr<const Classifier>> classifier;
    if (reading.valid()) {
      models = LoadModels(reading.get());
      classifier = std::async(std::launch::async, [&] {
        return Classifier::Build(models, bundle_->categories);
      });
      AddModelWords(models);
    }
    CompileRules(std::move(rules));
    if (classifier.valid()) bundle_->classifier = classifier.get();
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

  bool IsUnchanged(const std::string& path) const {
    const auto& before = options_.loaded->file_hashes;
    const auto found = before.find(path);
    return found != before.end() &&
           found->second == bundle_->file_hashes.at(path);
  }

  // Whether there is a loaded bundle that has the same of these files.
  bool AreUnchanged(bool (*concerned)(std::string_view)) const {
    if (options_.loaded == nullptr) return false;
    const auto count = [concerned](const auto& hashes) {
      return std::count_if(hashes.begin(), hashes.end(), [&](const auto& file) {
        return concerned(file.first);
      });
    };
    const auto& hashes = bundle_->file_hashes;
    return count(hashes) == count(options_.loaded->file_hashes) &&
           std::all_of(hashes.begin(), hashes.end(), [&](const auto& file) {
             return !concerned(file.first) || IsUnchanged(file.first);
           });
  }

  // The loaded rules by file, if all that reading a file depends on is as it
  // was when they were read.
  StringMap<std::vector<const Rule*>> LoadedRules() const {
    StringMap<std::vector<const Rule*>> by_file;
    if (!AreUnchanged(IsReadWithRules) || options_.loaded->rules == nullptr) {
      return by_file;
    }
    for (const auto& [path, issues] : options_.loaded->rule_issues) {
      if (bundle_->file_hashes.contains(path) && IsUnchanged(path)) {
        by_file.try_emplace(path);
      }
    }
    for (const Rule& rule : options_.loaded->rules->rules()) {
      const auto file = by_file.find(rule.file);
      if (file != by_file.end()) file->second.push_back(&rule);
    }
    absl::erase_if(by_file, [](const auto& file) {
      return std::any_of(
          file.second.begin(), file.second.end(), [](const Rule* rule) {
            return HasUntil(rule->when.children) || HasUntil(rule->unless);
          });
    });
    return by_file;
  }

  // A copy; nullopt if there are too many categories for its own.
  std::optional<Rule> TakeRule(const Rule& loaded) {
    const auto category = bundle_->categories.Add(
        options_.loaded->categories.Name(loaded.face.category));
    if (!category) return std::nullopt;
    Rule rule = loaded;
    rule.face.category = *category;
    return rule;
  }

  bool TakeRules(const std::vector<const Rule*>& loaded,
                 std::vector<Rule>* rules) {
    const size_t before = rules->size();
    for (const Rule* rule : loaded) {
      std::optional<Rule> taken = TakeRule(*rule);
      if (!taken) {
        rules->resize(before);
        return false;
      }
      rules->push_back(*std::move(taken));
    }
    return true;
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
    const auto loaded = LoadedRules();
    for (const auto& [path, bytes] : files_.bytes) {
      if (!path.starts_with("rules/")) continue;
      if (const auto known = loaded.find(path);
          known != loaded.end() && TakeRules(known->second, &rules)) {
        Add(bundle_->rule_issues[path] = options_.loaded->rule_issues.at(path));
        continue;
      }
      RuleFile file = ReadRuleFile(path, bytes, context);
      bundle_->rule_issues[path] = file.issues;
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
        if (!IsModel(path)) continue;
        models.emplace_back(path, ReadModel(path, bytes));
      }
      return models;
    });
  }

  // The classifier as it is, if the models are the same and its categories have
  // the same numbers.
  bool TakeModels() {
    const Bundle& loaded = *options_.loaded;
    CategoryTable categories = bundle_->categories;
    for (const std::string& category : loaded.learned) categories.Add(category);
    if (categories != loaded.categories) return false;
    bundle_->categories = std::move(categories);
    bundle_->scales = loaded.scales;
    bundle_->learned = loaded.learned;
    bundle_->model_words = loaded.model_words;
    bundle_->classifier = loaded.classifier;
    return true;
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
        RuleSet::Compile(std::move(rules), options_.limits, &issues,
                         options_.loaded ? options_.loaded->rules.get()
                                         : nullptr);
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

std::map<std::string, std::string> BundleFiles::FileHashes() const {
  std::map<std::string, std::string> hashes;
  for (const auto& [path, file] : bytes) hashes[path] = Sha256Hex(file);
  return hashes;
}

std::string BundleFiles::Hash(
    const std::map<std::string, std::string>& hashes) const {
  std::string all;
  for (const auto& [path, file] : bytes) {
    all += fmt::format("{} {} {}\n", hashes.at(path), file.size(), path);
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
