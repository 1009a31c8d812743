#include "cli/archive_text.h"

#include <charconv>

namespace crible {

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (size_t i = 0; i < lower.size(); ++i) {
    unsigned char& c = reinterpret_cast<unsigned char&>(lower[i]);
    if (c >= 'A' && c <= 'Z') c |= 0x20;
    // À to Þ are C3 80 to C3 9E; 97 is the multiplication sign.
    const bool second =
        i > 0 && static_cast<unsigned char>(lower[i - 1]) == 0xC3;
    if (second && c >= 0x80 && c <= 0x9E && c != 0x97) c |= 0x20;
  }
  return lower;
}

std::string CutUtf8(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  while (bytes_max > 0 && (text[bytes_max] & 0xC0) == 0x80) --bytes_max;
  return std::string(text.substr(0, bytes_max));
}

std::optional<absl::Time> ParseArchiveTime(std::string_view text) {
  int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  if (const auto [at, error] = std::from_chars(text.data(), end, seconds);
      error == std::errc() && at == end && text.size() >= 9)
    return absl::FromUnixSeconds(seconds);
  const absl::string_view value(text.data(), text.size());
  absl::Time time;
  std::string ignored;
  for (const char* format :
       {"%Y-%m-%d%ET%H:%M:%E*S%Ez", "%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d",
        "%Y-%m-%d%ET%H:%M:%E*S", "%Y-%m-%d %H:%M"}) {
    if (absl::ParseTime(format, value, &time, &ignored)) return time;
  }
  return std::nullopt;
}

}  // namespace crible
