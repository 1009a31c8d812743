// Erasure, restriction, objection, legal holds, removal orders: what is gone,
// what stays, and that the log stays sound.

#include "store/erase.h"

#include <fstream>
#include <random>
#include <sstream>

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class EraseTest : public StoreContract {
 protected:
  CommentDecision Comment(int i, Verdict verdict, const std::string& author) {
    CommentDecision decision = Decision(i, verdict, author);
    decision.request_id = fmt::format("call {}", i);
    return decision;
  }
  Erased Erase(Erasure erasure, absl::Duration later = {}) {
    erasure.site = "demo";
    const auto erased = store_->Erase(By("dpo", later), erasure);
    EXPECT_THAT(erased, IsOk());
    return erased.ok() ? *erased : Erased();
  }
  // The bytes of a payload as they stand on disk.
  std::string Sealed(uint64_t event) {
    const auto db = *GetParam().DatabaseIn(Folder())->Connect();
    Rows rows =
        db->Query("SELECT sealed FROM payloads WHERE event = ?1", event);
    return rows.Next() ? rows.Text(0) : "";
  }
  // Pieces of `bytes` that stand in any file of the store.
  int Traces(const std::string& bytes) {
    int traces = 0;
    for (const std::string& path : GetParam().FilesOf(Folder())) {
      if (GetParam().is_postgres && path.find("/pg_wal/") != path.npos)
        continue;  // Traces() names it
      std::ifstream in(path, std::ios::binary);
      std::stringstream all;
      all << in.rdbuf();
      const std::string file = all.str();
      for (size_t i = 0; i + 24 <= bytes.size(); i += 24)
        traces += file.find(bytes.substr(i, 24)) != file.npos;
    }
    return traces;
  }
};
INSTANTIATE_TEST_SUITE_P(All, EraseTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(EraseTest, TakesAwayAllOfAnAuthorAndNothingElse) {
  for (int i = 1; i <= 6; ++i) {
    Record(Comment(i, i % 2 ? Verdict::kHold : Verdict::kAccept,
                   i <= 4 ? "zoe" : "max"));
  }
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  CommentDecision edited = Comment(2, Verdict::kAccept, "zoe");
  edited.content = "edited";
  Record(edited);
  const std::string head = store_->Head()->hash;
  const Erased erased = Erase({.author_ids = {"zoe"}, .payload = "case 7"});
  EXPECT_THAT(erased.comments, ElementsAre(Name(1), Name(2), Name(3), Name(4)));
  EXPECT_EQ(erased.payloads, 6);  // two wordings of one, a note
  for (int i = 1; i <= 4; ++i) {
    EXPECT_FALSE(store_->FindComment(Name(i))->has_value());
    EXPECT_FALSE(store_->FindCall("demo", fmt::format("call {}", i), kStart)
                     ->has_value());
  }
  EXPECT_FALSE(Know({.author_id = "zoe"}).author.has_value());
  EXPECT_EQ(Author("max").comments, 2u);
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("5"));
  EXPECT_THAT(*store_->ListCommentsOf("demo", "zoe"), IsEmpty());
  CRIBLE_ASSERT_OK(store_->VerifyLog(head));
  // Again, there is nothing left to do.
  EXPECT_THAT(Erase({.author_ids = {"zoe"}}).comments, IsEmpty());
}

