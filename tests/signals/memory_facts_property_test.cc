// The counters against a list that is read from end to end.

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "signals/memory_facts.h"

namespace crible {
namespace {

class NaiveFacts : public Facts {
 public:
  void Observe(const FactQuery& query, absl::Time now, absl::Duration,
               ObservedFacts* facts) override {
    facts->Clear();
    facts->now = now;
    for (const FactKey& key : query.keys) Remember(key, query, now);
    for (const RepeatOf of : {RepeatOf::kText, RepeatOf::kLink,
                              RepeatOf::kAuthor, RepeatOf::kAddress}) {
      bool any = of == RepeatOf::kText || of == RepeatOf::kLink;
      for (const FactKey& key : query.keys) any |= key.of == of;
      if (!any) continue;
      for (const absl::Duration window : query.windows) {
        facts->repeats.push_back(Largest(of, query, window, now));
      }
    }
  }

 private:
  struct Event {
    RepeatOf of;
    uint64_t hash, comment, author;
    absl::Time at;
  };

  void Remember(const FactKey& key, const FactQuery& query, absl::Time now) {
    for (const Event& e : events_) {
      if (e.of == key.of && e.hash == key.hash && e.comment == query.comment) {
        return;
      }
    }
    events_.push_back({key.of, key.hash, query.comment, query.author, now});
  }

  RepeatCount Largest(RepeatOf of, const FactQuery& query,
                      absl::Duration window, absl::Time now) const {
    RepeatCount largest{
        .of = of,
        .window_seconds = static_cast<uint32_t>(absl::ToInt64Seconds(window))};
    for (const FactKey& key : query.keys) {
      if (key.of != of) continue;
      std::set<uint64_t> authors;
      uint32_t count = 0;
      for (const Event& e : events_) {
        if (e.of != of || e.hash != key.hash) continue;
        if (e.comment != query.comment && now - e.at > window) continue;
        ++count;
        authors.insert(e.author);
      }
      const auto different = static_cast<uint32_t>(authors.size());
      if (std::pair(count, different) >
          std::pair(largest.count, largest.authors)) {
        largest.count = count;
        largest.authors = different;
      }
    }
    return largest;
  }

  std::vector<Event> events_;
};

TEST(MemoryFactsProperty, AgreesWithTheListWhateverHappens) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const auto below = [&](uint64_t n) { return random() % n; };
    const auto facts = NewMemoryFacts({.bytes_max = 8 << 20});
    NaiveFacts naive;
    absl::Time now = absl::FromUnixSeconds(1'800'000'000);
    for (int i = 0; i < 600; ++i) {
      now += absl::Seconds(below(3) == 0 ? below(40'000) : below(60));
      if (below(10) == 0) now -= absl::Seconds(below(5000));
      FactQuery query{.comment = 1 + below(400),  // some come again, edited
                      .author = below(6)};
      for (size_t n = below(6); n > 0; --n) {
        const FactKey key = {static_cast<RepeatOf>(below(4)), below(8)};
        const bool twice = std::any_of(
            query.keys.begin(), query.keys.end(), [&](const FactKey& k) {
              return k.of == key.of && k.hash == key.hash;
            });
        if (!twice) query.keys.push_back(key);
      }
      for (const int64_t w : {60, 600, 3600, 86'400, 30 * 86'400}) {
        if (below(2) == 0) query.windows.push_back(absl::Seconds(w));
      }
      ObservedFacts have, want;
      facts->Observe(query, now, absl::Seconds(10), &have);
      naive.Observe(query, now, absl::Seconds(10), &want);
      ASSERT_EQ(have.repeats, want.repeats) << "call " << i;
      ASSERT_EQ(have.now, want.now);
      ASSERT_TRUE(have.faults.empty());
    }
  }
}

}  // namespace
}  // namespace crible
