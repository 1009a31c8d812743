#include "cli/import_report.h"

#include "cli/data_fixture.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ImportReportTest : public DataTest {
 protected:
  static ArchiveComment Archived(size_t line, const std::string& body,
                                 PastDecision decision,
                                 const std::string& ground = "") {
    return {.line = line,
            .id = fmt::format("{}", line),
            .body = body,
            .written = absl::FromUnixSeconds(1'700'000'000) +
                       absl::Hours(12 * static_cast<int64_t>(line)),
            .decision = decision,
            .ground = ground};
  }
  const std::string offer_ =
      "Une offre de prêt rapide : écrivez à jean@exemple.test";
  const std::string innocent_ = "Un article du jour, très bien écrit";

  Engine engine_{TwoRulesBundle()};
  ImportReport report_{&engine_, UiLanguage::kEnglish};
};

TEST_F(ImportReportTest, CountsWhatBothDid) {
  report_.Add(Archived(0, offer_, PastDecision::kRefused, "spam"), "demo");
  report_.Add(Archived(1, offer_ + " !", PastDecision::kAccepted), "demo");
  report_.Add(Archived(2, innocent_, PastDecision::kAccepted), "demo");
  report_.Add(Archived(3, innocent_ + " !", PastDecision::kRefused, "insult"),
              "lyon");
  report_.Add(Archived(4, offer_ + " ?", PastDecision::kNone), "demo");
  EXPECT_EQ(report_.verdicts(),
            (VerdictTable{{{0, 1, 0}, {1, 1, 0}, {1, 1, 0}}}));
  EXPECT_EQ(report_.days(), 2);
  EXPECT_EQ(report_.reviews_a_day(), 1.5);
  EXPECT_EQ(report_.rightly_held(), 0.5);
  const std::string text = report_.Text();
  EXPECT_THAT(text, HasSubstr("reviews a day"));
  EXPECT_THAT(text, HasSubstr("lyon                insult"));
  EXPECT_THAT(text, HasSubstr("3: refused (insult) by a person"));
}

TEST_F(ImportReportTest, ShowsTheDifferencesMostWorthReading) {
  for (size_t i = 0; i < 40; ++i) {
    report_.Add(
        Archived(i, fmt::format("{} {}", offer_, i), PastDecision::kAccepted),
        "demo");
    report_.Add(Archived(100 + i, fmt::format("{} {}", innocent_, i),
                         PastDecision::kRefused, "insult"),
                "demo");
  }
  const auto differences = report_.Differences();
  ASSERT_THAT(differences, SizeIs(kDifferencesShown));
  size_t accepted = 0;
  for (const Difference& it : differences) {
    accepted += it.people == PastDecision::kAccepted;
    if (it.people == PastDecision::kAccepted) {
      EXPECT_EQ(it.verdict, Verdict::kHold);
      EXPECT_THAT(it.reasons, testing::Contains(HasSubstr("Offers a loan")));
    } else {
      EXPECT_EQ(it.verdict, Verdict::kAccept);
      EXPECT_EQ(it.ground, "insult");
    }
  }
  EXPECT_EQ(accepted, kDifferencesShown / 2);
}

TEST_F(ImportReportTest, AgreementIsNoDifference) {
  report_.Add(Archived(0, offer_, PastDecision::kRefused, "spam"), "demo");
  report_.Add(Archived(1, innocent_, PastDecision::kAccepted), "demo");
  EXPECT_THAT(report_.Differences(), SizeIs(0));
}

TEST_F(ImportReportTest, ThePageNeedsNothingElse) {
  report_.Add(Archived(0, offer_, PastDecision::kAccepted), "demo");
  report_.Add(Archived(1, "<script>alert(1)</script> bof",
                       PastDecision::kRefused, "insult"),
              "demo");
  const std::string page = report_.Page("archive & co.jsonl");
  EXPECT_THAT(page, HasSubstr("<svg"));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, HasSubstr("archive &amp; co.jsonl"));
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
}

TEST_F(ImportReportTest, TheCommandWritesBothAndKeepsNothing) {
  Write("a.jsonl", R"({"body": "Un article du jour", "decision": "refused"})"
                   "\n");
  ImportOptions options{.file = folder_ / "a.jsonl",
                        .site = "demo",
                        .data = {.data = Data()},
                        .report = true,
                        .html = folder_ / "page.html",
                        .models = Models()};
  EXPECT_EQ(RunImport(options, NewIo(UiLanguage::kFrench)), kExitOk)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("refus que Crible aurait publiés"));
  EXPECT_THAT(out_.str(), HasSubstr("relectures (sans dates)"));
  EXPECT_THAT(*ReadFile(folder_ / "page.html"),
              HasSubstr("Ce que Crible aurait fait"));
  EXPECT_FALSE(std::filesystem::exists(Data()));
}

}  // namespace
}  // namespace crible
