#include "bayes/trainer.h"

#include <algorithm>
#include <random>
#include <set>

#include "bayes/classifier.h"
#include "gmock/gmock.h"
#include "tests/bayes/sample.h"
#include "tests/support/status_matchers.h"

namespace crible {
namespace {

struct Row {
  TrainingDocument facts;
  std::string body;
};

// Comments put together from a few words, so that two classes, two languages
// and three corpora differ as real ones do: spam sells, French is French.
std::vector<Row> MadeUp(size_t n) {
  const std::vector<std::string> kWords[2][2] = {
      {{"the", "team", "won", "match", "yesterday", "great"},
       {"buy", "cheap", "pills", "now", "visit", "offer"}},
      {{"le", "match", "hier", "equipe", "superbe", "victoire"},
       {"achetez", "vite", "promo", "gagnez", "argent", "offre"}}};
  std::mt19937 random(3);
  std::vector<Row> rows;
  for (size_t i = 0; i < n; ++i) {
    const bool fr = i % 3 == 0, in = i % 2 == 0;
    std::string body;
    for (int w = 0; w < 8; ++w) {
      const bool from_own = random() % 4 != 0;
      body += kWords[fr][from_own ? in : !in][random() % 6] + " ";
    }
    if (in && random() % 2 == 0) body += "https://shop.example/x";
    // Names in everybody's mouth, on one side only; some never use capitals.
    if (!in) {
      body += i % 5 == 1 ? " said kowalczyk to kevin today"
                         : " said Kowalczyk to Kevin today";
    }
    rows.push_back({.facts = {.id = "made-up:" + std::to_string(i),
                              .corpus = "corpus " + std::to_string(i % 5),
                              .fold = "fold " + std::to_string(i % 5),
                              .stratum = fr ? "fr" : "en",
                              .in = in,
                              .family_sums = {in ? 2.0 : 0.0}},
                    .body = body});
  }
  return rows;
}

absl::StatusOr<TrainedModel> TrainOn(const std::vector<Row>& rows,
                                     TrainerOptions options = {}) {
  Trainer trainer("spam", std::move(options));
  for (const Row& row : rows) {
    const Sample sample(row.body);
    const auto status = trainer.Add(row.facts, sample.text(), sample.signals());
    if (!status.ok()) return status;
  }
  return trainer.Train();
}

const ModelToken* FindToken(const Model& model, std::string_view text) {
  for (const ModelToken& token : model.tokens) {
    if (token.text == text) return &token;
  }
  return nullptr;
}

TEST(Trainer, SameBytesWhateverTheOrder) {
  std::vector<Row> rows = MadeUp(400);
  const auto first = TrainOn(rows);
  CRIBLE_ASSERT_OK(first);
  for (const unsigned seed : {1u, 2u}) {
    std::shuffle(rows.begin(), rows.end(), std::mt19937(seed));
    const auto again = TrainOn(rows);
    CRIBLE_ASSERT_OK(again);
    EXPECT_EQ(WriteModel(again->model), WriteModel(first->model));
    ASSERT_EQ(again->out_of_fold.size(), first->out_of_fold.size());
    for (size_t i = 0; i < first->out_of_fold.size(); ++i) {
      EXPECT_EQ(again->out_of_fold[i].id, first->out_of_fold[i].id);
      EXPECT_EQ(again->out_of_fold[i].model, first->out_of_fold[i].model);
    }
  }
}

TEST(Trainer, WritesAModelThatReads) {
  const auto trained = TrainOn(MadeUp(400));
  CRIBLE_ASSERT_OK(trained);
  const auto read = ReadModel("spam.model", WriteModel(trained->model));
  CRIBLE_ASSERT_OK(read);
  EXPECT_EQ(*read, trained->model);
}

TEST(Trainer, CountsDocumentsNotOccurrences) {
  std::vector<Row> rows = MadeUp(40);
  for (Row& row : rows) row.body += row.facts.in ? " zzz zzz zzz" : "";
  const auto trained = TrainOn(rows);
  CRIBLE_ASSERT_OK(trained);
  const ModelToken* token = FindToken(trained->model, "zzz");
  ASSERT_NE(token, nullptr);
  ASSERT_EQ(trained->model.strata.size(), 2u);
  EXPECT_EQ(trained->model.strata[0].name, "en");
  EXPECT_EQ(token->counts[0].in, trained->model.strata[0].documents.in);
  EXPECT_EQ(token->counts[1].in, trained->model.strata[1].documents.in);
  EXPECT_EQ(token->counts[0].out + token->counts[1].out, 0u);
}

TEST(Trainer, TellsTheClassesApart) {
  const auto trained = TrainOn(MadeUp(400));
  CRIBLE_ASSERT_OK(trained);
  size_t right = 0;
  for (const OutOfFoldScore& score : trained->out_of_fold) {
    right += (score.model + score.rules > 0) == score.in;
  }
  EXPECT_GT(right, 380u);
  EXPECT_GT(trained->model.coefficients.slope, 0);
  EXPECT_GT(trained->model.coefficients.rule_gamma, 0);
}

TEST(Trainer, OutOfFoldScoresHaveNotSeenTheDocument) {
  // Whether a comment is spam is pure chance, but each holds three words of its
  // own fold and class: a model that saw the fold would know.
  std::vector<Row> rows = MadeUp(400);
  std::mt19937 random(9);
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string own = std::string(1, static_cast<char>('a' + i % 5)) +
                            (rows[i].facts.in ? "qqq" : "www");
    rows[i].body = own + "x " + own + "y " + own + "z";
    rows[i].facts.family_sums.clear();
  }
  const auto trained = TrainOn(rows);
  CRIBLE_ASSERT_OK(trained);
  for (const OutOfFoldScore& score : trained->out_of_fold) {
    EXPECT_LT(std::abs(score.model), 8);
  }
  // The words of a fold are unknown to the others: nothing is known of them.
  size_t silent = 0;
  for (const OutOfFoldScore& score : trained->out_of_fold) {
    silent += score.model == 0;
  }
  EXPECT_EQ(silent, trained->out_of_fold.size());
}

TEST(Trainer, LeavesNamesOutUnlessTheyArePublic) {
  const auto trained = TrainOn(MadeUp(400));
  CRIBLE_ASSERT_OK(trained);
  for (const char* token :
       {"kowalczyk", "said kowalczyk", "kowalczyk to", "kevin", "_kevin"}) {
    EXPECT_EQ(FindToken(trained->model, token), nullptr) << token;
  }
  EXPECT_NE(FindToken(trained->model, "said"), nullptr);
  TrainerOptions options;
  options.public_names.Insert(HashWord("kowalczyk"));
  const auto with = TrainOn(MadeUp(400), std::move(options));
  CRIBLE_ASSERT_OK(with);
  EXPECT_NE(FindToken(with->model, "kowalczyk"), nullptr);
}

TEST(Trainer, KeepsTheFilesLimits) {
  const auto all = TrainOn(MadeUp(400));
  CRIBLE_ASSERT_OK(all);
  for (const ModelToken& token : all->model.tokens) {
    uint32_t documents = 0;
    for (const Counts& counts : token.counts) {
      documents += counts.in + counts.out;
    }
    EXPECT_GE(documents, kTokenDocumentsMin) << token.text;
  }
  TrainerOptions options;
  options.tokens_max = 100;
  const auto few = TrainOn(MadeUp(400), std::move(options));
  CRIBLE_ASSERT_OK(few);
  EXPECT_LE(few->model.tokens.size(), 100u);
  EXPECT_GT(few->model.tokens.size(), 10u);
}

// What the classifier answers is what the trainer fitted.
TEST(Trainer, TheClassifierGivesTheSamePictureAsTheFit) {
  const std::vector<Row> rows = MadeUp(400);
  const auto trained = TrainOn(rows);
  CRIBLE_ASSERT_OK(trained);
  const auto classifier =
      Classifier::Build({&trained->model, 1}, CategoryTable());
  ScoreRoom room;
  std::vector<ModelScore> scores;
  for (const Row& row : rows) {
    const Sample sample(row.body);
    classifier->Score({sample.text(), sample.signals()}, &room, &scores);
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& out = trained->out_of_fold;
    const auto it = std::find_if(out.begin(), out.end(), [&](const auto& o) {
      return o.id == rows[i].facts.id;
    });
    ASSERT_NE(it, out.end());
    EXPECT_NEAR(scores[i].log_odds, it->model, 2.5);
  }
}

TEST(Trainer, RefusesWhatItCannotTrainOn) {
  struct Case {
    const char* name;
    void (*change)(std::vector<Row>*);
    absl::StatusCode code;
    const char* want;
  };
  const Case cases[] = {
      {"same id",
       [](std::vector<Row>* r) { (*r)[1].facts.id = (*r)[0].facts.id; },
       absl::StatusCode::kFailedPrecondition, "two documents are called"},
      {"one class",
       [](std::vector<Row>* r) {
         for (Row& row : *r) row.facts.in = true;
       },
       absl::StatusCode::kFailedPrecondition, "no stratum has"},
      {"classes in different strata",
       [](std::vector<Row>* r) {
         for (Row& row : *r) row.facts.stratum = row.facts.in ? "fr" : "en";
       },
       absl::StatusCode::kFailedPrecondition, "no stratum has"},
      {"one fold",
       [](std::vector<Row>* r) {
         for (Row& row : *r) row.facts.fold = "one";
       },
       absl::StatusCode::kFailedPrecondition, "fewer than two folds"},
      {"nothing", [](std::vector<Row>* r) { r->clear(); },
       absl::StatusCode::kFailedPrecondition, ""},
      {"too many strata",
       [](std::vector<Row>* r) {
         for (size_t i = 0; i < r->size(); ++i) {
           (*r)[i].facts.stratum =
               std::string("fr-") + static_cast<char>('a' + i % 20);
         }
       },
       absl::StatusCode::kFailedPrecondition, "20 strata"},
      {"bad stratum",
       [](std::vector<Row>* r) { (*r)[0].facts.stratum = "FR 1"; },
       absl::StatusCode::kInvalidArgument, "stratum"},
      {"negative rules",
       [](std::vector<Row>* r) { (*r)[0].facts.family_sums = {-1}; },
       absl::StatusCode::kInvalidArgument, "weights"},
      {"no number",
       [](std::vector<Row>* r) { (*r)[0].facts.family_sums = {NAN}; },
       absl::StatusCode::kInvalidArgument, "weights"},
  };
  for (const Case& c : cases) {
    std::vector<Row> rows = MadeUp(60);
    c.change(&rows);
    EXPECT_THAT(TrainOn(rows), StatusIs(c.code, c.want)) << c.name;
  }
}

// A fold with the only documents of a class leaves nothing to compare.
TEST(Trainer, AFoldMayHoldAWholeClass) {
  std::vector<Row> rows = MadeUp(60);
  for (Row& row : rows) row.facts.fold = row.facts.in ? "in" : "out";
  const auto trained = TrainOn(rows);
  CRIBLE_ASSERT_OK(trained);
  EXPECT_EQ(trained->model.coefficients.slope, 1);  // nothing to fit on
}

}  // namespace
}  // namespace crible
