#ifndef CRIBLE_TESTS_SERVICE_TEST_BUNDLE_H_
#define CRIBLE_TESTS_SERVICE_TEST_BUNDLE_H_

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "base/check.h"
#include "engine/bundle.h"

namespace crible {

// A bundle of one rule: a comment with "offre de prêt" is held. `policy` is its
// policy.toml, `grounds` its grounds.toml.
inline std::shared_ptr<const Bundle> TestBundle(std::string policy = "",
                                                std::string grounds = "") {
  BundleFiles files;
  files.bytes["rules/loans.toml"] = R"(
[[rule]]
id         = "offer"
category   = "spam"
then       = "hold"
phrase     = ["offre de prêt"]
reason.fr  = "Propose un prêt : « {match} »"
reason.en  = "Offers a loan: “{match}”"
must_match = ["Une offre de prêt pour tous"]
must_pass  = ["Merci pour cet article"]
)";
  if (!policy.empty()) files.bytes["policy.toml"] = std::move(policy);
  if (!grounds.empty()) files.bytes["grounds.toml"] = std::move(grounds);
  const BundleResult result = LoadBundle(files, BundleOptions());
  for (const Issue& issue : result.issues) {
    std::fputs(FormatIssue(issue, UiLanguage::kEnglish).c_str(), stderr);
  }
  CRIBLE_CHECK(result.bundle != nullptr);
  return result.bundle;
}

}  // namespace crible

#endif  // CRIBLE_TESTS_SERVICE_TEST_BUNDLE_H_
