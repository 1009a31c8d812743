// What is put in lists for searching, when, and that nothing of what is taken
// away stays there.

#include "store/term_parts.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

constexpr uint64_t kOffset = (uint64_t{1} << kTermIdBits) - 1;

std::vector<std::string> WordsOf(std::string_view payload) {
  return absl::StrSplit(absl::string_view(payload.data(), payload.size()), ' ');
}

class TermParts : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    if (store_ == nullptr) return;
    store_.reset();
    StoreOptions options = GetParam().Options(Folder());
    options.linger = absl::Milliseconds(1);
    options.words_of = WordsOf;
    store_ = *OpenStore(options);
    db_ = *GetParam().DatabaseIn(Folder())->Connect();
  }
  void TearDown() override { db_.reset(); }

  static CommentDecision Waiting(int i) {
    CommentDecision item = Decision(i, Verdict::kHold, "author");
    item.payload = fmt::format("all by{}", i);
    item.labels = {fmt::format("text:{}", i % 7)};
    return item;
  }
  void RecordFrom(int begin, int count) {
    std::vector<CommitPointer> commits;
    for (int i = begin; i < begin + count; ++i)
      commits.push_back(store_->Record(Waiting(i)));
    for (const CommitPointer& commit : commits)
      CRIBLE_ASSERT_OK(commit->Wait());
  }
  bool Index(absl::Time now = kStart) {
    const auto more = store_->IndexItems(now);
    EXPECT_THAT(more, IsOk());
    return more.ok() && *more;
  }
  // Items of each part.
  std::vector<int64_t> Parts() {
    Rows rows = db_->Query("SELECT items FROM term_parts ORDER BY first");
    std::vector<int64_t> items;
    while (rows.Next()) items.push_back(rows.Int(0));
    return items;
  }
  int64_t Count(std::string_view table) {
    Rows rows = db_->Query(fmt::format("SELECT count(*) FROM {}", table));
    return rows.Next() ? rows.Int(0) : -1;
  }
  std::vector<std::string> Search(std::vector<std::string> words) {
    return Listed({.site = "demo", .words = std::move(words)});
  }
  // In how many lists a comment's item stands.
  int64_t Traces(int64_t id) {
    const auto key = SealingKey::Load(DataFolder::KeyIn(Folder()));
    EXPECT_THAT(key, IsOk());
    Rows rows = db_->Query(
        "SELECT p.first, l.sealed FROM term_parts AS p JOIN term_lists AS l ON "
        "l.list >= p.first * 2048 AND l.list < (p.first + 1) * 2048");
    int64_t traces = 0;
    while (rows.Next()) {
      const auto numbers = OpenTerms(rows.Bytes(1), *key);
      traces +=
          std::count_if(numbers.begin(), numbers.end(), [&](uint64_t number) {
            return rows.Int(0) + static_cast<int64_t>(number & kOffset) == id;
          });
    }
    return traces;
  }

  std::unique_ptr<Connection> db_;
};
INSTANTIATE_TEST_SUITE_P(All, TermParts, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(TermParts, AreMadeOfHundredsAndPutTogether) {
  RecordFrom(0, 500);
  EXPECT_FALSE(Index());
  for (int part = 0; part < 16; ++part) {
    RecordFrom(500 + 512 * part, 512);
    EXPECT_TRUE(Index());
    EXPECT_EQ(Search({"by3"}), std::vector<std::string>{"3"});
  }
  EXPECT_EQ(Parts().size(), 16);
  EXPECT_EQ(Count("term_lists"), 16 * 128);
  EXPECT_TRUE(Index());
  EXPECT_TRUE(Index());  // two large parts are left, and what does not fit
  EXPECT_LT(Parts().size(), 5);
  EXPECT_FALSE(Index());
  for (const int i : {0, 511, 512, 4000, 500 + 512 * 16 - 1}) {
    EXPECT_EQ(Search({"all", fmt::format("by{}", i)}),
              std::vector<std::string>{std::to_string(i)});
  }
  EXPECT_TRUE(Search({"by1", "by2"}).empty());
  EXPECT_TRUE(Search({"none"}).empty());
}

// Though both stand in the same list, which is long.
TEST_P(TermParts, FindWhatIsRareBesideWhatIsFrequent) {
  const SealingKey key = *SealingKey::Load(DataFolder::KeyIn(Folder()));
  const Terms terms(key);
  std::string rare;
  for (int i = 0; rare.empty(); ++i) {
    const std::string word = fmt::format("rare{}", i);
    if (terms.OfWord("demo", word).list == terms.OfWord("demo", "all").list)
      rare = word;
  }
  RecordFrom(0, 4200);
  CommentDecision item = Waiting(4200);
  item.payload = "all " + rare;
  Record(item);
  while (Index()) continue;
  const auto find = [&](const std::vector<std::string>& words) {
    return FindByTerms({.site = "demo", .words = words}, key, WordsOf,
                       db_.get());
  };
  const std::optional<std::vector<int64_t>> one = {{Item(4200).id}};
  EXPECT_EQ(find({rare}), one);
  EXPECT_EQ(find({"all", rare}), one);
  EXPECT_EQ(find({"all"}), std::nullopt);
}

TEST_P(TermParts, FindWhatChangedAndTakeItUpInTime) {
  RecordFrom(0, 600);
  EXPECT_TRUE(Index());
  CommentDecision edit = Waiting(5);
  edit.content = "another";
  edit.payload = "all new";
  Record(edit);
  EXPECT_EQ(Search({"new"}), std::vector<std::string>{"5"});
  EXPECT_EQ(Count("term_changes"), 1);
  EXPECT_EQ(Traces(Item(5).id), 4);
  EXPECT_TRUE(Index());
  EXPECT_EQ(Count("term_changes"), 0);
  EXPECT_EQ(Search({"new"}), std::vector<std::string>{"5"});
  EXPECT_TRUE(Search({"by5"}).empty());
  // What comes next waits for its turn, and is found all the same.
  edit.content = "a third";
  edit.payload = "all newer";
  Record(edit);
  EXPECT_FALSE(Index(kStart + absl::Minutes(9)));
  EXPECT_EQ(Search({"newer"}), std::vector<std::string>{"5"});
  EXPECT_TRUE(Index(kStart + absl::Minutes(10)));
  EXPECT_EQ(Search({"newer"}), std::vector<std::string>{"5"});
}

TEST_P(TermParts, LetGoOfWhatIsClosedAndTakeBackWhatIsOpenedAgain) {
  RecordFrom(0, 520);
  EXPECT_TRUE(Index());
  std::vector<uint64_t> resolved;
  for (int i = 0; i < 300; ++i)
    resolved.push_back(*Resolve(i, Outcome::kAccept));
  EXPECT_TRUE(Index());
  EXPECT_EQ(Parts(), std::vector<int64_t>{220});
  EXPECT_EQ(Traces(Item(0).id), 0);
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = resolved[7]}));
  EXPECT_EQ(Search({"by7"}), std::vector<std::string>{"7"});
  EXPECT_TRUE(Index());
  EXPECT_EQ(Parts(), std::vector<int64_t>{221});
  EXPECT_EQ(Search({"by7"}), std::vector<std::string>{"7"});
  EXPECT_EQ(Listed({.site = "demo", .label = "text:0"}).front(), "7");
}

