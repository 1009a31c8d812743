#include "service/key_ring.h"

#include "base/sha256.h"
#include "service/review_fixture.h"

namespace crible {
namespace {

class KeyRingTest : public testing::Test {
 protected:
  std::string Make(const std::string& subject, std::vector<std::string> scopes,
                   std::vector<std::string> sites) {
    NewKey made =
        MakeKey(subject, std::move(scopes), std::move(sites), absl::Now());
    EXPECT_THAT(store_->AddKey({"root", absl::Now()}, made.key),
                crible::IsOk());
    id_ = made.key.id;
    EXPECT_THAT(keys_.Reload(), crible::IsOk());
    return made.words;
  }
  std::string Identify(const std::string& authorization, KeyScope scope) {
    const RpcStatus status = keys_.Identify(authorization, scope, &principal_);
    return crible::IsOk(status) ? principal_->subject : ReasonOf(status);
  }

  TestFolder folder_;
  std::unique_ptr<Store> store_ = *OpenStore({.folder = folder_ / "data"});
  KeyRing keys_{store_.get()};
  std::shared_ptr<const Principal> principal_;
  std::string id_;
};

TEST_F(KeyRingTest, WithoutKeysTheMachinesOwnUserMayDoEverything) {
  ASSERT_THAT(keys_.Reload(), crible::IsOk());
  EXPECT_TRUE(keys_.empty());
  EXPECT_EQ(Identify("", KeyScope::kAdmin), "local");
  EXPECT_TRUE(principal_->MaySee("demo"));
}

TEST_F(KeyRingTest, AKeyHasItsScopesAndSites) {
  const std::string words = Make("ann", {"review", "rules"}, {"demo"});
  EXPECT_EQ(Identify("Bearer " + words, KeyScope::kReview), "ann");
  EXPECT_TRUE(principal_->MaySee("demo"));
  EXPECT_FALSE(principal_->MaySee("other"));
  EXPECT_FALSE(principal_->MaySee(""));
  EXPECT_EQ(Identify(words, KeyScope::kRules), "ann");
  EXPECT_EQ(Identify(words, KeyScope::kModerate), "NO_SCOPE");
  const std::string cms = Make("cms", {"moderate"}, {"*"});
  EXPECT_EQ(Identify(cms, KeyScope::kModerate), "cms");
  EXPECT_TRUE(principal_->MaySee("other"));
}

TEST_F(KeyRingTest, RefusesWhatIsNoKeyInForce) {
  const std::string words = Make("ann", {"review"}, {"*"});
  std::string wrong = words;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  for (const std::string& shown :
       {std::string(), wrong, words + "0", words.substr(0, 16),
        std::string("crible_00000000_") + words.substr(16),
        std::string("Bearer "), std::string("Basic ") + words}) {
    EXPECT_EQ(Identify(shown, KeyScope::kReview), "NO_KEY") << shown;
  }
  CRIBLE_ASSERT_OK(store_->RevokeKey({"root", absl::Now()}, id_));
  EXPECT_EQ(Identify(words, KeyScope::kReview), "ann");  // not heard of yet
  Make("bob", {"review"}, {"*"});
  EXPECT_EQ(Identify(words, KeyScope::kReview), "NO_KEY");
}

// Once there were keys, revoking the last must not open the door.
TEST_F(KeyRingTest, NoKeyInForceIsNotNoKey) {
  const std::string words = Make("ann", {"review"}, {"*"});
  CRIBLE_ASSERT_OK(store_->RevokeKey({"root", absl::Now()}, id_));
  CRIBLE_ASSERT_OK(keys_.Reload());
  EXPECT_EQ(Identify("", KeyScope::kReview), "NO_KEY");
  EXPECT_FALSE(keys_.empty());
}

TEST_F(KeyRingTest, TheStoreHasOnlyAHash) {
  const NewKey made = MakeKey("ann", {"review"}, {"*"}, absl::Now());
  EXPECT_EQ(made.words.substr(0, 7), "crible_");
  EXPECT_EQ(made.key.hash, Sha256(made.words.substr(16)));
  EXPECT_NE(made.words, MakeKey("ann", {"review"}, {"*"}, absl::Now()).words);
}

TEST(KeyScopes, HaveNames) {
  EXPECT_EQ(ScopeName(KeyScope::kPrivacy), "privacy");
  EXPECT_TRUE(IsScope("admin"));
  EXPECT_FALSE(IsScope("root"));
}

}  // namespace
}  // namespace crible
