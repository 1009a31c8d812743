#include "cli/archive.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <utility>

#include "base/files.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "cli/archive_text.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr size_t kWordPressBytesMax = size_t{2} << 30;
// The server's limits of what a comment may say of its author
// (service/limits.h): longer values are cut.
constexpr size_t kShortBytesMax = 256;

using Target = std::string ArchiveComment::*;
constexpr std::pair<std::string_view, Target> kTexts[] = {
    {"id", &ArchiveComment::id},
    {"site", &ArchiveComment::site},
    {"author_id", &ArchiveComment::author_id},
    {"author", &ArchiveComment::author_name},
    {"author_email", &ArchiveComment::author_email},
    {"author_url", &ArchiveComment::author_url},
    {"author_address", &ArchiveComment::author_address},
    {"article", &ArchiveComment::article},
    {"title", &ArchiveComment::title},
    {"url", &ArchiveComment::url},
    {"lang", &ArchiveComment::language},
    {"by", &ArchiveComment::decided_by},
};

// What a word says that people decided.
struct Meaning {
  PastDecision decision = PastDecision::kNone;
  std::string_view category = "";
};
constexpr struct {
  std::string_view word;
  Meaning meaning;
} kWords[] = {
    {"accepted", {PastDecision::kAccepted}},
    {"accept", {PastDecision::kAccepted}},
    {"approved", {PastDecision::kAccepted}},
    {"approve", {PastDecision::kAccepted}},
    {"published", {PastDecision::kAccepted}},
    {"ham", {PastDecision::kAccepted}},
    {"accepté", {PastDecision::kAccepted}},
    {"publié", {PastDecision::kAccepted}},
    {"validé", {PastDecision::kAccepted}},
    {"refused", {PastDecision::kRefused}},
    {"rejected", {PastDecision::kRefused}},
    {"reject", {PastDecision::kRefused}},
    {"removed", {PastDecision::kRefused}},
    {"deleted", {PastDecision::kRefused}},
    {"trash", {PastDecision::kRefused}},
    {"refusé", {PastDecision::kRefused}},
    {"rejeté", {PastDecision::kRefused}},
    {"supprimé", {PastDecision::kRefused}},
    {"spam", {PastDecision::kRefused, "spam"}},
    {"indésirable", {PastDecision::kRefused, "spam"}},
    {"abuse", {PastDecision::kRefused, "abuse"}},
    {"pending", {}},
    {"held", {}},
    {"hold", {}},
    {"none", {}},
    {"en attente", {}},
    {"", {}},
};

std::optional<Meaning> MeaningOf(std::string_view word) {
  for (const auto& it : kWords)
    if (it.word == word) return it.meaning;
  return std::nullopt;
}

absl::Status SetDecision(std::string_view value, const ArchiveOptions& options,
                         ArchiveComment* comment) {
  std::string word = LowerCase(value);
  if (const auto own = options.words.find(word); own != options.words.end())
    word = own->second;
  const auto meaning = MeaningOf(word);
  if (!meaning) {
    return LocalizedError(
        absl::StatusCode::kInvalidArgument,
        FormatBoth("décision inconnue « {} » : accepted, refused, spam, abuse "
                   "ou pending, ou --means {}=accepted",
                   "unknown decision \"{}\": accepted, refused, spam, abuse or "
                   "pending, or --means {}=accepted",
                   value.substr(0, 40), value.substr(0, 40)));
  }
  comment->decision = meaning->decision;
  comment->category = std::string(meaning->category);
  return absl::OkStatus();
}

absl::Status SetTime(std::string_view field, std::string_view value,
                     absl::Time* time) {
  const auto parsed = ParseArchiveTime(value);
  if (!parsed) {
    return LocalizedError(
        absl::StatusCode::kInvalidArgument,
        FormatBoth("« {} » n'est pas une date comme 2026-11-27 ou "
                   "2026-11-27T08:30:00Z",
                   "\"{}\" is no time such as 2026-11-27 or "
                   "2026-11-27T08:30:00Z",
                   field));
  }
  *time = *parsed;
  return absl::OkStatus();
}

