#include "cli/rules_import.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "base/files.h"
#include "base/localized_status.h"
#include "cli/comment_row.h"
#include "cli/rules_sample.h"
#include "fmt/core.h"
#include "rules/face_reader.h"
#include "rules/rule_format.h"
#include "rules/word_import.h"

namespace crible {
namespace {

constexpr size_t kListBytesMax = size_t{16} << 20;
// A word that one comment in 200 holds would give a desk of 2,000 comments a
// day ten more to read, for that word alone.
constexpr double kTooMuchShare = 0.005;
constexpr size_t kShown = 30;

using Files = std::vector<std::pair<std::string, std::string>>;

Files FilesOf(const ImportResult& result, const std::string& name) {
  Files files;
  const auto add = [&](std::string path, const std::string& bytes) {
    if (!bytes.empty()) files.emplace_back(std::move(path), bytes);
  };
  add(fmt::format("lists/{}.txt", name), result.words_file);
  add(fmt::format("lists/{}-domains.txt", name), result.domains_file);
  const std::string path = fmt::format("rules/{}.toml", name);
  add(path, FormatRules(path, result.rules).text);
  return files;
}

void PrintImport(const ImportResult& result, const std::string& file,
                 const Io& io) {
  for (const auto& skipped : result.skipped) {
    io.out << FormatIn(io.language, "{}:{}: laissé de côté : {}\n",
                       "{}:{}: left out: {}\n", file, skipped.line,
                       skipped.why.In(io.language));
  }
  io.out << FormatIn(io.language,
                     "{} mots, {} domaines, {} répétitions, {} laissés de "
                     "côté\n",
                     "{} words, {} domains, {} repeated, {} left out\n",
                     result.words, result.domains, result.repeated,
                     result.skipped.size());
}

void PrintSample(const ListSample& sample, const Io& io) {
  const auto share = [&](size_t comments) {
    return 100.0 * static_cast<double>(comments) /
           static_cast<double>(sample.comments());
  };
  const size_t all = sample.comments_found();
  io.out << FormatIn(io.language,
                     "Sur {} commentaires, la liste en trouve {} ({:.1f} %).\n",
                     "Of {} comments the list finds {} ({:.1f} %).\n",
                     sample.comments(), all, share(all));
  std::vector<ListSample::Line> lines = sample.Found();
  std::erase_if(lines, [&](const ListSample::Line& line) {
    return line.comments < 2 || share(line.comments) < 100 * kTooMuchShare;
  });
  if (lines.empty()) return;
  io.out << FormatIn(io.language,
                     "Trop fréquents pour arrêter un commentaire à eux seuls "
                     "(plus de {:.1f} %) :\n",
                     "Too frequent to stop a comment on their own (more than "
                     "{:.1f} %):\n",
                     100 * kTooMuchShare);
  for (size_t i = 0; i < std::min(kShown, lines.size()); ++i) {
    io.out << fmt::format("{:>8}  {:>5.1f} %  {}\n", lines[i].comments,
                          share(lines[i].comments), lines[i].text);
  }
  if (lines.size() > kShown) {
    io.out << FormatIn(io.language, "… et {} autres\n", "… and {} more\n",
                       lines.size() - kShown);
  }
}

// kExitFindings when lines were unreadable.
int TrySample(const ImportResult& result, const std::string& path,
              const Io& io) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Fail(io,
                FormatBoth("impossible d'ouvrir {}", "cannot open {}", path));
  }
  ListSample sample(result.words_file, result.domains_file);
  CommentRow row;
  size_t number = 0, bad = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    const absl::Status status = row.Read(line, /*fields=*/false);
    if (!status.ok()) {
      ++bad;
      io.err << fmt::format("{}:{}: {}\n", path, number,
                            MessageIn(status, io.language));
      continue;
    }
    sample.Add(row.comment());
  }
  if (sample.comments() == 0) {
    return Fail(io, FormatBoth("{} n'a aucun commentaire lisible",
                               "{} has no comment that can be read", path));
  }
  PrintSample(sample, io);
  return bad == 0 ? kExitOk : kExitFindings;
}

// The first of the files that exists, or "".
std::string FindExisting(const std::string& folder, const Files& files) {
  for (const auto& [path, bytes] : files) {
    std::error_code error;
    if (std::filesystem::exists(folder + "/" + path, error)) return path;
  }
  return "";
}

