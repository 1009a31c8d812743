#ifndef CRIBLE_RULES_INFLECTION_H_
#define CRIBLE_RULES_INFLECTION_H_

// The plural, feminine and masculine forms of a word of a `phrase`, in French
// and English at once: rule files do not say their language. Careful rather
// than complete: a form that is missing is written into the rule, a form too
// many would catch innocent people.

#include <string>
#include <string_view>
#include <vector>

namespace crible {

// The folded forms of `word`, itself first, without duplicates. `word` is in
// lower case with its accents (ExactForm), because "attardé" has a feminine
// and "attarde" has none. Numbers, words of one or two letters and words of
// grammar have only themselves.
//
//   WordForms("con") → con, cons, conne, connes
std::vector<std::string> WordForms(std::string_view word);

}  // namespace crible

#endif  // CRIBLE_RULES_INFLECTION_H_