TEST_P(EraseTest, LeavesNoByteInAnyFile) {
  std::mt19937 random(7);
  std::vector<std::string> gone, kept;
  for (int i = 1; i <= 300; ++i) {
    CommentDecision decision =
        Comment(i, i % 3 ? Verdict::kAccept : Verdict::kHold,
                fmt::format("author {}", i % 20));
    decision.payload = std::string(100 + random() % 5000, 'x');
    Record(decision);
    store_->Flush();
  }
  for (int i = 1; i <= 300; ++i) {
    const auto comment = StoreContract::Comment(i);
    (i % 20 < 10 ? gone : kept).push_back(Sealed(comment.decision));
  }
  ASSERT_GT(Traces(gone[0]), 0);  // the search finds what is there
  for (int author = 0; author < 10; ++author) {
    Erase({.author_ids = {fmt::format("author {}", author)}});
    Record(Comment(400 + author, Verdict::kHold, "somebody"));
  }
  const auto traces = store_->FindTraces();
  CRIBLE_ASSERT_OK(traces);
  EXPECT_EQ(traces->en.empty(), !GetParam().is_postgres);
  if (GetParam().is_postgres) {
    CRIBLE_ASSERT_OK(store_->Compact());
  }
  int left = 0;
  for (const std::string& sealed : gone) left += Traces(sealed);
  EXPECT_EQ(left, 0);
  EXPECT_GT(Traces(kept[0]), 0);
}

TEST_P(EraseTest, RewritesWhatOthersQuoteAndTheLogStaysSound) {
  Record(Comment(1, Verdict::kAccept, "zoe"));
  Record(Comment(2, Verdict::kHold, "max"));
  const uint64_t answer = StoreContract::Comment(2).decision;
  const Erased erased =
      Erase({.author_ids = {"zoe"},
             .rewrites = {{.event = answer, .payload = "without zoe"}}});
  EXPECT_EQ(erased.rewritten, 1);
  EXPECT_EQ(StoreContract::Comment(2).payload, "without zoe");
  CRIBLE_ASSERT_OK(store_->VerifyLog(""));
  // Another change is still found.
  const auto db = *GetParam().DatabaseIn(Folder())->Connect();
  db->Run("UPDATE payloads SET sealed = ?2 WHERE event = ?1", answer,
          Blob{std::string("something else")});
  EXPECT_THAT(store_->VerifyLog(""), StatusIs(absl::StatusCode::kDataLoss, ""));
}

TEST_P(EraseTest, WhatLawObligesToKeepStandsInTheVaultUntilItsEnd) {
  Record(Comment(1, Verdict::kAccept, "zoe"));
  const absl::Time until = kStart + absl::Hours(24 * 365);
  const Erased erased = Erase(
      {.author_ids = {"zoe"},
       .remainders = {{.comment = Name(1), .until = until, .payload = "ip"}}});
  EXPECT_EQ(erased.vaulted, 1);
  EXPECT_EQ(erased.vaulted_until, until);
  const auto vault = store_->ReadVault(Name(1));
  CRIBLE_ASSERT_OK(vault);
  ASSERT_EQ(vault->size(), 1u);
  EXPECT_EQ((*vault)[0].payload, "ip");
  CRIBLE_ASSERT_OK(store_->Prune({}, until - absl::Seconds(1), 100));
  EXPECT_EQ(store_->ReadVault(Name(1))->size(), 1u);
  CRIBLE_ASSERT_OK(store_->Prune({}, until, 100));
  EXPECT_THAT(*store_->ReadVault(Name(1)), IsEmpty());
}

TEST_P(EraseTest, ALegalHoldKeepsUntilItEndsAndOutOfSight) {
  Record(Comment(1, Verdict::kHold, "zoe"));
  Record(Comment(2, Verdict::kHold, "zoe"));
  const absl::Time until = kStart + absl::Hours(24 * 30);
  CRIBLE_ASSERT_OK(store_->Apply(By("legal"), LegalHold{.site = "demo",
                                                        .comment = Name(1),
                                                        .until = until,
                                                        .payload = "case 12"}));
  EXPECT_EQ(store_->ListHolds("demo", kStart + absl::Hours(2))->size(), 1u);
  const Erased erased = Erase({.author_ids = {"zoe"}});
  EXPECT_THAT(erased.comments, ElementsAre(Name(2)));
  EXPECT_THAT(erased.waiting, ElementsAre(Name(1)));
  EXPECT_EQ(erased.waiting_until, until);
  EXPECT_THAT(Listed({.site = "demo"}), IsEmpty());
  EXPECT_THAT(store_->GetItem(Name(1)),
              StatusIs(absl::StatusCode::kNotFound, ""));
  EXPECT_TRUE(store_->FindComment(Name(1))->has_value());
  CRIBLE_ASSERT_OK(store_->Prune({}, until - absl::Hours(1), 100));
  EXPECT_TRUE(store_->FindComment(Name(1))->has_value());
  CRIBLE_ASSERT_OK(store_->Prune({}, until, 100));
  EXPECT_FALSE(store_->FindComment(Name(1))->has_value());
  CRIBLE_ASSERT_OK(store_->VerifyLog(""));
}

