#include "store/observed.h"

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;

class ObservedTest : public StoreContract {
 protected:
  void Observe(int i, Verdict verdict) {
    CommentDecision decision = Decision(i, Verdict::kAccept);
    decision.observed = verdict;
    Record(decision);
  }
  void Tell(int i, bool published) {
    CRIBLE_ASSERT_OK(store_->Apply(
        By("cms"),
        PublicationNote{
            .comment = Name(i), .published = published, .time = By("").now}));
  }
  std::vector<std::string> Cells(absl::Duration from = {}) {
    const auto cells = store_->CompareObserved("demo", kStart + from,
                                               kStart + absl::Hours(1), 2);
    EXPECT_THAT(cells, IsOk());
    std::vector<std::string> lines;
    for (const ObservedCell& cell : *cells) {
      lines.push_back(fmt::format("{} {}: {} {}", VerdictName(cell.verdict),
                                  static_cast<int>(cell.fate), cell.comments,
                                  cell.reported));
      for (const std::string& name : cell.examples)
        lines.back().append(" ").append(name, Name(0).size() - 1);
    }
    return lines;
  }
};
INSTANTIATE_TEST_SUITE_P(All, ObservedTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(ObservedTest, ComparesWithWhatTheSiteDid) {
  Record(Decision(90, Verdict::kAccept));  // before the site observed
  for (int i = 1; i <= 4; ++i) {
    Observe(i, Verdict::kAccept);
    Tell(i, true);
  }
  Tell(2, false);  // taken away again
  Tell(3, false);
  Observe(5, Verdict::kHold);
  Tell(5, false);
  for (int i = 6; i <= 8; ++i) {
    Observe(i, Verdict::kReject);
    Tell(i, true);
  }
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(7)}));
  Observe(9, Verdict::kHold);
  Observe(10, Verdict::kHold);
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Withdrawal{.comment = Name(10)}));
  EXPECT_THAT(Cells(),
              ElementsAre("accept 1: 2 0", "accept 2: 2 0 3 2", "hold 0: 1 0",
                          "hold 2: 1 0", "hold 3: 1 0", "reject 1: 3 1 8 7"));
  EXPECT_THAT(Cells(absl::Seconds(9)),
              ElementsAre("hold 0: 1 0", "hold 3: 1 0"));
}

}  // namespace
}  // namespace crible
