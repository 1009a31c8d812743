#ifndef CRIBLE_POLICY_GROUND_H_
#define CRIBLE_POLICY_GROUND_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "base/issue.h"
#include "base/localized.h"
#include "base/string_map.h"
#include "comment/decision.h"

namespace crible {

// Why a person refuses, from the site's charter (models/grounds.toml).
struct Ground {
  std::string id;
  Localized label;
  Localized author_text;  // for the author; a rule's reason never is
  std::string clause;
  bool legal =
      false;  // contractual by default; only a person chooses a legal one
  // Whether who is refused on it is told why; not for massive deceptive
  // advertising.
  bool statement = true;
  absl::Duration retention;
  Lane lane = Lane::kNormal;
  // What the models learn from a refusal on it; empty: nothing.
  std::string category;
};

struct GroundFile {
  StringMap<Ground> grounds;
  std::vector<Issue> issues;
};
GroundFile ReadGrounds(std::string_view path, std::string_view bytes);

}  // namespace crible

#endif  // CRIBLE_POLICY_GROUND_H_
