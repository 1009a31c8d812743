// policy.toml and grounds.toml from anybody: every input is read or refused
// with issues inside it, and a policy that was read answers.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "policy/ground.h"
#include "policy/policy.h"

namespace {

void CheckIssues(const std::vector<crible::Issue>& issues) {
  for (const crible::Issue& issue : issues) {
    CRIBLE_CHECK(issue.at.line >= 1 && issue.at.column >= 1);
    CRIBLE_CHECK(!issue.message.fr.empty() && !issue.message.en.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  CheckIssues(crible::ReadGrounds("g", bytes).issues);
  std::vector<crible::Issue> issues;
  const auto policy =
      crible::Policy::Read("p", bytes, crible::CategoryTable(), &issues);
  CheckIssues(issues);
  CRIBLE_CHECK((policy == nullptr) == crible::HasErrors(issues));
  if (policy == nullptr) return 0;
  const crible::Scope scope = {.site = "sport",
                               .article = "a1",
                               .section = "justice",
                               .tags = {"mineur"},
                               .now = absl::FromUnixSeconds(1'800'000'000)};
  crible::Settings storage;
  const crible::Settings& settings = policy->For(scope, &storage);
  for (const crible::CategoryPolicy& category : settings.categories) {
    CRIBLE_CHECK(category.base_share > 0 && category.base_share < 1);
  }
  CRIBLE_CHECK(!settings.categories[crible::kAbuse].reject);
  CRIBLE_CHECK(settings.categories[crible::kDistress].hold == crible::kAnySign);
  CRIBLE_CHECK(!policy->Show(scope).empty());
  return 0;
}