TEST_P(EraseTest, AHoldOfAThreadOrAnAuthorCountsToo) {
  CommentDecision under = Comment(1, Verdict::kHold, "zoe");
  under.article = "sites/demo/articles/a";
  Record(under);
  Record(Comment(2, Verdict::kHold, "max"));
  const absl::Time until = kStart + absl::Hours(24 * 30);
  const auto article =
      store_->Apply(By("legal"), LegalHold{.site = "demo",
                                           .article = "sites/demo/articles/a",
                                           .until = until});
  CRIBLE_ASSERT_OK(article);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("legal"),
      LegalHold{.site = "demo", .author_id = "max", .until = until}));
  EXPECT_THAT(Erase({.author_ids = {"zoe", "max"}}).waiting,
              ElementsAre(Name(1), Name(2)));
  CRIBLE_ASSERT_OK(store_->Apply(By("legal"), LegalHoldEnd{.hold = *article}));
  EXPECT_THAT(store_->Apply(By("legal"), LegalHoldEnd{.hold = *article}),
              StatusIs(absl::StatusCode::kNotFound, ""));
  CRIBLE_ASSERT_OK(store_->Prune({}, kStart + absl::Hours(2), 100));
  EXPECT_FALSE(store_->FindComment(Name(1))->has_value());
  EXPECT_TRUE(store_->FindComment(Name(2))->has_value());
}

TEST_P(EraseTest, RestrictionHidesAndCanBeTakenBack) {
  Record(Comment(1, Verdict::kHold, "zoe"));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  Record(Comment(2, Verdict::kHold, "zoe"));
  const auto known = [&] {
    return Know({.author_id = "zoe", .body = "body 1", .now = kStart});
  };
  EXPECT_EQ(known().earlier, EarlierText::kRefused);
  for (int i = 1; i <= 2; ++i) {
    CRIBLE_ASSERT_OK(store_->Apply(By("dpo"), Restriction{.comment = Name(i)}));
  }
  EXPECT_THAT(Listed({.site = "demo"}), IsEmpty());
  EXPECT_EQ(known().earlier, EarlierText::kNone);
  EXPECT_TRUE(store_->FindComment(Name(1))->has_value());
  CRIBLE_ASSERT_OK(store_->Apply(
      By("dpo"), Restriction{.comment = Name(2), .restricts = false}));
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("2"));
  EXPECT_THAT(store_->Apply(By("dpo"), Restriction{.comment = Name(2),
                                                   .restricts = false}),
              StatusIs(absl::StatusCode::kFailedPrecondition, ""));
}

TEST_P(EraseTest, AnAuthorsWishesAreKnownWithTheNextComment) {
  const auto wish = [&](std::optional<bool> objects,
                        std::optional<bool> restricted) {
    CRIBLE_ASSERT_OK(
        store_->Apply(By("dpo"), AuthorWishes{.site = "demo",
                                              .author_id = "zoe",
                                              .objects = objects,
                                              .restricted = restricted}));
  };
  wish(true, std::nullopt);
  EXPECT_TRUE(Author("zoe").objects);
  EXPECT_FALSE(Author("zoe").restricted);
  wish(std::nullopt, true);
  EXPECT_TRUE(Author("zoe").objects);
  EXPECT_TRUE(Author("zoe").restricted);
  wish(false, std::nullopt);
  EXPECT_FALSE(Author("zoe").objects);
  EXPECT_THAT(
      store_->Apply(By("dpo"), AuthorWishes{.site = "demo", .objects = true}),
      StatusIs(absl::StatusCode::kFailedPrecondition, ""));
}

