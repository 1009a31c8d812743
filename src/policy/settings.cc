#include "policy/policy.h"

namespace crible {

Settings DefaultSettings() {
  Settings settings;
  for (CategoryPolicy& category : settings.categories) category.hold = 0.60;
  settings.categories[kSpam] = {.look = 0.30, .hold = 0.60, .reject = 0.97};
  settings.categories[kAbuse] = {.look = 0.25, .hold = 0.60};
  settings.categories[kDistress] = {.hold = kAnySign};
  const auto fault = [&](Part part) -> OnFault& {
    return settings.faults[static_cast<size_t>(part)];
  };
  // Without counters or language a decision is poorer, not wrong; held, they
  // would fill the queue with innocent comments in an hour.
  fault(Part::kFacts) = fault(Part::kLanguage) = OnFault::kDecideWithout;
  return settings;
}

}  // namespace crible
