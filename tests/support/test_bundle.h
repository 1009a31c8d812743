#ifndef CRIBLE_TESTS_SUPPORT_TEST_BUNDLE_H_
#define CRIBLE_TESTS_SUPPORT_TEST_BUNDLE_H_

// Small bundles for tests, from files given as texts.

#include <map>
#include <memory>
#include <string>

#include "engine/bundle.h"
#include "gtest/gtest.h"

namespace crible {

inline std::string IssuesOf(const BundleResult& result,
                            UiLanguage language = UiLanguage::kEnglish) {
  std::string all;
  for (const Issue& issue : result.issues)
    all += FormatIssue(issue, language) + "\n";
  return all;
}

inline std::shared_ptr<const Bundle> BundleOf(
    std::map<std::string, std::string> files) {
  BundleResult result = LoadBundle({std::move(files)}, {});
  EXPECT_NE(result.bundle, nullptr) << IssuesOf(result);
  return result.bundle;
}

// Two rules of a site: a loan offer with a contact is held, a shortener scores.
inline constexpr char kTwoRules[] = R"toml(
[[rule]]
id         = "offer"
category   = "spam"
ground     = "spam"
then       = "hold"
weight     = "strong"
phrase     = ["prêt entre particuliers", "offre de prêt"]
contact    = "any"
reason.fr  = "Propose un prêt d'argent et donne un contact : « {match} », {contact}"
reason.en  = "Offers a loan and gives a contact: “{match}”, {contact}"
must_match = ["Faites-moi confiance, une offre de prêt rapide : écrivez à jean@exemple.test"]
must_pass  = ["Mon conseiller m'a fait une offre de prêt à quatre pour cent, trop cher."]

[[rule]]
id         = "short-link"
category   = "spam"
ground     = "spam"
then       = "score"
weight     = "medium"
domain     = "bit.ly"
reason.fr  = "Lien raccourci : {domain}"
reason.en  = "Shortened link: {domain}"
must_match = ["Regardez donc par ici, c'est vraiment bien : https://bit.ly/abc"]
must_pass  = ["Regardez plutôt https://www.lemonde.fr/ce-matin, c'est vraiment bien"]
)toml";
inline constexpr char kSpamGround[] = R"toml(
[[ground]]
id = "spam"
label.fr = "Spam, arnaque"
label.en = "Spam, scam"
author_text.fr = "Les offres commerciales ne sont pas acceptées dans les commentaires."
author_text.en = "Commercial offers are not accepted in the comments."
retention = "6 months"
)toml";

inline std::shared_ptr<const Bundle> TwoRulesBundle() {
  return BundleOf(
      {{"rules/test.toml", kTwoRules}, {"grounds.toml", kSpamGround}});
}

}  // namespace crible

#endif  // CRIBLE_TESTS_SUPPORT_TEST_BUNDLE_H_
