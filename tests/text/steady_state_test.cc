// An ordinary comment costs no allocation once a Text has seen one like it.

#include <cstdlib>
#include <new>

#include "gtest/gtest.h"
#include "text_test_support.h"

namespace {
size_t allocations = 0;
}

void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace crible {
namespace {

TEST(SteadyStateTest, OrdinaryCommentsAllocateNothing) {
  const WordSet known = Known({"viagra", "connard", "sale"});
  Text text;
  const struct {
    const char* source;
    BodyFormat format;
  } kCases[] = {
      {"Je suis tout à fait d'accord avec l'article : « le ministre » a menti "
       "!",
       BodyFormat::kPlain},
      {"This is an ordinary comment. \"Really\" ordinary, 100 %.",
       BodyFormat::kPlain},
      {"<p>D&eacute;accord<br>avec <b>tout</b></p>", BodyFormat::kHtml},
      {"un c0nnard et a b c d e", BodyFormat::kPlain},
  };
  for (const auto& c : kCases) {
    AnalyzeText(c.source, c.format, known, &text);
    AnalyzeText(c.source, c.format, known, &text);
    const size_t before = allocations;
    AnalyzeText(c.source, c.format, known, &text);
    EXPECT_EQ(allocations - before, 0u) << c.source;
  }
}

}  // namespace
}  // namespace crible
