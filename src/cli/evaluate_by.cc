#include "cli/evaluate_by.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <ostream>

#include "base/files.h"
#include "base/json.h"
#include "base/status_macros.h"
#include "cli/chart.h"
#include "cli/labelled_row.h"
#include "fmt/core.h"

namespace crible {
namespace {

constexpr size_t kOnePercent = 1;  // of kFalsePositivesMax
constexpr std::string_view kNone = "(none)";
constexpr std::string_view kOthers = "(others)";

// The rows of one category's question, and what each has in each field.
struct Question {
  std::vector<EvaluationRow> rows;
  std::vector<std::vector<std::string>> values;
};

class Reader {
 public:
  Reader(const EvaluateOptions& options, const Engine& engine)
      : by_(options.by), engine_(engine), row_(options.fields) {}

  absl::Status ReadFile(const std::string& path) {
    file_ = std::filesystem::path(path).filename().string();
    absl::Status status;
    CRIBLE_RETURN_IF_ERROR(
        ReadLabelledFile(path, &row_, [&] { status.Update(Add()); }));
    return status;
  }
  absl::Status CheckLeaks() const { return row_.CheckLeaks(); }
  const Question& question(CategoryId category) const {
    return category == kSpam ? spam_ : abuse_;
  }

 private:
  absl::Status Add() {
    NoFacts facts;
    engine_.Moderate(row_.comment(), &facts, absl::UnixEpoch(), &moderation_);
    std::vector<std::string> values;
    for (const std::string& field : by_) {
      CRIBLE_ASSIGN_OR_RETURN(values.emplace_back(), ValueOf(field));
    }
    for (const CategoryScore& score : moderation_.decision.scores) {
      if (score.category > kAbuse) continue;
      const std::string_view name = score.category == kSpam ? "spam" : "abuse";
      if (row_.label() != name && row_.label() != "ham") continue;
      Question& question = score.category == kSpam ? spam_ : abuse_;
      question.rows.push_back({.log_odds = score.log_odds,
                               .base = score.base,
                               .in = row_.label() == name,
                               .verdict = moderation_.decision.verdict});
      question.values.push_back(values);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> ValueOf(const std::string& field) {
    if (field == "file") return file_;
    if (field == "language") return std::string(row_.language());
    if (field == "length") {
      return std::string(
          LengthClassName(moderation_.evidence.signals.characters));
    }
    return row_.Value(field);
  }

  const std::vector<std::string>& by_;
  const Engine& engine_;
  LabelledRow row_;
  Moderation moderation_;
  std::string file_;
  Question spam_, abuse_;
};

double Logit(double share) { return std::log(share / (1 - share)); }

ValueFigures FiguresOf(std::span<const EvaluationRow> part,
                       std::span<const EvaluationRow> all, double threshold,
                       double own_base) {
  ValueFigures figures;
  std::array<size_t, 2> over{}, stopped{}, n{};
  for (const EvaluationRow& row : part) {
    ++n[row.in];
    over[row.in] += row.log_odds >= threshold;
    stopped[row.in] += row.verdict != Verdict::kAccept;
    figures.said += 1 / (1 + std::exp(row.base - row.log_odds - own_base)) /
                    static_cast<double>(part.size());
  }
  figures.in = n[1];
  figures.out = n[0];
  figures.auc = EvaluateAgainst(part, all).auc;
  figures.recall = ClopperPearson(over[1], n[1]);
  figures.false_positives = ClopperPearson(over[0], n[0]);
  figures.stopped_in = ClopperPearson(stopped[1], n[1]);
  figures.stopped_out = ClopperPearson(stopped[0], n[0]);
  figures.found = ClopperPearson(n[1], part.size());
  return figures;
}

// Those that are one of the most frequent values keep their name.
std::map<std::string, std::vector<EvaluationRow>> PartsOf(
    std::span<const EvaluationRow> rows,
    const std::function<std::string(size_t)>& value_of) {
  std::map<std::string, std::vector<EvaluationRow>> parts;
  for (size_t i = 0; i < rows.size(); ++i)
    parts[value_of(i)].push_back(rows[i]);
  if (parts.size() <= kByValuesMax) return parts;
  std::vector<std::pair<size_t, std::string>> sizes;
  for (const auto& [value, part] : parts)
    sizes.emplace_back(part.size(), value);
  std::sort(sizes.rbegin(), sizes.rend());
  for (size_t i = kByValuesMax - 1; i < sizes.size(); ++i) {
    auto rare = parts.extract(sizes[i].second);
    auto& others = parts[std::string(kOthers)];
    others.insert(others.end(), rare.mapped().begin(), rare.mapped().end());
  }
  return parts;
}

std::string Percent(const Interval& share, size_t n) {
  if (n == 0) return "-";
  return fmt::format("{:.1f} [{:.1f}, {:.1f}]", 100 * share.value,
                     100 * share.low, 100 * share.high);
}

std::vector<std::string> Heads(UiLanguage language) {
  const bool fr = language == UiLanguage::kFrench;
  return {fr ? "dedans" : "in",
          fr ? "dehors" : "out",
          "AUC",
          fr ? "rappel à 1 % de FP" : "recall at 1 % FP",
          fr ? "leurs FP" : "their FP",
          fr ? "arrêtés, dedans" : "stopped, in",
          fr ? "arrêtés, dehors" : "stopped, out",
          fr ? "dit" : "said",
          fr ? "trouvé" : "found"};
}

std::vector<std::string> Cells(const ValueFigures& it) {
  return {fmt::format("{}", it.in),
          fmt::format("{}", it.out),
          it.in && it.auc.high > 0
              ? fmt::format("{:.3f} [{:.3f}, {:.3f}]", it.auc.value, it.auc.low,
                            it.auc.high)
              : "-",
          Percent(it.recall, it.in),
          Percent(it.false_positives, it.out),
          Percent(it.stopped_in, it.in),
          Percent(it.stopped_out, it.out),
          fmt::format("{:.1f}", 100 * it.said),
          Percent(it.found, it.in + it.out)};
}

std::string Title(const ByFigures& it, UiLanguage language) {
  return FormatIn(language, "{} par {} (en %, intervalles à 95 %)",
                  "{} by {} (in %, 95 % intervals)", it.category, it.field);
}

void PrintLine(const std::string& name, const std::vector<std::string>& cells,
               const Io& io) {
  io.out << fmt::format("{:<34}", name);
  for (size_t i = 0; i < cells.size(); ++i) {
    io.out << fmt::format(" {:>{}}", cells[i], i < 2 || i == 7 ? 6 : 22);
  }
  io.out << "\n";
}

void AppendInterval(const char* key, const Interval& it, std::string* out) {
  *out += fmt::format(",\"{}\":[{},{},{}]", key, it.value, it.low, it.high);
}

}  // namespace

std::vector<ValueFigures> FiguresByValue(
    std::span<const EvaluationRow> rows,
    const std::function<std::string(size_t)>& value_of) {
  const Evaluation all = Evaluate(rows);
  if (all.in == 0 || all.out == 0) return {};
  const double own_base = Logit(static_cast<double>(all.in) /
                                static_cast<double>(all.in + all.out));
  std::vector<ValueFigures> figures;
  for (const auto& [value, part] : PartsOf(rows, value_of)) {
    figures.push_back(
        FiguresOf(part, rows, all.recalls[kOnePercent].threshold, own_base));
    figures.back().value = value;
  }
  return figures;
}

absl::StatusOr<std::vector<ByFigures>> MeasureBy(const EvaluateOptions& options,
                                                 const Engine& engine) {
  Reader reader(options, engine);
  for (const std::string& path : options.files) {
    CRIBLE_RETURN_IF_ERROR(reader.ReadFile(path));
  }
  CRIBLE_RETURN_IF_ERROR(reader.CheckLeaks());
  std::vector<ByFigures> all;
  for (const CategoryId category : {kSpam, kAbuse}) {
    const Question& question = reader.question(category);
    for (size_t i = 0; i < options.by.size(); ++i) {
      auto values = FiguresByValue(question.rows, [&](size_t row) {
        const std::string& value = question.values[row][i];
        return value.empty() ? std::string(kNone) : value;
      });
      if (values.empty()) continue;
      all.push_back({.category = category == kSpam ? "spam" : "abuse",
                     .field = options.by[i],
                     .values = std::move(values)});
    }
  }
  return all;
}

std::string ByFiguresJson(std::span<const ByFigures> all) {
  std::string out = "{\"by\":[";
  for (const ByFigures& by : all) {
    for (const ValueFigures& it : by.values) {
      if (out.back() == '}') out += ",";
      out += fmt::format("{{\"category\":\"{}\",\"field\":", by.category);
      AppendJsonString(by.field, &out);
      out += ",\"value\":";
      AppendJsonString(it.value, &out);
      out += fmt::format(",\"in\":{},\"out\":{},\"said\":{}", it.in, it.out,
                         it.said);
      AppendInterval("auc", it.auc, &out);
      AppendInterval("recall", it.recall, &out);
      AppendInterval("false_positives", it.false_positives, &out);
      AppendInterval("stopped_in", it.stopped_in, &out);
      AppendInterval("stopped_out", it.stopped_out, &out);
      AppendInterval("found", it.found, &out);
      out += "}";
    }
  }
  return out + "]}\n";
}

std::string ByFiguresPage(std::span<const ByFigures> all, UiLanguage language) {
  std::string out =
      BeginPage(FormatIn(language, "Justesse", "How right"), language);
  for (const ByFigures& by : all) {
    out +=
        "<h2>" + EscapeHtml(Title(by, language)) + "</h2><table><tr><th></th>";
    for (const std::string& head : Heads(language))
      out += "<th>" + head + "</th>";
    out += "</tr>\n";
    for (const ValueFigures& it : by.values) {
      out += "<tr><td>" + EscapeHtml(it.value) + "</td>";
      for (const std::string& cell : Cells(it)) out += "<td>" + cell + "</td>";
      out += "</tr>\n";
    }
    out += "</table>\n";
  }
  return out + "</body></html>\n";
}

int RunEvaluateBy(const EvaluateOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  const auto all = MeasureBy(options, Engine(bundle));
  if (!all.ok()) return Fail(io, all.status());
  if (options.json) {
    io.out << ByFiguresJson(*all);
  } else {
    for (const ByFigures& by : *all) {
      io.out << "\n";
      PrintLine(Title(by, io.language), {}, io);
      PrintLine("", Heads(io.language), io);
      for (const ValueFigures& it : by.values)
        PrintLine(it.value, Cells(it), io);
    }
  }
  if (options.html.empty()) return kExitOk;
  const absl::Status written =
      WriteFile(options.html, ByFiguresPage(*all, io.language));
  return written.ok() ? kExitOk : Fail(io, written);
}

}  // namespace crible
