#include "store/alarms.h"

#include <set>
#include <thread>

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AlarmsTest : public StoreContract {
 protected:
  void RecordUrgent(int i) {
    CommentDecision decision = Decision(i);
    decision.lane = Lane::kUrgent;
    decision.labels = {"rule:threats/find-you", "ground:threat", "text:12"};
    Record(decision);
  }
  std::vector<std::string> Take(absl::Duration later, int max = 10) {
    const auto alarms = store_->TakeAlarms(kStart + absl::Minutes(1) + later,
                                           absl::Minutes(2), max);
    EXPECT_THAT(alarms, IsOk());
    std::vector<std::string> names;
    for (const Alarm& alarm : *alarms) names.push_back(alarm.comment);
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(All, AlarmsTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(AlarmsTest, OnlyWhatIsUrgentAndOnceItIsRungNeverAgain) {
  Record(Decision(1));
  RecordUrgent(2);
  RecordUrgent(3);
  const auto alarms =
      store_->TakeAlarms(kStart + absl::Minutes(1), absl::Minutes(2), 1);
  CRIBLE_ASSERT_OK(alarms);
  ASSERT_EQ(alarms->size(), 1u);
  EXPECT_EQ((*alarms)[0].comment, Name(2));
  EXPECT_THAT((*alarms)[0].grounds, ElementsAre("threat"));
  EXPECT_THAT(Take({}), ElementsAre(Name(3)));
  EXPECT_THAT(Take({}), IsEmpty());
  CRIBLE_ASSERT_OK(store_->EndAlarm(Name(2)));
  // Whoever took the other did not say that it was rung.
  EXPECT_THAT(Take(absl::Minutes(3)), ElementsAre(Name(3)));
  CRIBLE_ASSERT_OK(store_->EndAlarm(Name(3)));
  EXPECT_THAT(Take(absl::Hours(9)), IsEmpty());
  CRIBLE_ASSERT_OK(store_->EndAlarm(Name(9)));
}

TEST_P(AlarmsTest, WhatIsResolvedInTimeNeedsNone) {
  RecordUrgent(1);
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  EXPECT_THAT(Take({}), IsEmpty());
}

TEST_P(AlarmsTest, WhatBecomesUrgentByAnEditRings) {
  Record(Decision(1));
  EXPECT_THAT(Take({}), IsEmpty());
  RecordUrgent(1);
  EXPECT_THAT(Take({}), ElementsAre(Name(1)));
  CRIBLE_ASSERT_OK(store_->EndAlarm(Name(1)));
  RecordUrgent(1);  // the same again
  EXPECT_THAT(Take({}), IsEmpty());
}

TEST_P(AlarmsTest, WhatReadersCallUrgentRingsOnce) {
  Record(Decision(1, Verdict::kAccept));
  Record(Decision(2));
  const auto report = [&](int i, Lane lane) {
    CRIBLE_ASSERT_OK(
        store_->Apply(By("cms"), Notice{.comment = Name(i),
                                        .ground = "threat",
                                        .lane = lane,
                                        .labels = {"ground:threat"}}));
  };
  report(1, Lane::kFirst);
  EXPECT_THAT(Take({}), IsEmpty());
  report(1, Lane::kUrgent);
  report(2, Lane::kUrgent);
  const auto alarms =
      store_->TakeAlarms(kStart + absl::Hours(1), absl::Minutes(2), 10);
  CRIBLE_ASSERT_OK(alarms);
  ASSERT_EQ(alarms->size(), 2u);
  EXPECT_THAT((*alarms)[0].grounds, ElementsAre("threat"));
  CRIBLE_ASSERT_OK(store_->EndAlarm(Name(1)));
  CRIBLE_ASSERT_OK(store_->EndAlarm(Name(2)));
  report(1, Lane::kUrgent);
  Record(Decision(2));  // decided again while the report waits
  EXPECT_THAT(Take(absl::Hours(2)), IsEmpty());
  // Who reports it once it was answered has a new reason.
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kKeep));
  report(1, Lane::kUrgent);
  EXPECT_THAT(Take(absl::Hours(2)), ElementsAre(Name(1)));
}

TEST_P(AlarmsTest, NoTwoTakeTheSame) {
  for (int i = 1; i <= 40; ++i) RecordUrgent(i);
  absl::Mutex mutex;
  std::multiset<std::string> taken;
  std::vector<std::thread> servers;
  for (int server = 0; server < 4; ++server) {
    servers.emplace_back([&] {
      while (true) {
        const auto names = Take({}, 3);
        if (names.empty()) return;
        absl::MutexLock lock(&mutex);
        taken.insert(names.begin(), names.end());
      }
    });
  }
  for (std::thread& server : servers) server.join();
  EXPECT_EQ(taken.size(), 40u);
  EXPECT_EQ(std::set<std::string>(taken.begin(), taken.end()).size(), 40u);
}

}  // namespace
}  // namespace crible
