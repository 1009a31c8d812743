#include "cli/learning_curve.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <ostream>
#include <utility>

#include "base/hash.h"
#include "base/json.h"
#include "base/status_macros.h"
#include "bayes/site_layer.h"
#include "cli/labelled_row.h"
#include "comment/facts.h"
#include "engine/engine.h"
#include "engine/site_layers.h"
#include "fmt/format.h"
#include "signals/measure.h"

namespace crible {
namespace {

constexpr std::string_view kSite = "learning";

struct Row {
  uint64_t hash = 0;
  std::string body;
  BodyFormat format = BodyFormat::kPlain;
  std::string label;

  bool kept() const { return hash % 5 == 0; }
};

absl::StatusOr<std::vector<Row>> ReadRows(const std::string& file) {
  std::vector<Row> rows;
  LabelledRow row({});
  CRIBLE_RETURN_IF_ERROR(ReadLabelledFile(file, &row, [&] {
    rows.push_back({.hash = Hash64(row.comment().body),
                    .body = std::string(row.comment().body),
                    .format = row.comment().format,
                    .label = std::string(row.label())});
  }));
  // Copies stand together, as a store's do.
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.hash < b.hash; });
  return rows;
}

Comment CommentOf(const Row& row) {
  Comment comment;
  comment.site = kSite;
  comment.body = row.body;
  comment.format = row.format;
  return comment;
}

// The layer of the first lessons, each by an author of its own.
SiteLayer LayerOf(const std::vector<const Row*>& lessons,
                  const Bundle& bundle) {
  LayerBuilder builder(bundle.learned);
  Text text;
  for (size_t i = 0; i < lessons.size(); ++i) {
    const Row& row = *lessons[i];
    AnalyzeText(row.body, row.format, bundle.vocabulary, &text);
    const bool accepted = row.label == "ham";
    builder.Add({.category = accepted ? std::string_view() : row.label,
                 .accepted = accepted,
                 .author = fmt::format("{}", i)},
                text, MeasureSignals(CommentOf(row), text));
  }
  return builder.Build(bundle.model_words);
}

class Asking {
 public:
  Asking(std::shared_ptr<const Bundle> bundle, std::string category)
      : category_(std::move(category)), engine_(bundle) {
    id_ = bundle->categories.Find(category_).value_or(kSpam);
    Settings room;
    const Settings& settings = bundle->policy->For({.site = kSite}, &room);
    hold_ = settings.categories[id_].hold.value_or(2);
  }

  void Ask(const Row& row) {
    const bool in = row.label == category_;
    if (!in && row.label != "ham") return;
    const Comment comment = CommentOf(row);
    NoFacts facts;
    engine_.Moderate(comment, &facts, absl::UnixEpoch(), &moderation_);
    for (const CategoryScore& score : moderation_.decision.scores) {
      if (score.category != id_) continue;
      rows_.push_back({.log_odds = score.log_odds, .in = in});
      held_[in] += score.probability >= hold_;
    }
    ++asked_[in];
  }

  LearningPoint Point() const {
    const auto share = [&](bool in) {
      return asked_[in] == 0 ? 0
                             : static_cast<double>(held_[in]) /
                                   static_cast<double>(asked_[in]);
    };
    return {.category = category_,
            .auc = Evaluate(rows_).auc,
            .held_innocent = share(false),
            .found = share(true)};
  }
  bool has_both() const { return asked_[0] > 0 && asked_[1] > 0; }

 private:
  const std::string category_;
  CategoryId id_ = kSpam;
  double hold_ = 2;
  const Engine engine_;
  Moderation moderation_;
  std::vector<EvaluationRow> rows_;
  std::array<size_t, 2> asked_{}, held_{};
};

std::string Line(const LearningPoint& point) {
  return fmt::format(
      "{:<36}{:<8}{:>6}{:>6}   {:.3f} [{:.3f}, {:.3f}]{:>8.1f} %"
      "{:>7.1f} %\n",
      point.file, point.category, point.lessons, point.refused, point.auc.value,
      point.auc.low, point.auc.high, 100 * point.found,
      100 * point.held_innocent);
}

std::string JsonLine(const LearningPoint& point) {
  std::string out = "{\"file\":";
  AppendJsonString(point.file, &out);
  fmt::format_to(
      std::back_inserter(out),
      ",\"category\":\"{}\",\"lessons\":{},\"refused\":{},\"auc\":{:.4f}"
      ",\"found\":{:.4f},\"held_innocent\":{:.4f}}}\n",
      point.category, point.lessons, point.refused, point.auc.value,
      point.found, point.held_innocent);
  return out;
}

}  // namespace

absl::StatusOr<std::vector<LearningPoint>> MeasureLearning(
    const std::string& file, std::shared_ptr<const Bundle> bundle) {
  CRIBLE_ASSIGN_OR_RETURN(const std::vector<Row> rows, ReadRows(file));
  std::vector<const Row*> lessons;
  for (const Row& row : rows)
    if (!row.kept()) lessons.push_back(&row);
  std::vector<LearningPoint> points;
  for (const size_t step : kLearningSteps) {
    if (step > lessons.size()) break;
    const std::vector<const Row*> taught(
        lessons.begin(), lessons.begin() + static_cast<ptrdiff_t>(step));
    const auto with = WithLayers(
        *bundle, {{std::string(kSite), std::make_shared<const SiteLayer>(
                                           LayerOf(taught, *bundle))}});
    for (const std::string& category : bundle->learned) {
      Asking asking(with, category);
      for (const Row& row : rows)
        if (row.kept()) asking.Ask(row);
      if (!asking.has_both()) continue;
      LearningPoint point = asking.Point();
      point.file = std::filesystem::path(file).filename().string();
      point.lessons = step;
      point.refused = static_cast<size_t>(std::count_if(
          taught.begin(), taught.end(),
          [&](const Row* row) { return row->label == category; }));
      points.push_back(std::move(point));
    }
  }
  return points;
}

int RunEvaluateLearning(const EvaluateOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  if (!options.json) {
    io.out << FormatIn(io.language,
                       "{:<36}{:<8}{:>6}{:>6}   AUC {:>24}{:>10}\n",
                       "{:<36}{:<8}{:>6}{:>6}   AUC {:>24}{:>10}\n", "", "",
                       FormatIn(io.language, "leçons", "taught"),
                       FormatIn(io.language, "refus", "ref."),
                       FormatIn(io.language, "trouvé", "found"),
                       FormatIn(io.language, "innocents", "innocent"));
  }
  for (const std::string& file : options.files) {
    const auto points = MeasureLearning(file, bundle);
    if (!points.ok()) return Fail(io, points.status());
    for (const LearningPoint& point : *points)
      io.out << (options.json ? JsonLine(point) : Line(point));
  }
  return kExitOk;
}

}  // namespace crible
