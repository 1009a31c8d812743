#include "service/convert.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Convert, FactsSurviveTheRoundTrip) {
  ObservedFacts facts;
  facts.now = absl::FromUnixMicros(1'700'000'000'123'456);
  facts.repeats = {{RepeatOf::kText, 600, 7, 2},
                   {RepeatOf::kAddress, 60, 1, 1}};
  facts.author.comments = 12;
  facts.author.rejected = 0;
  facts.author.first_seen = absl::FromUnixSeconds(-5);
  facts.author.trusted = false;
  facts.author.objects = true;
  facts.author.restricts = true;
  facts.author.status = AuthorStatus::kBefore;
  facts.mode = ArticleMode::kClosed;
  facts.earlier = EarlierResolution::kNearlyOrdered;
  facts.order = "OFAC, 77";
  facts.reports = 3;
  facts.waiting = 0;
  std::string bytes;
  WireWriter out(&bytes);
  AppendFacts(facts, v1::Decision::kFactsFieldNumber, &out);
  v1::Decision message;
  ASSERT_TRUE(message.ParseFromString(bytes));
  EXPECT_EQ(message.SerializeAsString(), bytes);
  const ObservedFacts back = ToFacts(message.facts());
  EXPECT_EQ(back.now, facts.now);
  EXPECT_EQ(back.repeats, facts.repeats);
  EXPECT_EQ(back.author.comments, facts.author.comments);
  EXPECT_EQ(back.author.accepted, std::nullopt);
  EXPECT_EQ(back.author.rejected, facts.author.rejected);
  EXPECT_EQ(back.author.first_seen, facts.author.first_seen);
  EXPECT_EQ(back.author.trusted, facts.author.trusted);
  EXPECT_EQ(back.author.objects, true);
  EXPECT_EQ(back.author.restricts, true);
  EXPECT_EQ(back.author.status, facts.author.status);
  EXPECT_EQ(back.mode, facts.mode);
  EXPECT_EQ(back.earlier, facts.earlier);
  EXPECT_EQ(back.order, facts.order);
  EXPECT_EQ(back.reports, facts.reports);
  EXPECT_EQ(back.waiting, facts.waiting);
}

TEST(Convert, WhatIsNotSentIsNotKnown) {
  v1::Comment message;
  message.set_body("Bonjour");
  Comment comment;
  comment.reports = 7;  // of an earlier use
  comment.author.trusted = true;
  comment.scores.push_back({});
  ToComment(message, "demo", "sites/demo/comments/1", nullptr, &comment);
  EXPECT_EQ(comment.reports, std::nullopt);
  EXPECT_EQ(comment.author.trusted, std::nullopt);
  EXPECT_EQ(comment.author.created, std::nullopt);
  EXPECT_EQ(comment.honeypot, std::nullopt);
  EXPECT_TRUE(comment.scores.empty());
  EXPECT_EQ(comment.article, nullptr);
  EXPECT_EQ(comment.site, "demo");
}

TEST(Convert, EveryFieldArrives) {
  v1::Comment message;
  message.set_body("<b>Bonjour</b>");
  message.set_body_format(v1::BODY_FORMAT_HTML);
  message.mutable_author()->set_id("u1");
  message.mutable_author()->set_display_name("Anne");
  message.mutable_author()->set_email("a@example.test");
  message.mutable_author()->set_url("https://example.test");
  message.mutable_author()->set_ip_address("192.0.2.1");
  message.mutable_author()->set_comment_count(0);
  message.mutable_author()->set_accepted_count(5);
  message.mutable_author()->set_rejected_count(6);
  message.mutable_parent()->set_text("Non");
  message.mutable_parent()->set_author("Paul");
  message.set_honeypot_filled(false);
  message.mutable_time_on_page()->set_nanos(500'000'000);
  message.set_language("fr-CA");
  message.set_user_agent("UA");
  message.set_referrer("R");
  Comment c;
  ToComment(message, "s", "n", nullptr, &c);
  EXPECT_EQ(c.format, BodyFormat::kHtml);
  EXPECT_EQ(c.author.id, "u1");
  EXPECT_EQ(c.author.name, "Anne");
  EXPECT_EQ(c.author.email, "a@example.test");
  EXPECT_EQ(c.author.url, "https://example.test");
  EXPECT_EQ(c.author.address, "192.0.2.1");
  EXPECT_EQ(c.author.comments, 0u);
  EXPECT_EQ(c.author.accepted, 5u);
  EXPECT_EQ(c.author.rejected, 6u);
  EXPECT_EQ(c.parent.text, "Non");
  EXPECT_EQ(c.parent.author, "Paul");
  EXPECT_EQ(c.honeypot, false);
  EXPECT_EQ(c.time_on_page, absl::Milliseconds(500));
  EXPECT_EQ(c.language, "fr-CA");
  EXPECT_EQ(c.user_agent, "UA");
  EXPECT_EQ(c.referrer, "R");
}

}  // namespace
}  // namespace crible
