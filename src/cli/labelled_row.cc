#include "cli/labelled_row.h"

#include <algorithm>
#include <fstream>

#include "base/localized_status.h"
#include "base/status_macros.h"
#include "fmt/core.h"

namespace crible {
namespace {

// A field leaks when those of one label have it this much more often than the
// others.
constexpr double kLeakMax = 0.2;

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
  if (!article->title.empty() || !article->text.empty()) {
    comment.article = article;
  }
  return comment;
}

}  // namespace

const std::vector<std::string>& LabelledFields() {
  static const auto* const kFields = new std::vector<std::string>{
      "author",  "author_url", "author_email", "title",
      "article", "parent",     "lang",         "date"};
  return *kFields;
}

absl::Status LabelledRow::Read(std::string_view line) {
  CRIBLE_RETURN_IF_ERROR(row_.Read(line, /*fields=*/true));
  CRIBLE_ASSIGN_OR_RETURN(const auto label, row_.json().Text("label"));
  if (!label || !IsLabel(*label)) {
    return LocalizedError(absl::StatusCode::kInvalidArgument,
                          {"« label » n'est ni ham, ni spam, ni abuse",
                           "\"label\" is not ham, spam or abuse"});
  }
  label_ = *label;
  fields_present_.clear();
  for (const std::string& field : fields_) {
    CRIBLE_ASSIGN_OR_RETURN(const auto value,
                            row_.json().Text(field, /*numbers=*/true));
    const bool present = value && !value->empty();
    ++presence_[field][std::string(*label)][present];
    fields_present_ += present ? '1' : '0';
  }
  comment_ = Chosen(row_.comment(), fields_, &article_);
  CRIBLE_ASSIGN_OR_RETURN(const auto language, row_.json().Text("lang"));
  language_ = language.value_or("und");
  return absl::OkStatus();
}

absl::StatusOr<std::string> LabelledRow::Value(const std::string& field) {
  CRIBLE_ASSIGN_OR_RETURN(const auto value,
                          row_.json().Text(field, /*numbers=*/true));
  return std::string(value.value_or(""));
}

absl::Status LabelledRow::CheckLeaks() const {
  for (const auto& [field, by_label] : presence_) {
    double least = 1, most = 0;
    for (const auto& [label, counts] : by_label) {
      const double share =
          static_cast<double>(counts[1]) / (counts[0] + counts[1]);
      least = std::min(least, share);
      most = std::max(most, share);
    }
    if (most - least <= kLeakMax) continue;
    return LocalizedError(
        absl::StatusCode::kInvalidArgument,
        FormatBoth("le champ « {} » trahit l'étiquette : {:.0f} % d'une "
                   "étiquette l'ont et {:.0f} % d'une autre ; mesurez sans lui",
                   "the field \"{}\" leaks the label: {:.0f} % of one label "
                   "have it and {:.0f} % of another; evaluate without it",
                   field, 100 * most, 100 * least));
  }
  return absl::OkStatus();
}

absl::Status ReadLabelledFile(const std::string& path, LabelledRow* row,
                              const std::function<void()>& each) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return LocalizedError(
        absl::StatusCode::kNotFound,
        FormatBoth("impossible d'ouvrir {}", "cannot open {}", path));
  }
  std::string line;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty()) continue;
    if (const absl::Status status = row->Read(line); !status.ok()) {
      return WithPlace(status, fmt::format("{}:{}", path, number));
    }
    each();
  }
  return absl::OkStatus();
}

}  // namespace crible
