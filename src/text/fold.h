#ifndef CRIBLE_TEXT_FOLD_H_
#define CRIBLE_TEXT_FOLD_H_

#include <string>
#include <string_view>
#include <vector>

namespace crible {

// The folded form of a short text that a person wrote in a rule, model or list
// file: the same letters as the folded view of a comment.
std::string FoldText(std::string_view utf8);

// FoldText cut into words as AnalyzeText cuts: "L'offre de prêt" → l, offre,
// de, pret.
std::vector<std::string> FoldWords(std::string_view utf8);

// Case-folded, accents kept, NFC, a row of white space one space, zero-width
// characters dropped: the form that Text::AppendExact yields.
std::string ExactForm(std::string_view utf8);
// The same of a text in NFC, appended to *out.
void AppendExactForm(std::string_view nfc, std::string* out);

}  // namespace crible

#endif  // CRIBLE_TEXT_FOLD_H_
