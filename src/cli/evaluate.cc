#include "cli/evaluate.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>

#include "base/files.h"
#include "base/json.h"
#include "bayes/evaluate.h"
#include "cli/evaluate_by.h"
#include "cli/evaluate_page.h"
#include "cli/evasion_loss.h"
#include "cli/labelled_row.h"
#include "cli/learning_curve.h"
#include "engine/engine.h"
#include "fmt/core.h"

namespace crible {
namespace {

// One labelled comment as the engine answered it.
struct Answer {
  std::string label;
  std::string language;
  std::string corpus;
  std::array<double, 2> log_odds{}, base{};  // spam, abuse
  uint32_t characters = 0;
  std::string fields;
  Verdict verdict = Verdict::kAccept;
};

// Runs the engine over labelled files.
class Evaluator {
 public:
  Evaluator(const EvaluateOptions& options, const Engine& engine)
      : engine_(engine), row_(options.fields) {}

  absl::Status ReadFile(const std::string& path) {
    const std::string corpus = std::filesystem::path(path).filename().string();
    return ReadLabelledFile(path, &row_, [&] { Add(corpus); });
  }

  absl::Status CheckLeaks() const { return row_.CheckLeaks(); }
  const std::vector<Answer>& answers() const { return answers_; }

 private:
  void Add(const std::string& corpus) {
    NoFacts facts;
    engine_.Moderate(row_.comment(), &facts, absl::UnixEpoch(), &moderation_);
    Answer answer{.label = std::string(row_.label()),
                  .language = std::string(row_.language()),
                  .corpus = corpus,
                  .characters = moderation_.evidence.signals.characters,
                  .fields = row_.fields_present(),
                  .verdict = moderation_.decision.verdict};
    for (const CategoryScore& score : moderation_.decision.scores) {
      if (score.category <= kAbuse) {
        answer.log_odds[score.category] = score.log_odds;
        answer.base[score.category] = score.base;
      }
    }
    answers_.push_back(std::move(answer));
  }

  const Engine& engine_;
  LabelledRow row_;
  Moderation moderation_;
  std::vector<Answer> answers_;
};

// The rows of one category's question: those of the category against the
// innocent.
std::vector<EvaluationRow> RowsOf(const std::vector<Answer>& answers,
                                  CategoryId category) {
  const std::string_view label = category == kSpam ? "spam" : "abuse";
  std::vector<EvaluationRow> rows;
  for (const Answer& answer : answers) {
    if (answer.label != label && answer.label != "ham") continue;
    rows.push_back({.log_odds = answer.log_odds[category],
                    .base = answer.base[category],
                    .in = answer.label == label,
                    .verdict = answer.verdict,
                    .language = answer.language,
                    .corpus = answer.corpus,
                    .characters = answer.characters,
                    .fields = answer.fields});
  }
  return rows;
}

std::string Cell(const Interval& interval) {
  return fmt::format("{:.3f} [{:.3f}, {:.3f}]", interval.value, interval.low,
                     interval.high);
}

// What a review queue sees at the stated mix of comments.
struct Reviews {
  double per_thousand = 0;
  double rightly = 0;  // share of them
};
Reviews ReviewsOf(const std::vector<Answer>& answers,
                  const std::array<double, 3>& mix) {
  const std::array<std::string_view, 3> labels = {"ham", "abuse", "spam"};
  double all = 0, right = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    size_t rows = 0, held = 0;
    for (const Answer& answer : answers) {
      if (answer.label != labels[i]) continue;
      ++rows;
      held += answer.verdict == Verdict::kHold;
    }
    const double share = rows ? mix[i] * held / rows : 0;
    all += share;
    if (i > 0) right += share;
  }
  return {1000 * all, all > 0 ? right / all : 0};
}

// Prints the tables, for people or as JSON.
class Report {
 public:
  Report(const std::vector<Answer>& answers, const EvaluateOptions& options,
         const Io& io)
      : answers_(answers), options_(options), io_(io) {}

