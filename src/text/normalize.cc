#include "text/normalize.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include "base/check.h"
#include "text/char_table.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr int kMarksMax = 30;

const icu::Normalizer2& NfcNormalizer() {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const nfc =
      icu::Normalizer2::getNFCInstance(error);
  CRIBLE_CHECK(nfc != nullptr);
  return *nfc;
}

void AppendNfc(std::string_view utf8, std::string* out) {
  UErrorCode error = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(out);
  NfcNormalizer().normalizeUTF8(
      0, icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())), sink,
      nullptr, error);
  CRIBLE_CHECK(U_SUCCESS(error));
}

// The end of the run of code points at `begin` that may interact: one that may
// stand alone and all that follow it which may not.
size_t SegmentEnd(std::string_view text, size_t begin, bool* ordinary) {
  const CharTable& table = CharTable::Get();
  CodePoint point = DecodeUtf8(text, begin);
  *ordinary = !(table[point.value].flags & CharInfo::kNfc);
  size_t end = begin + point.size;
  for (int marks = 0; end < text.size() && marks < kMarksMax; ++marks) {
    if (static_cast<unsigned char>(text[end]) < 0x80) break;
    point = DecodeUtf8(text, end);
    if (!(table[point.value].flags & CharInfo::kNfc)) break;
    *ordinary = false;
    end += point.size;
  }
  return end;
}

}  // namespace

void NormalizePlain(TextParts* parts) {
  std::string& out = parts->scratch;
  out.clear();
  const std::string_view text = parts->plain.bytes;
  OffsetMap map;
  for (size_t at = 0; at < text.size();) {
    bool ordinary = true;
    const size_t end = SegmentEnd(text, at, &ordinary);
    const size_t begin = out.size();
    if (!ordinary) AppendNfc(text.substr(at, end - at), &out);
    if (ordinary ||
        std::string_view(out).substr(begin) == text.substr(at, end - at)) {
      if (ordinary) out.append(text, at, end - at);
      map.AddRun(static_cast<uint32_t>(begin), static_cast<uint32_t>(at));
    } else {
      map.AddBlock(static_cast<uint32_t>(begin),
                   static_cast<uint32_t>(out.size()), static_cast<uint32_t>(at),
                   static_cast<uint32_t>(end));
    }
    at = end;
  }
  const auto size = static_cast<uint32_t>(out.size());
  // Marks of hrefs and quotes move along.
  const auto moved = [&](uint32_t plain) {
    const auto old_size = static_cast<uint32_t>(text.size());
    if (plain >= old_size) return size;
    return map.FromSource(plain, plain + 1, size).begin;
  };
  for (TextParts::Href& href : parts->hrefs) href.plain = moved(href.plain);
  for (TextParts::Range& quote : parts->quotes) {
    quote = {moved(quote.begin), moved(quote.end)};
  }
  map.Compose(parts->plain.map, size, &parts->map_scratch);
  std::swap(parts->plain.map, map);
  parts->plain.bytes.swap(out);
}

std::string Nfc(std::string_view utf8) {
  std::string out;
  AppendNfc(utf8, &out);
  return out;
}

}  // namespace crible
