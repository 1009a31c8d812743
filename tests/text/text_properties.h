#ifndef CRIBLE_TESTS_TEXT_TEXT_PROPERTIES_H_
#define CRIBLE_TESTS_TEXT_TEXT_PROPERTIES_H_

#include <string>
#include <string_view>

#include "text/text.h"
#include "text/utf8.h"

namespace crible {

inline bool IsBoundary(std::string_view text, size_t at) {
  return at == text.size() ||
         (at < text.size() &&
          (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
}

template <typename T>
std::string BrokenSpan(std::string_view source, const T& item) {
  if (item.source_begin >= item.source_end) return "empty span";
  if (item.source_end > source.size()) return "span beyond the source";
  if (!IsBoundary(source, item.source_begin) ||
      !IsBoundary(source, item.source_end)) {
    return "span within a code point";
  }
  return "";
}

// Every code point of a view leads to whole code points of the source, in
// ascending order.
inline std::string BrokenMap(const Text& text, ViewKind kind) {
  const View& view = text.view(kind);
  if (!IsValidUtf8(view.bytes)) return "view is no UTF-8";
  uint32_t last = 0;
  for (uint32_t at = 0; at < view.bytes.size();) {
    const uint32_t size = DecodeUtf8(view.bytes, at).size;
    const auto range = view.map.ToSource(at, at + size);
    if (range.begin < last) return "map goes back";
    if (range.begin >= range.end || range.end > text.source().size()) {
      return "map leads nowhere";
    }
    if (!IsBoundary(text.source(), range.begin) ||
        !IsBoundary(text.source(), range.end)) {
      return "map leads into a code point";
    }
    last = range.begin;
    at += size;
  }
  return "";
}

// What is wrong with an analysed text, or "".
inline std::string FindBrokenProperty(const Text& text) {
  uint32_t end = 0;
  for (const Word& word : text.words()) {
    if (word.hash == 0) return "word without hash";
    if (word.source_begin < end) return "words overlap";
    end = word.source_end;
    if (auto broken = BrokenSpan(text.source(), word); !broken.empty()) {
      return "word: " + broken;
    }
    if (word.hash != HashWord(text.Read(word))) return "hash of other letters";
    if (word.begin >= word.end || word.end > text.folded().bytes.size()) {
      return "word beyond the folded view";
    }
  }
  for (const Link& link : text.links()) {
    if (auto broken = BrokenSpan(text.source(), link); !broken.empty()) {
      return "link: " + broken;
    }
    if (link.host.empty() || link.domain.empty()) return "link without host";
    if (link.next_word > text.words().size()) return "link beyond the words";
  }
  uint32_t begin = 0;
  for (const Contact& contact : text.contacts()) {
    if (auto broken = BrokenSpan(text.source(), contact); !broken.empty()) {
      return "contact: " + broken;
    }
    if (contact.value.empty()) return "contact without value";
    if (contact.source_begin < begin) return "contacts out of order";
    begin = contact.source_begin;
  }
  if (!text.words().empty()) {
    std::string exact;
    text.AppendExact(0, text.words().size() - 1, &exact);
    if (!IsValidUtf8(exact)) return "exact form is no UTF-8";
  }
  for (const ViewKind kind : {ViewKind::kPlain, ViewKind::kFolded,
                              ViewKind::kSkeleton, ViewKind::kRead}) {
    if (auto broken = BrokenMap(text, kind); !broken.empty()) return broken;
  }
  return "";
}

}  // namespace crible

#endif  // CRIBLE_TESTS_TEXT_TEXT_PROPERTIES_H_