  void Print() const {
    if (options_.json) return PrintJson();
    for (const CategoryId category : {kSpam, kAbuse}) PrintCategory(category);
    const Reviews reviews = ReviewsOf(answers_, options_.mix);
    io_.out << FormatIn(
        io_.language,
        "\nPour {:.0f} % innocents, {:.0f} % agressifs, {:.0f} % spam : {:.0f} "
        "relectures pour 1 000 commentaires, dont {:.0f} % à raison\n",
        "\nAt {:.0f} % innocent, {:.0f} % abuse, {:.0f} % spam: {:.0f} reviews "
        "per 1,000 comments, {:.0f} % of them rightly held\n",
        100 * options_.mix[0], 100 * options_.mix[1], 100 * options_.mix[2],
        reviews.per_thousand, 100 * reviews.rightly);
  }

 private:
  void PrintCategory(CategoryId category) const {
    const auto rows = RowsOf(answers_, category);
    const Evaluation pooled = Evaluate(rows);
    if (pooled.in == 0) return;
    io_.out << FormatIn(io_.language, "\n{} (intervalles à 95 %)\n",
                        "\n{} (95 % intervals)\n",
                        category == kSpam ? "spam" : "abuse");
    io_.out << fmt::format(
        "{:<34} {:>5} {:>6} {:>22} {:>22} {:>22} {:>6} {:>6} {:>6} {:>6} {:>6} "
        "{:>6} {:>6}\n",
        "file", "in", "out", "AUC", "recall at 0.5 % FP", "at 1 %", "Brier",
        "ECE", "moved", "in acc", "in rej", "outhld", "outrej");
    for (const EvaluationPart& part : EvaluateParts(rows, PartBy::kCorpus)) {
      PrintRow(part.name, part.own, part.pooled);
    }
    for (const EvaluationPart& part : EvaluateParts(rows, PartBy::kLanguage)) {
      PrintRow("lang " + part.name, part.own, part.own);
    }
    PrintRow("pooled", pooled, pooled);
    PrintReliability(rows);
    PrintControls(rows);
  }

  // What was said beside what was found, the base moved to the rows' own share.
  void PrintReliability(const std::vector<EvaluationRow>& rows) const {
    io_.out << FormatIn(io_.language,
                        "\nfiabilité, à la part de la langue\n{:<34} {:>6} "
                        "{:>6} {}\n",
                        "\nreliability, at the language's own share\n{:<34} "
                        "{:>6} {:>6} {}\n",
                        "", "n", FormatIn(io_.language, "dit", "said"),
                        FormatIn(io_.language, "trouvé", "found"));
    std::map<std::string, std::vector<EvaluationRow>> by_language;
    for (const EvaluationRow& row : rows)
      by_language[row.language].push_back(row);
    for (const auto& [language, part] : by_language) {
      for (const ReliabilityBin& bin : Reliability(part)) {
        io_.out << fmt::format("{:<34} {:>6} {:>6.3f} {}\n", language, bin.n,
                               bin.said, Cell(bin.found));
      }
    }
    io_.out << "\n";
    const auto parts = EvaluateParts(rows, PartBy::kLanguageAndLength);
    for (const EvaluationPart& part : parts)
      PrintRow(part.name, part.own, part.pooled);
  }

  void PrintControls(const std::vector<EvaluationRow>& rows) const {
    io_.out << FormatIn(
        io_.language,
        "\ntémoins, AUC : langue seule {}, longueur seule {}, présence des "
        "champs seule {}\n",
        "\ncontrols, AUC: language alone {}, length alone {}, presence of "
        "fields alone {}\n",
        Cell(ControlAuc(rows, Control::kLanguage)),
        Cell(ControlAuc(rows, Control::kLength)),
        Cell(ControlAuc(rows, Control::kFields)));
    const auto alike = OfSameLengths(rows);
    const Evaluation same = Evaluate(alike);
    if (same.recalls.size() < 2) return;
    io_.out << FormatIn(
        io_.language,
        "à longueurs égales ({} de chaque côté) : AUC {}, rappel à 0,5 % {}, à "
        "1 % {} ; longueur seule {}\n",
        "of the same lengths ({} a side): AUC {}, recall at 0.5 % FP {}, at "
        "1 % {}; length alone {}\n",
        same.in, Cell(same.auc), Cell(same.recalls[0].recall),
        Cell(same.recalls[1].recall),
        Cell(ControlAuc(alike, Control::kLength)));
  }

