#include "cli/moderate.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <istream>
#include <memory>
#include <ostream>
#include <thread>

#include "base/json.h"
#include "base/localized_status.h"
#include "cli/comment_row.h"
#include "cli/decision_json.h"
#include "cli/ordered_lines.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "fmt/core.h"
#include "signals/memory_facts.h"

namespace crible {
namespace {

// Rows without a date are decided at a fixed moment: the same file gives the
// same bytes on every day.
absl::Time DefaultTime() {
  return absl::FromUnixSeconds(1767225600);
}  // 2026-01-01

void AppendError(size_t number, std::string_view message, std::string* out) {
  out->append(fmt::format("{{\"line\":{},\"error\":", number));
  AppendJsonString(message, out);
  out->append("}\n");
}

// One worker: its own reader and scratch, shared engine.
class Worker {
 public:
  Worker(const Engine& engine, Facts* facts, UiLanguage language,
         std::atomic<size_t>* bad_lines)
      : engine_(engine),
        facts_(facts),
        language_(language),
        bad_lines_(bad_lines) {}

  void operator()(size_t number, std::string_view line, std::string* out) {
    // Some editors begin a file with a byte order mark.
    if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    if (const absl::Status status = Read(line); !status.ok()) {
      AppendError(number, MessageIn(status, language_), out);
      ++*bad_lines_;
      return;
    }
    const Comment& comment = row_.comment();
    engine_.Moderate(comment, facts_, comment.created.value_or(DefaultTime()),
                     &moderation_);
    AppendDecisionLine(moderation_, comment, row_.id_json(), language_, out);
  }

 private:
  // A blank line is a bad one: the answers stay beside the lines they are for.
  absl::Status Read(std::string_view line) {
    if (line.find_first_not_of(" \t") == std::string_view::npos) {
      return LocalizedError(absl::StatusCode::kInvalidArgument,
                            {"la ligne est vide", "the line is blank"});
    }
    return row_.Read(line, /*fields=*/true);
  }

  const Engine& engine_;
  Facts* const facts_;
  const UiLanguage language_;
  std::atomic<size_t>* const bad_lines_;
  CommentRow row_;
  Moderation moderation_;
};

}  // namespace

int RunModerate(const ModerateOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models),
                                      /*warnings=*/false, options.limits);
  if (!bundle) return kExitFailed;
  const Engine engine(bundle);
  NoFacts no_facts;
  const auto counting = options.traffic ? NewMemoryFacts({}) : nullptr;
  Facts* facts = &no_facts;
  if (counting) facts = counting.get();

  std::atomic<size_t> bad_lines = 0;
  const size_t cores = std::max(1u, std::thread::hardware_concurrency());
  OrderedLines lines;
  // Counting from row to row needs the rows in their order.
  lines.threads = options.traffic   ? 1
                  : options.threads ? options.threads
                                    : cores;
  lines.new_worker = [&]() -> OrderedLines::Work {
    auto worker =
        std::make_shared<Worker>(engine, facts, io.language, &bad_lines);
    return [worker](size_t number, std::string_view line, std::string* out) {
      (*worker)(number, line, out);
    };
  };

  const std::vector<std::string> files =
      options.files.empty() ? std::vector<std::string>{"-"} : options.files;
  for (const std::string& path : files) {
    std::ifstream file;
    if (path != "-") file.open(path, std::ios::binary);
    if (path != "-" && !file) {
      return Fail(io,
                  FormatBoth("impossible d'ouvrir {}", "cannot open {}", path));
    }
    ProgressBar bar(io, path);
    lines.progress = [&bar](size_t done, size_t bytes) {
      bar.Show(done, bytes);
    };
    bool written = true;
    std::istream& in = path == "-" ? io.in : file;
    lines.Run(in, io.out, &written);
    bar.Clear();
    if (in.bad()) {  // a folder, a disk that fails
      return Fail(io,
                  FormatBoth("impossible de lire {}", "cannot read {}", path));
    }
    if (!written) {
      return Fail(
          io, {"la sortie n'accepte plus rien", "the output takes no more"});
    }
  }
  if (bad_lines > 0) {
    io.err << FormatIn(
        io.language, "crible : {} ligne(s) illisible(s), voir « error »\n",
        "crible: {} bad line(s), see \"error\"\n", bad_lines.load());
    return kExitFindings;
  }
  return kExitOk;
}

void AddModerate(CommandLine* line) {
  auto options = std::make_shared<ModerateOptions>();
  Command command = line->Add(
      "moderate",
      {"décide de commentaires : JSON par lignes en entrée, une décision par "
       "ligne en sortie",
       "decide on comments: JSON lines in, one decision a line out"});
  command.Models(&options->models);
  command.Value({"FICHIER", "FILE"}, &options->files,
                {"fichiers, ou - pour l'entrée standard",
                 "files, or - for standard input"});
  command.Flag("--traffic", &options->traffic,
               {"compte les répétitions d'une ligne à l'autre",
                "count repeats from row to row"});
  command
      .Value(
          "--threads", &options->threads,
          {"nombre de fils (sinon un par cœur)", "threads (else one a core)"})
      .Between(0, 256);
  command.Runs([options](const Io& io) { return RunModerate(*options, io); });
}

}  // namespace crible
