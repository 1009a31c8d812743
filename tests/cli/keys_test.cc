#include "cli/keys.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/maintenance.h"
#include "store/store.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {
namespace {

using testing::HasSubstr;

class KeysCommandTest : public testing::Test {
 protected:
  Io NewIo() {
    out_.str("");
    err_.str("");
    return {
        .in = in_, .out = out_, .err = err_, .language = UiLanguage::kEnglish};
  }
  TestFolder folder_;
  const std::string data_ = folder_ / "data";
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(KeysCommandTest, MakesListsAndRevokes) {
  EXPECT_EQ(
      RunKeysAdd({{data_}, "ann", {"review", "rules"}, {"demo"}}, NewIo()),
      kExitOk);
  const std::string words = out_.str();
  EXPECT_EQ(words.substr(0, 7), "crible_");
  EXPECT_EQ(words.size(), 7 + 8 + 1 + 64 + 1u);
  const std::string id = words.substr(7, 8);
  EXPECT_EQ(RunKeysList({{data_}}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr(id));
  EXPECT_THAT(out_.str(), HasSubstr("ann  review,rules  demo\n"));
  EXPECT_EQ(out_.str().find(words.substr(16, 64)), std::string::npos);
  EXPECT_EQ(RunKeysRevoke({{data_}, id}, NewIo()), kExitOk);
  EXPECT_EQ(RunKeysList({{data_}}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("revoked"));
  EXPECT_EQ(RunKeysRevoke({{data_}, id}, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("no key in force"));
}

TEST_F(KeysCommandTest, RefusesUnknownScopes) {
  EXPECT_EQ(RunKeysAdd({{data_}, "ann", {"root"}}, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("unknown scope: root"));
}

// The chain of the log goes on, whoever writes.
TEST_F(KeysCommandTest, WorksBesideAServer) {
  const auto store = *OpenStore({.folder = data_});
  const auto hold = [&](const char* name) {
    return store
        ->Record({.site = "demo", .comment = name, .verdict = Verdict::kHold})
        ->Wait();
  };
  CRIBLE_ASSERT_OK(hold("sites/demo/comments/1"));
  EXPECT_EQ(RunKeysAdd({{data_}, "ann", {"review"}}, NewIo()), kExitOk);
  CRIBLE_ASSERT_OK(hold("sites/demo/comments/2"));
  EXPECT_EQ(store->ListKeys()->size(), 1u);
  const auto head = CheckStoreLog({data_, ""}, "");
  CRIBLE_ASSERT_OK(head);
  EXPECT_EQ(head->token, 3u);
}

}  // namespace
}  // namespace crible