  // AUC and recalls against all innocent rows, the rest of the part alone.
  void PrintRow(const std::string& name, const Evaluation& own,
                const Evaluation& pooled) const {
    const auto recall = [&](size_t i) {
      return own.in && i < pooled.recalls.size()
                 ? Cell(pooled.recalls[i].recall)
                 : "-";
    };
    io_.out << fmt::format(
        "{:<34} {:>5} {:>6} {:>22} {:>22} {:>22} {:>6.3f} {:>6.3f} {:>6} "
        "{:>6.3f} {:>6.3f} {:>6.4f} {:>6.4f}\n",
        name, own.in, own.out, own.in ? Cell(pooled.auc) : "-", recall(0),
        recall(1), own.brier, own.ece,
        own.in && own.out ? fmt::format("{:.3f}", own.moved_ece) : "-",
        own.verdicts_in[0], own.verdicts_in[2], own.verdicts_out[1],
        own.verdicts_out[2]);
  }

  void PrintJson() const {
    std::string out = "{";
    for (const CategoryId category : {kSpam, kAbuse}) {
      const auto rows = RowsOf(answers_, category);
      if (Evaluate(rows).in == 0) continue;
      out += fmt::format("{}\"{}\":{{\"pooled\":", out.size() > 1 ? "," : "",
                         category == kSpam ? "spam" : "abuse");
      const Evaluation all = Evaluate(rows);
      AppendEvaluation(all, all, &out);
      AppendSameLengths(rows, &out);
      out += ",\"files\":{";
      const auto parts = EvaluateParts(rows, PartBy::kCorpus);
      for (size_t i = 0; i < parts.size(); ++i) {
        if (i) out += ",";
        AppendJsonString(parts[i].name, &out);
        out += ":";
        AppendEvaluation(parts[i].own, parts[i].pooled, &out);
      }
      out += "}}";
    }
    const Reviews reviews = ReviewsOf(answers_, options_.mix);
    out += fmt::format("{}\"reviews_per_1000\":", out.size() > 1 ? "," : "");
    AppendJsonNumber(reviews.per_thousand, &out);
    out += ",\"rightly_held\":";
    AppendJsonNumber(reviews.rightly, &out);
    io_.out << out << "}\n";
  }

  static void AppendSameLengths(const std::vector<EvaluationRow>& rows,
                                std::string* out) {
    const auto alike = OfSameLengths(rows);
    if (alike.empty()) return;
    const Evaluation same = Evaluate(alike);
    *out += ",\"same_lengths\":";
    AppendEvaluation(same, same, out);
    *out += ",\"same_lengths_length_alone\":";
    AppendInterval(ControlAuc(alike, Control::kLength), out);
  }

  static void AppendInterval(const Interval& interval, std::string* out) {
    *out +=
        fmt::format("[{},{},{}]", interval.value, interval.low, interval.high);
  }

  static void AppendEvaluation(const Evaluation& own, const Evaluation& pooled,
                               std::string* out) {
    *out += fmt::format(
        "{{\"in\":{},\"out\":{},\"brier\":{},\"ece\":{},\"moved_ece\":{}",
        own.in, own.out, own.brier, own.ece, own.moved_ece);
    if (own.in && pooled.out) {
      *out += ",\"auc\":";
      AppendInterval(pooled.auc, out);
      for (const RecallAt& recall : pooled.recalls) {
        *out += fmt::format(",\"recall_at_{}\":", recall.false_positives_max);
        AppendInterval(recall.recall, out);
      }
    }
    const auto verdicts = [&](const char* key,
                              const std::array<double, 3>& shares) {
      *out += fmt::format(",\"{}\":{{\"accept\":{},\"hold\":{},\"reject\":{}}}",
                          key, shares[0], shares[1], shares[2]);
    };
    verdicts("verdicts_in", own.verdicts_in);
    verdicts("verdicts_out", own.verdicts_out);
    *out += "}";
  }

