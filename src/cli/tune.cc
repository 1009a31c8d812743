#include "cli/tune.h"

#include <cmath>
#include <memory>
#include <optional>
#include <ostream>

#include "cli/labelled_row.h"
#include "engine/engine.h"
#include "fmt/core.h"
#include "policy/tune.h"

namespace crible {
namespace {

using Outcome = TunedThreshold::Outcome;

// Settings under which the category decides nothing by its score, or as much
// as it can.
Settings WithThresholds(Settings settings, CategoryId category,
                        std::optional<double> hold,
                        std::optional<double> reject) {
  settings.categories[category].look = std::nullopt;
  settings.categories[category].hold = hold;
  settings.categories[category].reject = reject;
  return settings;
}

constexpr double kLowest = 1e-9;

// Runs the engine over labelled files, and asks the policy what it would do
// without the category's thresholds and with the lowest.
class RowReader {
 public:
  RowReader(const Engine& engine, const std::vector<std::string>& fields,
            CategoryId category, const Settings& settings)
      : engine_(engine),
        category_(category),
        name_(engine.bundle()->categories.Name(category)),
        floor_(WithThresholds(settings, category, {}, {})),
        ceiling_(WithThresholds(settings, category, {}, kLowest)),
        row_(fields) {}

  absl::Status ReadFile(const std::string& path) {
    return ReadLabelledFile(path, &row_, [this] { Add(); });
  }
  absl::Status CheckLeaks() const { return row_.CheckLeaks(); }
  const std::vector<TuneRow>& rows() const { return rows_; }

 private:
  void Add() {
    NoFacts facts;
    const Comment& comment = row_.comment();
    engine_.Moderate(comment, &facts, absl::UnixEpoch(), &moderation_);
    TuneRow row{.is = ClassOf(row_.label())};
    for (const CategoryScore& score : moderation_.decision.scores) {
      if (score.category != category_) continue;
      row.probability = 1 / (1 + std::exp(-score.log_odds));
    }
    Redecide(comment, floor_, &moderation_);
    row.floor = moderation_.decision.verdict;
    Redecide(comment, ceiling_, &moderation_);
    row.rejectable = moderation_.decision.verdict == Verdict::kReject;
    rows_.push_back(row);
  }

  TuneClass ClassOf(std::string_view label) const {
    if (label == "ham") return TuneClass::kInnocent;
    return label == name_ ? TuneClass::kCategory : TuneClass::kOther;
  }

  const Engine& engine_;
  const CategoryId category_;
  const std::string_view name_;
  const Settings floor_, ceiling_;
  LabelledRow row_;
  Moderation moderation_;
  std::vector<TuneRow> rows_;
};

// The option, else what policy.toml says.
std::optional<double> BudgetOf(double option, std::optional<double> policy) {
  return option >= 0 ? std::optional<double>(option) : policy;
}

std::string Threshold(std::optional<double> value) {
  return value ? fmt::format("{}", *value) : "\"never\"";
}

// Prints a tuning: lines for policy.toml, and why.
class TuneReport {
 public:
  TuneReport(const TuneCommandOptions& options, const ErrorBudget& budget,
             const Tuning& tuning, const Io& io)
      : options_(options), budget_(budget), tuning_(tuning), io_(io) {}

  void Print(size_t rows) const {
    Line(
        FormatBoth("# d'après {} commentaires étiquetés ; garanti à {:.4g} % "
                   "pour des commentaires tirés comme eux",
                   "# from {} labelled comments; guaranteed at {:.4g} % for "
                   "comments drawn as they were",
                   rows, 100 * options_.confidence));
    PrintReject();
    PrintHold();
    PrintReviews();
    if (!tuning_.kept()) return;
    Line(
        FormatBoth("# coût : {:.0f} relectures pour 1 000 commentaires, dont "
                   "{:.0f} % à raison",
                   "# cost: {:.0f} reviews per 1,000 comments, {:.0f} % of "
                   "them rightly held",
                   tuning_.reviews_per_thousand, 100 * tuning_.rightly_held));
  }

 private:
  void Line(const Localized& text) const {
    io_.out << text.In(io_.language) << "\n";
  }

  void PrintReject() const {
    const TunedThreshold& tuned = tuning_.reject;
    if (tuned.outcome == Outcome::kNotAsked) return;
    const double max = 100 * *budget_.wrong_rejects_max;
    if (PrintRefusal("wrong_rejects_max", tuned,
                     {"innocents", "innocent comments"})) {
      return;
    }
    Line(
        FormatBoth("{}.reject = {}  # {} innocents sur {} refusés, au plus "
                   "{:.3g} % en tout (budget {:.3g} %)",
                   "{}.reject = {}  # {} of {} innocent rejected, at most "
                   "{:.3g} % of all (budget {:.3g} %)",
                   options_.category, Threshold(tuning_.chosen_reject),
                   tuned.errors, tuned.rows, 100 * tuned.bound, max));
  }

