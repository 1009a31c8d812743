#include "engine/moderation.h"

namespace crible {

std::string_view StageName(Stage stage) {
  switch (stage) {
    case Stage::kText:
      return "text";
    case Stage::kSignals:
      return "signals";
    case Stage::kFacts:
      return "facts";
    case Stage::kRules:
      return "rules";
    case Stage::kModel:
      return "model";
    case Stage::kPolicy:
      return "policy";
  }
  return "";
}

}  // namespace crible
