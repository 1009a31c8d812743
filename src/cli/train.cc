#include "cli/train.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <set>

#include "base/files.h"
#include "base/status_macros.h"
#include "bayes/corpus.h"
#include "bayes/evaluate.h"
#include "bayes/trainer.h"
#include "engine/engine.h"
#include "fmt/core.h"
#include "policy/score.h"
#include "text/utf8.h"

namespace crible {
namespace {

// The rules and lists of a folder without its models: what is calibrated is the
// model beside the rules.
absl::StatusOr<BundleResult> LoadWithoutModels(const std::string& folder) {
  CRIBLE_ASSIGN_OR_RETURN(BundleFiles files, ReadBundleFiles(folder));
  std::erase_if(files.bytes, [](const auto& file) {
    return file.first.ends_with(".model");
  });
  return LoadBundle(files, {.check_examples = false});
}

// Σ weights of the rules that hit for the category and score, hold or reject,
// one number a family.
std::vector<double> FamilySums(const Evidence& evidence, CategoryId category) {
  std::map<std::string_view, double> sums;
  for (const Hit& hit : evidence.hits) {
    const double weight = ScoreWeight(*hit.rule);
    if (weight > 0 && hit.rule->category == category)
      sums[hit.rule->family] += weight;
  }
  std::vector<double> list;
  for (const auto& [family, sum] : sums) list.push_back(sum);
  return list;
}

// One category's training, corpus by corpus.
class CategoryTraining {
 public:
  CategoryTraining(const TrainOptions& options, const Mix& mix,
                   const Engine& engine, std::string category)
      : options_(options),
        mix_(mix),
        engine_(engine),
        category_(std::move(category)),
        trainer_(category_, {}) {}

  absl::StatusOr<TrainedModel> Train() {
    for (const MixEntry& entry : mix_.entries) {
      if (entry.category == category_) CRIBLE_RETURN_IF_ERROR(AddCorpus(entry));
    }
    CRIBLE_ASSIGN_OR_RETURN(TrainedModel trained, trainer_.Train());
    trained.model.notes = notes_;
    return trained;
  }

 private:
  absl::StatusOr<std::string> Find(const std::string& file) const {
    const std::string ours =
        ModelsFolder(options_.models) + "/training/" + file;
    if (std::filesystem::exists(ours)) return ours;
    const std::string theirs = options_.data + "/" + file;
    if (!options_.data.empty() && std::filesystem::exists(theirs))
      return theirs;
    return absl::NotFoundError(fmt::format(
        "{} stands neither in the training folder nor in the folder of --data",
        file));
  }

  absl::Status AddCorpus(const MixEntry& entry) {
    CRIBLE_ASSIGN_OR_RETURN(const std::string path, Find(entry.file));
    CRIBLE_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
    CRIBLE_ASSIGN_OR_RETURN(std::vector<CorpusRow> rows,
                            ReadCorpus(entry.file, bytes));
    size_t in = 0, out = 0;
    for (const MixRow& row : SelectRows(entry, mix_.salt, std::move(rows))) {
      CRIBLE_RETURN_IF_ERROR(AddRow(row));
      ++(row.in ? in : out);
    }
    notes_.push_back(fmt::format("trained on {}: {} {}, {} other", entry.corpus,
                                 in, category_, out));
    return absl::OkStatus();
  }

  absl::Status AddRow(const MixRow& row) {
    const Comment comment{
        .site = "default", .body = row.row.body, .format = row.row.format};
    NoFacts facts;
    engine_.Moderate(comment, &facts, absl::UnixEpoch(), &moderation_);
    const auto category = engine_.bundle()->categories.Find(category_);
    return trainer_.Add(
        {.id = row.row.id,
         .corpus = row.corpus,
         .weight = row.weight,
         .fold = row.fold,
         .stratum = row.stratum,
         .in = row.in,
         .family_sums = category ? FamilySums(moderation_.evidence, *category)
                                 : std::vector<double>()},
        moderation_.body, moderation_.evidence.signals);
  }