absl::Status SetFormat(std::string_view value, ArchiveComment* comment) {
  if (value == "html") comment->format = BodyFormat::kHtml;
  if (value.empty() || value == "html" || value == "plain")
    return absl::OkStatus();
  return LocalizedError(
      absl::StatusCode::kInvalidArgument,
      FormatBoth("« format » n'est ni \"plain\" ni \"html\"",
                 "\"format\" is neither \"plain\" nor \"html\""));
}

ArchiveFormat FormatOf(const std::string& path, ArchiveFormat given) {
  if (given != ArchiveFormat::kByName) return given;
  if (path.ends_with(".csv") || path.ends_with(".tsv"))
    return ArchiveFormat::kCsv;
  if (path.ends_with(".xml") || path.ends_with(".wxr"))
    return ArchiveFormat::kWordPress;
  return ArchiveFormat::kJsonLines;
}

}  // namespace

const std::vector<std::string>& ArchiveFields() {
  static const auto& fields = *new std::vector<std::string>([] {
    std::vector<std::string> all = {"body",     "format", "parent", "date",
                                    "decision", "ground", "at"};
    for (const auto& [name, target] : kTexts) all.emplace_back(name);
    return all;
  }());
  return fields;
}

absl::Status SetArchiveField(std::string_view field, std::string_view value,
                             const ArchiveOptions& options,
                             ArchiveComment* comment) {
  if (field == "body") {
    comment->body = value;
    return absl::OkStatus();
  }
  if (field == "parent") {
    comment->parent = CutUtf8(value, kBodyBytesMax);
    return absl::OkStatus();
  }
  if (field == "format") return SetFormat(value, comment);
  if (field == "decision") return SetDecision(value, options, comment);
  if (field == "ground") {
    comment->ground = CutUtf8(value, 128);
    return absl::OkStatus();
  }
  if (value.empty()) return absl::OkStatus();
  if (field == "date") return SetTime(field, value, &comment->written);
  if (field == "at") return SetTime(field, value, &comment->decided);
  for (const auto& [name, target] : kTexts)
    if (name == field) comment->*target = CutUtf8(value, kShortBytesMax);
  return absl::OkStatus();
}

absl::Status CheckArchiveComment(const ArchiveComment& comment) {
  const auto invalid = [](const Localized& message) {
    return LocalizedError(absl::StatusCode::kInvalidArgument, message);
  };
  if (comment.body.find_first_not_of(" \t\r\n\v\f") == std::string::npos)
    return invalid({"pas de texte", "no text"});
  if (comment.body.size() > kBodyBytesMax) {
    return invalid(FormatBoth("le texte a {} octets, plus que {}",
                              "the text has {} bytes, more than {}",
                              comment.body.size(), kBodyBytesMax));
  }
  bool utf8 = IsValidUtf8(comment.body) && IsValidUtf8(comment.parent) &&
              IsValidUtf8(comment.ground);
  for (const auto& [name, target] : kTexts)
    utf8 = utf8 && IsValidUtf8(comment.*target);
  if (!utf8) return invalid({"ce n'est pas de l'UTF-8", "this is not UTF-8"});
  if (comment.decision == PastDecision::kAccepted && !comment.ground.empty()) {
    return invalid({"un motif de refus sur un commentaire accepté",
                    "a ground to refuse an accepted comment"});
  }
  return absl::OkStatus();
}

absl::Status ArchiveReader::Read(const std::string& path,
                                 const OnComment& on_comment,
                                 const OnProblem& on_problem) const {
  const ArchiveFormat format = FormatOf(path, options_.format);
  if (format == ArchiveFormat::kWordPress) {
    CRIBLE_ASSIGN_OR_RETURN(const std::string xml,
                            ReadFile(path, kWordPressBytesMax));
    return ReadArchiveWordPress(xml, options_, on_comment, on_problem);
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return LocalizedError(
        absl::StatusCode::kNotFound,
        FormatBoth("{} : illisible", "{}: cannot be read", path));
  }
  return format == ArchiveFormat::kCsv
             ? ReadArchiveCsv(in, options_, on_comment, on_problem)
             : ReadArchiveJson(in, options_, on_comment, on_problem);
}

}  // namespace crible
