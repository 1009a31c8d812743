// Every text can be analysed, in both formats, and what comes out holds the
// properties of text_properties.h. Bytes that are no UTF-8 are cut off, as the
// service does before anything is analysed.

#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/text_properties.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const crible::WordSet* const known = [] {
    auto* set = new crible::WordSet;
    for (const char* word : {"viagra", "merci", "salope", "abcd", "aa"}) {
      set->Insert(crible::HashWord(word));
    }
    return set;
  }();
  static crible::Text text;
  constexpr size_t kBytesMax = 64 << 10;
  std::string_view bytes(reinterpret_cast<const char*>(data),
                         size < kBytesMax ? size : kBytesMax);
  bytes = bytes.substr(0, crible::ValidUtf8Prefix(bytes));
  for (const auto format :
       {crible::BodyFormat::kPlain, crible::BodyFormat::kHtml}) {
    crible::AnalyzeText(bytes, format, *known, &text);
    CRIBLE_CHECK(crible::FindBrokenProperty(text).empty());
  }
  crible::FoldWords(bytes);
  crible::ExactForm(bytes);
  crible::DetectLanguage(bytes);
  return 0;
}
