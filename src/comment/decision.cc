#include "comment/decision.h"

namespace crible {

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAccept:
      return "accept";
    case Verdict::kHold:
      return "hold";
    case Verdict::kReject:
      return "reject";
  }
  return "";
}

std::string_view LaneName(Lane lane) {
  switch (lane) {
    case Lane::kNormal:
      return "normal";
    case Lane::kFirst:
      return "first";
    case Lane::kUrgent:
      return "urgent";
  }
  return "";
}

std::string_view ReasonKindName(ReasonKind kind) {
  switch (kind) {
    case ReasonKind::kRule:
      return "rule";
    case ReasonKind::kModel:
      return "model";
    case ReasonKind::kSignal:
      return "signal";
    case ReasonKind::kFacts:
      return "facts";
    case ReasonKind::kPolicy:
      return "policy";
    case ReasonKind::kFault:
      return "fault";
  }
  return "";
}

void Decision::Clear() {
  verdict = observed = Verdict::kAccept;
  look = false;
  lane = Lane::kNormal;
  fault_only = false;
  scores.clear();
  reasons.clear();
}

}  // namespace crible
