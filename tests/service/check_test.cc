#include "service/check.h"

#include <functional>
#include <limits>
#include <string>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/limits.h"

namespace crible {
namespace {

using Request = v1::ModerateCommentRequest;

Request GoodRequest() {
  Request request;
  request.set_parent("sites/demo");
  request.mutable_comment()->set_body("Bonjour");
  return request;
}

std::vector<std::string> Paths(const RpcStatus& status) {
  std::vector<std::string> paths;
  for (const auto& detail : status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& v : bad.field_violations()) paths.push_back(v.field());
  }
  return paths;
}

struct Case {
  const char* path;  // empty: nothing is wrong
  std::function<void(Request*)> change;
};

std::string Long(size_t n) { return std::string(n, 'x'); }

TEST(CheckRequest, TellsEveryWrongField) {
  const Case kCases[] = {
      {"", [](Request*) {}},
      {"", [](Request* r) { r->mutable_comment()->set_body(Long(65536)); }},
      {"comment.body",
       [](Request* r) { r->mutable_comment()->set_body(Long(65537)); }},
      {"comment.body", [](Request* r) { r->mutable_comment()->clear_body(); }},
      {"comment.body",
       [](Request* r) {
         r->mutable_comment()->set_body(" \t\r\n\u00a0\u200b\u3000");
       }},
      {"comment", [](Request* r) { r->clear_comment(); }},
      {"comment.body_format",
       [](Request* r) {
         r->mutable_comment()->set_body_format(static_cast<v1::BodyFormat>(9));
       }},
      {"",
       [](Request* r) {
         r->mutable_comment()->set_name("sites/demo/comments/A.b_c~1-2");
       }},
      {"comment.name",
       [](Request* r) { r->mutable_comment()->set_name("sites/demo/x/1"); }},
      {"comment.name",
       [](Request* r) {
         r->mutable_comment()->set_name("sites/demo/comments/a/b");
       }},
      {"comment.name",
       [](Request* r) {
         r->mutable_comment()->set_name(
             fmt::format("sites/demo/comments/{:x>129}", ""));
       }},
      {"comment.name",
       [](Request* r) {
         r->mutable_comment()->set_name("sites/other/comments/1");
       }},
      {"parent", [](Request* r) { r->clear_parent(); }},
      {"",
       [](Request* r) {
         r->clear_parent();
         r->mutable_comment()->set_name("sites/demo/comments/1");
       }},
      {"parent", [](Request* r) { r->set_parent("sites/Demo"); }},
      {"parent", [](Request* r) { r->set_parent("sites/demo/x"); }},
      {"comment.author.id",
       [](Request* r) {
         r->mutable_comment()->mutable_author()->set_id(Long(257));
       }},
      {"comment.author.email",
       [](Request* r) {
         r->mutable_comment()->mutable_author()->set_email(Long(321));
       }},
      {"comment.author.create_time",
       [](Request* r) {
         r->mutable_comment()
             ->mutable_author()
             ->mutable_create_time()
             ->set_nanos(-1);
       }},
      {"comment.create_time",
       [](Request* r) {
         r->mutable_comment()->mutable_create_time()->set_seconds(
             std::numeric_limits<int64_t>::max());
       }},
      {"comment.time_on_page",
       [](Request* r) {
         r->mutable_comment()->mutable_time_on_page()->set_seconds(-1);
       }},
      {"comment.article",
       [](Request* r) { r->mutable_comment()->set_article("42"); }},
      {"comment.article",
       [](Request* r) {
         r->mutable_comment()->set_article("sites/other/articles/1");
       }},
      {"comment.article",
       [](Request* r) {
         r->mutable_comment()->set_article("sites/demo/articles/1");
         r->mutable_article()->set_name("sites/demo/articles/2");
       }},
      {"", [](Request* r) { r->mutable_article()->set_title("Titre"); }},
      {"article.name",
       [](Request* r) { r->mutable_article()->set_name("articles/1"); }},
      {"article.name",
       [](Request* r) {
         r->mutable_article()->set_name("sites/other/articles/2");
       }},
      {"article.text",
       [](Request* r) { r->mutable_article()->set_text(Long(262145)); }},
      {"article.tags[1]",
       [](Request* r) {
         r->mutable_article()->add_tags(std::string(1, 'a'));
         r->mutable_article()->add_tags(Long(257));
       }},
      {"article.tags",
       [](Request* r) {
         for (int i = 0; i < 65; ++i)
           r->mutable_article()->add_tags(std::string(1, 'a'));
       }},
      {"comment.scores[0].name",
       [](Request* r) { r->mutable_comment()->add_scores()->set_value(1); }},
      {"comment.scores[0].value",
       [](Request* r) {
         auto* score = r->mutable_comment()->add_scores();
         score->set_name("toxicity");
         score->set_value(std::numeric_limits<double>::quiet_NaN());
       }},
      {"reason_languages",
       [](Request* r) {
         for (int i = 0; i < 9; ++i) r->add_reason_languages("fr");
       }},
      {"reason_languages[0]",
       [](Request* r) { r->add_reason_languages(Long(36)); }},
      {"request_id", [](Request* r) { r->set_request_id(Long(129)); }},
      {"request_id", [](Request* r) { r->set_request_id("a b"); }},
      {"request_id", [](Request* r) { r->set_request_id("é"); }},
  };
  int number = 0;
  for (const Case& c : kCases) {
    SCOPED_TRACE(testing::Message() << "case " << number++ << " " << c.path);
    Request request = GoodRequest();
    c.change(&request);
    FieldErrors errors;
    CheckRequest(request, &errors);
    if (*c.path == '\0') {
      EXPECT_TRUE(errors.empty()) << errors.ToStatus().message();
    } else {
      EXPECT_THAT(Paths(errors.ToStatus()), testing::ElementsAre(c.path));
    }
  }
}

TEST(CheckRequest, TellsAllAtOnceAndQuotesNothing) {
  Request request = GoodRequest();
  request.mutable_comment()->mutable_author()->set_id(
      fmt::format("secret{:x>300}", ""));
  request.mutable_comment()->set_name("secret");
  request.set_request_id("secret secret");
  FieldErrors errors;
  CheckRequest(request, &errors);
  const RpcStatus status = errors.ToStatus();
  EXPECT_THAT(Paths(status),
              testing::UnorderedElementsAre("comment.author.id", "comment.name",
                                            "request_id"));
  EXPECT_EQ(status.SerializeAsString().find("secret"), std::string::npos);
}

TEST(CheckBatch, RefusesWhatStandsTwice) {
  v1::BatchModerateCommentsRequest batch;
  batch.add_requests()->mutable_comment()->set_name("sites/a/comments/1");
  batch.add_requests()->mutable_comment();
  batch.add_requests()->mutable_comment();
  EXPECT_TRUE(IsOk(CheckBatch(batch))) << "comments without names may repeat";
  batch.mutable_requests(2)->mutable_comment()->set_name("sites/a/comments/1");
  EXPECT_THAT(Paths(CheckBatch(batch)),
              testing::ElementsAre("requests[2].comment.name"));
  batch.mutable_requests(2)->clear_comment();
  batch.mutable_requests(0)->set_request_id("r");
  batch.mutable_requests(1)->set_request_id("r");
  EXPECT_THAT(Paths(CheckBatch(batch)),
              testing::ElementsAre("requests[1].request_id"));
}

TEST(CheckBatch, RefusesTooMany) {
  v1::BatchModerateCommentsRequest batch;
  for (int i = 0; i < kBatchItemsMax; ++i) batch.add_requests();
  EXPECT_TRUE(IsOk(CheckBatch(batch)));
  batch.add_requests();
  EXPECT_EQ(CheckBatch(batch).code(), 8);
}

TEST(CheckExplain, ChecksFacts) {
  v1::ExplainCommentRequest request;
  request.set_parent("sites/demo");
  request.mutable_comment()->set_body("Bonjour");
  FieldErrors good;
  CheckExplain(request, &good);
  EXPECT_TRUE(good.empty());
  request.mutable_facts()->add_repeats();
  FieldErrors bad;
  CheckExplain(request, &bad);
  EXPECT_THAT(
      Paths(bad.ToStatus()),
      testing::ElementsAre("facts.repeats[0].of", "facts.repeats[0].window"));
}

}  // namespace
}  // namespace crible
