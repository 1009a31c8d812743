#ifndef CRIBLE_STORE_LESSON_RECORDS_H_
#define CRIBLE_STORE_LESSON_RECORDS_H_

// What people teach the models of a site (records.h).

#include <cstdint>
#include <string>

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

}  // namespace crible

#endif  // CRIBLE_STORE_LESSON_RECORDS_H_