  void PrintHold() const {
    const TunedThreshold& tuned = tuning_.hold;
    if (tuned.outcome == Outcome::kNotAsked) return;
    const double max = 100 * *budget_.missed_max;
    if (PrintRefusal(
            "missed_max", tuned,
            {"commentaires de la catégorie", "comments of the category"})) {
      return;
    }
    Line(
        FormatBoth("{}.hold = {}  # {} sur {} acceptés à tort, au plus "
                   "{:.3g} % en tout (budget {:.3g} %)",
                   "{}.hold = {}  # {} of {} wrongly accepted, at most "
                   "{:.3g} % of all (budget {:.3g} %)",
                   options_.category, Threshold(tuned.threshold), tuned.errors,
                   tuned.rows, 100 * tuned.bound, max));
  }

  void PrintReviews() const {
    const TunedThreshold& tuned = tuning_.reviews;
    const auto max = budget_.reviews_per_day_max.value_or(0);
    switch (tuned.outcome) {
      case Outcome::kNotAsked:
        return;
      case Outcome::kConflict:
        return Line(FormatBoth(
            "# reviews_per_day_max = {} : il faudrait {}.hold = {} ou plus, et "
            "missed_max demande {} ou moins ; relevez l'un des deux budgets",
            "# reviews_per_day_max = {}: wants {}.hold = {} or more, and "
            "missed_max wants {} or less; raise one of the two budgets",
            max, options_.category, Threshold(tuned.threshold),
            Threshold(tuning_.hold.threshold)));
      case Outcome::kFound:
        return Line(FormatBoth(
            "{}.hold = {}  # au plus {:.0f} relectures par jour (budget {})",
            "{}.hold = {}  # at most {:.0f} reviews a day (budget {})",
            options_.category, Threshold(tuning_.chosen_hold), tuned.bound,
            max));
      case Outcome::kTooFewRows:
      case Outcome::kUnreachable:
        return Line(FormatBoth(
            "# reviews_per_day_max = {} : aucun seuil ne le tient ; sans aucun "
            "score, il y aurait jusqu'à {:.0f} relectures par jour",
            "# reviews_per_day_max = {}: no threshold keeps it; without any "
            "score there would be up to {:.0f} reviews a day",
            max, tuned.bound));
    }
  }

  // Whether there is no threshold; then says why.
  bool PrintRefusal(std::string_view budget, const TunedThreshold& tuned,
                    const Localized& of) const {
    if (tuned.outcome == Outcome::kTooFewRows) {
      Line({fmt::format("# {} : promesse impossible avec {} {} ; il en faut au "
                        "moins {}, sans une erreur",
                        budget, tuned.rows, of.fr, tuned.rows_needed),
            fmt::format("# {}: {} {} cannot support the promise; it takes at "
                        "least {} without an error",
                        budget, tuned.rows, of.en, tuned.rows_needed)});
    }
    if (tuned.outcome == Outcome::kUnreachable) {
      Line(
          FormatBoth("# {} : aucun seuil ne le tient, ce que règles et autres "
                     "réglages décident déjà le dépasse",
                     "# {}: no threshold keeps it, what rules and other "
                     "settings decide already is beyond it",
                     budget));
    }
    return tuned.outcome == Outcome::kTooFewRows ||
           tuned.outcome == Outcome::kUnreachable;
  }