  const std::vector<Answer>& answers_;
  const EvaluateOptions& options_;
  const Io& io_;
};

}  // namespace

int RunEvaluate(const EvaluateOptions& options, const Io& io) {
  if (options.learning + options.evasion + !options.by.empty() > 1) {
    return Fail(io, {"--learning, --evasion et --by sont chacun une mesure à "
                     "part : demandez-en une à la fois",
                     "--learning, --evasion and --by each measure something "
                     "of their own: ask for one at a time"});
  }
  if (options.learning) return RunEvaluateLearning(options, io);
  if (options.evasion) return RunEvaluateEvasion(options, io);
  if (!options.by.empty()) return RunEvaluateBy(options, io);
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  const Engine engine(bundle);
  Evaluator evaluator(options, engine);
  for (const std::string& path : options.files) {
    if (const auto status = evaluator.ReadFile(path); !status.ok())
      return Fail(io, status);
  }
  if (const auto status = evaluator.CheckLeaks(); !status.ok())
    return Fail(io, status);
  Report(evaluator.answers(), options, io).Print();
  if (options.html.empty()) return kExitOk;
  std::vector<EvaluationCurves> curves;
  for (const CategoryId category : {kSpam, kAbuse}) {
    auto rows = RowsOf(evaluator.answers(), category);
    const auto name = category == kSpam ? "spam" : "abuse";
    if (Evaluate(rows).auc.high > 0)
      curves.push_back({.category = name, .rows = std::move(rows)});
  }
  const absl::Status written =
      WriteFile(options.html, EvaluationPage(curves, io.language));
  return written.ok() ? kExitOk : Fail(io, written);
}

void AddEvaluate(CommandLine* line) {
  auto options = std::make_shared<EvaluateOptions>();
  Command command = line->Add(
      "evaluate",
      {"mesure la justesse sur des commentaires étiquetés (label : ham, spam, "
       "abuse)",
       "measure how right the engine is on labelled comments (label: ham, "
       "spam, abuse)"});
  command.Models(&options->models);
  command
      .Value({"FICHIER", "FILE"}, &options->files,
             {"fichiers JSON par lignes", "JSON lines files"})
      .Required();
  command
      .Value("--fields", &options->fields,
             {"champs lus en plus du texte : author, author_url, author_email, "
              "title, article, parent, lang, date",
              "fields read beside the body: author, author_url, author_email, "
              "title, article, parent, lang, date"})
      .SplitAtCommas()
      .OneOf(LabelledFields());
  command
      .Value("--mix", &options->mix,
             {"parts d'innocents, d'agressifs et de spam",
              "shares of innocent, abuse and spam"})
      .SplitAtCommas()
      .Between(0.0, 1.0);
  command.Flag(
      "--learning", &options->learning,
      {"ce que gagne un site qui enseigne 50, 200, 1 000 commentaires "
       "de chaque fichier",
       "what a site gains that teaches 50, 200, 1,000 comments of each "
       "file"});
  command.Flag("--evasion", &options->evasion,
               {"ce que chaque déguisement (c4sin0, v i a g r a…) fait perdre "
                "de spam et d'agressions",
                "what each disguise (c4sin0, v i a g r a …) loses of spam and "
                "abuse"});
  command
      .Value("--by", &options->by,
             {"à part pour chaque valeur de ces champs : "
              "language/file/length, ou tout champ des lignes (source…)",
              "apart for each value of these fields: language, file, length, "
              "or any field of the rows (source …)"})
      .SplitAtCommas();
  command.Flag("--json", &options->json, {"en JSON", "as JSON"});
  command.Value(
      "--html", &options->html,
      {"écrit les courbes dans cette page", "write the curves to this page"});
  command.Runs([options](const Io& io) { return RunEvaluate(*options, io); });
}

}  // namespace crible
