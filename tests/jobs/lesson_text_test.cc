#include "jobs/lesson_text.h"

#include "jobs/lesson_fixture.h"

namespace crible {
namespace {

Lesson LessonOf(const v1::CommentRecord& record) {
  return {.site = "demo",
          .comment = LessonName(1),
          .payload = record.SerializeAsString()};
}

TEST(LessonTextTest, ReadsTheCommentOfARecord) {
  v1::CommentRecord record;
  record.mutable_comment()->set_body("<p>Un crédit</p>");
  record.mutable_comment()->set_body_format(v1::BODY_FORMAT_HTML);
  record.mutable_comment()->mutable_author()->set_display_name("Zoé");
  const auto bundle = ModelBundle();
  LessonText text;
  const auto lesson = LessonOf(record);  // its bytes are pointed into
  ASSERT_TRUE(text.Read(lesson, *bundle));
  EXPECT_EQ(text.comment().format, BodyFormat::kHtml);
  EXPECT_EQ(text.comment().author.name, "Zoé");
  EXPECT_EQ(text.comment().site, "demo");
  EXPECT_EQ(text.text().words().size(), 2u);
}

TEST(LessonTextTest, KnowsTheAuthorByWhatThereIs) {
  const auto bundle = ModelBundle();
  v1::CommentRecord record;
  record.mutable_comment()->set_body("Un crédit");
  LessonText text;
  ASSERT_TRUE(text.Read(LessonOf(record), *bundle));
  EXPECT_EQ(text.author(), "");
  v1::Author* author = record.mutable_comment()->mutable_author();
  author->set_display_name("z");
  ASSERT_TRUE(text.Read(LessonOf(record), *bundle));
  const std::string by_name(text.author());
  author->set_email("z");
  ASSERT_TRUE(text.Read(LessonOf(record), *bundle));
  const std::string by_mail(text.author());
  author->set_id("z");
  ASSERT_TRUE(text.Read(LessonOf(record), *bundle));
  EXPECT_NE(by_name, by_mail);
  EXPECT_NE(text.author(), by_mail);
  EXPECT_NE(text.author(), by_name);
}

TEST(LessonTextTest, RefusesWhatIsNoComment) {
  const auto bundle = ModelBundle();
  LessonText text;
  EXPECT_FALSE(text.Read({.payload = "\xff\xff"}, *bundle));
  EXPECT_FALSE(text.Read({.payload = ""}, *bundle));
}

TEST(LessonTextTest, CategoriesOfLessons) {
  const auto bundle = ModelBundle();
  const struct {
    Lesson lesson;
    std::string want;
  } kCases[] = {
      {{.label = LessonLabel::kAccepted, .ground = "spam"}, ""},
      {{.label = LessonLabel::kRefused, .ground = "spam"}, "spam"},
      {{.label = LessonLabel::kRefused, .ground = "unknown"}, ""},
      {{.label = LessonLabel::kRefused}, ""},
      {{.label = LessonLabel::kRefused, .category = "abuse", .ground = "spam"},
       "abuse"}};
  for (const auto& it : kCases)
    EXPECT_EQ(CategoryOf(it.lesson, *bundle), it.want);
}

}  // namespace
}  // namespace crible
