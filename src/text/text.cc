#include "text/text.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/hash.h"
#include "text/contacts.h"
#include "text/cut_words.h"
#include "text/disguise.h"
#include "text/fold.h"
#include "text/keyword.h"
#include "text/links.h"
#include "text/markup.h"
#include "text/normalize.h"
#include "text/skeleton.h"
#include "text/word_reader.h"

namespace crible {
namespace {

void ClearWords(TextParts* parts) {
  parts->folded.Clear();
  parts->words.clear();
  parts->suspects.clear();
  parts->keywords.clear();
  parts->spaced.clear();
}

void MakePlain(std::string_view source, BodyFormat format, TextParts* parts) {
  parts->source = source;
  if (format == BodyFormat::kHtml) {
    DecodeMarkup(parts);
    return;
  }
  parts->plain.bytes.assign(source);
  parts->plain.map.AddRun(0, 0);
}

// Words in what mark-up calls a quotation.
void MarkQuotes(TextParts* parts) {
  size_t i = 0;
  for (const TextParts::Range& quote : parts->quotes) {
    while (i < parts->words.size() &&
           parts->words[i].source_begin < quote.begin) {
      ++i;
    }
    for (; i < parts->words.size() && parts->words[i].source_begin < quote.end;
         ++i) {
      parts->words[i].quoted = true;
    }
  }
}

// Words in links and addresses are none.
void DropTakenWords(TextParts* parts) {
  size_t i = 0;
  for (const TextParts::Range& range : parts->taken) {
    while (i < parts->words.size() &&
           parts->words[i].source_end <= range.begin) {
      ++i;
    }
    for (; i < parts->words.size() && parts->words[i].source_begin < range.end;
         ++i) {
      parts->words[i].hash = 0;
    }
  }
}

void RemoveDroppedWords(TextParts* parts) {
  if (parts->taken.empty() && parts->letters.empty()) return;
  std::erase_if(parts->words, [](const Word& word) { return word.hash == 0; });
}

template <typename T>
void SetNextWords(const std::vector<Word>& words, std::vector<T>* items) {
  size_t next = 0;
  for (T& item : *items) {
    while (next < words.size() && words[next].source_begin < item.source_end) {
      ++next;
    }
    item.next_word = static_cast<uint32_t>(next);
  }
}

template <typename T>
void MapItems(const OffsetMap& map, std::vector<T>* items) {
  OffsetCursor cursor(map);
  for (T& item : *items) {
    const auto range = cursor.ToSource(item.source_begin, item.source_end);
    item.source_begin = range.begin;
    item.source_end = range.end;
  }
}

// From offsets of the plain view to those of the source.
void MapToSource(TextParts* parts) {
  const OffsetMap& map = parts->plain.map;
  if (parts->plain.bytes.empty() || map.identity()) return;
  MapItems(map, &parts->words);
  MapItems(map, &parts->links);
  MapItems(map, &parts->contacts);
  parts->folded.map.Compose(map,
                            static_cast<uint32_t>(parts->folded.bytes.size()),
                            &parts->map_scratch);
}

// The folded view with the letters of each disguised word in the place that it
// covers there.
void BuildRead(TextParts* parts) {
  View& read = parts->read;
  const std::string& folded = parts->folded.bytes;
  read.Clear();
  uint32_t from = 0;
  const auto copy = [&](uint32_t end) {
    if (from < end) {
      read.map.AddRun(static_cast<uint32_t>(read.bytes.size()), from);
      read.bytes.append(folded, from, end - from);
    }
    from = std::max(from, end);
  };
  for (const Word& word : parts->words) {
    if (!word.disguised || word.begin < from || word.begin == word.end)
      continue;
    copy(word.begin);
    const auto at = static_cast<uint32_t>(read.bytes.size());
    read.bytes += parts->letters.c_str() + word.skeleton;
    read.map.AddBlock(at, static_cast<uint32_t>(read.bytes.size()), word.begin,
                      word.end);
    from = word.end;
  }
  copy(static_cast<uint32_t>(folded.size()));
  read.map.Compose(parts->folded.map, static_cast<uint32_t>(read.bytes.size()),
                   &parts->map_scratch);
  parts->has_read = true;
}

}  // namespace

uint64_t HashWord(std::string_view folded) {
  const uint64_t hash = Hash64(folded);
  return hash == 0 ? 1 : hash;
}

void AnalyzeText(std::string_view source, BodyFormat format,
                 const WordSet& known, Text* text) {
  TextParts* const parts = &text->parts_;
  parts->Clear();
  MakePlain(source, format, parts);
  if (!ReadWords(/*normalized=*/false, parts)) {
    ClearWords(parts);
    NormalizePlain(parts);
    ReadWords(/*normalized=*/true, parts);
  }
  MarkQuotes(parts);
  FindKeywords(parts);
  FindLinks(parts);
  FindContacts(parts);
  DropTakenWords(parts);
  ReadDisguised(known, parts);
  RemoveDroppedWords(parts);
  if (JoinCutWords(known, parts)) RemoveDroppedWords(parts);
  SetNextWords(parts->words, &parts->links);
  SetNextWords(parts->words, &parts->contacts);
  MapToSource(parts);
  AddHrefs(parts);
}

void TextParts::Clear() {
  source = {};
  plain.Clear();
  ClearWords(this);
  skeleton.Clear();
  has_skeleton = false;
  read.Clear();
  has_read = false;
  links.clear();
  contacts.clear();
  counts = {};
  letters.clear();
  values.Clear();
  hrefs.clear();
  quotes.clear();
  taken.clear();
}

void Text::Clear() { parts_.Clear(); }

const View& Text::skeleton() const {
  if (!parts_.has_skeleton) BuildSkeleton(&parts_);
  return parts_.skeleton;
}

const View& Text::read() const {
  if (parts_.letters.empty()) return parts_.folded;  // nothing is disguised
  if (!parts_.has_read) BuildRead(&parts_);
  return parts_.read;
}

const View& Text::view(ViewKind kind) const {
  switch (kind) {
    case ViewKind::kPlain:
      return parts_.plain;
    case ViewKind::kFolded:
      return parts_.folded;
    case ViewKind::kRead:
      return read();
    case ViewKind::kSkeleton:
      break;
  }
  return skeleton();
}

std::string_view Text::Read(const Word& word) const {
  if (word.disguised) return parts_.letters.c_str() + word.skeleton;
  return std::string_view(parts_.folded.bytes)
      .substr(word.begin, word.end - word.begin);
}

std::string_view Text::Written(const Word& word) const {
  return parts_.source.substr(word.source_begin,
                              word.source_end - word.source_begin);
}

void Text::AppendExact(size_t first, size_t last, std::string* out) const {
  const auto& words = parts_.words;
  CRIBLE_CHECK(first <= last && last < words.size());
  const auto size = static_cast<uint32_t>(parts_.plain.bytes.size());
  const auto range = parts_.plain.map.FromSource(words[first].source_begin,
                                                 words[last].source_end, size);
  AppendExactForm(std::string_view(parts_.plain.bytes)
                      .substr(range.begin, range.end - range.begin),
                  out);
}

OffsetMap::Range Text::ToSource(ViewKind kind, uint32_t begin,
                                uint32_t end) const {
  return view(kind).map.ToSource(begin, end);
}

std::string_view ContactKindName(ContactKind kind) {
  switch (kind) {
    case ContactKind::kEmail:
      return "email";
    case ContactKind::kTelephone:
      return "telephone";
    case ContactKind::kWhatsApp:
      return "whatsapp";
    case ContactKind::kTelegram:
      return "telegram";
    case ContactKind::kMessenger:
      break;
  }
  return "messenger";
}

}  // namespace crible
