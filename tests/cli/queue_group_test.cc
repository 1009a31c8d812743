#include "cli/queue_group.h"

#include <sstream>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::ReviewItem Item(int i) {
  v1::ReviewItem item;
  item.set_name(fmt::format("sites/demo/reviewItems/{}", i));
  item.set_etag(fmt::format("v{}", i));
  item.mutable_record()->mutable_comment()->set_body("Dehors Dupont");
  return item;
}

class QueueGroupTest : public testing::Test {
 protected:
  QueueCall Call() {
    return [this](const std::string& method, const std::string& bytes) {
      return Answer(method, bytes);
    };
  }
  Io NewIo(UiLanguage language = UiLanguage::kEnglish) {
    out_.str("");
    return {.in = in_, .out = out_, .err = err_, .language = language};
  }

  std::vector<std::string> refused_;  // "1 v1 insult"

 private:
  // Item 1 belongs together with 2 and 3; 3 has changed since.
  absl::StatusOr<std::string> Answer(const std::string& method,
                                     const std::string& bytes) {
    if (method == "GetReviewItem") return Item(1).SerializeAsString();
    if (method == "ListSimilarItems") {
      v1::ListSimilarItemsRequest request;
      request.ParseFromString(bytes);
      EXPECT_EQ(request.by(), v1::SIMILARITY_PERSON);
      v1::ListSimilarItemsResponse response;
      for (int i = 2; i <= 3; ++i)
        *response.add_items()->mutable_item() = Item(i);
      return response.SerializeAsString();
    }
    if (method == "GetAuthor") return Author().SerializeAsString();
    v1::BatchResolveReviewItemsRequest request;
    request.ParseFromString(bytes);
    v1::BatchResolveReviewItemsResponse response;
    for (const auto& one : request.requests()) {
      v1::BatchResolveResult& result = *response.add_results();
      const std::string id = one.name().substr(one.name().rfind('/') + 1);
      if (id == "3") {
        result.mutable_error()->set_message("changed");
      } else if (request.validate_only()) {
        *result.mutable_item() = Item(id[0] - '0');
      } else {
        result.mutable_resolution();
        refused_.push_back(id + " " + one.etag() + " " + one.ground());
      }
    }
    if (request.validate_only()) {
      v1::BatchPreview& preview = *response.add_previews();
      preview.set_rule("insults/out");
      preview.add_names(Item(1).name());
    }
    return response.SerializeAsString();
  }
  static v1::AuthorSummary Author() {
    v1::AuthorSummary author;
    author.set_author_id("zoe");
    author.set_comment_count(7);
    v1::AuthorComment& comment = *author.add_comments();
    comment.mutable_record()->mutable_comment()->set_name(
        "sites/demo/comments/c9");
    comment.mutable_record()->mutable_comment()->set_body("Bonjour\x1b[2J");
    comment.set_state(v1::COMMENT_STATE_REFUSED);
    comment.mutable_resolution()->set_subject("ann");
    comment.mutable_resolution()->set_ground("spam");
    return author;
  }

  std::istringstream in_;

 protected:
  std::ostringstream out_, err_;
};

QueueGroupOptions Options() {
  QueueGroupOptions options;
  options.queue.site = "demo";
  options.queue.ids = {"1"};
  options.by = "person";
  return options;
}

TEST_F(QueueGroupTest, ListsWhatBelongsTogether) {
  EXPECT_EQ(RunQueueSimilar(Options(), Call(), NewIo()), kExitOk);
  for (const char* id : {"1  ", "2  ", "3  "})
    EXPECT_THAT(out_.str(), HasSubstr(id));
  EXPECT_THAT(refused_, IsEmpty());
}

TEST_F(QueueGroupTest, SaysBeforeWhatARefusalWouldDo) {
  QueueGroupOptions options = Options();
  options.queue.ground = "insult";
  EXPECT_EQ(RunQueueSimilar(options, Call(), NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("    1  insults/out : 1\n"));
  EXPECT_THAT(out_.str(), HasSubstr("2 would be refused, 1 not"));
  EXPECT_THAT(refused_, IsEmpty());
  EXPECT_EQ(RunQueueSimilar(options, Call(), NewIo(UiLanguage::kFrench)),
            kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("rien n'est fait sans --yes"));
}

TEST_F(QueueGroupTest, RefusesExactlyWhatWasListed) {
  QueueGroupOptions options = Options();
  options.queue.ground = "insult";
  options.except = {"2"};
  options.yes = true;
  EXPECT_EQ(RunQueueSimilar(options, Call(), NewIo()), kExitOk);
  EXPECT_THAT(refused_, ElementsAre("1 v1 insult"));
  EXPECT_THAT(out_.str(), HasSubstr("1 refused, 1 left"));
}

TEST_F(QueueGroupTest, TellsOfAnAuthor) {
  QueueOptions options{.site = "demo", .ids = {"zoe"}};
  EXPECT_EQ(RunQueueAuthor(options, Call(), NewIo()), kExitOk);
  EXPECT_EQ(out_.str(),
            "  7 comments, 0 published, 0 refused\n"
            "  c9  refused  ann (spam)\n    Bonjour [2J\n");
}

}  // namespace
}  // namespace crible
