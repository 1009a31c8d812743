#include "cli/comment_row.h"

#include <algorithm>
#include <utility>

#include "base/localized_status.h"
#include "base/status_macros.h"
#include "engine/engine.h"
#include "fmt/core.h"

namespace crible {
namespace {

absl::Status ReadText(JsonReader& json, std::string_view key,
                      std::string_view* out) {
  CRIBLE_ASSIGN_OR_RETURN(const auto text, json.Text(key));
  *out = text.value_or(std::string_view());
  return absl::OkStatus();
}

absl::Status Invalid(const Localized& message) {
  return LocalizedError(absl::StatusCode::kInvalidArgument, message);
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

}  // namespace

absl::Status CommentRow::ReadId() {
  id_json_.clear();
  CRIBLE_ASSIGN_OR_RETURN(const auto text, json_.Text("id", /*numbers=*/true));
  if (!text) return absl::OkStatus();
  if (json_.Number("id").ok()) {
    id_json_ = *text;
  } else {
    AppendJsonString(*text, &id_json_);
  }
  return absl::OkStatus();
}

absl::Status CommentRow::ReadFields() {
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "author", &comment_.author.name));
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "author_url", &comment_.author.url));
  CRIBLE_RETURN_IF_ERROR(
      ReadText(json_, "author_email", &comment_.author.email));
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "lang", &comment_.language));
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "parent", &comment_.parent.text));
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "title", &article_.title));
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "article", &article_.text));
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "url", &article_.url));
  const bool article = !article_.title.empty() || !article_.text.empty() ||
                       !article_.url.empty();
  comment_.article = article ? &article_ : nullptr;
  std::string_view date;
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "date", &date));
  absl::Time time;
  std::string ignored;
  const absl::string_view date_absl(date.data(), date.size());
  if (!date.empty() &&
      (absl::ParseTime(absl::RFC3339_full, date_absl, &time, &ignored) ||
       absl::ParseTime("%Y-%m-%d %H:%M:%S", date_absl, &time, &ignored) ||
       absl::ParseTime("%Y-%m-%d", date_absl, &time, &ignored))) {
    comment_.created = time;
  }
  return absl::OkStatus();
}

absl::Status CommentRow::Read(std::string_view line, bool fields) {
  comment_ = Comment{.site = "default"};
  article_ = Article();
  id_json_.clear();
  CRIBLE_RETURN_IF_ERROR(json_.Parse(line));
  CRIBLE_RETURN_IF_ERROR(ReadId());
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "body", &comment_.body));
  if (IsBlank(comment_.body))
    return Invalid(
        {"« body » manque ou est vide", "\"body\" is missing or blank"});
  if (comment_.body.size() > kBodyBytesMax) {
    return Invalid(FormatBoth("« body » a {} octets, plus que {}",
                              "\"body\" has {} bytes, more than {}",
                              comment_.body.size(), kBodyBytesMax));
  }
  std::string_view format;
  CRIBLE_RETURN_IF_ERROR(ReadText(json_, "format", &format));
  if (format == "html") comment_.format = BodyFormat::kHtml;
  if (!format.empty() && format != "html" && format != "plain") {
    return Invalid({"« format » n'est ni \"plain\" ni \"html\"",
                    "\"format\" is neither \"plain\" nor \"html\""});
  }
  return fields ? ReadFields() : absl::OkStatus();
}

}  // namespace crible
