#include "bayes/shape.h"

#include "bayes/model.h"
#include "gmock/gmock.h"
#include "tests/bayes/sample.h"

namespace crible {
namespace {

using ::testing::Contains;
using ::testing::Not;

std::vector<std::string_view> Names(const Sample& sample) {
  std::vector<std::string_view> names;
  AppendShapeNames(sample.text(), sample.signals(), &names);
  return names;
}

TEST(Shape, NamesWhatItSees) {
  struct Case {
    const char* body;
    const char* name;
  };
  const Case cases[] = {
      {"ok", "length:few"},
      {"ok", "links:none"},
      {"ok", "start:small-letter"},
      {"ACHETEZ MAINTENANT ICI", "capitals:all"},
      {"ACHETEZ MAINTENANT ICI", "shouts:many"},
      {"voir https://bit.ly/x", "host:shortener"},
      {"voir https://bit.ly/x", "link:last"},
      {"voir https://www.youtube.com/watch", "host:platform"},
      {"voir http://a.test/ b", "host:other"},
      {"voir http://a.test/ b", "ending:other"},
      {"voir http://promo.shop/ b", "ending:shop"},
      {"a http://a.test http://b.test http://c.test", "hosts:several"},
      {"moi : jean@exemple.test", "contact:email"},
      {"prix 12 € net", "sign:currency"},
      {"quoi ?", "end:question"},
      {"I was ttouched by it", "writing:first-letter-twice"},
      {"quoi ?", "questions:one"},
      {"Hors de question...", "end:dots"},
      {"une ligne\nune autre", "lines:few"},
      {"cher cher cher cher", "repeats:many"},
      {"code 123456789", "number:long"},
  };
  for (const Case& c : cases) {
    const Sample sample(c.body);
    EXPECT_THAT(Names(sample), Contains(c.name)) << c.body;
  }
}

TEST(Shape, NamesAreModelTokensAndFew) {
  std::string links;
  for (int i = 0; i < 200; ++i) {
    links += "http://h" + std::to_string(i) + ".example/ a@b" +
             std::to_string(i) + ".test ";
  }
  for (const std::string& body :
       {std::string(), links, std::string("Ça va ?")}) {
    const Sample sample(body);
    const auto names = Names(sample);
    EXPECT_LE(names.size(), 64u);
    for (const std::string_view name : names) {
      EXPECT_TRUE(IsModelToken(FeatureGroup::kShape, name)) << name;
    }
  }
}

TEST(Shape, HostsNeverEnter) {
  const Sample sample("http://dupont-plomberie.fr/ http://evil.xyz");
  for (const std::string_view name : Names(sample)) {
    EXPECT_EQ(name.find("dupont"), name.npos);
    EXPECT_EQ(name.find("evil"), name.npos);
  }
  EXPECT_THAT(Names(sample), Contains("ending:fr"));
  EXPECT_THAT(Names(sample), Not(Contains("ending:other")));
}

}  // namespace
}  // namespace crible
