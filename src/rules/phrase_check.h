#ifndef CRIBLE_RULES_PHRASE_CHECK_H_
#define CRIBLE_RULES_PHRASE_CHECK_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/reading.h"

namespace crible {

inline constexpr size_t kPhraseCharactersMax = 500;

// Whether the phrase can be looked for; else an issue has been told.
bool CheckPhrase(const std::string& key, const PlacedText& phrase,
                 Reading* reading);
// The same for a line of a list file, told at the place that names the file.
bool CheckListLine(const PlacedText& path, std::string_view line,
                   Reading* reading);
// Warns of phrases that stand twice in one list.
void CheckDoublePhrases(const Slot& slot,
                        const std::vector<std::string>& phrases,
                        Reading* reading);

// Whether the phrase is one letter or one word of grammar ("le", "the"), which
// nearly every comment has.
bool IsCommonPhrase(std::string_view phrase);

}  // namespace crible

#endif  // CRIBLE_RULES_PHRASE_CHECK_H_