  const TuneCommandOptions& options_;
  const ErrorBudget& budget_;
  const Tuning& tuning_;
  const Io& io_;
};

// What is wrong with the budgets as a whole, or empty.
Localized Complaint(const ErrorBudget& budget, CategoryId category,
                    const TuneCommandOptions& options) {
  if (!budget.wrong_rejects_max && !budget.missed_max &&
      !budget.reviews_per_day_max) {
    return {
        "aucun budget : donnez --wrong-rejects-max, --missed-max ou "
        "--reviews-per-day-max, ou budget.* dans policy.toml",
        "no budget: give --wrong-rejects-max, --missed-max or "
        "--reviews-per-day-max, or budget.* in policy.toml"};
  }
  if (budget.wrong_rejects_max && category != kSpam) {
    return {
        "seul le spam est refusé par son score : --wrong-rejects-max ne "
        "vaut que pour --category spam",
        "only spam is rejected by its score: --wrong-rejects-max is for "
        "--category spam"};
  }
  if (budget.reviews_per_day_max && options.comments_per_day <= 0) {
    return {"un budget de relectures demande --comments-per-day",
            "a budget of reviews needs --comments-per-day"};
  }
  return {};
}

}  // namespace

int RunTune(const TuneCommandOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  const auto category = bundle->categories.Find(options.category);
  if (!category || (*category != kSpam && *category != kAbuse)) {
    return Fail(
        io, {"--category est spam ou abuse", "--category is spam or abuse"});
  }
  Settings storage;
  const Settings& settings = bundle->policy->For(
      {.site = options.site.empty() ? "default" : options.site,
       .now = absl::UnixEpoch()},
      &storage);
  ErrorBudget budget{
      .wrong_rejects_max =
          BudgetOf(options.wrong_rejects_max,
                   *category == kSpam ? settings.budget.wrong_rejects_max
                                      : std::nullopt),
      .missed_max = BudgetOf(options.missed_max, settings.budget.missed_max),
      .reviews_per_day_max = BudgetOf(options.reviews_per_day_max,
                                      settings.budget.reviews_per_day_max)};
  if (const Localized complaint = Complaint(budget, *category, options);
      !complaint.empty()) {
    return Fail(io, complaint);
  }
  const Engine engine(bundle);
  RowReader reader(engine, options.fields, *category, settings);
  for (const std::string& path : options.files) {
    if (const auto status = reader.ReadFile(path); !status.ok()) {
      return Fail(io, status);
    }
  }
  if (const auto status = reader.CheckLeaks(); !status.ok()) {
    return Fail(io, status);
  }
  const double own = options.mix[*category == kSpam ? 2 : 1];
  const double other = options.mix[*category == kSpam ? 1 : 2];
  const CategoryPolicy& now = settings.categories[*category];
  const Tuning tuning = Tune(reader.rows(), budget,
                             {.confidence = options.confidence,
                              .mix = {options.mix[0], own, other},
                              .comments_per_day = options.comments_per_day,
                              .hold = now.hold,
                              .reject = now.reject});
  TuneReport(options, budget, tuning, io).Print(reader.rows().size());
  return tuning.kept() ? kExitOk : kExitFindings;
}

void AddTune(CommandLine* line) {
  auto options = std::make_shared<TuneCommandOptions>();
  Command command = line->Add(
      "tune",
      {"tire d'un budget d'erreurs les seuils qui le tiennent, garantis, "
       "d'après des commentaires étiquetés",
       "turn an error budget into thresholds that keep it, guaranteed, from "
       "labelled comments"});
  command.Models(&options->models);
  command
      .Value({"FICHIER", "FILE"}, &options->files,
             {"fichiers JSON par lignes (label : ham, spam, abuse)",
              "JSON lines files (label: ham, spam, abuse)"})
      .Required();
  command
      .Value("--category", &options->category,
             {"catégorie : spam, abuse", "category: spam, abuse"})
      .OneOf({"spam", "abuse"});
  command
      .Value("--wrong-rejects-max", &options->wrong_rejects_max,
             {"part des innocents refusés, au plus (0.001 : un sur mille)",
              "share of innocent comments rejected, at most (0.001: one in a "
              "thousand)"})
      .Between(0.000001, 0.999999);
  command
      .Value("--missed-max", &options->missed_max,
             {"part de la catégorie acceptée, au plus",
              "share of the category accepted, at most"})
      .Between(0.000001, 0.999999);
  command
      .Value("--reviews-per-day-max", &options->reviews_per_day_max,
             {"commentaires retenus par jour, au plus",
              "comments held a day, at most"})
      .Between(1.0, 1e9);
  command
      .Value("--comments-per-day", &options->comments_per_day,
             {"commentaires reçus par jour", "comments that come a day"})
      .Between(1.0, 1e9);
  command
      .Value("--mix", &options->mix,
             {"parts d'innocents, d'agressifs et de spam",
              "shares of innocent, abuse and spam"})
      .SplitAtCommas()
      .Between(0.0, 1.0);
  command
      .Value("--confidence", &options->confidence,
             {"sûreté de la promesse", "how sure the promise is"})
      .Between(0.5, 0.9999);
  command
      .Value("--fields", &options->fields,
             {"champs lus en plus du texte, comme pour evaluate",
              "fields read beside the body, as for evaluate"})
      .SplitAtCommas()
      .OneOf(LabelledFields());
  command.Value("--site", &options->site,
                {"site dont les réglages valent", "site whose settings hold"});
  command.Runs([options](const Io& io) { return RunTune(*options, io); });
}

}  // namespace crible