  const TrainOptions& options_;
  const Mix& mix_;
  const Engine& engine_;
  const std::string category_;
  Trainer trainer_;
  Moderation moderation_;
  std::vector<std::string> notes_;
};

// Each corpus as a model answers that did not see it, a line a corpus: against
// its own innocents, and against all of its language.
std::vector<std::string> OutOfFoldTable(
    const std::vector<OutOfFoldScore>& scores) {
  std::map<std::string, std::vector<EvaluationRow>> rows_by_language;
  for (const OutOfFoldScore& score : scores) {
    const std::string language =
        score.stratum.substr(0, score.stratum.find('-'));
    rows_by_language[language].push_back({.log_odds = score.model + score.rules,
                                          .in = score.in,
                                          .language = language,
                                          .corpus = score.corpus});
  }
  std::vector<std::string> table;
  for (const auto& [language, rows] : rows_by_language) {
    for (const EvaluationPart& part : EvaluateParts(rows, PartBy::kCorpus)) {
      if (part.own.in == 0 || part.pooled.out == 0) continue;
      const auto& recalls = part.pooled.recalls;
      // A corpus without innocents has no figure of its own.
      const std::string own =
          part.own.out == 0 ? "-" : fmt::format("{:.3f}", part.own.auc.value);
      table.push_back(fmt::format(
          "left out, {} {:<20} {:>5} in {:>5} out  AUC {:>5}, among all {} "
          "{:.3f}  recall at 0.5 % {:.2f}, at 1 % {:.2f}",
          language, part.name, part.own.in, part.own.out, own, language,
          part.pooled.auc.value, recalls.at(0).recall.value,
          recalls.at(1).recall.value));
    }
  }
  return table;
}

}  // namespace

int RunTrain(const TrainOptions& options, const Io& io) {
  const std::string folder = ModelsFolder(options.models);
  const auto loaded = LoadWithoutModels(folder);
  if (!loaded.ok()) return Fail(io, loaded.status());
  PrintIssues(loaded->issues, /*warnings=*/false, io, io.err);
  if (!loaded->bundle) return kExitFailed;
  const auto bytes = ReadFile(folder + "/training/mix.toml");
  if (!bytes.ok()) return Fail(io, bytes.status());
  const Mix mix = ReadMix("training/mix.toml", *bytes);
  PrintIssues(mix.issues, /*warnings=*/true, io, io.err);
  if (HasErrors(mix.issues)) return kExitFailed;

  std::set<std::string> categories(options.categories.begin(),
                                   options.categories.end());
  if (categories.empty()) {
    for (const MixEntry& entry : mix.entries) categories.insert(entry.category);
  }
  const Engine engine(loaded->bundle);
  for (const std::string& category : categories) {
    auto trained = CategoryTraining(options, mix, engine, category).Train();
    if (!trained.ok()) return Fail(io, trained.status());
    const auto table = OutOfFoldTable(trained->out_of_fold);
    auto& notes = trained->model.notes;
    notes.insert(notes.end(), table.begin(), table.end());
    const std::string path = fmt::format(
        "{}/{}.model", options.out.empty() ? folder : options.out, category);
    if (const auto status = WriteFile(path, WriteModel(trained->model));
        !status.ok()) {
      return Fail(io, status);
    }
    io.out << FormatIn(io.language, "{} : {} unités\n", "{}: {} tokens\n", path,
                       trained->model.tokens.size());
    for (const std::string& note : notes) io.out << "  " << note << "\n";
  }
  return kExitOk;
}

void AddTrain(CommandLine* line) {
  auto options = std::make_shared<TrainOptions>();
  Command command =
      line->Add("train", {"refait les modèles livrés, octet pour octet",
                          "make the shipped models again, byte for byte"});
  command.Models(&options->models);
  command.Value("--data", &options->data,
                {"dossier des corpus publics", "folder of the public corpora"});
  command.Value("--out", &options->out,
                {"dossier des modèles (sinon celui des règles)",
                 "folder of the models (else that of the rules)"});
  command.Value("--category", &options->categories,
                {"catégories (sinon toutes)", "categories (else all)"});
  command.Runs([options](const Io& io) { return RunTrain(*options, io); });
}

}  // namespace crible
