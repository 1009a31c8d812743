#ifndef CRIBLE_TESTS_JOBS_LESSON_FIXTURE_H_
#define CRIBLE_TESTS_JOBS_LESSON_FIXTURE_H_

// A store with lessons and a small bundle, for the tests of src/jobs.

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "bayes/sample.h"
#include "crible/v1/comment_record.pb.h"
#include "engine/bundle.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jobs/lesson_layer.h"
#include "store/store.h"
#include "support/status_matchers.h"
#include "support/test_bundle.h"
#include "support/test_folder.h"

namespace crible {

inline const absl::Time kLessonStart = absl::FromUnixSeconds(1'700'000'000);

// What a person said of a comment, of the past.
struct SaidLesson {
  std::string body;
  std::string category;  // of what was refused; "" for accepted
  std::string author = "zoe";
  std::string source = "import:archive";
  std::string author_name = "";
};

inline std::string RecordOf(const SaidLesson& said) {
  v1::CommentRecord record;
  record.mutable_comment()->set_body(said.body);
  record.mutable_comment()->mutable_author()->set_id(said.author);
  record.mutable_comment()->mutable_author()->set_display_name(
      said.author_name);
  return record.SerializeAsString();
}

inline std::string LessonName(int i) {
  return fmt::format("sites/demo/comments/{}", i);
}

inline Import ImportOf(int i, const SaidLesson& said) {
  const bool accepted = said.category.empty();
  return {.comment = {.site = "demo",
                      .comment = LessonName(i),
                      .author_id = said.author,
                      .body = said.body,
                      .verdict = accepted ? Verdict::kAccept : Verdict::kReject,
                      .time = kLessonStart,
                      .payload = RecordOf(said)},
          .source = said.source,
          .label = accepted ? LessonLabel::kAccepted : LessonLabel::kRefused,
          .category = said.category,
          .decided_by = "an editor",
          .decided = kLessonStart};
}

inline std::shared_ptr<const Bundle> ModelBundle() {
  Model model = SmallModel();
  return BundleOf(
      {{"spam.model", WriteModel(model)},
       {"policy.toml", "[group]\nspam.hold = 0.5\n"},
       {"rules/test.toml", kTwoRules},
       {"grounds.toml", std::string(kSpamGround) + "category = \"spam\"\n"}});
}

class LessonTest : public testing::Test {
 protected:
  LessonTest() : store_(OpenIn("data")) {}

  // All stores of a test share one key: which texts are kept depends on it.
  std::unique_ptr<Store> OpenIn(const std::string& name) {
    const std::string folder = folder_ / name;
    if (name != "data") {
      std::filesystem::create_directories(folder);
      std::filesystem::copy_file((folder_ / "data") + "/crible.key",
                                 folder + "/crible.key");
    }
    auto store = OpenStore({.folder = folder, .linger = absl::Milliseconds(1)});
    EXPECT_THAT(store.status(), IsOk());
    return *std::move(store);
  }
  static Actor By(const std::string& subject) {
    return {subject, kLessonStart + absl::Hours(1)};
  }
  uint64_t Teach(Store* store, int i, const SaidLesson& said) {
    const auto token = store->Apply(By("importer"), ImportOf(i, said));
    EXPECT_THAT(token.status(), IsOk());
    return token.value_or(0);
  }
  void Teach(int i, const SaidLesson& said) { Teach(store_.get(), i, said); }

  std::string Bytes(Store* store, uint64_t upto = UINT64_MAX) {
    const auto layer = CountLayer(store, *bundle_, "demo", upto);
    EXPECT_THAT(layer.status(), IsOk());
    return WriteLayer(*layer);
  }

  TestFolder folder_;
  const std::shared_ptr<const Bundle> bundle_ = ModelBundle();
  std::unique_ptr<Store> store_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_JOBS_LESSON_FIXTURE_H_
