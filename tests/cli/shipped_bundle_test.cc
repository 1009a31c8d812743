#include "cli/shipped_bundle.h"

#include <string>

#include "engine/bundle.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

// What CMake computes is what the engine does; and since a server that starts
// with this bundle takes its examples for granted, they are run here.
TEST(ShippedBundle, IsKnownByItsHashAndHasPassedItsExamples) {
  const auto loaded = LoadBundleFolder(CRIBLE_SOURCE_DIR "/models", {});
  CRIBLE_ASSERT_OK(loaded);
  for (const Issue& issue : loaded->issues) {
    EXPECT_EQ(issue.severity, Severity::kWarning)
        << FormatIssue(issue, UiLanguage::kEnglish);
  }
  ASSERT_NE(loaded->bundle, nullptr);
  EXPECT_EQ(loaded->bundle->hash, ShippedBundleHash());
}

TEST(ShippedBundle, ExamplesAreRunOfAnyOther) {
  auto files = ReadBundleFiles(CRIBLE_SOURCE_DIR "/models");
  CRIBLE_ASSERT_OK(files);
  files->bytes["rules/broken.toml"] =
      "[[rule]]\nid = \"a\"\ncategory = \"spam\"\nthen = \"watch\"\n"
      "phrase = \"offre de prêt\"\nreason.fr = \"x\"\n"
      "must_match = [\"rien\"]\nmust_pass = [\"bonjour\"]\n";
  const BundleOptions options{.checked_hash = ShippedBundleHash()};
  EXPECT_EQ(LoadBundle(*files, options).bundle, nullptr);
  // Only the hash excuses.
  const std::string hash = files->Hash();
  EXPECT_NE(LoadBundle(*files, {.checked_hash = hash}).bundle, nullptr);
}

}  // namespace
}  // namespace crible
