#include "cli/queue.h"

#include <map>
#include <sstream>

#include "cli/queue_take.h"
#include "crible/v1/review_service.pb.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A server of two items that remembers what it was asked.
class FakeQueue {
 public:
  FakeQueue() {
    for (const char* id : {"1", "2"}) {
      v1::ReviewItem& item = items_[id];
      item.set_name(fmt::format("sites/demo/reviewItems/{}", id));
      item.set_etag("v1");
      item.add_order_texts()->set_text("spam · 3 min");
      v1::Comment& comment = *item.mutable_record()->mutable_comment();
      comment.set_body(fmt::format("Offre {}\x1b[31m\nseconde ligne", id));
      comment.mutable_author()->set_display_name("Zoé");
      item.mutable_record()
          ->mutable_decision()
          ->add_reasons()
          ->add_texts()
          ->set_text("Propose un prêt");
    }
  }

  QueueCall Call() {
    return [this](const std::string& method, const std::string& request) {
      return Answer(method, request);
    };
  }
  std::vector<std::string> done;  // "1 accept", "event 7 undone", "2 back"

 private:
  absl::StatusOr<std::string> Answer(const std::string& method,
                                     const std::string& bytes) {
    if (method == "ListReviewItems") {
      v1::ListReviewItemsResponse response;
      for (const auto& [id, item] : items_) *response.add_items() = item;
      return response.SerializeAsString();
    }
    if (method == "ClaimReviewItems") {
      v1::ClaimReviewItemsRequest request;
      request.ParseFromString(bytes);
      v1::ClaimReviewItemsResponse response;
      for (const std::string& name : request.names())
        done.push_back(Id(name) + " back");
      for (const auto& [id, item] : items_) *response.add_items() = item;
      return response.SerializeAsString();
    }
    if (method == "GetReviewItem") {
      v1::GetReviewItemRequest request;
      request.ParseFromString(bytes);
      const auto found = items_.find(Id(request.name()));
      if (found == items_.end() || found->second.name() != request.name()) {
        return absl::NotFoundError("no such item");
      }
      return found->second.SerializeAsString();
    }
    if (method == "ResolveReviewItem") {
      v1::ResolveReviewItemRequest request;
      request.ParseFromString(bytes);
      v1::ReviewItem& item = items_[Id(request.name())];
      if (item.has_resolution()) return absl::AbortedError("bob was first");
      item.mutable_resolution()->set_name("sites/demo/events/7");
      *item.add_history() = item.resolution();
      item.mutable_history(0)->set_kind(v1::EVENT_KIND_RESOLUTION);
      done.push_back(fmt::format("{} {}{}", Id(request.name()),
                                 v1::Outcome_Name(request.outcome()),
                                 request.ground()));
      return item.SerializeAsString();
    }
    v1::UndoResolutionRequest request;
    request.ParseFromString(bytes);
    done.push_back(Id(request.name()) + " undone");
    for (auto& [id, item] : items_) item.clear_resolution();
    return v1::ReviewItem().SerializeAsString();
  }
  static std::string Id(const std::string& name) {
    return name.substr(name.rfind('/') + 1);
  }

  std::map<std::string, v1::ReviewItem> items_;
};

class QueueCommandTest : public testing::Test {
 protected:
  Io NewIo(const std::string& keys = "",
           UiLanguage language = UiLanguage::kEnglish) {
    out_.str("");
    err_.str("");
    in_.clear();
    in_.str(keys);
    return {.in = in_, .out = out_, .err = err_, .language = language};
  }
  QueueOptions Options(std::vector<std::string> ids = {}) {
    return {.site = "demo", .ids = std::move(ids)};
  }
  FakeQueue queue_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(QueueCommandTest, ListsInOneLineEach) {
  EXPECT_EQ(RunQueueList(Options(), queue_.Call(), NewIo()), kExitOk);
  EXPECT_EQ(out_.str(),
            "1  spam · 3 min\n  Offre 1 [31m seconde ligne\n"
            "2  spam · 3 min\n  Offre 2 [31m seconde ligne\n");
}

TEST_F(QueueCommandTest, ShowsAllWithoutControlCharacters) {
  EXPECT_EQ(RunQueueShow(Options({"1"}), queue_.Call(), NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("Offre 1 [31m\nseconde ligne\n"));
  EXPECT_THAT(out_.str(), HasSubstr("• Propose un prêt"));
  EXPECT_THAT(out_.str(), HasSubstr("author: Zoé"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("\x1b")));
  EXPECT_EQ(RunQueueShow(Options({"9"}), queue_.Call(), NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("no such item"));
}

TEST_F(QueueCommandTest, TakesTheWholeNameOfAComment) {
  EXPECT_EQ(
      RunQueueShow(Options({"sites/demo/comments/1"}), queue_.Call(), NewIo()),
      kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("Offre 1"));
  EXPECT_EQ(
      RunQueueShow(Options({"sites/other/comments/1"}), queue_.Call(), NewIo()),
      kExitFailed);
}

TEST_F(QueueCommandTest, DecidesById) {
  EXPECT_EQ(RunQueueResolve(Options({"1"}), true, queue_.Call(), NewIo()),
            kExitOk);
  QueueOptions refuse = Options({"2"});
  refuse.ground = "spam";
  EXPECT_EQ(RunQueueResolve(refuse, false, queue_.Call(), NewIo()), kExitOk);
  EXPECT_EQ(RunQueueResolve(Options({"1"}), true, queue_.Call(), NewIo()),
            kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("bob was first"));
  EXPECT_EQ(RunQueueUndo(Options({"1"}), queue_.Call(), NewIo()), kExitOk);
  EXPECT_THAT(queue_.done, ElementsAre("1 OUTCOME_ACCEPT",
                                       "2 OUTCOME_REJECTspam", "7 undone"));
}

TEST_F(QueueCommandTest, TakesWithOneKeyADecision) {
  EXPECT_EQ(RunQueueTake(Options(), queue_.Call(), NewIo("xa\nrspam\n")),
            kExitOk);
  EXPECT_THAT(queue_.done,
              ElementsAre("1 OUTCOME_ACCEPT", "2 OUTCOME_REJECTspam"));
}

TEST_F(QueueCommandTest, ADigitRefusesForItsGround) {
  QueueOptions options = Options();
  options.grounds = "insult,hate";
  // 3 has no ground here.
  EXPECT_EQ(RunQueueTake(options, queue_.Call(), NewIo("32\n1")), kExitOk);
  EXPECT_THAT(queue_.done,
              ElementsAre("1 OUTCOME_REJECThate", "2 OUTCOME_REJECTinsult"));
  EXPECT_THAT(out_.str(), HasSubstr("refuse: [1] insult [2] hate\n"));
}

TEST_F(QueueCommandTest, UndoesAndGivesBackWhatIsNotDecided) {
  EXPECT_EQ(RunQueueTake(Options(), queue_.Call(), NewIo("auuq")), kExitOk);
  EXPECT_THAT(queue_.done,
              ElementsAre("1 OUTCOME_ACCEPT", "7 undone", "2 back"));
  EXPECT_THAT(out_.str(), HasSubstr("nothing to undo"));
  queue_.done.clear();
  EXPECT_EQ(
      RunQueueTake(Options(), queue_.Call(), NewIo("s", UiLanguage::kFrench)),
      kExitOk);  // then the input ends
  EXPECT_THAT(queue_.done, ElementsAre("1 back", "2 back"));
  EXPECT_THAT(out_.str(), HasSubstr("défaire"));
}

}  // namespace
}  // namespace crible