TEST_P(EraseTest, ARectificationGoesBeforeTheQueue) {
  Record(Comment(1, Verdict::kReject, "zoe"));
  const auto done = store_->Apply(
      By("dpo"),
      Rectification{.comment = Name(1), .outcome = Outcome::kAccept});
  CRIBLE_ASSERT_OK(done);
  EXPECT_EQ(StoreContract::Comment(1).state, CommentState::kAccepted);
  EXPECT_EQ(Author("zoe").accepted, 1u);
  EXPECT_EQ(Author("zoe").refused, 0u);
  CRIBLE_ASSERT_OK(store_->Apply(By("dpo"), Undo{.resolution = *done}));
  EXPECT_EQ(StoreContract::Comment(1).state, CommentState::kRefused);
}

TEST_P(EraseTest, AnOrderRefusesTheCommentAndItsCopiesForGood) {
  Record(Comment(1, Verdict::kHold, "zoe"));
  const auto accepted = Resolve(1, Outcome::kAccept);
  CRIBLE_ASSERT_OK(accepted);
  CommentDecision copy = Comment(2, Verdict::kAccept, "max");
  copy.site = "other";
  copy.comment = "sites/other/comments/2";
  copy.body = "body 1";
  Record(copy);
  store_->Flush();
  const auto copies = store_->ListCopies(Name(1));
  CRIBLE_ASSERT_OK(copies);
  EXPECT_THAT(*copies, ElementsAre(Name(1), copy.comment));
  for (const std::string& name : *copies) {
    CRIBLE_ASSERT_OK(store_->Apply(
        By("legal"),
        RemovalOrder{.comment = name, .ground = "terror_apology"}));
    EXPECT_EQ((*store_->FindComment(name))->state, CommentState::kRefused);
  }
  EXPECT_THAT(store_->Apply(By("ann"), Undo{.resolution = *accepted}),
              StatusIs(absl::StatusCode::kFailedPrecondition, ""));
  EXPECT_THAT(
      store_->Apply(By("dpo"), Rectification{.comment = Name(1),
                                             .outcome = Outcome::kAccept}),
      StatusIs(absl::StatusCode::kFailedPrecondition, ""));
  // The same text again, by anybody and at any site, is known.
  EXPECT_EQ(Know({.author_id = "eve", .body = "body 1"}).earlier,
            EarlierText::kOrderedAway);
  EXPECT_EQ(Know({.site = "third", .body = "body 1"}).earlier,
            EarlierText::kOrderedAway);
  EXPECT_EQ(Know({.author_id = "eve", .body = "body 3"}).earlier,
            EarlierText::kNone);
}

TEST_P(EraseTest, WhatIsNearToAnOrderedTextIsKnownWithTheOrder) {
  Record(Comment(1, Verdict::kHold, "zoe"));
  Record(Comment(2, Verdict::kHold, "max"));
  CRIBLE_ASSERT_OK(Resolve(2, Outcome::kAccept));
  const auto near = [&](std::vector<uint64_t> bands,
                        const std::string& body = "body 9") {
    return Know({.author_id = "max", .body = body, .text_bands = bands});
  };
  EXPECT_EQ(near({1, 20, 3}).earlier, EarlierText::kNone);
  CRIBLE_ASSERT_OK(
      store_->Apply(By("legal"), RemovalOrder{.comment = Name(1),
                                              .order = "Parquet, 77",
                                              .text_bands = {10, 20, 30}}));
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(near({1, 20, 3}).earlier, EarlierText::kNearlyOrdered);
    EXPECT_EQ(near({1, 20, 3}).order, "Parquet, 77");
    EXPECT_EQ(near({1, 2, 3}).earlier, EarlierText::kNone);
    EXPECT_EQ(near({1, 2, 3}).order, "");
    EXPECT_EQ(near({}).earlier, EarlierText::kNone);
    EXPECT_EQ(near({10}, "body 1").earlier, EarlierText::kOrderedAway);
    EXPECT_EQ(near({}, "body 1").order, "Parquet, 77");
    store_.reset();
    store_ = *GetParam().Open(Folder());
  }
}

