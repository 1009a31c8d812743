#include "server/server.h"

#include <atomic>
#include <cmath>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "crible/v1/moderation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "server/call.h"
#include "server/client.h"
#include "service/limits.h"
#include "service/test_bundle.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

constexpr char kUnary[] = "/crible.v1.ModerationService/ModerateComment";
constexpr char kStream[] = "/crible.v1.ModerationService/ModerateComments";
constexpr char kBatch[] = "/crible.v1.ModerationService/BatchModerateComments";
constexpr char kExplain[] = "/crible.v1.RuleService/ExplainComment";

// Holds every decision until told to go on.
class GatedFacts : public Facts {
 public:
  void Observe(const FactQuery&, absl::Time now, absl::Duration,
               ObservedFacts* facts) override {
    if (!begun.HasBeenNotified()) begun.Notify();
    go_on.WaitForNotification();
    facts->Clear();
    facts->now = now;
  }
  absl::Notification begun, go_on;
};

class ServerTest : public testing::Test {
 protected:
  void Start(Facts* facts) {
    auto server = Server::Start({.address = "127.0.0.1:0", .work_threads = 1},
                                &engine_, facts, &clock_);
    CRIBLE_ASSERT_OK(server);
    server_ = *std::move(server);
    client_ = std::make_unique<RawClient>(server_->address());
  }
  void SetUp() override { Start(&no_facts_); }

  static std::string Comment(const std::string& body,
                             const std::string& name = "") {
    v1::ModerateCommentRequest request;
    request.set_parent("sites/demo");
    request.mutable_comment()->set_body(body);
    if (!name.empty())
      request.mutable_comment()->set_name("sites/demo/comments/" + name);
    return request.SerializeAsString();
  }
  static std::string Message(const std::string& id, const std::string& body) {
    v1::ModerateCommentsRequest message;
    message.set_correlation_id(id);
    message.mutable_request()->ParseFromString(Comment(body));
    return message.SerializeAsString();
  }
  // The body's bytes replaced by some that are no UTF-8.
  static std::string Spoilt(std::string message) {
    message.replace(message.find("SPOIL"), 5, "\xff\xfe\xc3(\x80");
    return message;
  }

  SystemClock clock_;
  Engine engine_{TestBundle()};
  NoFacts no_facts_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<RawClient> client_;
};

TEST_F(ServerTest, AnswersAComment) {
  std::string bytes;
  const grpc::Status status =
      client_->Unary(kUnary, Comment("une offre de prêt"), &bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::Decision decision;
  ASSERT_TRUE(decision.ParseFromString(bytes));
  EXPECT_EQ(decision.verdict(), v1::VERDICT_HOLD);
}

TEST_F(ServerTest, SaysWhichFieldCannotBeRead) {
  std::string bytes;
  const grpc::Status status =
      client_->Unary(kUnary, Spoilt(Comment("secret SPOIL")), &bytes);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "comment.body: is not valid UTF-8");
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(details.details(1).UnpackTo(&bad));
  EXPECT_EQ(bad.field_violations(0).field(), "comment.body");
  EXPECT_EQ(status.error_details().find("secret"), std::string::npos);
}

TEST_F(ServerTest, AStreamAnswersEveryMessageGoodOrBad) {
  const auto stream = client_->Open(kStream);
  for (const std::string& message :
       {Message("1", "Bonjour"), Spoilt(Message("2", "SPOIL")),
        std::string("\x0a\x01x\x1a\x7f"), Message("4", "offre de prêt")}) {
    ASSERT_TRUE(stream->Write(message));
  }
  stream->WritesDone();
  std::vector<v1::ModerateCommentsResponse> answers;
  std::string bytes;
  while (stream->Read(&bytes)) {
    ASSERT_TRUE(answers.emplace_back().ParseFromString(bytes));
  }
  EXPECT_TRUE(stream->Finish().ok());
  ASSERT_EQ(answers.size(), 4u);
  EXPECT_EQ(answers[0].correlation_id(), "1");
  EXPECT_EQ(answers[0].decision().verdict(), v1::VERDICT_ACCEPT);
  EXPECT_EQ(answers[1].correlation_id(), "2");
  EXPECT_EQ(answers[1].error().code(), 3);
  EXPECT_EQ(answers[1].error().message(),
            "request.comment.body: is not valid UTF-8");
  EXPECT_EQ(answers[2].correlation_id(), "x");
  EXPECT_EQ(answers[2].error().message(), "request: is cut short or malformed");
  EXPECT_EQ(answers[3].decision().verdict(), v1::VERDICT_HOLD);
}

