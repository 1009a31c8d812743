#include "text/markup.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "text/entity.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr std::string_view kBlockTags[] = {
    "address", "article", "aside", "blockquote", "br",       "dd",
    "details", "div",     "dl",    "dt",         "fieldset", "figcaption",
    "figure",  "footer",  "form",  "h1",         "h2",       "h3",
    "h4",      "h5",      "h6",    "header",     "hr",       "li",
    "main",    "nav",     "ol",    "option",     "p",        "pre",
    "section", "summary", "table", "tbody",      "td",       "tfoot",
    "th",      "thead",   "tr",    "ul"};
constexpr std::string_view kHiddenTags[] = {"script", "style", "template",
                                            "title"};

template <size_t N>
bool IsOneOf(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

struct Tag {
  size_t end = 0;  // beyond its '>'; 0: no tag
  char name[12];   // lower case; cut when longer
  size_t name_size = 0;
  bool closing = false;
  size_t href_begin = 0;  // href_end > href_begin: it has one
  size_t href_end = 0;

  std::string_view Name() const { return {name, name_size}; }
};

class Decoder {
 public:
  explicit Decoder(TextParts* parts)
      : parts_(*parts), html_(parts->source), out_(parts->plain.bytes) {}

  void Run() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<' && TakeMarkup()) continue;
      if (c == '&' && TakeEntity()) continue;
      TakeText();
    }
    CloseQuotes();
  }

 private:
  void TakeText() {
    size_t end = at_ + 1;
    while (end < html_.size() && html_[end] != '<' && html_[end] != '&') ++end;
    parts_.plain.map.AddRun(Offset(out_.size()), Offset(at_));
    out_.append(html_, at_, end - at_);
    at_ = end;
  }

  bool TakeEntity() {
    const Entity entity = ParseEntity(html_, at_, /*strict=*/false);
    if (entity.size == 0) return false;
    const size_t begin = out_.size();
    AppendUtf8(entity.point, &out_);
    Stand(begin, at_, at_ + entity.size);
    at_ += entity.size;
    return true;
  }

  bool TakeMarkup() {
    if (html_.substr(at_, 4) == "<!--") return TakeComment();
    const Tag tag = ParseTag();
    if (tag.end == 0) return false;
    const size_t begin = at_;
    at_ = tag.end;
    if (tag.href_end > tag.href_begin) {
      parts_.hrefs.push_back(
          {Offset(tag.href_begin), Offset(tag.href_end), Offset(out_.size())});
    }
    if (!tag.closing && IsOneOf(tag.Name(), kHiddenTags)) SkipHidden(tag);
    if (IsOneOf(tag.Name(), kBlockTags)) TakeBreak(tag, begin);
    if (tag.Name() == "blockquote" || tag.Name() == "q") TakeQuote(tag);
    return true;
  }

  bool TakeComment() {
    if (no_comment_end_) return false;
    const size_t end = html_.find("-->", at_ + 4);
    no_comment_end_ = end == html_.npos;
    if (no_comment_end_) return false;
    at_ = end + 3;
    return true;
  }

  void TakeBreak(const Tag& tag, size_t begin) {
    if (out_.empty()) return;
    if (out_.back() == '\n' && tag.Name() != "br") return;
    out_.push_back('\n');
    Stand(out_.size() - 1, begin, tag.end);
  }

  void TakeQuote(const Tag& tag) {
    const uint32_t here = Offset(out_.size());
    if (tag.closing) {
      if (quote_depth_ > 0 && --quote_depth_ == 0) {
        parts_.quotes.push_back({quote_begin_, here});
      }
    } else if (quote_depth_++ == 0) {
      quote_begin_ = here;
    }
  }

  void CloseQuotes() {
    if (quote_depth_ > 0) {
      parts_.quotes.push_back({quote_begin_, Offset(out_.size())});
    }
  }

  // Goes on after the closing tag. Without one the contents stay: a sanitiser
  // that drops the tag alone would show them.
  void SkipHidden(const Tag& tag) {
    for (size_t i = at_; !no_hidden_end_;) {
      i = html_.find("</", i);
      if (i == html_.npos) {
        no_hidden_end_ = true;
        return;
      }
      const std::string_view name = html_.substr(i + 2, tag.name_size);
      const bool same = std::equal(
          name.begin(), name.end(), tag.name, tag.name + tag.name_size,
          [](char a, char b) { return Lower(a) == b; });
      if (same) {
        const size_t end = html_.find('>', i);
        if (end != html_.npos) at_ = end + 1;
        return;
      }
      i += 2;
    }
  }

  // [begin, out_.size()) of the plain view stands for [from, to) of the source.
  void Stand(size_t begin, size_t from, size_t to) {
    parts_.plain.map.AddBlock(Offset(begin), Offset(out_.size()), Offset(from),
                              Offset(to));
  }

  Tag ParseTag() {
    Tag tag;
    size_t i = at_ + 1;
    if (i < html_.size() && (html_[i] == '!' || html_[i] == '?')) {
      tag.end = FindEnd(i, nullptr);
      return tag;
    }
    if (i < html_.size() && html_[i] == '/') {
      tag.closing = true;
      ++i;
    }
    if (i >= html_.size() || !IsLetter(html_[i])) return tag;
    for (; i < html_.size() &&
           (IsLetter(html_[i]) || (html_[i] >= '0' && html_[i] <= '9') ||
            html_[i] == ':' || html_[i] == '-');
         ++i) {
      if (tag.name_size < sizeof tag.name) {
        tag.name[tag.name_size++] = Lower(html_[i]);
      }
    }
    // <https://…> and <jean@site> are text: a name ends at a blank, / or >.
    if (i >= html_.size() ||
        !(IsBlank(html_[i]) || html_[i] == '/' || html_[i] == '>') ||
        html_[i - 1] == ':') {
      return tag;
    }
    tag.end = FindEnd(i, tag.closing ? nullptr : &tag);
    return tag;
  }

  // Beyond the '>' that ends the tag, skipping quoted values; notes href. 0
  // when there is none, which is then known for all tags that follow.
  size_t FindEnd(size_t i, Tag* tag) {
    if (i < no_end_before_) return 0;
    for (; i < html_.size(); ++i) {
      const char c = html_[i];
      if (c == '>') return i + 1;
      if (c == '"' || c == '\'') {
        i = SkipValue(i);
      } else if (c == '=' && tag != nullptr && i >= 4 && IsHref(i)) {
        i = TakeHref(i + 1, tag);
      }
    }
    no_end_before_ = html_.size();
    return 0;
  }

  // The closing quotation mark of the value that opens at i; i itself if none.
  size_t SkipValue(size_t i) {
    bool& none = no_quote_[html_[i] == '"'];
    if (none) return i;
    const size_t end = html_.find(html_[i], i + 1);
    none = end == html_.npos;
    return none ? i : end;
  }

  bool IsHref(size_t equals) const {
    size_t end = equals;
    const size_t floor = equals > 8 ? equals - 8 : 0;
    while (end > floor && IsBlank(html_[end - 1])) --end;
    if (end < 5) return false;
    const char* p = html_.data() + end - 4;
    return Lower(p[0]) == 'h' && Lower(p[1]) == 'r' && Lower(p[2]) == 'e' &&
           Lower(p[3]) == 'f' &&
           (IsBlank(p[-1]) || p[-1] == '"' || p[-1] == '\'' || p[-1] == '/');
  }

  // Notes the value that follows `i`; returns its last byte.
  size_t TakeHref(size_t i, Tag* tag) {
    while (i < html_.size() && IsBlank(html_[i])) ++i;
    if (i >= html_.size()) return html_.size() - 1;
    const bool quoted = html_[i] == '"' || html_[i] == '\'';
    const size_t close = quoted ? SkipValue(i) : i;
    size_t begin = i, end = close;
    if (close == i) {
      while (end < html_.size() && !IsBlank(html_[end]) && html_[end] != '>') {
        ++end;
      }
    } else {
      ++begin;
    }
    if (tag->href_end == 0) {
      tag->href_begin = begin;
      tag->href_end = end;
    }
    return close == i ? std::max(end, i + 1) - 1 : close;
  }

  static uint32_t Offset(size_t offset) {
    return static_cast<uint32_t>(offset);
  }

  TextParts& parts_;
  const std::string_view html_;
  std::string& out_;
  size_t at_ = 0;
  // What was looked for once and is not there any more, so that each search
  // for it costs the text at most once.
  bool no_comment_end_ = false;
  bool no_hidden_end_ = false;
  bool no_quote_[2] = {false, false};
  size_t no_end_before_ = 0;
  int quote_depth_ = 0;
  uint32_t quote_begin_ = 0;
};

}  // namespace

void DecodeMarkup(TextParts* parts) { Decoder(parts).Run(); }

}  // namespace crible