// Whether the rules load with the others; else the mistakes are printed.
bool Loads(const std::string& folder, const Files& files, const Io& io) {
  auto all = ReadBundleFiles(folder);
  if (!all.ok()) return Fail(io, all.status()), false;
  for (const auto& [path, bytes] : files) all->bytes[path] = bytes;
  std::vector<Issue> issues = LoadBundle(*all, {.now = absl::Now()}).issues;
  std::erase_if(issues, [&](const Issue& issue) {
    return issue.file != files.back().first ||
           issue.severity == Severity::kWarning;
  });
  PrintIssues(issues, /*warnings=*/false, io, io.out);
  return issues.empty();
}

int Write(const std::string& folder, const Files& files, const Io& io) {
  std::error_code error;
  std::filesystem::create_directories(folder + "/lists", error);
  std::filesystem::create_directories(folder + "/rules", error);
  for (const auto& [path, bytes] : files) {
    const std::string full = folder + "/" + path;
    const absl::Status written = WriteFile(full, bytes);
    if (!written.ok()) return Fail(io, written);
    io.out << full << "\n";
  }
  return kExitOk;
}

}  // namespace

int RunRulesImport(const RulesImportOptions& options, const Io& io) {
  const auto bytes = ReadFile(options.file, kListBytesMax);
  if (!bytes.ok()) return Fail(io, bytes.status());
  const std::string given =
      options.name.empty() ? std::filesystem::path(options.file).stem().string()
                           : options.name;
  const std::string name = IdFrom(given);
  if (name.empty()) {
    return Fail(io, {"ce nom n'a ni lettre ni chiffre : donnez --name",
                     "this name has no letter or digit: give --name"});
  }
  const ImportResult result = ImportWords(*bytes, {.name = name,
                                                   .category = options.category,
                                                   .ground = options.ground,
                                                   .then = options.then});
  PrintImport(result, options.file, io);
  if (result.words + result.domains == 0) {
    return Fail(io, {"rien à importer : aucun fichier n'est écrit",
                     "nothing to import: no file is written"});
  }
  int code = kExitOk;
  if (!options.on.empty()) code = TrySample(result, options.on, io);
  if (code == kExitFailed) return code;
  const std::string folder = ModelsFolder(options.models);
  const Files files = FilesOf(result, name);
  const std::string existing = FindExisting(folder, files);
  if (!existing.empty() && !options.force) {
    return Fail(io,
                FormatBoth("{}/{} existe : choisissez un autre --name, ou "
                           "--force pour le remplacer ; rien n'est écrit",
                           "{}/{} exists: choose another --name, or --force to "
                           "replace it; nothing is written",
                           folder, existing));
  }
  if (!Loads(folder, files, io)) return kExitFailed;
  return std::max(code, Write(folder, files, io));
}

void AddRulesImport(Command* rules) {
  auto options = std::make_shared<RulesImportOptions>();
  Command command = rules->Add(
      "import",
      {"fait d'une liste de mots d'un autre outil des listes et des règles",
       "make lists and rules of another tool's list of words"});
  command.Models(&options->models);
  command
      .Value({"FICHIER", "FILE"}, &options->file,
             {"un mot, une expression ou un domaine par ligne",
              "a word, phrase or domain a line"})
      .Required();
  command.Value("--name", &options->name,
                {"nom des fichiers écrits (sinon celui de la liste)",
                 "name of the files written (else that of the list)"});
  command.Value("--category", &options->category,
                {"catégorie : spam, abuse, …", "category: spam, abuse, …"});
  command.Value("--ground", &options->ground,
                {"motif, d'après grounds.toml", "ground, of grounds.toml"});
  command
      .Value("--then", &options->then,
             {"ce que font les règles", "what the rules do"})
      .OneOf({"watch", "look", "hold", "reject"});
  command.Value("--on", &options->on,
                {"échantillon de commentaires (JSON par lignes) : quels mots "
                 "en arrêteraient trop",
                 "sample of comments (JSON lines): which words would stop too "
                 "many"});
  command.Flag(
      "--force", &options->force,
      {"remplace les fichiers qui existent", "replace files that exist"});
  command.Runs(
      [options](const Io& io) { return RunRulesImport(*options, io); });
}

}  // namespace crible
