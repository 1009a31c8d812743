// What one hostile source can do: it refuses as spam what is innocent, and
// accepts what is spam, to turn the site's layer against its readers.

#include <array>

#include "base/files.h"
#include "engine/site_layers.h"
#include "jobs/layer_check.h"
#include "jobs/lesson_fixture.h"

namespace crible {
namespace {

// The stated bound: with 5 % hostile lessons the share of the innocent
// reference comments that are held moves by less than this. Which lessons are
// taken hangs on the store's key: with sixty keys the layer that the bound is
// about held 7 fewer to 5 more of 1,103, once 7 more.
constexpr double kPoisonedRiseMax = 0.01;

class PoisoningTest : public LessonTest {
 protected:
  static std::string Models() {
    return std::string(CRIBLE_SOURCE_DIR) + "/models";
  }

  PoisoningTest()
      : shipped_(*LoadBundleFolder(Models(), {.check_examples = false})),
        reference_(*ReadReference(Models())) {}

  // What a site's people might teach: our training comments, of each category
  // one in twelve, each by another author.
  void TeachHonestly(int lessons) {
    int taught = 0;
    for (const char* file : {"abuse-en", "abuse-fr", "spam-en", "spam-fr"}) {
      const std::string path =
          fmt::format("{}/training/{}.jsonl", Models(), file);
      std::array<int, 2> left = {lessons / 4 - lessons / 24, lessons / 24};
      const auto bytes = ReadFile(path);
      ASSERT_THAT(bytes.status(), IsOk());
      const auto rows = ReadCorpus(path, *bytes);
      ASSERT_THAT(rows.status(), IsOk());
      for (const CorpusRow& row : *rows) {
        const bool refused = row.label != "ham";
        if (left[refused]-- <= 0) continue;
        Teach(taught, {.body = row.body,
                       .category = refused ? row.label : "",
                       .author = fmt::format("reader {}", taught),
                       .source = "review:ann"});
        ++taught;
      }
    }
    EXPECT_EQ(taught, lessons / 4 * 4);
  }
  // The innocent reference comments themselves, the worst that can be known,
  // refused as spam by one source under many names.
  void TeachHostile(int lessons, const std::string& source) {
    int taught = 0;
    for (const ReferenceComment& it : reference_) {
      if (!it.category.empty()) continue;
      if (taught == lessons) return;
      Teach(100000 + taught, {.body = it.row.body,
                              .category = taught % 2 == 0 ? "spam" : "abuse",
                              .author = fmt::format("sock {}", taught),
                              .source = source});
      ++taught;
    }
  }
  SiteLayer Layer() {
    const auto layer =
        CountLayer(store_.get(), *shipped_.bundle, "demo", UINT64_MAX);
    EXPECT_THAT(layer.status(), IsOk());
    return *layer;
  }
  LayerFigures Figures(const SiteLayer& layer) {
    return MeasureLayer(
        WithLayers(*shipped_.bundle,
                   {{"demo", std::make_shared<const SiteLayer>(layer)}}),
        "demo", reference_, {});
  }

  const BundleResult shipped_;
  const std::vector<ReferenceComment> reference_;
};

TEST_F(PoisoningTest, OneHostileSourceMovesLittleAndIsTakenBack) {
  TeachHonestly(950);
  const SiteLayer clean = Layer();
  const LayerFigures before = Figures(clean);
  TeachHostile(50, "review:mallory");
  const SiteLayer poisoned = Layer();
  ASSERT_NE(WriteLayer(poisoned), WriteLayer(clean));
  const LayerFigures after = Figures(poisoned);
  RecordProperty("innocent_held_before",
                 static_cast<int>(before.innocent_held));
  RecordProperty("innocent_held_after", static_cast<int>(after.innocent_held));
  EXPECT_LT(after.innocent_share() - before.innocent_share(), kPoisonedRiseMax)
      << before.innocent_held << " → " << after.innocent_held << " of "
      << after.innocent;

  CRIBLE_ASSERT_OK(store_->Apply(
      By("ann"), SourceDrop{.site = "demo", .source = "review:mallory"}));
  EXPECT_EQ(WriteLayer(Layer()), WriteLayer(clean));
}

TEST_F(PoisoningTest, WhatIsHostileAloneDoesNotGoLive) {
  TeachHonestly(40);
  TeachHostile(400, "review:mallory");
  const LayerCheck check =
      CheckLayer(*shipped_.bundle, "demo", Layer(), reference_, {});
  EXPECT_GT(check.with.innocent_held, check.without.innocent_held);
  EXPECT_FALSE(check.passes);
}

}  // namespace
}  // namespace crible
