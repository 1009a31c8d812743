#include "text/language.h"

#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(LanguageTest, Detect) {
  EXPECT_EQ(DetectLanguage("Je ne comprends pas pourquoi le gouvernement a "
                           "décidé de fermer cette école du village."),
            "fr");
  EXPECT_EQ(DetectLanguage("I do not understand why the government decided to "
                           "close the only school of this village."),
            "en");
  EXPECT_EQ(DetectLanguage("Warum hat die Regierung beschlossen, die Schule "
                           "dieses Dorfes zu schließen?"),
            "de");
  EXPECT_EQ(DetectLanguage(""), "und");
  EXPECT_EQ(DetectLanguage("ok"), "und");
  EXPECT_EQ(DetectLanguage("1234567890 1234567890 !!!"), "und");
  EXPECT_EQ(DetectLanguage(std::string(8000, '\xC3')), "und");
}

TEST(LanguageTest, Base) {
  const struct {
    const char* tag;
    const char* want;
  } kCases[] = {{"fr", "fr"},      {"fr_CA", "fr"},   {"EN", "en"},
                {"en-GB", "en"},   {"", "und"},       {"xx", "und"},
                {"french", "und"}, {"zh-Hant", "zh"}, {"e\xCC", "und"}};
  for (const auto& c : kCases) EXPECT_EQ(BaseLanguage(c.tag), c.want) << c.tag;
}

}  // namespace
}  // namespace crible