TEST_P(EraseTest, APersonsDecisionGoesBeforeWhatIsNearToAnOrder) {
  Record(Comment(1, Verdict::kHold, "zoe"));
  Record(Comment(2, Verdict::kHold, "max"));
  CRIBLE_ASSERT_OK(Resolve(2, Outcome::kReject));
  CRIBLE_ASSERT_OK(store_->Apply(
      By("legal"), RemovalOrder{.comment = Name(1), .text_bands = {10}}));
  const std::vector<uint64_t> bands = {10};
  EXPECT_EQ(
      Know({.author_id = "max", .body = "body 2", .text_bands = bands}).earlier,
      EarlierText::kRefused);
  EXPECT_EQ(
      Know({.author_id = "eve", .body = "body 2", .text_bands = bands}).earlier,
      EarlierText::kNearlyOrdered);
}

TEST_P(EraseTest, TombstonesEraseFromACopyWhatWasErasedSince) {
  for (int i = 1; i <= 4; ++i)
    Record(Comment(i, Verdict::kHold, i <= 2 ? "zoe" : "max"));
  CRIBLE_ASSERT_OK(store_->Backup(folder_ / "copy"));
  Erase({.author_ids = {"zoe"},
         .comments = {Name(4)},
         .rewrites = {{.event = StoreContract::Comment(3).decision,
                       .payload = "rewritten"}}});
  // Who comes back after that is another matter.
  CommentDecision later = Comment(5, Verdict::kHold, "zoe");
  later.time = kStart + absl::Hours(48);
  Record(later);
  CRIBLE_ASSERT_OK(store_->Backup(folder_ / "later"));
  const auto tombstones = store_->ListTombstones();
  CRIBLE_ASSERT_OK(tombstones);
  for (const char* name : {"copy", "later"}) {
    auto copy = OpenStore({.folder = folder_ / name});
    CRIBLE_ASSERT_OK(copy);
    const auto count =
        (*copy)->ReplayErasures(By("restore"), *tombstones,
                                [](std::string_view) { return "rewritten"; });
    CRIBLE_ASSERT_OK(count);
    EXPECT_EQ(*count > 0, std::string(name) == "copy");
    EXPECT_FALSE((*copy)->FindComment(Name(1))->has_value());
    EXPECT_FALSE((*copy)->FindComment(Name(4))->has_value());
    EXPECT_EQ((**(*copy)->FindComment(Name(3))).payload, "rewritten");
    CRIBLE_ASSERT_OK((*copy)->VerifyLog(""));
    if (std::string(name) == "later") {
      EXPECT_TRUE((*copy)->FindComment(Name(5))->has_value());
    }
  }
}

TEST_P(EraseTest, ReadsPayloadsInTheirOrderFromAToken) {
  for (int i = 1; i <= 5; ++i) Record(Comment(i, Verdict::kHold, "zoe"));
  CRIBLE_ASSERT_OK(
      store_->Apply(By("cms"), Notice{.comment = Name(1), .payload = "w"}));
  const auto page =
      store_->ScanPayloads("demo", Store::PayloadsOf::kComments, 2, 2);
  CRIBLE_ASSERT_OK(page);
  ASSERT_EQ(page->size(), 2u);
  EXPECT_EQ((*page)[0].comment, Name(3));
  EXPECT_EQ((*page)[0].payload, "payload 3");
  const auto others =
      store_->ScanPayloads("demo", Store::PayloadsOf::kOtherEvents, 0, 9);
  CRIBLE_ASSERT_OK(others);
  ASSERT_EQ(others->size(), 1u);
  EXPECT_EQ((*others)[0].payload, "w");
}

