#ifndef CRIBLE_JOBS_LESSON_TEXT_H_
#define CRIBLE_JOBS_LESSON_TEXT_H_

#include <memory>
#include <string>
#include <string_view>

#include "comment/comment.h"
#include "comment/signals.h"
#include "engine/bundle.h"
#include "store/records.h"
#include "text/text.h"

namespace crible {

// The comment of a lesson, as it is learned from and tried on. Reused: views
// last until the next Read.
class LessonText {
 public:
  LessonText();
  ~LessonText();

  // False for a payload without a comment. `analyse`: text and signals as well.
  bool Read(const Lesson& lesson, const Bundle& bundle, bool analyse = true);

  const Comment& comment() const { return comment_; }
  const Text& text() const { return text_; }
  const Signals& signals() const { return signals_; }
  // What tells the author from others: the id, else the e-mail, else the name;
  // empty when nothing does.
  std::string_view author() const { return author_; }

 private:
  struct Message;
  const std::unique_ptr<Message> message_;
  Comment comment_;
  Text text_;
  Signals signals_;
  std::string author_;
};

// What a lesson teaches: the category that was said, else that of its ground;
// empty for what was accepted and for a refusal that teaches nothing.
std::string_view CategoryOf(const Lesson& lesson, const Bundle& bundle);

}  // namespace crible

#endif  // CRIBLE_JOBS_LESSON_TEXT_H_
