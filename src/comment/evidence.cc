#include "comment/evidence.h"

namespace crible {

std::string_view ThenName(Then then) {
  switch (then) {
    case Then::kWatch:
      return "watch";
    case Then::kScore:
      return "score";
    case Then::kLook:
      return "look";
    case Then::kHold:
      return "hold";
    case Then::kReject:
      return "reject";
  }
  return "";
}

std::string_view FeatureGroupName(FeatureGroup group) {
  switch (group) {
    case FeatureGroup::kWords:
      return "words";
    case FeatureGroup::kCharacters:
      return "characters";
    case FeatureGroup::kShape:
      return "shape";
  }
  return "";
}

void Evidence::Clear() {
  hits.clear();
  spans.clear();
  scores.clear();
  signals = Signals();
  facts.Clear();
  faults.clear();
  language = "und";
}

}  // namespace crible
