#include "jobs/layer_check.h"

#include "jobs/lesson_fixture.h"

namespace crible {
namespace {

using testing::HasSubstr;

class LayerCheckTest : public testing::Test {
 protected:
  static LayerToken Word(const std::string& text, Counts counts) {
    return {FeatureGroup::kWords, text, counts};
  }
  static SiteLayer Layer(std::vector<LayerToken> tokens) {
    return {.categories = {{.name = "spam",
                            .documents = {400, 400},
                            .tokens = std::move(tokens)}}};
  }
  static ReferenceComment Reference(const std::string& body,
                                    const std::string& category) {
    return {{.body = body}, category};
  }
  static Lesson Kept(const std::string& body, const std::string& category) {
    return {.site = "demo",
            .label = category.empty() ? LessonLabel::kAccepted
                                      : LessonLabel::kRefused,
            .category = category,
            .payload = RecordOf({.body = body})};
  }

  const std::shared_ptr<const Bundle> bundle_ = ModelBundle();
  std::vector<ReferenceComment> reference_ = {
      Reference("Un article, cet article du jour", ""),
      Reference("Un article de plus, un article encore", ""),
      Reference("Un credit rapide, credit pour tous", "spam")};
};

TEST_F(LayerCheckTest, AnEmptyLayerChangesNothing) {
  const LayerCheck check =
      CheckLayer(*bundle_, "demo", SiteLayer(), reference_, {});
  EXPECT_TRUE(check.passes) << check.why.en;
  EXPECT_EQ(check.with.innocent, 2u);
  EXPECT_EQ(check.with.innocent_held, check.without.innocent_held);
  ASSERT_EQ(check.with.categories.size(), 1u);
  EXPECT_EQ(check.with.categories[0].comments, 1u);
}

TEST_F(LayerCheckTest, RefusesWhatHoldsTheInnocent) {
  const LayerCheck check =
      CheckLayer(*bundle_, "demo",
                 Layer({Word("article", {400, 0}), Word("jour", {400, 0})}),
                 reference_, {});
  EXPECT_GT(check.with.innocent_held, check.without.innocent_held);
  EXPECT_FALSE(check.passes);
  EXPECT_THAT(check.why.en, HasSubstr("innocent reference comments"));
  EXPECT_THAT(check.why.fr, HasSubstr("innocents de référence"));
}

TEST_F(LayerCheckTest, RefusesWhatFindsLess) {
  // The more is found without it, the more it can lose.
  std::vector<ReferenceComment> reference = {reference_[0], reference_[2]};
  const SiteLayer blind =
      Layer({Word("credit", {0, 400}), Word("credit rapide", {0, 400})});
  const LayerCheck check = CheckLayer(*bundle_, "demo", blind, reference, {});
  ASSERT_EQ(check.without.categories[0].found, 1u);
  EXPECT_EQ(check.with.categories[0].found, 0u);
  EXPECT_FALSE(check.passes);
  EXPECT_THAT(check.why.en, HasSubstr("would be found"));
}

TEST_F(LayerCheckTest, RefusesWhatContradictsTheKeptDecisions) {
  std::vector<Lesson> kept;
  for (size_t i = 0; i < kKeptMin; ++i)
    kept.push_back(Kept("Un velo rouge, mon velo, credit article", ""));
  const SiteLayer layer = Layer({Word("velo", {400, 0})});
  const LayerCheck check =
      CheckLayer(*bundle_, "demo", layer, reference_, kept);
  EXPECT_EQ(check.with.kept, kKeptMin);
  EXPECT_GT(check.with.kept_loss, check.without.kept_loss);
  EXPECT_FALSE(check.passes);
  EXPECT_THAT(check.why.en, HasSubstr("kept for testing"));
  // Too few prove nothing.
  kept.pop_back();
  EXPECT_TRUE(CheckLayer(*bundle_, "demo", layer, reference_, kept).passes);
  // Nor what no category is told of.
  kept.assign(100, Kept("Un velo rouge, credit article", "off_topic"));
  EXPECT_EQ(CheckLayer(*bundle_, "demo", layer, reference_, kept).with.kept,
            0u);
}

TEST_F(LayerCheckTest, NothingGoesLiveUntried) {
  EXPECT_FALSE(CheckLayer(*bundle_, "demo", SiteLayer(), {}, {}).passes);
}

}  // namespace
}  // namespace crible
