#include "comment/facts.h"

namespace crible {

std::string_view RepeatOfName(RepeatOf of) {
  switch (of) {
    case RepeatOf::kText:
      return "text";
    case RepeatOf::kLink:
      return "link";
    case RepeatOf::kAuthor:
      return "author";
    case RepeatOf::kAddress:
      return "address";
  }
  return "";
}

std::string_view PartName(Part part) {
  switch (part) {
    case Part::kText:
      return "text";
    case Part::kFacts:
      return "facts";
    case Part::kRules:
      return "rules";
    case Part::kModel:
      return "model";
    case Part::kLanguage:
      return "language";
  }
  return "";
}

}  // namespace crible
