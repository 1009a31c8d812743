#ifndef CRIBLE_TEXT_LANGUAGE_H_
#define CRIBLE_TEXT_LANGUAGE_H_

#include <string_view>

namespace crible {

// The language of a text as a BCP 47 base tag ("fr"), or "und" when it is too
// short or too mixed to say (CLD2 calls it unreliable). Costs more than the
// rest of the analysis: ask only when somebody reads the answer.
std::string_view DetectLanguage(std::string_view plain);

// The base tag of what a caller sent: "fr_CA" → "fr", "EN" → "en", "" → "und".
// Points into static storage for the languages that CLD2 knows, else "und".
std::string_view BaseLanguage(std::string_view tag);

}  // namespace crible

#endif  // CRIBLE_TEXT_LANGUAGE_H_
