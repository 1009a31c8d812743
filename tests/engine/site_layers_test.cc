#include "engine/site_layers.h"

#include "bayes/sample.h"
#include "comment/facts.h"
#include "engine/engine.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

class SiteLayersTest : public testing::Test {
 protected:
  static std::shared_ptr<const Bundle> Files(const std::string& policy = "") {
    return BundleOf(
        {{"spam.model", WriteModel(SmallModel())}, {"policy.toml", policy}});
  }
  static SiteCounts LayerAt(const std::string& site, uint32_t in = 30) {
    return {{site,
             std::make_shared<const SiteLayer>(SiteLayer{
                 {{.name = "spam",
                   .documents = {40, 40},
                   .tokens = {{FeatureGroup::kWords, "montre", {in, 0}}}}}})}};
  }
  static double ModelOf(std::shared_ptr<const Bundle> bundle,
                        const std::string& site) {
    const Engine engine(std::move(bundle));
    Moderation moderation;
    NoFacts facts;
    Comment comment;
    comment.site = site;
    comment.body = "Un credit, un article, une montre";
    engine.Moderate(comment, &facts, absl::UnixEpoch(), &moderation);
    return moderation.decision.scores[kSpam].model;
  }
};

TEST_F(SiteLayersTest, CountAtTheirOwnSiteAlone) {
  const auto files = Files();
  const auto with = WithLayers(*files, LayerAt("demo"));
  EXPECT_GT(ModelOf(with, "demo"), ModelOf(files, "demo"));
  EXPECT_EQ(ModelOf(with, "other"), ModelOf(files, "other"));
}

TEST_F(SiteLayersTest, TheHashNamesThem) {
  const auto files = Files();
  const auto one = WithLayers(*files, LayerAt("demo"));
  EXPECT_NE(one->hash, files->hash);
  EXPECT_EQ(one->files_hash, files->hash);
  EXPECT_NE(WithLayers(*files, LayerAt("demo", 31))->hash, one->hash);
  EXPECT_NE(WithLayers(*files, LayerAt("lyon"))->hash, one->hash);
  EXPECT_EQ(WithLayers(*one, LayerAt("demo"))->hash, one->hash);
  EXPECT_EQ(WithLayers(*one, {})->hash, files->hash);
  EXPECT_EQ(
      WithLayers(*files, {{"demo", std::make_shared<const SiteLayer>()}})->hash,
      files->hash);
}

TEST_F(SiteLayersTest, StayWhenTheFilesChange) {
  const auto with = WithLayers(*Files(), LayerAt("demo"));
  const auto changed = Files("[group]\nspam.hold = 0.7\n");
  const auto both = WithLayersOf(*with, *changed);
  EXPECT_EQ(both->files_hash, changed->hash);
  EXPECT_EQ(both->layers.size(), 1u);
  EXPECT_EQ(ModelOf(both, "demo"), ModelOf(with, "demo"));
}

TEST_F(SiteLayersTest, ChangesBesideOneAnotherAreNotLost) {
  Engine engine(Files());
  engine.Amend(
      [&](const Bundle& now) { return WithLayers(now, LayerAt("demo")); });
  const auto changed = Files("[group]\nspam.hold = 0.7\n");
  engine.Amend([&](const Bundle& now) { return WithLayersOf(now, *changed); });
  EXPECT_EQ(engine.bundle()->layers.size(), 1u);
  EXPECT_EQ(engine.bundle()->files_hash, changed->hash);
}

}  // namespace
}  // namespace crible
