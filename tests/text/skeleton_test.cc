#include "text/skeleton.h"

#include <string>

#include "gtest/gtest.h"
#include "text_test_support.h"

namespace crible {
namespace {

TEST(SkeletonTest, Bytes) {
  const struct {
    const char* source;
    const char* want;
  } kCases[] = {
      {"", ""},
      {"V1agra C0nnard", "viagra conard"},
      {"vіаgrа", "viagra"},
      {"v i a g r a et c-o-n-n", "viagra et con"},
      {"p.u.t.e v i a g r a", "pute viagra"},
      {"merciiii   beaucoup", "merci beaucoup"},
      {"s@l0pe a$$hole", "salope ashole"},
      {"1er MP3 CO2 2024", "1er mp3 co2 2024"},
      {"&#118;iagra", "viagra"},
      {"Être là", "etre la"},
  };
  Text text;
  for (const auto& c : kCases) {
    AnalyzeText(c.source, BodyFormat::kPlain, {}, &text);
    EXPECT_EQ(text.skeleton().bytes, c.want) << c.source;
  }
}

TEST(SkeletonTest, MapsToSource) {
  const std::string source = "Du v i á g r a !";
  Text text;
  AnalyzeText(source, BodyFormat::kPlain, {}, &text);
  const std::string& bytes = text.skeleton().bytes;
  const size_t at = bytes.find("viagra");
  ASSERT_NE(at, bytes.npos);
  const auto range =
      text.ToSource(ViewKind::kSkeleton, static_cast<uint32_t>(at),
                    static_cast<uint32_t>(at + 6));
  EXPECT_EQ(source.substr(range.begin, range.end - range.begin), "v i á g r a");
}

}  // namespace
}  // namespace crible
