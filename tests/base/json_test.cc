#include "base/json.h"

#include "gtest/gtest.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

TEST(JsonReader, ReadsTextsNumbersAndNestedKeys) {
  JsonReader reader;
  CRIBLE_ASSERT_OK(reader.Parse(
      R"({"id": 7, "body": "caf\u00e9", "none": null, "author": {"name": "Zo"}})"));
  EXPECT_EQ(**reader.Text("body"), "café");
  EXPECT_EQ(**reader.Text("id", /*numbers=*/true), "7");
  EXPECT_EQ(**reader.Number("id"), 7);
  EXPECT_EQ(**reader.Text("author.name"), "Zo");
  EXPECT_EQ(*reader.Text("none"), std::nullopt);
  EXPECT_EQ(*reader.Text("absent.deep"), std::nullopt);
  EXPECT_EQ(reader.Keys().size(), 4u);
}

TEST(JsonReader, RefusesAValueOfAnotherKindByNameOnly) {
  JsonReader reader;
  CRIBLE_ASSERT_OK(reader.Parse(R"({"body": ["secret"], "n": "secret"})"));
  EXPECT_THAT(reader.Text("body"), StatusIs(absl::StatusCode::kInvalidArgument,
                                            "\"body\" is not a text"));
  EXPECT_THAT(reader.Number("n"),
              StatusIs(absl::StatusCode::kInvalidArgument, "\"n\""));
  EXPECT_EQ(std::string(reader.Number("n").status().message()).find("secret"),
            std::string::npos);
}

TEST(JsonReader, RefusesWhatIsNoObject) {
  JsonReader reader;
  for (const char* line :
       {"", " ", "[]", "3", "{", "{\"a\":}", "{\"a\":\"\xff\"}", "nul"}) {
    EXPECT_THAT(reader.Parse(line),
                StatusIs(absl::StatusCode::kInvalidArgument, "not "))
        << line;
    EXPECT_EQ(*reader.Text("a"), std::nullopt);
  }
}

TEST(AppendJson, EscapesWhatJsonAndLineReadersNeed) {
  std::string out;
  AppendJsonString("a\"\\\n\x01é\u2028z", &out);
  EXPECT_EQ(out, R"("a\"\\\n\u0001é\u2028z")");
  JsonReader reader;
  CRIBLE_ASSERT_OK(reader.Parse("{\"x\":" + out + "}"));
  EXPECT_EQ(**reader.Text("x"), "a\"\\\n\x01é\u2028z");
}

TEST(AppendJson, NumbersReadBack) {
  for (double number : {0.1, 1e300, -0.0, 0.30000000000000004}) {
    std::string out;
    AppendJsonNumber(number, &out);
    EXPECT_EQ(std::stod(out), number);
  }
}

}  // namespace
}  // namespace crible
