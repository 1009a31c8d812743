// A WordPress export (WXR, RSS 2.0 with elements of its own): the comments of
// each <item>. WordPress does not export what was marked as spam; what lies in
// the trash was refused without a ground, what waits is not decided.

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/localized_status.h"
#include "cli/archive.h"
#include "cli/archive_text.h"
#include "fmt/format.h"

namespace crible {
namespace {

void AppendCodePoint(uint32_t c, std::string* out) {
  const auto put = [&](uint32_t byte) { *out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

// &amp; &#233; &#xE9;, as XML has them.
std::string Unescaped(std::string_view text) {
  constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  std::string out;
  while (!text.empty()) {
    const size_t at = std::min(text.find('&'), text.size());
    out += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    const size_t end = text.find(';');
    const std::string_view name =
        end == text.npos ? std::string_view() : text.substr(1, end - 1);
    uint32_t code = 0;
    if (name.starts_with('#')) {
      const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
      const std::string_view digits = name.substr(hex ? 2 : 1);
      std::from_chars(digits.data(), digits.data() + digits.size(), code,
                      hex ? 16 : 10);
    }
    for (const auto& [known, letter] : kNamed)
      if (name == known) code = static_cast<unsigned char>(letter);
    const bool valid =
        code > 0 && code < 0x110000 && !(code >= 0xD800 && code < 0xE000);
    if (valid) {
      AppendCodePoint(code, &out);
      text.remove_prefix(end + 1);
    } else {
      out += '&';
      text.remove_prefix(1);
    }
  }
  return out;
}

// Steps through the elements of a document, knowing its lines.
class XmlScanner {
 public:
  explicit XmlScanner(std::string_view xml) : rest_(xml) {}

  // The next tag: "item", or "/item" for its end; nullopt at the end. Declared
  // and commented things are passed over.
  std::optional<std::string_view> NextTag() {
    while (true) {
      Skip(rest_.find('<'));
      if (rest_.empty()) return std::nullopt;
      if (SkipPast("<!--", "-->") || SkipPast("<![CDATA[", "]]>") ||
          SkipPast("<?", "?>") || SkipPast("<!", ">"))
        continue;
      const size_t end = rest_.find('>');
      if (end == rest_.npos) {
        Skip(rest_.npos);
        return std::nullopt;
      }
      const std::string_view tag = rest_.substr(1, end - 1);
      Skip(end + 1);
      return tag.substr(0, tag.find_first_of(" \t\r\n", 0));
    }
  }

  // The text up to the next tag that is none of CDATA.
  std::string Text() {
    std::string text;
    while (!rest_.empty()) {
      const size_t at = std::min(rest_.find('<'), rest_.size());
      text += Unescaped(rest_.substr(0, at));
      Skip(at);
      if (!rest_.starts_with("<![CDATA[")) break;
      const size_t end = std::min(rest_.find("]]>"), rest_.size());
      text += rest_.substr(9, end - std::min<size_t>(end, 9));
      Skip(std::min(end + 3, rest_.size()));
    }
    return text;
  }

  size_t line() const { return line_; }

 private:
  void Skip(size_t bytes) {
    bytes = std::min(bytes, rest_.size());
    line_ += static_cast<size_t>(std::count(
        rest_.begin(), rest_.begin() + static_cast<ptrdiff_t>(bytes), '\n'));
    rest_.remove_prefix(bytes);
  }
  bool SkipPast(std::string_view begin, std::string_view end) {
    if (!rest_.starts_with(begin)) return false;
    const size_t at = rest_.find(end, begin.size());
    Skip(at == rest_.npos ? at : at + end.size());
    return true;
  }

  std::string_view rest_;
  size_t line_ = 1;
};

// What stands in a comment's elements beside what is copied.
struct Elements {
  std::string approved, type, date, date_gmt, parent;
};

class Export {
 public:
  Export(std::string_view xml, const ArchiveOptions& options,
         const ArchiveReader::OnComment& on_comment,
         const ArchiveReader::OnProblem& on_problem)
      : scanner_(xml),
        options_(options),
        on_comment_(on_comment),
        on_problem_(on_problem) {}

  absl::Status Read() {
    bool is_export = false;
    while (const auto tag = scanner_.NextTag()) {
      is_export |= *tag == "wp:wxr_version";
      if (*tag == "item") item_ = {};
      if (*tag == "wp:comment") ReadComment();
      if (*tag == "title") item_.title = scanner_.Text();
      if (*tag == "link") item_.url = scanner_.Text();
      if (*tag == "wp:post_id") item_.article = scanner_.Text();
    }
    if (is_export) return absl::OkStatus();
    return LocalizedError(absl::StatusCode::kInvalidArgument,
                          {"ce n'est pas un export WordPress (WXR)",
                           "this is no WordPress export (WXR)"});
  }

 private:
  void ReadComment() {
    ArchiveComment comment = item_;
    comment.line = scanner_.line();
    comment.format = BodyFormat::kHtml;
    Elements elements;
    while (true) {
      const auto tag = scanner_.NextTag();
      if (!tag) {
        return on_problem_({comment.line,
                            {"le fichier s'arrête dans ce commentaire",
                             "the file ends within this comment"}});
      }
      if (*tag == "/wp:comment") break;
      if (*tag == "wp:commentmeta") {
        SkipTo("/wp:commentmeta");
        continue;
      }
      if (!tag->starts_with('/')) ReadElement(*tag, &comment, &elements);
    }
    Finish(elements, &comment);
  }

  void SkipTo(std::string_view end) {
    while (const auto tag = scanner_.NextTag())
      if (*tag == end) return;
  }

  void ReadElement(std::string_view tag, ArchiveComment* comment,
                   Elements* elements) {
    constexpr std::pair<std::string_view, std::string_view> kFields[] = {
        {"wp:comment_id", "id"},
        {"wp:comment_author", "author"},
        {"wp:comment_author_email", "author_email"},
        {"wp:comment_author_url", "author_url"},
        {"wp:comment_author_IP", "author_address"},
        {"wp:comment_content", "body"}};
    const std::string text = scanner_.Text();
    for (const auto& [name, field] : kFields) {
      // None of these has a value that could be wrong.
      if (name == tag)
        SetArchiveField(field, text, options_, comment).IgnoreError();
    }
    if (tag == "wp:comment_approved") elements->approved = text;
    if (tag == "wp:comment_type") elements->type = text;
    if (tag == "wp:comment_date") elements->date = text;
    if (tag == "wp:comment_date_gmt") elements->date_gmt = text;
    // An account; 0 for who has none.
    if (tag == "wp:comment_user_id" && text != "0") comment->author_id = text;
  }

  void Finish(const Elements& elements, ArchiveComment* comment) {
    const bool is_comment = elements.type.empty() || elements.type == "comment";
    if (!is_comment) return;  // pings from other sites
    for (const std::string& date : {elements.date_gmt, elements.date}) {
      const auto time = ParseArchiveTime(date);
      if (comment->written == absl::InfinitePast() && time)
        comment->written = *time;
    }
    absl::Status status = Decide(elements.approved, comment);
    if (status.ok()) status = CheckArchiveComment(*comment);
    if (!status.ok()) return on_problem_({comment->line, MessageOf(status)});
    on_comment_(comment);
  }

  absl::Status Decide(const std::string& approved, ArchiveComment* comment) {
    // "post-trashed" went with its article; nobody has decided on it.
    if (approved == "post-trashed" || approved == "0") return absl::OkStatus();
    return SetArchiveField("decision", approved == "1" ? "accepted" : approved,
                           options_, comment);
  }

  XmlScanner scanner_;
  const ArchiveOptions& options_;
  const ArchiveReader::OnComment& on_comment_;
  const ArchiveReader::OnProblem& on_problem_;
  ArchiveComment item_;  // the article's part
};

}  // namespace

absl::Status ReadArchiveWordPress(std::string_view xml,
                                  const ArchiveOptions& options,
                                  const ArchiveReader::OnComment& on_comment,
                                  const ArchiveReader::OnProblem& on_problem) {
  return Export(xml, options, on_comment, on_problem).Read();
}

}  // namespace crible