TEST_P(TermParts, KeepNothingOfWhatIsErased) {
  RecordFrom(0, 600);
  EXPECT_TRUE(Index());
  const int64_t id = Item(3).id;
  const int64_t other = Item(4).id;
  EXPECT_EQ(Traces(id), 4);  // two words, a label and itself
  CRIBLE_ASSERT_OK(
      store_->Erase(By("officer"), {.site = "demo", .comments = {Name(3)}}));
  EXPECT_EQ(Traces(id), 0);
  EXPECT_EQ(Traces(other), 4);
  EXPECT_TRUE(Search({"by3"}).empty());
  EXPECT_EQ(Search({"by4"}), std::vector<std::string>{"4"});
  EXPECT_EQ(Parts(), std::vector<int64_t>{599});
}

TEST_P(TermParts, KeepNothingOfWhatIsTooOld) {
  RecordFrom(0, 600);
  EXPECT_TRUE(Index());
  const int64_t id = Item(3).id;
  CRIBLE_ASSERT_OK(Resolve(3, Outcome::kAccept));
  Retention retention;
  CRIBLE_ASSERT_OK(store_->Prune(
      retention, kStart + retention.accepted + absl::Hours(48), 5000));
  EXPECT_EQ(Traces(id), 0);
}

// Who has read what was erased meanwhile writes nothing of it.
TEST_P(TermParts, AreNotWrittenOverAnErasure) {
  RecordFrom(0, 600);
  const auto key = SealingKey::Load(DataFolder::KeyIn(Folder()));
  TermPace pace;
  const auto range = NextPart(kStart, &pace, db_.get());
  ASSERT_TRUE(range);
  const BuiltPart part = BuildPart(*range, *key, WordsOf, db_.get());
  EXPECT_EQ(part.items, 600);
  CRIBLE_ASSERT_OK(
      store_->Erase(By("officer"), {.site = "demo", .comments = {Name(3)}}));
  BlockWriter block(db_.get(), &*key);
  Transaction transaction{*db_, block, *key, nullptr, {}};
  db_->BeginWrite();
  EXPECT_TRUE(absl::IsAborted(PutPart(part, &transaction)));
  db_->Rollback();
  EXPECT_EQ(Count("term_parts"), 0);
}

// Nobody can make a part large by one comment.
TEST_P(TermParts, PutACommentOfManyWordsInOneList) {
  RecordFrom(0, 520);
  CommentDecision longer = Waiting(520);
  longer.payload = "all";
  for (int i = 0; i < 1000; ++i) longer.payload += fmt::format(" word{}", i);
  Record(longer);
  EXPECT_TRUE(Index());
  EXPECT_EQ(Traces(Item(520).id), 3);
  EXPECT_EQ(Search({"word77", "word78"}), std::vector<std::string>{"520"});
}

}  // namespace
}  // namespace crible
