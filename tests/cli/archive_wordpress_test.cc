#include "cli/archive_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ArchiveWordPressTest : public ArchiveTest {
 protected:
  static std::string Comment(const std::string& id, const std::string& approved,
                             const std::string& body,
                             const std::string& type = "comment") {
    return fmt::format(
        "<wp:comment>\n<wp:comment_id>{}</wp:comment_id>\n"
        "<wp:comment_author><![CDATA[Zoé & co]]></wp:comment_author>\n"
        "<wp:comment_author_email>z@exemple.test</wp:comment_author_email>\n"
        "<wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>\n"
        "<wp:comment_date_gmt><![CDATA[2026-11-02 10:20:30]]>"
        "</wp:comment_date_gmt>\n"
        "<wp:comment_content><![CDATA[{}]]></wp:comment_content>\n"
        "<wp:comment_approved><![CDATA[{}]]></wp:comment_approved>\n"
        "<wp:comment_type><![CDATA[{}]]></wp:comment_type>\n"
        "<wp:comment_user_id>0</wp:comment_user_id>\n"
        "<wp:commentmeta><wp:meta_key>akismet_result</wp:meta_key>"
        "<wp:meta_value><![CDATA[<wp:comment_content>no]]></wp:meta_value>"
        "</wp:commentmeta>\n</wp:comment>\n",
        id, body, approved, type);
  }
  static std::string Export(const std::string& comments) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n"
           "<!-- a <wp:comment> in a comment -->\n"
           "<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">"
           "\n<channel>\n<title>Blog</title>\n"
           "<wp:wxr_version>1.2</wp:wxr_version>\n<item>\n"
           "<title><![CDATA[Le vote]]></title>\n"
           "<link>https://blog.test/?p=5&amp;a=1</link>\n"
           "<wp:post_id>5</wp:post_id>\n" +
           comments + "</item>\n</channel>\n</rss>\n";
  }
};

TEST_F(ArchiveWordPressTest, ReadsCommentsWithTheirArticle) {
  CRIBLE_ASSERT_OK(Read("a.xml", Export(Comment("12", "1", "<b>Bravo</b> !"))));
  EXPECT_THAT(problems_, IsEmpty());
  ASSERT_THAT(comments_, SizeIs(1));
  const ArchiveComment& it = comments_[0];
  EXPECT_EQ(it.id, "12");
  EXPECT_EQ(it.line, 11u);
  EXPECT_EQ(it.body, "<b>Bravo</b> !");
  EXPECT_EQ(it.format, BodyFormat::kHtml);
  EXPECT_EQ(it.author_name, "Zoé & co");
  EXPECT_EQ(it.author_email, "z@exemple.test");
  EXPECT_EQ(it.author_address, "192.0.2.1");
  EXPECT_EQ(it.author_id, "");
  EXPECT_EQ(it.article, "5");
  EXPECT_EQ(it.title, "Le vote");
  EXPECT_EQ(it.url, "https://blog.test/?p=5&a=1");
  EXPECT_EQ(absl::ToUnixSeconds(it.written), 1793614830);
}

TEST_F(ArchiveWordPressTest, WhatWordPressSaysOfComments) {
  CRIBLE_ASSERT_OK(Read(
      "a.xml", Export(Comment("1", "1", "a") + Comment("2", "0", "b") +
                      Comment("3", "spam", "c") + Comment("4", "trash", "d") +
                      Comment("5", "post-trashed", "e") +
                      Comment("6", "1", "f", "pingback"))));
  EXPECT_THAT(problems_, IsEmpty());
  std::vector<std::string> decided;
  for (const ArchiveComment& it : comments_)
    decided.push_back(it.id + " " + Decided(it));
  EXPECT_THAT(decided, ElementsAre("1 accepted", "2 none", "3 refused =spam",
                                   "4 refused", "5 none"));
}

TEST_F(ArchiveWordPressTest, CharacterReferencesAndSplitCdata) {
  CRIBLE_ASSERT_OK(Read(
      "a.xml",
      Export("<wp:comment><wp:comment_content>a &lt; b &#233; &#x20AC; &x; "
             "&#0; &<![CDATA[c]]]]><![CDATA[> d]]></wp:comment_content>"
             "<wp:comment_approved>1</wp:comment_approved></wp:comment>")));
  ASSERT_THAT(comments_, SizeIs(1));
  EXPECT_EQ(comments_[0].body, "a < b é € &x; &#0; &c]]> d");
}

TEST_F(ArchiveWordPressTest, WhatIsBrokenOrNoExport) {
  CRIBLE_ASSERT_OK(Read("a.xml", Export(Comment("1", "1", " ") +
                                        Comment("2", "who knows", "b"))));
  EXPECT_THAT(problems_,
              ElementsAre("11: no text", HasSubstr("unknown decision")));
  const std::string whole = Export(Comment("1", "1", "a"));
  CRIBLE_ASSERT_OK(Read("a.xml", whole.substr(0, whole.find("</wp:comment>"))));
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("the file ends")));
  for (const char* other : {"", "<html></html>", "<", "{\"body\": \"a\"}"})
    EXPECT_FALSE(Read("a.xml", other).ok()) << other;
}

}  // namespace
}  // namespace crible
