#include "cli/import.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <utility>

#include "absl/time/clock.h"
#include "base/localized_status.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "cli/archive_text.h"
#include "cli/import_report.h"
#include "crible/v1/comment_record.pb.h"
#include "fmt/format.h"
#include "service/check.h"
#include "service/convert.h"
#include "store/store.h"

namespace crible {
namespace {

constexpr size_t kProblemsShown = 20;
constexpr size_t kActsAtOnce = 500;

// "a=b" → a, b.
absl::StatusOr<std::pair<std::string, std::string>> Split(
    std::string_view text, std::string_view option) {
  const size_t at = text.find('=');
  if (at != text.npos && at > 0) {
    return std::pair(std::string(text.substr(0, at)),
                     std::string(text.substr(at + 1)));
  }
  return LocalizedError(absl::StatusCode::kInvalidArgument,
                        FormatBoth("{} {} : il faut NOM=VALEUR",
                                   "{} {}: must be NAME=VALUE", option, text));
}

absl::StatusOr<ArchiveOptions> ToArchiveOptions(const ImportOptions& options) {
  ArchiveOptions archive;
  if (options.format == "jsonl") archive.format = ArchiveFormat::kJsonLines;
  if (options.format == "csv") archive.format = ArchiveFormat::kCsv;
  if (options.format == "wordpress") archive.format = ArchiveFormat::kWordPress;
  for (const std::string& it : options.map) {
    CRIBLE_ASSIGN_OR_RETURN(auto pair, Split(it, "--map"));
    const auto& fields = ArchiveFields();
    if (std::find(fields.begin(), fields.end(), pair.first) == fields.end()) {
      std::string known;
      for (const std::string& field : fields)
        known += (known.empty() ? "" : ", ") + field;
      return LocalizedError(
          absl::StatusCode::kInvalidArgument,
          FormatBoth("--map {} : champ inconnu ; il y a {}",
                     "--map {}: no such field; there are {}", it, known));
    }
    archive.columns.insert(std::move(pair));
  }
  for (const std::string& it : options.means) {
    CRIBLE_ASSIGN_OR_RETURN(const auto pair, Split(it, "--means"));
    archive.words[LowerCase(pair.first)] = pair.second;
  }
  return archive;
}

// The site's own id where it can be one, else one that the same comment always
// gets.
std::string CommentName(const std::string& site,
                        const ArchiveComment& comment) {
  std::string name = fmt::format("sites/{}/comments/{}", site, comment.id);
  if (ParseName(name, "comments")) return name;
  const std::string all = fmt::format(
      "{}\n{}\n{}\n{}\n{}", comment.id, comment.author_id, comment.author_name,
      absl::ToUnixMicros(comment.written), comment.body);
  return fmt::format("sites/{}/comments/x-{}", site,
                     Sha256Hex(all).substr(0, 32));
}

std::string PayloadOf(const ArchiveComment& comment, const std::string& name,
                      const std::string& article) {
  v1::CommentRecord record;
  v1::Comment* out = record.mutable_comment();
  out->set_name(name);
  out->set_body(comment.body);
  out->set_body_format(comment.format == BodyFormat::kHtml
                           ? v1::BODY_FORMAT_HTML
                           : v1::BODY_FORMAT_PLAIN);
  v1::Author* author = out->mutable_author();
  author->set_id(comment.author_id);
  author->set_display_name(comment.author_name);
  author->set_email(comment.author_email);
  author->set_url(comment.author_url);
  author->set_ip_address(CutUtf8(comment.author_address, 64));
  out->set_article(article);
  if (!comment.parent.empty()) out->mutable_parent()->set_text(comment.parent);
  out->set_language(CutUtf8(comment.language, 35));
  if (comment.written != absl::InfinitePast())
    ToProto(comment.written, out->mutable_create_time());
  if (article.empty() || (comment.title.empty() && comment.url.empty()))
    return record.SerializeAsString();
  record.mutable_article()->set_name(article);
  record.mutable_article()->set_title(comment.title);
  record.mutable_article()->set_url(comment.url);
  return record.SerializeAsString();
}

// Comments as they come, written some hundred at a time.
class Importing {
 public:
  Importing(Store* store, const ImportOptions& options)
      : store_(*store), options_(options) {
    source_ = options.source;
    if (source_.empty())
      source_ = std::filesystem::path(options.file).filename().string();
    source_ = "import:" + source_;
    subject_ = LocalSubject();
  }

