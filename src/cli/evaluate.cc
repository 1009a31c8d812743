#include "cli/evaluate.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <ostream>

#include "base/json.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "bayes/evaluate.h"
#include "cli/comment_row.h"
#include "engine/engine.h"
#include "fmt/core.h"

namespace crible {
namespace {

// A field leaks when those of one label have it this much more often than the
// others.
constexpr double kLeakMax = 0.2;

// One labelled comment as the engine answered it.
struct Answer {
  std::string label;
  std::string language;
  std::string corpus;
  std::array<double, 2> log_odds{};  // spam, abuse
  Verdict verdict = Verdict::kAccept;
};

using Presence =
    std::map<std::string, std::map<std::string, std::array<size_t, 2>>>;

bool IsLabel(std::string_view label) {
  return label == "ham" || label == "spam" || label == "abuse";
}

// Leaves only the body and the fields that were asked for.
Comment Chosen(const Comment& full, const std::vector<std::string>& fields,
               Article* article) {
  const auto wanted = [&](std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  Comment comment{.site = full.site, .body = full.body, .format = full.format};
  if (wanted("author")) comment.author.name = full.author.name;
  if (wanted("author_url")) comment.author.url = full.author.url;
  if (wanted("author_email")) comment.author.email = full.author.email;
  if (wanted("parent")) comment.parent = full.parent;
  if (wanted("lang")) comment.language = full.language;
  if (wanted("date")) comment.created = full.created;
  *article = Article();
  if (full.article && wanted("title")) article->title = full.article->title;
  if (full.article && wanted("article")) article->text = full.article->text;
  if (!article->title.empty() || !article->text.empty())
    comment.article = article;
  return comment;
}

// Runs the engine over labelled files.
class Evaluator {
 public:
  Evaluator(const EvaluateOptions& options, const Engine& engine)
      : options_(options), engine_(engine) {}

  absl::Status ReadFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return absl::NotFoundError(fmt::format("cannot open {}", path));
    const std::string corpus = std::filesystem::path(path).filename().string();
    std::string line;
    for (size_t number = 1; std::getline(file, line); ++number) {
      if (line.empty()) continue;
      if (const absl::Status status = ReadRow(line, corpus); !status.ok()) {
        return WithPlace(status, fmt::format("{}:{}", path, number));
      }
    }
    return absl::OkStatus();
  }

  // INVALID_ARGUMENT names the field whose presence tells the label.
  absl::Status CheckLeaks() const {
    for (const auto& [field, by_label] : presence_) {
      double least = 1, most = 0;
      for (const auto& [label, counts] : by_label) {
        const double share =
            static_cast<double>(counts[1]) / (counts[0] + counts[1]);
        least = std::min(least, share);
        most = std::max(most, share);
      }
      if (most - least <= kLeakMax) continue;
      return absl::InvalidArgumentError(
          fmt::format("the field \"{}\" leaks the label: {:.0f} % of one label "
                      "have it and {:.0f} % of "
                      "another; evaluate without it",
                      field, 100 * most, 100 * least));
    }
    return absl::OkStatus();
  }

  const std::vector<Answer>& answers() const { return answers_; }

 private:
  absl::Status ReadRow(std::string_view line, const std::string& corpus) {
    CRIBLE_RETURN_IF_ERROR(row_.Read(line, /*fields=*/true));
    CRIBLE_ASSIGN_OR_RETURN(const auto label, row_.json().Text("label"));
    if (!label || !IsLabel(*label)) {
      return absl::InvalidArgumentError("\"label\" is not ham, spam or abuse");
    }
    for (const std::string& field : options_.fields) {
      CRIBLE_ASSIGN_OR_RETURN(const auto value,
                              row_.json().Text(field, /*numbers=*/true));
      ++presence_[field][std::string(*label)][value && !value->empty()];
    }
    Article article;
    const Comment comment = Chosen(row_.comment(), options_.fields, &article);
    NoFacts facts;
    engine_.Moderate(comment, &facts, absl::UnixEpoch(), &moderation_);
    Answer answer{.label = std::string(*label),
                  .corpus = corpus,
                  .verdict = moderation_.decision.verdict};
    CRIBLE_ASSIGN_OR_RETURN(const auto language, row_.json().Text("lang"));
    answer.language = language.value_or("und");
    for (const CategoryScore& score : moderation_.decision.scores) {
      if (score.category <= kAbuse)
        answer.log_odds[score.category] = score.log_odds;
    }
    answers_.push_back(std::move(answer));
    return absl::OkStatus();
  }

  const EvaluateOptions& options_;
  const Engine& engine_;
  CommentRow row_;
  Moderation moderation_;
  Presence presence_;
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
                    .in = answer.label == label,
                    .verdict = answer.verdict,
                    .language = answer.language,
                    .corpus = answer.corpus});
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
        "{:>6}\n",
        "file", "in", "out", "AUC", "recall at 0.5 % FP", "at 1 %", "Brier",
        "ECE", "in acc", "in rej", "outhld", "outrej");
    for (const EvaluationPart& part : EvaluateParts(rows, PartBy::kCorpus)) {
      PrintRow(part.name, part.own, part.pooled);
    }
    for (const EvaluationPart& part : EvaluateParts(rows, PartBy::kLanguage)) {
      PrintRow("lang " + part.name, part.own, part.own);
    }
    PrintRow("pooled", pooled, pooled);
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
        "{:<34} {:>5} {:>6} {:>22} {:>22} {:>22} {:>6.3f} {:>6.3f} {:>6.3f} "
        "{:>6.3f} {:>6.4f} "
        "{:>6.4f}\n",
        name, own.in, own.out, own.in ? Cell(pooled.auc) : "-", recall(0),
        recall(1), own.brier, own.ece, own.verdicts_in[0], own.verdicts_in[2],
        own.verdicts_out[1], own.verdicts_out[2]);
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

  static void AppendInterval(const Interval& interval, std::string* out) {
    *out +=
        fmt::format("[{},{},{}]", interval.value, interval.low, interval.high);
  }

  static void AppendEvaluation(const Evaluation& own, const Evaluation& pooled,
                               std::string* out) {
    *out += fmt::format("{{\"in\":{},\"out\":{},\"brier\":{},\"ece\":{}",
                        own.in, own.out, own.brier, own.ece);
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
  return kExitOk;
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
      .OneOf({"author", "author_url", "author_email", "title", "article",
              "parent", "lang", "date"});
  command
      .Value("--mix", &options->mix,
             {"parts d'innocents, d'agressifs et de spam",
              "shares of innocent, abuse and spam"})
      .SplitAtCommas()
      .Between(0.0, 1.0);
  command.Flag("--json", &options->json, {"en JSON", "as JSON"});
  command.Runs([options](const Io& io) { return RunEvaluate(*options, io); });
}

}  // namespace crible
