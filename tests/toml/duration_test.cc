#include "toml/duration.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(ParseDuration, ReadsBothLanguages) {
  struct Case {
    std::string_view text;
    absl::Duration want;
  };
  for (const Case& c : {Case{"90 s", absl::Seconds(90)},
                        {"10 min", absl::Minutes(10)},
                        {"10min", absl::Minutes(10)},
                        {"10\u00a0min", absl::Minutes(10)},
                        {"24 h", absl::Hours(24)},
                        {"2 heures", absl::Hours(2)},
                        {"1.5 h", absl::Minutes(90)},
                        {"7 j", absl::Hours(168)},
                        {"7 d", absl::Hours(168)},
                        {"2 semaines", absl::Hours(336)},
                        {"6 mois", absl::Hours(24 * 180)},
                        {"6 months", absl::Hours(24 * 180)},
                        {"1 an", absl::Hours(24 * 365)},
                        {"2 years", absl::Hours(24 * 730)}}) {
    ASSERT_TRUE(ParseDuration(c.text)) << c.text;
    EXPECT_EQ(*ParseDuration(c.text), c.want) << c.text;
  }
}

TEST(ParseDuration, RefusesWhatIsUnclear) {
  for (const std::string_view text :
       {"", "10", "10m", "10 m", "min", "-1 h", "1 h 30", "10  min", "10 min ",
        "nan h", "inf d", "1e9 s", "101 years", "10 Minuten", " 10 min",
        "10 s sec"}) {
    EXPECT_FALSE(ParseDuration(text)) << text;
  }
}

}  // namespace
}  // namespace crible