  void Add(const ArchiveComment& comment) {
    if (comment.decision == PastDecision::kNone) {
      ++undecided_;
      return;
    }
    const std::string& site =
        comment.site.empty() ? options_.site : comment.site;
    acts_.emplace_back(ToImport(site, comment));
    kinds_.push_back(comment.decision == PastDecision::kAccepted ? kAccepted
                     : comment.ground.empty() && comment.category.empty()
                         ? kWithoutGround
                         : kRefused);
    if (acts_.size() >= kActsAtOnce) Write();
  }

  absl::Status Finish() {
    Write();
    return status_;
  }

  void Say(size_t problems, const Io& io) const {
    io.out << FormatIn(
        io.language,
        "{} : {} acceptés, {} refusés (dont {} sans motif) importés ; {} déjà "
        "connus, {} sans décision, {} illisibles\n",
        "{}: {} accepted, {} refused ({} of them without a ground) imported; "
        "{} already known, {} without a decision, {} unreadable\n",
        source_, counts_[kAccepted],
        counts_[kRefused] + counts_[kWithoutGround], counts_[kWithoutGround],
        known_, undecided_, problems + unkept_);
  }

 private:
  enum Kind : uint8_t { kAccepted, kRefused, kWithoutGround };

  Import ToImport(const std::string& site, const ArchiveComment& comment) {
    const bool accepted = comment.decision == PastDecision::kAccepted;
    const std::string name = CommentName(site, comment);
    std::string article =
        fmt::format("sites/{}/articles/{}", site, comment.article);
    if (!ParseName(article, "articles")) article.clear();
    const absl::Time now = absl::Now();
    const auto or_now = [&](absl::Time time) {
      return time == absl::InfinitePast() ? now : time;
    };
    Import import{
        .comment = {.site = site,
                    .comment = name,
                    .article = article,
                    .author_id = comment.author_id,
                    .body = comment.body,
                    .subject = subject_,
                    .verdict = accepted ? Verdict::kAccept : Verdict::kReject,
                    .language = comment.language,
                    .time = or_now(comment.written),
                    .payload = PayloadOf(comment, name, article)},
        .source = source_,
        .label = accepted ? LessonLabel::kAccepted : LessonLabel::kRefused,
        .category = comment.category,
        .ground = comment.ground,
        .decided_by = comment.decided_by,
        .decided = or_now(comment.decided)};
    const auto known = store_.FindKnown(
        {.site = site,
         .author_id = comment.author_id,
         .traits = {comment.author_email, comment.author_address,
                    comment.author_name},
         .now = now});
    import.comment.restricted = known.ok() && known->wish.restricted;
    return import;
  }

  void Write() {
    if (acts_.empty() || !status_.ok()) return;
    const std::vector<Kind> kinds = std::exchange(kinds_, {});
    const auto results =
        store_.ApplyAll({subject_, absl::Now()}, std::move(acts_));
    acts_.clear();  // moved from
    for (size_t i = 0; i < results.size(); ++i) {
      if (results[i].ok()) {
        ++counts_[kinds[i]];
      } else if (absl::IsAlreadyExists(results[i].status())) {
        ++known_;
      } else if (absl::IsInvalidArgument(results[i].status())) {
        ++unkept_;  // a byte that the database cannot hold
      } else {
        status_ = results[i].status();
      }
    }
  }

