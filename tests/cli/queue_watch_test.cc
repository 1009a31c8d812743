#include "cli/queue_watch.h"

#include <sstream>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A server that gives its messages, goes away when told to, and comes back.
class FakeStream {
 public:
  QueueStream Stream() {
    return [this](const std::string&, const std::string& bytes,
                  const std::function<bool(const std::string&)>& take) {
      v1::WatchReviewItemsRequest request;
      request.ParseFromString(bytes);
      tokens.push_back(request.resume_token());
      while (next_ < messages.size()) {
        const v1::WatchReviewItemsResponse message = messages[next_++];
        if (message.resume_token() == "gone")
          return absl::UnavailableError("gone");
        if (!take(message.SerializeAsString())) return absl::OkStatus();
      }
      return absl::PermissionDeniedError("the key is revoked");
    };
  }
  void Add(const std::string& token, const std::string& comment = "") {
    v1::WatchReviewItemsResponse message;
    message.set_resume_token(token);
    if (!comment.empty()) {
      v1::Event& event = *message.mutable_event();
      event.set_kind(v1::EVENT_KIND_RESOLUTION);
      event.set_outcome(v1::OUTCOME_REJECT);
      event.set_ground("spam");
      event.set_subject("ann\x1b[2J");
      event.set_comment("sites/demo/comments/" + comment);
    }
    messages.push_back(message);
  }
  std::vector<v1::WatchReviewItemsResponse> messages;
  std::vector<std::string> tokens;

 private:
  size_t next_ = 0;
};

class QueueWatchTest : public testing::Test {
 protected:
  int Watch(int events, UiLanguage language = UiLanguage::kEnglish) {
    QueueOptions options{.site = "demo", .events = events};
    return RunQueueWatch(
        options, stream_.Stream(),
        {.in = in_, .out = out_, .err = err_, .language = language});
  }
  FakeStream stream_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(QueueWatchTest, OneLineAnEventAndNoSignsOfLife) {
  stream_.Add("t0");
  stream_.Add("t1", "1");
  stream_.Add("t2");
  stream_.Add("t3", "2");
  stream_.Add("t4", "3");
  EXPECT_EQ(Watch(2), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("  1  refused (spam)  ann [2J\n"));
  EXPECT_THAT(out_.str(), HasSubstr("  2  refused (spam)"));
  EXPECT_THAT(out_.str(), testing::Not(HasSubstr("  3  ")));
}

TEST_F(QueueWatchTest, GoesOnFromWhereItWasWhenTheServerWasLost) {
  stream_.Add("t1", "1");
  stream_.Add("gone");
  stream_.Add("t2", "2");
  EXPECT_EQ(Watch(2, UiLanguage::kFrench), kExitOk);
  EXPECT_THAT(stream_.tokens, ElementsAre("", "t1"));
  EXPECT_THAT(err_.str(), HasSubstr("serveur perdu"));
  EXPECT_THAT(out_.str(), HasSubstr("refusé"));
}

TEST_F(QueueWatchTest, EndsWhenItIsRefused) {
  EXPECT_EQ(Watch(0), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("the key is revoked"));
}

}  // namespace
}  // namespace crible
