#ifndef CRIBLE_RULES_FACE_READER_H_
#define CRIBLE_RULES_FACE_READER_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/reading.h"
#include "rules/rule.h"
#include "toml/document.h"

namespace crible {

inline constexpr size_t kIdBytesMax = 80;
inline constexpr size_t kReasonCharactersMax = 600;

// Whether `id` is made of lower-case words, digits and hyphens.
bool IsRuleId(std::string_view id);
// The nearest id to a title ("Prêt d'argent" → "pret-d-argent"), or "".
std::string IdFrom(std::string_view title);

// What a rule shows of itself: id, category, ground, then, weight, family,
// reasons, renamed_from. Tells what is missing but for the examples.
void ReadFace(const Table& table, std::string_view pack, Rule* rule,
              Reading* reading);

// Kinds of warnings that the rule accepts: `accepts = ["free-pass"]`.
std::vector<std::string> ReadAccepts(const Table& table, Reading* reading);

// Whether the placeholders of the reasons exist and can be filled by what the
// rule looks for; wants the rule's conditions.
void CheckReasons(const Table& table, const Rule& rule, Reading* reading);

}  // namespace crible

#endif  // CRIBLE_RULES_FACE_READER_H_
