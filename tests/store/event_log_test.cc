#include "store/event_log.h"

#include "base/sha256.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

Event Example() {
  return {.token = 7,
          .kind = EventKind::kResolution,
          .time = absl::FromUnixSeconds(1),
          .site = "demo",
          .comment = "sites/demo/comments/1",
          .subject = "ann",
          .code = 2,
          .ground = "insult",
          .refers = 3};
}

// Every field is in the commitment, and none can be moved into another.
TEST(Commitment, DependsOnEveryField) {
  const std::string plain = Commitment(Example(), "hash");
  EXPECT_EQ(plain, Commitment(Example(), "hash"));
  EXPECT_NE(plain, Commitment(Example(), "other"));
  const auto changed = [](auto change) {
    Event event = Example();
    change(&event);
    return Commitment(event, "hash");
  };
  EXPECT_NE(plain, changed([](Event* e) { e->token = 8; }));
  EXPECT_NE(plain, changed([](Event* e) { e->kind = EventKind::kUndo; }));
  EXPECT_NE(plain, changed([](Event* e) { e->time += absl::Microseconds(1); }));
  EXPECT_NE(plain, changed([](Event* e) { e->site = std::string("other"); }));
  EXPECT_NE(plain, changed([](Event* e) { e->comment = std::string("c"); }));
  EXPECT_NE(plain, changed([](Event* e) { e->subject = std::string("bob"); }));
  EXPECT_NE(plain, changed([](Event* e) { e->code = 1; }));
  EXPECT_NE(plain, changed([](Event* e) { e->ground = std::string("spam"); }));
  EXPECT_NE(plain, changed([](Event* e) { e->refers = 4; }));
  EXPECT_NE(changed([](Event* e) {
              e->site = std::string("ab"), e->comment = std::string("c");
            }),
            changed([](Event* e) {
              e->site = std::string("a"), e->comment = std::string("bc");
            }));
}

TEST(MerkleRoot, FollowsItsDefinition) {
  const std::string a = Sha256("a"), b = Sha256("b"), c = Sha256("c");
  EXPECT_EQ(MerkleRoot({}), "");
  EXPECT_EQ(MerkleRoot({a}), a);
  const std::string one("\1");
  EXPECT_EQ(MerkleRoot({a, b}), Sha256(one + a + b));
  EXPECT_EQ(MerkleRoot({a, b, c}), Sha256(one + Sha256(one + a + b) + c));
  EXPECT_NE(MerkleRoot({a, b}), MerkleRoot({b, a}));
}

TEST(BlockHash, DependsOnTheBlockBefore) {
  const BlockHeader block{.number = 2, .first = 5, .last = 9, .root = "r"};
  EXPECT_NE(BlockHash(block, "x"), BlockHash(block, "y"));
}

}  // namespace
}  // namespace crible
