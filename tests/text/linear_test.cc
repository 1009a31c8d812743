// No text costs more than its size: eight times the text may cost eight times
// the processor time, with room for caches, and never sixty-four times.

#include <time.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "text_test_support.h"

namespace crible {
namespace {

double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

double Cost(std::string_view unit, size_t bytes, BodyFormat format,
            const WordSet& known) {
  std::string source;
  while (source.size() + unit.size() <= bytes) source += unit;
  Text text;
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const double begin = CpuSeconds();
    AnalyzeText(source, format, known, &text);
    text.skeleton();
    best = std::min(best, CpuSeconds() - begin);
  }
  return best;
}

TEST(LinearTest, AnyText) {
  const WordSet known = Known({"viagra", "abcd", "merci", "aa"});
  for (const char* unit : {"a",
                           "mot ",
                           "<",
                           "\u0301",
                           "\u0301\u0323",
                           "\u200B",
                           "a\u200B",
                           "a.",
                           "la.",
                           "fr.fr.",
                           "a b ",
                           "a@",
                           "1 ",
                           "12 ",
                           "&",
                           "&#",
                           "<a ",
                           "<a \"",
                           "\"",
                           "<a href=",
                           "</",
                           "<script>",
                           "<!--",
                           "http://",
                           "x:\\\\",
                           "(",
                           "[.]",
                           "a . ",
                           "site point ",
                           "zero six ",
                           "whatsapp ",
                           "snap: a_b ",
                           "0612345678 ",
                           "aaa ",
                           "aaab",
                           "a$",
                           "é",
                           "ﷺ",
                           "аb ",
                           "v1a ",
                           "·e",
                           "a·e·s ",
                           "«",
                           "\">\n",
                           "a-e",
                           "😀",
                           "a\u0301",
                           "a\u0336",
                           "www.",
                           "@a",
                           "ab@cd.fr ",
                           "+1",
                           "ааа",
                           "one ",
                           "<p>",
                           "<q>",
                           "[url=",
                           "</blockquote>",
                           "\u1100\u1161"}) {
    for (const BodyFormat format : {BodyFormat::kPlain, BodyFormat::kHtml}) {
      const double small = Cost(unit, 8 << 10, format, known);
      const double large = Cost(unit, 64 << 10, format, known);
      EXPECT_LT(large, 32 * std::max(small, 20e-6)) << unit;
    }
  }
}

}  // namespace
}  // namespace crible
