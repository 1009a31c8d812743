#include "text/language.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <string>

#include "text/utf8.h"

namespace crible {
namespace {

// Fewer letters than this are no evidence of a language.
constexpr size_t kBytesMin = 16;
// CLD2 needs no more, and its cost grows with the text.
constexpr size_t kBytesMax = 4096;

constexpr std::string_view kUnknown = "und";

// The base of CLD2's own code ("zh-Hant" → "zh"), whose storage is static.
std::string_view BaseCode(CLD2::Language language) {
  const std::string_view code = CLD2::LanguageCode(language);
  if (code == "un" || code.empty() || code.starts_with("xx")) return kUnknown;
  return code.substr(0, code.find('-'));
}

}  // namespace

std::string_view DetectLanguage(std::string_view plain) {
  if (plain.size() < kBytesMin) return kUnknown;
  size_t size = std::min(plain.size(), kBytesMax);
  while (size < plain.size() && (plain[size] & 0xC0) == 0x80) --size;
  if (!IsValidUtf8(plain.substr(0, size))) return kUnknown;
  CLD2::Language three[3];
  int percent[3];
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::Language language = CLD2::DetectLanguageSummary(
      plain.data(), static_cast<int>(size), /*is_plain_text=*/true, three,
      percent, &text_bytes, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return kUnknown;
  return BaseCode(language);
}

std::string_view BaseLanguage(std::string_view tag) {
  const std::string_view base = tag.substr(0, tag.find_first_of("-_"));
  if (base.size() < 2 || base.size() > 3) return kUnknown;
  std::string name(base);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  for (int i = 0; i < CLD2::NUM_LANGUAGES; ++i) {
    const std::string_view code = BaseCode(static_cast<CLD2::Language>(i));
    if (code == name) return code;
  }
  return kUnknown;
}

}  // namespace crible