  Store& store_;
  const ImportOptions& options_;
  std::string source_, subject_;
  std::vector<Act> acts_;
  std::vector<Kind> kinds_;  // of them
  absl::Status status_;
  std::array<size_t, 3> counts_{};
  size_t known_ = 0, undecided_ = 0, unkept_ = 0;
};

int ImportInto(const ImportOptions& options, const Io& io) {
  const StorePlace place = PlaceOf(options.data);
  const StoreOptions where{.folder = place.folder, .database = place.database};
  // A server on SQLite alone knows which comments it has: not beside one.
  auto store = place.is_postgres() ? OpenStoreBeside(where) : OpenStore(where);
  if (!store.ok()) return Fail(io, store.status());
  Importing importing(store->get(), options);
  const auto problems = ReadArchiveOrSay(
      options, io, [&](ArchiveComment* comment) { importing.Add(*comment); });
  if (!problems.ok()) return Fail(io, problems.status());
  if (const absl::Status status = importing.Finish(); !status.ok())
    return Fail(io, status);
  importing.Say(*problems, io);
  return *problems == 0 ? kExitOk : kExitFindings;
}

}  // namespace

absl::StatusOr<size_t> ReadArchiveOrSay(
    const ImportOptions& options, const Io& io,
    const ArchiveReader::OnComment& on_comment) {
  if (!ParseSite("sites/" + options.site)) {
    return LocalizedError(
        absl::StatusCode::kInvalidArgument,
        FormatBoth("--site {} : des minuscules, des chiffres, . et -",
                   "--site {}: lower-case letters, digits, . and -",
                   options.site));
  }
  CRIBLE_ASSIGN_OR_RETURN(ArchiveOptions archive, ToArchiveOptions(options));
  size_t problems = 0;
  const auto say = [&](const ArchiveProblem& problem) {
    if (++problems > kProblemsShown) return;
    io.err << fmt::format("{}:{}: {}\n", options.file, problem.line,
                          problem.what.In(io.language));
  };
  const auto check = [&](ArchiveComment* comment) {
    if (!comment->site.empty() && !ParseSite("sites/" + comment->site)) {
      return say({comment->line,
                  {"« site » : des minuscules, des chiffres, . et -",
                   "\"site\": lower-case letters, digits, . and -"}});
    }
    on_comment(comment);
  };
  CRIBLE_RETURN_IF_ERROR(
      ArchiveReader(std::move(archive)).Read(options.file, check, say));
  if (problems > kProblemsShown) {
    io.err << FormatIn(io.language, "… et {} autres lignes\n",
                       "… and {} more lines\n", problems - kProblemsShown);
  }
  return problems;
}

int RunImport(const ImportOptions& options, const Io& io) {
  return options.report ? RunImportReport(options, io)
                        : ImportInto(options, io);
}

void AddImport(CommandLine* line) {
  auto options = std::make_shared<ImportOptions>();
  Command command = line->Add(
      "import", {"les archives du site, avec ce que ses modérateurs ont décidé",
                 "the site's archive, with what its moderators decided"});
  command
      .Value({"FICHIER", "FILE"}, &options->file,
             {"JSON par lignes, CSV ou export WordPress",
              "JSON lines, CSV or a WordPress export"})
      .Required();
  command.Value("--site", &options->site,
                {"le site des commentaires qui n'en nomment pas",
                 "the site of comments that name none"});
  command.Value("--source", &options->source,
                {"le nom de cette source (sinon celui du fichier)",
                 "the name of this source (else the file's)"});
  command
      .Value("--format", &options->format,
             {"jsonl, csv ou wordpress (sinon d'après le nom)",
              "jsonl, csv or wordpress (else by the name)"})
      .OneOf({"jsonl", "csv", "wordpress"});
  command.Value("--map", &options->map,
                {"une colonne du fichier : body=texte",
                 "a column of the file: body=text"});
  command.Value("--means", &options->means,
                {"un mot du fichier : validé=accepted",
                 "a word of the file: ok=accepted"});
  command.Flag("--report", &options->report,
               {"n'importe rien : dit ce que Crible aurait fait",
                "import nothing: say what Crible would have done"});
  command.Value("--html", &options->html,
                {"écrit aussi le rapport comme page, avec des courbes",
                 "write the report as a page as well, with plots"});
  command.Models(&options->models);
  AddDataOptions(&command, &options->data);
  command.Runs([options](const Io& io) { return RunImport(*options, io); });
}

}  // namespace crible
