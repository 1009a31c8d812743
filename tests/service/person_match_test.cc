#include "service/person_match.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Comment Comment() {
  v1::Comment comment;
  comment.set_name("sites/demo/comments/1");
  comment.set_article("sites/demo/articles/a");
  comment.set_body("Ce maire devrait avoir honte de lui");
  comment.mutable_author()->set_id("zoe");
  comment.mutable_author()->set_display_name("Zoé Martin");
  comment.mutable_author()->set_email("Zoe@Exemple.test");
  comment.mutable_author()->set_ip_address("192.0.2.7");
  return comment;
}

TEST(PersonMatchTest, FindsByEachField) {
  v1::PersonQuery person;
  person.set_author_id("zoe");
  EXPECT_THAT(MatchesOf(person, Comment()), ElementsAre("author_id"));
  person.set_email("zoe@exemple.TEST ");
  person.set_ip_address("192.0.2.7");
  person.set_display_name("ZOE MARTIN");
  EXPECT_THAT(MatchesOf(person, Comment()),
              ElementsAre("author_id", "email", "ip_address", "display_name"));
  v1::PersonQuery other;
  other.set_author_id("Zoe");  // ids are as the site writes them
  other.set_email("zoe@exemple.test.evil");
  EXPECT_THAT(MatchesOf(other, Comment()), IsEmpty());
  // What was not sent is nobody's.
  EXPECT_THAT(MatchesOf(person, v1::Comment()), IsEmpty());
  EXPECT_THAT(MatchesOf(v1::PersonQuery(), v1::Comment()), IsEmpty());
}

TEST(PersonMatchTest, KnowsWhoReportedAndWhoseStatusItIs) {
  v1::PersonQuery person;
  person.set_author_id("zoe");
  person.set_email("zoe@exemple.test");
  v1::EventDetail detail;
  EXPECT_FALSE(TellsOf(person, detail));
  detail.mutable_reporter()->set_email("ZOE@exemple.test");
  EXPECT_TRUE(TellsOf(person, detail));
  v1::EventDetail status;
  status.set_author_id("zoe");
  EXPECT_TRUE(TellsOf(person, status));
  status.set_author_id("max");
  EXPECT_FALSE(TellsOf(person, status));
}

v1::CommentRecord Answer(const std::string& text, const std::string& author) {
  v1::CommentRecord record;
  record.mutable_comment()->set_name("sites/demo/comments/2");
  record.mutable_comment()->set_article("sites/demo/articles/a");
  record.mutable_comment()->set_body("Vous avez tort");
  record.mutable_comment()->mutable_parent()->set_text(text);
  record.mutable_comment()->mutable_parent()->set_author(author);
  v1::Reason* reason = record.mutable_decision()->add_reasons();
  reason->add_texts()->set_text("Insulte adressée à Zoé Martin");
  return record;
}

TEST(PersonMatchTest, BlacksOutWhatOthersQuote) {
  Quotes quotes;
  quotes.Add(Comment());
  const struct {
    const char* text;
    const char* author;
    bool quotes;
  } kCases[] = {
      {"Ce maire devrait avoir honte de lui", "Zoé Martin", true},
      {" Ce maire devrait avoir honte de lui ", "", true},
      {"devrait avoir honte", "", true},  // an excerpt
      {"", "zoé martin", true},
      {"honte", "", false},                                // stands anywhere
      {"Un tout autre commentaire", "Zoé Martin", false},  // of a namesake
      {"", "Max", false},
  };
  for (const auto& one : kCases) {
    v1::CommentRecord record = Answer(one.text, one.author);
    EXPECT_EQ(quotes.Redact(&record), one.quotes) << one.text << one.author;
    EXPECT_EQ(record.comment().parent().author().empty(),
              one.quotes || std::string(one.author).empty());
  }
  v1::CommentRecord record = Answer("", "Zoé Martin");
  ASSERT_TRUE(quotes.Redact(&record));
  EXPECT_EQ(record.decision().reasons(0).texts(0).text(),
            "Insulte adressée à […]");
  EXPECT_EQ(record.comment().body(), "Vous avez tort");
  v1::CommentRecord elsewhere = Answer("", "Zoé Martin");
  elsewhere.mutable_comment()->set_article("sites/demo/articles/b");
  EXPECT_FALSE(quotes.Redact(&elsewhere));
}

TEST(PersonMatchTest, ACopyLosesWhomeverItAnswers) {
  v1::CommentRecord record;
  record.ParseFromString(
      WithoutParent(Answer("Ce maire", "Zoé Martin").SerializeAsString()));
  EXPECT_TRUE(record.comment().parent().text().empty());
  EXPECT_TRUE(record.comment().parent().author().empty());
  EXPECT_EQ(record.comment().body(), "Vous avez tort");
  EXPECT_EQ(WithoutParent("no message"), "no message");
}

}  // namespace
}  // namespace crible
