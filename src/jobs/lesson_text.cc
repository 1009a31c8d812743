#include "jobs/lesson_text.h"

#include "crible/v1/comment_record.pb.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "signals/measure.h"

namespace crible {
namespace {

// Kinds apart, so that nobody's name is somebody's id.
std::string AuthorOf(const v1::Author& author) {
  if (!author.id().empty()) return fmt::format("id {}", author.id());
  if (!author.email().empty()) return fmt::format("mail {}", author.email());
  if (author.display_name().empty()) return "";
  return fmt::format("name {}", author.display_name());
}

}  // namespace

struct LessonText::Message {
  v1::CommentRecord record;
};

LessonText::LessonText() : message_(std::make_unique<Message>()) {}
LessonText::~LessonText() = default;

bool LessonText::Read(const Lesson& lesson, const Bundle& bundle,
                      bool analyse) {
  v1::CommentRecord& record = message_->record;
  if (!record.ParseFromString(lesson.payload)) return false;
  const v1::Comment& sent = record.comment();
  if (sent.body().empty() || sent.body().size() > kBodyBytesMax) return false;
  comment_ = {};
  comment_.name = lesson.comment;
  comment_.site = lesson.site;
  comment_.body = sent.body();
  comment_.format = sent.body_format() == v1::BODY_FORMAT_HTML ? BodyFormat::kHtml
                                                          : BodyFormat::kPlain;
  comment_.author.name = sent.author().display_name();
  author_ = AuthorOf(sent.author());
  if (!analyse) return true;
  AnalyzeText(comment_.body, comment_.format, bundle.vocabulary, &text_);
  signals_ = MeasureSignals(comment_, text_);
  return true;
}

std::string_view CategoryOf(const Lesson& lesson, const Bundle& bundle) {
  if (lesson.label == LessonLabel::kAccepted) return "";
  if (!lesson.category.empty()) return lesson.category;
  const auto ground = bundle.grounds.find(lesson.ground);
  return ground == bundle.grounds.end() ? std::string_view()
                                        : ground->second.category;
}

}  // namespace crible
