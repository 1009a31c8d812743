#ifndef CRIBLE_TESTS_SERVICE_REVIEW_FIXTURE_H_
#define CRIBLE_TESTS_SERVICE_REVIEW_FIXTURE_H_

// A site with its queue, without the wire: comments come in by a Moderator,
// people and systems act by Reviewer and Desk.

#include <memory>
#include <set>
#include <string>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/decision_record.h"
#include "service/desk.h"
#include "service/moderator.h"
#include "service/reviewer.h"
#include "service/test_bundle.h"
#include "store/store.h"
#include "store/store_facts.h"
#include "support/manual_clock.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {

inline std::string ReasonOf(const RpcStatus& status) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

// Counts nothing, and keeps what was taken back.
class UncountedFacts : public NoFacts {
 public:
  void Forget(const FactRemoval& removal) override {
    comments.insert(removal.comments.begin(), removal.comments.end());
    authors.insert(removal.authors.begin(), removal.authors.end());
  }
  std::set<uint64_t> comments, authors;
};

class ReviewFixture : public testing::Test {
 protected:
  static constexpr char kHeld[] = "Voici une offre de prêt";
  static constexpr char kFine[] = "Merci pour cet article";

  v1::Decision Send(const std::string& id, const std::string& body,
                    const std::string& author = "zoe") {
    clock_.Advance(absl::Seconds(1));
    v1::ModerateCommentRequest request;
    request.set_parent("sites/demo");
    v1::Comment& comment = *request.mutable_comment();
    comment.set_name(CommentName(id));
    comment.set_body(body);
    comment.set_article("sites/demo/articles/a");
    comment.mutable_author()->set_id(author);
    comment.mutable_author()->set_display_name("Zoé Martin");
    return SendRequest(&moderator_, &request);
  }
  static v1::Decision SendRequest(Moderator* moderator,
                                  v1::ModerateCommentRequest* request) {
    class PatientCaller : public Caller {
     public:
      bool Waits() const override { return true; }
    };
    Work work;
    const RpcStatus status =
        moderator->Moderate(PatientCaller(), nullptr, "", request, &work);
    EXPECT_TRUE(IsOk(status)) << status.message();
    if (work.commit != nullptr) {
      EXPECT_THAT(work.commit->Wait(), crible::IsOk());
    }
    v1::Decision decision;
    decision.ParseFromString(work.decision);
    return decision;
  }
  static std::string CommentName(const std::string& id) {
    return "sites/demo/comments/" + id;
  }
  static std::string ItemName(const std::string& id) {
    return "sites/demo/reviewItems/" + id;
  }
  v1::ReviewItem Get(const std::string& id, const std::string& who = "ann") {
    v1::GetReviewItemRequest request;
    request.set_name(ItemName(id));
    v1::ReviewItem item;
    const RpcStatus status = reviewer_.Get(request, who, &item);
    EXPECT_TRUE(IsOk(status)) << status.message();
    return item;
  }
  RpcStatus Resolve(const std::string& id, v1::Outcome outcome,
                    v1::ReviewItem* out, const std::string& who = "ann",
                    const std::string& etag = "") {
    v1::ResolveReviewItemRequest request;
    request.set_name(ItemName(id));
    request.set_etag(etag.empty() ? Get(id, who).etag() : etag);
    request.set_outcome(outcome);
    if (outcome == v1::OUTCOME_REJECT) request.set_ground("spam");
    request.set_note("a note");
    return reviewer_.Resolve(request, who, out);
  }
  std::vector<std::string> Listed(const v1::ListReviewItemsRequest& asked) {
    v1::ListReviewItemsRequest request = asked;
    request.set_parent("sites/demo");
    v1::ListReviewItemsResponse response;
    const RpcStatus status = reviewer_.List(request, &response);
    EXPECT_TRUE(IsOk(status)) << status.message();
    std::vector<std::string> ids;
    for (const v1::ReviewItem& item : response.items())
      ids.push_back(item.name().substr(ItemName("").size()));
    return ids;
  }

  TestFolder folder_;
  ManualClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  Engine engine_{TestBundle()};
  std::unique_ptr<Store> store_ = *OpenStore({.folder = folder_ / "data",
                                              .linger = absl::Milliseconds(1),
                                              .words_of = WordsOfRecord});
  UncountedFacts counts_;
  StoreFacts facts_{store_.get(), &counts_};
  Moderator moderator_{&engine_, &facts_, &clock_, {}, store_.get()};
  Desk desk_{&engine_, &clock_, store_.get()};
  Reviewer reviewer_{&engine_, &clock_, store_.get()};
};

}  // namespace crible

#endif  // CRIBLE_TESTS_SERVICE_REVIEW_FIXTURE_H_