// Random acts, decisions and erasures: the log is sound after each, from every
// head that was ever given out; and an edit, a removal, a swap or a cut is
// found all the same.
TEST_P(EraseTest, TheLogPassesAfterRandomErasures) {
  std::mt19937 random(11);
  std::vector<std::string> heads;
  int comments = 0;
  for (int round = 0; round < 60; ++round) {
    const int n = 1 + random() % 4;
    for (int i = 0; i < n; ++i) {
      const auto verdict = static_cast<Verdict>(random() % 3);
      Record(
          Comment(++comments, verdict, fmt::format("author {}", random() % 8)));
    }
    const int any = 1 + random() % comments;
    const auto item = store_->GetItem(Name(any));
    if (item.ok() && item->open) {
      EXPECT_THAT(Resolve(any, Outcome::kReject), IsOk());
    }
    heads.push_back(store_->Head()->hash);
    if (random() % 3 == 0)
      Erase({.author_ids = {fmt::format("author {}", random() % 8)}});
    if (random() % 3 == 0) Erase({.comments = {Name(any)}});
    if (round % 10 == 9) {
      for (const std::string& head : heads)
        CRIBLE_ASSERT_OK(store_->VerifyLog(head));
    }
  }
  const std::string head = store_->Head()->hash;
  const auto db = *GetParam().DatabaseIn(Folder())->Connect();
  const auto is_found = [&](const std::string& spoil, const std::string& mend) {
    db->RunScript(spoil);
    CRIBLE_ASSERT_OK(db->status());
    EXPECT_THAT(store_->VerifyLog(head),
                StatusIs(absl::StatusCode::kDataLoss, ""))
        << spoil;
    db->RunScript(mend);
  };
  is_found("UPDATE events SET code = code + 1 WHERE token = 5",
           "UPDATE events SET code = code - 1 WHERE token = 5");
  is_found(
      "UPDATE events SET token = -token WHERE token IN (7, 8);"
      "UPDATE events SET token = 15 + token WHERE token < 0",
      "UPDATE events SET token = -token WHERE token IN (7, 8);"
      "UPDATE events SET token = 15 + token WHERE token < 0");
  CRIBLE_ASSERT_OK(store_->VerifyLog(head));
  is_found("DELETE FROM events WHERE token = 9", "");
}

TEST_P(EraseTest, OtherServersCanAskWhatWasErasedOrRestricted) {
  for (int i = 1; i <= 3; ++i) Record(Decision(i, Verdict::kHold, "zoe"));
  Record(Decision(4, Verdict::kHold, "max"));
  const auto before = store_->FindRemovals();
  CRIBLE_ASSERT_OK(before);
  EXPECT_THAT(store_->ListRemoved(*before)->comments, IsEmpty());
  CRIBLE_ASSERT_OK(
      store_->Erase(By("dpo"), {.site = "demo", .comments = {Name(1)}}));
  const auto between = store_->FindRemovals();
  EXPECT_NE(*between, *before);
  CRIBLE_ASSERT_OK(store_->Apply(By("dpo"), Restriction{.comment = Name(4)}));
  CRIBLE_ASSERT_OK(
      store_->Erase(By("dpo"), {.site = "demo", .comments = {Name(3)}}));
  EXPECT_THAT(store_->ListRemoved(*before)->comments,
              UnorderedElementsAre(Name(1), Name(3), Name(4)));
  EXPECT_THAT(store_->ListRemoved(*between)->comments,
              UnorderedElementsAre(Name(3), Name(4)));
  EXPECT_THAT(store_->ListRemoved(*store_->FindRemovals())->comments,
              IsEmpty());
}

}  // namespace
}  // namespace crible
