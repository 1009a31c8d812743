// Any bytes as a line of `crible moderate`. Nothing may crash; what is read is
// UTF-8 within the limits, with an id that is JSON; what is refused is refused
// in words that hold nothing of the line.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/json.h"
#include "cli/comment_row.h"
#include "engine/engine.h"
#include "text/utf8.h"

namespace crible {
namespace {

// Messages are made of these alone: a fixed set of sentences, of keys and
// figures. The marker of the corpus is in none.
void CheckMessage(std::string_view message) {
  CRIBLE_CHECK(!message.empty() && message.size() < 200);
  CRIBLE_CHECK(message.find("SECRET") == std::string_view::npos);
  for (const char c : message) CRIBLE_CHECK(c >= ' ' && c < 0x7f);
}

void CheckComment(const CommentRow& row, bool fields) {
  const Comment& comment = row.comment();
  CRIBLE_CHECK(!comment.body.empty() && comment.body.size() <= kBodyBytesMax);
  for (int i = 0; i <= static_cast<int>(Field::kArticleTitle); ++i) {
    CRIBLE_CHECK(IsValidUtf8(FieldText(comment, static_cast<Field>(i))));
  }
  CRIBLE_CHECK(fields || (!comment.article && comment.author.name.empty()));
  if (row.id_json().empty()) return;
  JsonReader json;
  const std::string object = "{\"id\":" + std::string(row.id_json()) + "}";
  CRIBLE_CHECK(json.Parse(object).ok());
}

}  // namespace
}  // namespace crible

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* const row = new crible::CommentRow;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  for (const bool fields : {true, false}) {
    const absl::Status status = row->Read(line, fields);
    if (status.ok()) {
      crible::CheckComment(*row, fields);
    } else {
      crible::CheckMessage({status.message().data(), status.message().size()});
    }
  }
  return 0;
}
