#include "rules/shared_texts.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(SharedTexts, CopiesAreOneInMemory) {
  const SharedTexts texts = {"a", "b"};
  const SharedTexts copy = texts;
  EXPECT_EQ(copy.id(), texts.id());
  EXPECT_EQ(copy.copies(), 2u);
  EXPECT_EQ(&copy[1], &texts[1]);
  EXPECT_EQ(std::vector<std::string>(copy.begin(), copy.end()),
            (std::vector<std::string>{"a", "b"}));
}

TEST(SharedTexts, AddingToACopyLeavesTheOthers) {
  const SharedTexts texts = {"a"};
  SharedTexts copy = texts;
  copy.push_back("b");
  EXPECT_EQ(texts, SharedTexts{"a"});
  EXPECT_EQ(copy, (SharedTexts{"a", "b"}));
  EXPECT_NE(copy.id(), texts.id());
  const void* const id = copy.id();
  copy.push_back("c");  // nobody else has it
  EXPECT_EQ(copy.id(), id);
}

TEST(SharedTexts, NoneIsEmpty) {
  SharedTexts none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.begin(), none.end());
  EXPECT_EQ(none, SharedTexts(std::vector<std::string>()));
  none.push_back("a");
  EXPECT_EQ(none.size(), 1u);
}

}  // namespace
}  // namespace crible
