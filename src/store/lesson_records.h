#ifndef CRIBLE_STORE_LESSON_RECORDS_H_
#define CRIBLE_STORE_LESSON_RECORDS_H_

// What people teach the models of a site (records.h).

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace crible {

// What a person said of a comment, as a model learns it.
enum class LessonLabel : uint8_t { kAccepted = 1, kRefused = 2 };

// A lesson from outside the queue, of a comment that is known.
struct Teaching {
  std::string comment;
  std::string source;
  LessonLabel label = LessonLabel::kAccepted;
  std::string category;
  std::string ground;
};

// Takes back all lessons of a source.
struct SourceDrop {
  std::string site;
  std::string source;
};

// Lets the site's layer learn from its lessons up to a token, or go back to
// where it stood before; then it stays there until it is let on.
struct LayerChange {
  std::string site;
  uint64_t upto = 0;
  std::string hash;  // of the layer, for the log
  bool back = false;
};

// The latest that a person said of a comment, and the comment's text.
struct Lesson {
  uint64_t event = 0;  // from which it comes
  std::string site;
  std::string comment;
  // "review:SUBJECT", "feedback:SUBJECT", "teach:SUBJECT", "import:NAME".
  std::string source;
  LessonLabel label = LessonLabel::kAccepted;
  std::string category;  // empty: that of the ground
  std::string ground;
  std::string subject;
  absl::Time time;
  int64_t hash = 0;     // of the text, under the store's key; equal for copies
  std::string payload;  // of the comment's decision in force

  // Every fifth text is kept for testing: nothing learns from it.
  bool kept() const { return hash % 5 == 0; }
};

struct LessonFilter {
  std::string site;            // required
  std::string source;          // empty: all
  uint64_t upto = UINT64_MAX;  // no lesson of a later event
  bool teaching = false;       // only those that may teach a category
  std::optional<bool> kept;    // whether for testing
  int lessons_max = 1000;
  bool texts = true;  // fill `payload`; lessons whose text is gone are left out
};

struct LessonSource {
  std::string source;
  int64_t lessons = 0;
  int64_t refused = 0;  // of them
  absl::Time last;
  uint64_t last_event = 0;
};

// How far the layer of a site in force has learned.
struct SiteLearning {
  std::string site;
  uint64_t upto = 0;  // 0: from nothing
  uint64_t upto_before = 0;
  bool held = false;    // it went back, and stays until a person lets it on
  int64_t changes = 0;  // grows with every change of the site's lessons
};

}  // namespace crible

#endif  // CRIBLE_STORE_LESSON_RECORDS_H_
