#ifndef CRIBLE_COMMENT_COMMENT_H_
#define CRIBLE_COMMENT_COMMENT_H_

// A comment as the engine sees it: views into the caller's request, never a
// copy. The request must outlive every use. An empty text or nullopt means "not
// sent", which makes a condition on it unknown, not false.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace crible {

enum class BodyFormat : uint8_t { kPlain, kHtml };

struct Author {
  std::string_view id;
  std::string_view name;
  std::string_view email;
  std::string_view url;
  std::string_view address;  // network address, as text
  std::optional<absl::Time> created;
  // How many comments of this author the site has had, published and refused.
  std::optional<uint32_t> comments;
  std::optional<uint32_t> accepted;
  std::optional<uint32_t> rejected;
  std::optional<bool> trusted;
};

struct Article {
  std::string_view name;
  std::string_view url;
  std::string_view title;
  std::string_view standfirst;
  std::string_view text;
  std::string_view section;
  std::vector<std::string_view> tags;
  std::optional<absl::Time> published;
};

// The comment that this one answers.
struct Parent {
  std::string_view text;
  std::string_view author;
};

// What another tool thinks: "toxicity" 0.83 from "perspective".
struct OutsideScore {
  std::string_view name;
  double value = 0;
  std::string_view source;
};

struct Comment {
  std::string_view site;
  std::string_view name;  // sites/{site}/comments/{comment}, or empty
  std::string_view body;
  BodyFormat format = BodyFormat::kPlain;
  Author author;
  const Article* article = nullptr;
  Parent parent;
  std::vector<OutsideScore> scores;
  std::string_view language;  // BCP 47 as the caller says it, or empty
  std::optional<absl::Time> created;
  std::optional<absl::Duration> time_on_page;
  std::string_view user_agent;
  std::string_view referrer;
  // Whether the field that people do not see was filled.
  std::optional<bool> honeypot;
  std::optional<uint32_t> reports;  // readers' notices so far
};

// The texts of a comment that evidence can point into.
enum class Field : uint8_t {
  kBody,
  kAuthorName,
  kAuthorEmail,
  kAuthorUrl,
  kParentText,
  kArticleTitle,
};

// "body", "author.name", … as the API names them.
std::string_view FieldName(Field field);
std::string_view FieldText(const Comment& comment, Field field);

// Half-open byte range in a field's UTF-8 as sent, on code-point boundaries.
struct Span {
  Field field = Field::kBody;
  uint32_t begin = 0;
  uint32_t end = 0;
  auto operator<=>(const Span&) const = default;
};

}  // namespace crible

#endif  // CRIBLE_COMMENT_COMMENT_H_
