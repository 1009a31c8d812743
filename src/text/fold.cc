#include "text/fold.h"

#include <unicode/uchar.h>

#include "text/char_table.h"
#include "text/normalize.h"
#include "text/text.h"
#include "text/utf8.h"
#include "text/word_reader.h"

namespace crible {

std::string FoldText(std::string_view utf8) {
  const CharTable& table = CharTable::Get();
  std::string folded;
  folded.reserve(utf8.size());
  char bytes[CharTable::kFoldBytesMax];
  for (size_t at = 0; at < utf8.size();) {
    if (utf8[at] >= 'a' && utf8[at] <= 'z') {
      folded.push_back(utf8[at++]);
      continue;
    }
    const CodePoint point = DecodeUtf8(utf8, at);
    at += point.size;
    folded.append(bytes, table.Fold(point.value, table[point.value], bytes));
  }
  return folded;
}

std::vector<std::string> FoldWords(std::string_view utf8) {
  TextParts parts;
  parts.plain.bytes = Nfc(utf8);
  ReadWords(/*normalized=*/true, &parts);
  std::vector<std::string> words;
  words.reserve(parts.words.size());
  for (const Word& word : parts.words) {
    words.push_back(
        parts.folded.bytes.substr(word.begin, word.end - word.begin));
  }
  return words;
}

void AppendExactForm(std::string_view nfc, std::string* out) {
  const CharTable& table = CharTable::Get();
  const size_t begin = out->size();
  bool again = false;
  for (size_t at = 0; at < nfc.size();) {
    const CodePoint point = DecodeUtf8(nfc, at);
    at += point.size;
    const CharInfo& info = table[point.value];
    if (info.kind == CharKind::kIgnorable) continue;
    if (info.kind == CharKind::kSpace || info.kind == CharKind::kNewline) {
      if (out->size() == begin || out->back() != ' ') out->push_back(' ');
      continue;
    }
    again |= (info.flags & CharInfo::kNfc) != 0;
    AppendUtf8(static_cast<char32_t>(u_foldCase(
                   static_cast<UChar32>(point.value), U_FOLD_CASE_DEFAULT)),
               out);
  }
  if (again) out->replace(begin, out->npos, Nfc(out->substr(begin)));
}

std::string ExactForm(std::string_view utf8) {
  std::string form;
  AppendExactForm(Nfc(utf8), &form);
  return form;
}

}  // namespace crible