TEST_F(ServerTest, AStreamsArticlesServeTheCommentsAfterThem) {
  const auto stream = client_->Open(kStream);
  v1::ModerateCommentsRequest article;
  article.mutable_article()->set_title("no name");
  ASSERT_TRUE(stream->Write(article.SerializeAsString()));
  std::string bytes;
  ASSERT_TRUE(stream->Read(&bytes)) << "a wrong article is answered";
  v1::ModerateCommentsResponse answer;
  ASSERT_TRUE(answer.ParseFromString(bytes));
  EXPECT_EQ(answer.error().message(), "article.name: is required");
  article.mutable_article()->set_name("sites/demo/articles/1");
  ASSERT_TRUE(stream->Write(article.SerializeAsString()));
  ASSERT_TRUE(stream->Write(Message("7", "Bonjour")));
  ASSERT_TRUE(stream->Read(&bytes)) << "a right one is not";
  ASSERT_TRUE(answer.ParseFromString(bytes));
  EXPECT_EQ(answer.correlation_id(), "7");
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&bytes));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServerTest, ABatchAnswersInOrderAndEachForItself) {
  v1::BatchModerateCommentsRequest batch;
  batch.set_parent("sites/demo");
  for (const char* body : {"Bonjour", "", "SPOIL", "offre de prêt"}) {
    batch.add_requests()->mutable_comment()->set_body(body);
  }
  std::string bytes;
  const grpc::Status status =
      client_->Unary(kBatch, Spoilt(batch.SerializeAsString()), &bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::BatchModerateCommentsResponse response;
  ASSERT_TRUE(response.ParseFromString(bytes));
  ASSERT_EQ(response.results_size(), 4);
  EXPECT_EQ(response.results(0).decision().verdict(), v1::VERDICT_ACCEPT);
  EXPECT_EQ(response.results(1).error().message(),
            "comment.body: must not be blank");
  EXPECT_EQ(response.results(2).error().message(),
            "comment.body: is not valid UTF-8");
  EXPECT_EQ(response.results(3).decision().verdict(), v1::VERDICT_HOLD);
}

TEST_F(ServerTest, RefusesWhatIsTooMuch) {
  std::string bytes;
  EXPECT_EQ(
      client_->Unary(kUnary, std::string(kRequestBytesMax + 1, 'x'), &bytes)
          .error_code(),
      grpc::StatusCode::RESOURCE_EXHAUSTED);
  grpc::Status status =
      client_->Unary(kBatch, std::string(kBatchBytesMax + 1, 'x'), &bytes);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_FALSE(status.error_details().empty());
  v1::BatchModerateCommentsRequest batch;
  for (int i = 0; i <= kBatchItemsMax; ++i) batch.add_requests();
  status = client_->Unary(kBatch, batch.SerializeAsString(), &bytes);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const auto stream = client_->Open(kStream);
  ASSERT_TRUE(stream->Write(std::string(kRequestBytesMax + 1, 'x')));
  ASSERT_TRUE(stream->Write(Message("after", "Bonjour")));
  v1::ModerateCommentsResponse answer;
  ASSERT_TRUE(stream->Read(&bytes) && answer.ParseFromString(bytes));
  EXPECT_EQ(answer.error().code(), 8);
  ASSERT_TRUE(stream->Read(&bytes) && answer.ParseFromString(bytes));
  EXPECT_EQ(answer.correlation_id(), "after");
}

TEST_F(ServerTest, ExplainsOverTheWire) {
  std::string bytes;
  v1::ExplainCommentRequest request;
  request.set_parent("sites/demo");
  request.mutable_comment()->set_body("une offre de prêt");
  const grpc::Status status =
      client_->Unary(kExplain, request.SerializeAsString(), &bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::Explanation explanation;
  ASSERT_TRUE(explanation.ParseFromString(bytes));
  EXPECT_EQ(explanation.hits_size(), 1);
}

TEST_F(ServerTest, ManyStreamsAtOnceLoseNothing) {
  constexpr int kStreams = 8, kMessages = 200;
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < kStreams; ++i) {
    threads.emplace_back([&] {
      const auto stream = client_->Open(kStream);
      std::string bytes;
      for (int j = 0; j < kMessages; ++j) {
        const std::string id = std::to_string(j);
        v1::ModerateCommentsResponse answer;
        if (stream->Write(Message(id, "Bonjour")) && stream->Read(&bytes) &&
            answer.ParseFromString(bytes) && answer.correlation_id() == id) {
          ++answered;
        }
      }
      stream->WritesDone();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, kStreams * kMessages);
}

TEST_F(ServerTest, ACallerWhoDoesNotListenIsNotReadOn) {
  // A small message with a large answer: 64 fields are wrong.
  constexpr int kMessages = 30000;
  v1::ModerateCommentsRequest message;
  for (int i = 0; i < 32; ++i) {
    message.mutable_request()->mutable_comment()->add_scores()->set_value(NAN);
  }
  grpc::ClientContext context;
  const auto stub =
      v1::ModerationService::NewStub(RawClient::Channel(server_->address()));
  const auto stream = stub->ModerateComments(&context);
  std::atomic<int> written = 0;
  std::thread writer([&] {
    while (written < kMessages && stream->Write(message)) ++written;
    stream->WritesDone();
  });
  // Writing comes to a halt although nothing is wrong: nobody reads.
  int before = -1;
  while (before != written) {
    before = written;
    absl::SleepFor(absl::Seconds(1));
  }
  EXPECT_LT(before, kMessages) << "100 MB of answers were held";
  // And goes on when somebody does.
  int answers = 0;
  v1::ModerateCommentsResponse answer;
  while (stream->Read(&answer)) ++answers;
  writer.join();
  EXPECT_EQ(written, kMessages);
  EXPECT_EQ(answers, kMessages);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServerTest, CancelledStreamsEndAndTheServerLivesOn) {
  for (int i = 0; i < 50; ++i) {
    const auto stream = client_->Open(kStream);
    for (int j = 0; j < 5; ++j) stream->Write(Message("1", "Bonjour"));
    stream->Cancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  std::string bytes;
  EXPECT_TRUE(client_->Unary(kUnary, Comment("Bonjour"), &bytes).ok());
  server_->Drain(absl::Seconds(10));
}

TEST_F(ServerTest, WhenTooMuchWaitsItSaysSo) {
  GatedFacts gate;
  Start(&gate);  // one thread, four waiting
  v1::BatchModerateCommentsRequest batch;
  batch.set_parent("sites/demo");
  batch.add_requests()->mutable_comment()->set_body("Bonjour");
  const std::string request = batch.SerializeAsString();
  std::vector<std::thread> waiting;
  std::atomic<int> fine = 0;
  const auto send = [&] {
    std::string bytes;
    if (client_->Unary(kBatch, request, &bytes).ok()) ++fine;
  };
  waiting.emplace_back(send);
  gate.begun.WaitForNotification();
  grpc::Status status;
  std::string bytes;
  // The queue fills with calls that nobody waits for any more, then is full.
  for (int i = 0; i < 10; ++i) {
    status =
        client_->Unary(kBatch, request, &bytes, std::chrono::milliseconds(200));
    if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) break;
  }
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  gate.go_on.Notify();
  for (std::thread& thread : waiting) thread.join();
  EXPECT_EQ(fine, 1);
}

TEST_F(ServerTest, DrainingFinishesWhatHasBegun) {
  GatedFacts gate;
  Start(&gate);
  grpc::Status status;
  std::string bytes;
  std::thread caller(
      [&] { status = client_->Unary(kUnary, Comment("Bonjour"), &bytes); });
  gate.begun.WaitForNotification();
  // Answered once, so that its handler has begun: a call that the transport has
  // but no handler is ended by the library.
  const auto idle = client_->Open(kStream);
  std::string none;
  EXPECT_TRUE(idle->Write("\xff"));
  EXPECT_TRUE(idle->Read(&none));
  std::thread drain([&] { server_->Drain(absl::Seconds(20)); });
  EXPECT_FALSE(idle->Read(&none));
  EXPECT_EQ(idle->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  gate.go_on.Notify();
  caller.join();
  drain.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
  RawClient late(server_->address());
  EXPECT_EQ(late.Unary(kUnary, Comment("Bonjour"), &bytes).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTest, OnlyThisMachineMayBeListenedOn) {
  for (const char* address :
       {"0.0.0.0:0", "[::]:0", "192.0.2.1:1", "example.test:1", "127.0.0.1",
        "127.0.0.1:", "127.0.0.1:x", ":0", "", "127.0.0.1:123456"}) {
    EXPECT_THAT(
        Server::Start({.address = address}, &engine_, &no_facts_, &clock_),
        StatusIs(absl::StatusCode::kInvalidArgument, "«"))
        << address;
  }
  EXPECT_THAT(Server::Start({.address = server_->address(),
                             .language = UiLanguage::kEnglish},
                            &engine_, &no_facts_, &clock_),
              StatusIs(absl::StatusCode::kUnavailable, "another server"));
}

TEST_F(ServerTest, CallTakesAndGivesJson) {
  const auto answer = Call(
      {.address = server_->address(),
       .method = "ModerateComment",
       .request = R"({"parent": "sites/demo", "comment": {"body": "Oui"}})"});
  CRIBLE_ASSERT_OK(answer);
  EXPECT_THAT(*answer, testing::HasSubstr("\"verdict\": \"VERDICT_ACCEPT\""));
  const struct {
    const char* method;
    const char* request;
    absl::StatusCode code;
    const char* part;
  } kRefused[] = {
      {"ModerateComment", "{\"parent\": \"sites/demo\"}",
       absl::StatusCode::kInvalidArgument, "\"field\": \"comment\""},
      {"ModerateComment", "{\"no\": 1}", absl::StatusCode::kInvalidArgument,
       "no JSON of this method"},
      {"ModerateComments", "{}", absl::StatusCode::kUnimplemented, "stream"},
      {"Nothing", "{}", absl::StatusCode::kNotFound, "Nothing"},
  };
  for (const auto& c : kRefused) {
    EXPECT_THAT(Call({.address = server_->address(),
                      .method = c.method,
                      .request = c.request}),
                StatusIs(c.code, c.part));
  }
}

}  // namespace
}  // namespace crible
