#include "rules/rule_file.h"

#include <iterator>
#include <sstream>
#include <string>

#include "absl/time/civil_time.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/sample_context.h"

namespace crible {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kHead =
    "[[rule]]\nid = \"one\"\ncategory = \"spam\"\nthen = \"hold\"\n"
    "reason.fr = \"Texte\"\nmust_match = [\"oui\"]\nmust_pass = [\"non\"]\n";

RuleFile Read(std::string_view text, std::string_view path = "rules/a.toml") {
  static const SampleContext* const kContext = new SampleContext();
  return ReadRuleFile(path, text, kContext->get());
}

// The conditions of a rule with these lines; fails on any mistake.
Rule ReadLines(std::string_view lines) {
  RuleFile file = Read(std::string(kHead) + std::string(lines));
  for (const Issue& issue : file.issues) {
    EXPECT_EQ(issue.severity, Severity::kWarning)
        << lines << FormatIssue(issue, UiLanguage::kEnglish);
  }
  EXPECT_EQ(file.rules.size(), 1u) << lines;
  return file.rules.empty() ? Rule() : std::move(file.rules[0]);
}

template <typename Test>
Test Only(std::string_view lines) {
  const Rule rule = ReadLines(lines);
  EXPECT_EQ(rule.when.children.size(), 1u) << lines;
  if (rule.when.children.empty()) return Test();
  const Test* test = std::get_if<Test>(&rule.when.children[0].test);
  EXPECT_NE(test, nullptr) << lines;
  return test == nullptr ? Test() : *test;
}

std::vector<std::string> Kinds(std::string_view text) {
  std::vector<std::string> kinds;
  for (const Issue& issue : Read(text).issues) kinds.push_back(issue.kind);
  return kinds;
}

TEST(RuleFile, ReadsTheWorkedExampleOfTheManual) {
  const RuleFile file = Read(R"toml([[rule]]
id         = "flood-same-text"
category   = "spam"
ground     = "spam"
then       = "score"
weight     = "strong"
family     = "floods"
renamed_from = "old/flood"
repeats    = { of = "text", min = 5, within = "10 min", authors_max = 2 }
length.min = 20
reason.fr  = "Même texte, {count} fois en {window} par {authors} compte(s)"
reason.en  = "Same text, {count} times in {window}"
must_match = [{ body = "Gagnez 500 € par jour", times = 5 }]
must_pass  = [{ body = "Courage à la famille.", times = 5, authors = 5 }]
)toml");
  EXPECT_THAT(file.issues, IsEmpty());
  ASSERT_EQ(file.rules.size(), 1u);
  const Rule& rule = file.rules[0];
  EXPECT_EQ(rule.face.id, "a/flood-same-text");
  EXPECT_EQ(rule.face.pack, "a");
  EXPECT_EQ(rule.face.family, "floods");
  EXPECT_EQ(rule.face.category, kSpam);
  EXPECT_EQ(rule.face.then, Then::kScore);
  EXPECT_EQ(rule.face.weight, 3.5);
  EXPECT_EQ(rule.face.reason.en, "Same text, {count} times in {window}");
  EXPECT_EQ(rule.renamed_from, "old/flood");
  ASSERT_EQ(rule.when.children.size(), 2u);
  const auto& repeats = std::get<RepeatsCondition>(rule.when.children[0].test);
  EXPECT_EQ(repeats.of, RepeatOf::kText);
  EXPECT_EQ(repeats.min, 5u);
  EXPECT_EQ(repeats.within, absl::Minutes(10));
  EXPECT_EQ(repeats.authors_max, 2u);
  EXPECT_EQ(rule.when.children[1].key, "length.min");
  EXPECT_EQ(rule.when.children[1].at, (Position{10, 1}));
  EXPECT_EQ(rule.must_match[0].times, 5u);
  EXPECT_EQ(rule.must_pass[0].authors, 5u);
}

TEST(RuleFile, ReadsPhrases) {
  const auto one = Only<PhraseCondition>("phrase = \"offre de prêt\"\n");
  EXPECT_THAT(one.phrases, ElementsAre("offre de prêt"));
  EXPECT_EQ(one.min, 1u);
  const auto two = Only<PhraseCondition>(
      "phrase.any = ['prêt', 'crédit']\nphrase.min = 2\n"
      "phrase.quoted = false\n");
  EXPECT_EQ(two.min, 2u);
  EXPECT_EQ(two.quoted, false);
  const auto exact = Only<PhraseCondition>("exact = ['taré']\n");
  EXPECT_TRUE(exact.exact);
  const auto list = Only<PhraseCondition>(
      "list = { any = 'lists/insults.txt', min = 2, exact = true }\n");
  EXPECT_THAT(list.phrases, ElementsAre("andouille", "cornichon", "sot"));
  EXPECT_EQ(list.min, 2u);
  EXPECT_TRUE(list.exact);
  EXPECT_EQ(Only<PhraseCondition>("author.name.phrase = 'casino'\n").field,
            Field::kAuthorName);
  EXPECT_EQ(Only<PhraseCondition>("parent.phrase = 'casino'\n").field,
            Field::kParentText);
  EXPECT_EQ(Only<PhraseCondition>("article.title.phrase = 'prêt'\n").field,
            Field::kArticleTitle);
}

TEST(RuleFile, ReadsPatterns) {
  EXPECT_EQ(Only<RegexCondition>("regex = 'pret\\b'\n").view, ViewKind::kRead);
  const auto plain = Only<RegexCondition>(
      "regex = { any = ['Prêt', '[A-Z]{3}'], view = 'plain' }\n");
  EXPECT_EQ(plain.view, ViewKind::kPlain);
  EXPECT_EQ(plain.patterns.size(), 2u);
  // What folding cannot take away.
  for (const std::string_view pattern :
       {"\\W\\S", "[éè]e", "(?i)PRET", "\\p{Lu}x", "\\pLx", "(?P<Nom>x)",
        "a[^]A]b", "€", "œuf"}) {
    Only<RegexCondition>("regex = '" + std::string(pattern) + "'\n");
  }
}

TEST(RuleFile, ReadsLinksAndContacts) {
  EXPECT_THAT(
      Only<DomainCondition>("domain = ['exemple.fr', '*.shop']\n").domains,
      ElementsAre("exemple.fr", "*.shop"));
  EXPECT_EQ(Only<DomainCondition>("domain = 'lists/trusted-domains.txt'\n")
                .domains.size(),
            2u);
  const auto links = Only<LinksCondition>("links.max = 0\n");
  EXPECT_EQ(links.count.min, std::nullopt);
  EXPECT_EQ(links.count.max, 0);
  EXPECT_EQ(
      Only<LinksCondition>("links.outside = 'lists/trusted-domains.txt'\n")
          .count.min,
      1);
  EXPECT_EQ(Only<LinksCondition>("links.disguised = true\n").disguised, true);
  EXPECT_THAT(Only<ContactCondition>("contact = 'any'\n").kinds, IsEmpty());
  const auto two = Only<ContactCondition>("contact = ['email', 'whatsapp']\n");
  EXPECT_THAT(two.kinds,
              ElementsAre(ContactKind::kEmail, ContactKind::kWhatsApp));
  EXPECT_FALSE(two.links);
  const auto outside =
      Only<ContactCondition>("contact.outside = 'lists/trusted-domains.txt'\n");
  EXPECT_TRUE(outside.links);
  EXPECT_THAT(outside.outside, ElementsAre("banque-france.fr", "gouv.fr"));
  const auto narrowed = Only<ContactCondition>(
      "contact = { outside = ['gouv.fr'], kinds = ['email', 'link'] }\n");
  EXPECT_TRUE(narrowed.links);
  EXPECT_THAT(narrowed.kinds, ElementsAre(ContactKind::kEmail));
  EXPECT_FALSE(Only<ContactCondition>(
                   "contact = { outside = ['gouv.fr'], kinds = ['email'] }\n")
                   .links);
  EXPECT_THAT(Only<LinksCondition>(
                  "contact = { outside = ['gouv.fr'], kinds = ['link'] }\n")
                  .outside,
              ElementsAre("gouv.fr"));
}

TEST(RuleFile, ReadsAListOnceForAllFiles) {
  SampleContext sample;
  RuleContext context = sample.get();
  ListBook lists;
  context.lists = &lists;
  size_t read = 0;
  context.read_list = [&](std::string_view path) {
    ++read;
    return sample.get().read_list(path);
  };
  const std::string text =
      std::string(kHead) + "list = 'lists/insults.txt'\n" +
      "unless.list = ['lists/insults.txt', 'lists/insults.txt']\n";
  std::vector<Rule> rules;
  for (const char* path : {"rules/a.toml", "rules/b.toml"}) {
    for (Rule& rule : ReadRuleFile(path, text, context).rules) {
      rules.push_back(std::move(rule));
    }
  }
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(read, 3u);  // once alone, and once of each of two
  const auto phrases = [](const Condition& condition) {
    return std::get<PhraseCondition>(condition.test).phrases;
  };
  EXPECT_EQ(phrases(rules[0].when.children[0]).id(),
            phrases(rules[1].when.children[0]).id());
  EXPECT_EQ(phrases(rules[0].unless[0]).id(), phrases(rules[1].unless[0]).id());
  EXPECT_EQ(phrases(rules[0].unless[0]).size(), 6u);
}

TEST(RuleFile, TellsEveryRuleOfItsListsMistakes) {
  const std::string rule =
      std::string(kHead) + "list = 'lists/bad-lines.txt'\n";
  std::string other = rule;
  other.replace(other.find("one"), 3, "two");
  EXPECT_THAT(Kinds(rule + other),
              ElementsAre("common-phrase", "phrase-without-letters",
                          "common-phrase", "phrase-without-letters"));
}

TEST(RuleFile, ReadsMeasures) {
  struct Case {
    std::string_view line;
    Measure measure;
    std::optional<double> min, max;
    std::string_view key;
  };
  for (const Case& c : {
           Case{"length.min = 20", Measure::kLength, 20, {}, "length.min"},
           {"words = { min = 2, max = 3 }", Measure::kWords, 2, 3, "words"},
           {"capitals.min = 0.6", Measure::kCapitals, 0.6, {}, "capitals.min"},
           {"digits.max = 1", Measure::kDigits, {}, 1, "digits.max"},
           {"emoji.min = 5", Measure::kEmoji, 5, {}, "emoji.min"},
           {"disguised.min = 1",
            Measure::kDisguisedWords,
            1,
            {},
            "disguised.min"},
           {"mentions.min = 3", Measure::kMentions, 3, {}, "mentions.min"},
           {"time_on_page.max = \"5 s\"",
            Measure::kSecondsOnPage,
            {},
            5,
            "time_on_page.max"},
           {"author.comments.max = 3",
            Measure::kAuthorComments,
            {},
            3,
            "author.comments.max"},
           {"author.accepted.min = 3",
            Measure::kAuthorAccepted,
            3,
            {},
            "author.accepted.min"},
           {"author.rejected.min = 1",
            Measure::kAuthorRejected,
            1,
            {},
            "author.rejected.min"},
           {"author.age.max = \"2 j\"",
            Measure::kAuthorAgeSeconds,
            {},
            172800,
            "author.age.max"},
           {"article.age.min = \"1 an\"",
            Measure::kArticleAgeSeconds,
            31536000,
            {},
            "article.age.min"},
           {"reports.min = 3", Measure::kReports, 3, {}, "reports.min"},
       }) {
    const Rule rule = ReadLines(std::string(c.line) + "\n");
    ASSERT_EQ(rule.when.children.size(), 1u) << c.line;
    const auto& number = std::get<NumberCondition>(rule.when.children[0].test);
    EXPECT_EQ(number.measure, c.measure) << c.line;
    EXPECT_EQ(number.bounds.min, c.min) << c.line;
    EXPECT_EQ(number.bounds.max, c.max) << c.line;
    EXPECT_EQ(rule.when.children[0].key, c.key);
  }
  const auto score = Only<ScoreCondition>("score.toxicity.min = 0.8\n");
  EXPECT_EQ(score.name, "toxicity");
  EXPECT_EQ(score.bounds.min, 0.8);
}

TEST(RuleFile, ReadsWhatIsSent) {
  struct Case {
    std::string_view line;
    Attribute attribute;
    std::string_view value;
  };
  for (const Case& c : {
           Case{"language = \"fr\"", Attribute::kLanguage, "fr"},
           {"article.section = \"sports\"", Attribute::kSection, "sports"},
           {"article.tag = [\"ski\"]", Attribute::kTag, "ski"},
           {"sites = [\"lyon\"]", Attribute::kSite, "lyon"},
           {"author.id = \"u-12\"", Attribute::kAuthorId, "u-12"},
           {"author.url.domain = \"a.test\"", Attribute::kAuthorDomain,
            "a.test"},
           {"author.email.domain = \"a.test\"", Attribute::kAuthorEmailDomain,
            "a.test"},
       }) {
    const auto one_of = Only<OneOfCondition>(std::string(c.line) + "\n");
    EXPECT_EQ(one_of.attribute, c.attribute) << c.line;
    EXPECT_THAT(one_of.values, ElementsAre(c.value));
  }
  EXPECT_EQ(Only<FlagCondition>("honeypot = true\n").flag, Flag::kHoneypot);
  EXPECT_EQ(Only<FlagCondition>("author.trusted = false\n").value, false);
  EXPECT_EQ(Only<FlagCondition>("author.url = true\n").flag,
            Flag::kAuthorHasUrl);
  EXPECT_EQ(Only<FlagCondition>("parent = true\n").flag, Flag::kHasParent);
}

TEST(RuleFile, ReadsTimes) {
  const auto hour = Only<HourCondition>("hour = \"22:30-06:00\"\n");
  EXPECT_EQ(hour.begin_minute, 22 * 60 + 30);
  EXPECT_EQ(hour.end_minute, 6 * 60);
  const auto until = Only<UntilCondition>("until = 2026-12-31\n");
  // Winter in Paris: an hour ahead.
  EXPECT_EQ(until.end, absl::FromCivil(absl::CivilHour(2026, 12, 31, 23),
                                       absl::UTCTimeZone()));
}

TEST(RuleFile, ReadsGroupsAndNear) {
  const Rule rule = ReadLines(
      "any = [{ phrase = 'tu', links.min = 1 }, { phrase = 'toi' }]\n");
  const auto& any = std::get<GroupCondition>(rule.when.children[0].test);
  EXPECT_FALSE(any.all);
  ASSERT_EQ(any.children.size(), 2u);
  EXPECT_TRUE(std::get<GroupCondition>(any.children[0].test).all);
  EXPECT_EQ(any.children[1].key, "phrase");
  const Rule near = ReadLines(
      "near = 3\nall = [{ phrase = 'tu' }, { phrase = 'sot' }]\n"
      "contact = 'any'\n");
  EXPECT_EQ(near.when.near, 3u);
  EXPECT_EQ(near.when.children.size(), 3u) << "parts of all are the rule's own";
}

TEST(RuleFile, ReadsExceptionsOneByOne) {
  const Rule rule = ReadLines(
      "phrase = 'prêt rapide'\n"
      "unless.author = { trusted = true, comments.min = 50 }\n"
      "[rule.unless.article]\nsection = 'banque'\n");
  ASSERT_EQ(rule.unless.size(), 3u);
  EXPECT_EQ(rule.unless[0].key, "unless.author.trusted");
  EXPECT_EQ(rule.unless[1].key, "unless.author.comments.min");
  EXPECT_EQ(rule.unless[2].key, "unless.article.section");
}

TEST(RuleFile, ReadsExamples) {
  const RuleFile file = Read(R"toml([[rule]]
id = "x"
category = "arnaques_locales"
then = "watch"
honeypot = true
reason.en = "x"
must_match = [{ body = "<b>x</b>", format = "html", honeypot = true, reports = 2,
  language = "fr", site = "lyon", parent = "y", author.name = "Jean", author = {} }]
must_pass = ["y"]
)toml");
  EXPECT_THAT(file.rules, IsEmpty());  // author twice
  const RuleFile good = Read(R"toml([[rule]]
id = "x"
category = "arnaques_locales"
then = "watch"
honeypot = true
reason.en = "x"
must_match = [{ body = "<b>x</b>", format = "html", honeypot = true, reports = 2, language = "fr", site = "lyon", parent = "y", author = { name = "Jean", email = "j@a.test", url = "a.test", id = "1", comments = 0 }, article = { title = "T", section = "s", tags = ["t", "u"] } }]
must_pass = ["y"]
)toml");
  EXPECT_THAT(good.issues, IsEmpty());
  ASSERT_EQ(good.rules.size(), 1u);
  const Example& example = good.rules[0].must_match[0];
  EXPECT_EQ(example.format, BodyFormat::kHtml);
  EXPECT_EQ(example.author_name, "Jean");
  EXPECT_EQ(example.author_comments, 0u);
  EXPECT_EQ(example.article_tags.size(), 2u);
  EXPECT_EQ(example.parent_text, "y");
  EXPECT_EQ(example.honeypot, true);
  EXPECT_EQ(example.reports, 2u);
  EXPECT_GT(good.rules[0].face.category, kDistress) << "a site's own category";
}

TEST(RuleFile, KeepsTheWholeRulesOfABrokenFile) {
  const std::string good = std::string(kHead) + "phrase = 'offre de prêt'\n";
  std::string second = good;
  second.replace(second.find("\"one\""), 5, "\"two\"");
  const RuleFile file =
      Read(good + "[[rule]]\nid = “x”\n[[rule]]\nid = \"bad\"\n" + second);
  ASSERT_EQ(file.rules.size(), 2u);
  EXPECT_EQ(file.rules[0].face.id, "a/one");
  EXPECT_EQ(file.rules[1].face.id, "a/two");
  EXPECT_TRUE(HasErrors(file.issues));
}

TEST(RuleFile, HasLimits) {
  const std::string rule = std::string(kHead) + "phrase = 'offre'\n";
  EXPECT_THAT(Kinds(std::string(kRuleFileBytesMax + 1, '#')),
              ElementsAre("large-file"));
  std::string many;
  for (size_t i = 0; i < kIssuesPerFileMax + 10; ++i) many += "[[rule]]\n";
  EXPECT_LE(Read(many).issues.size(), kIssuesPerFileMax + 10);
  std::string phrases = "phrase = [";
  for (size_t i = 0; i <= kPhrasesPerRuleMax; ++i) {
    phrases += "'mot" + std::to_string(i) + "',";
  }
  EXPECT_THAT(Kinds(std::string(kHead) + phrases + "]\n"),
              ElementsAre("too-many-phrases"));
  std::string nested = "phrase = 'x'";
  for (int i = 0; i < 12; ++i) nested = "all = [{ " + nested + " }]";
  EXPECT_THAT(Kinds(std::string(kHead) + nested + "\n"),
              testing::Contains("deep-group"));
}

TEST(RuleFile, NamesItsPackAfterTheFile) {
  const RuleFile file = Read("", "rules/Prêts d'argent.toml");
  ASSERT_EQ(file.issues.size(), 1u);
  EXPECT_EQ(file.issues[0].kind, "bad-file-name");
  EXPECT_NE(file.issues[0].message.fr.find("prets-d-argent.toml"),
            std::string::npos);
  EXPECT_EQ(
      Read(std::string(kHead) + "phrase = 'prêt'\n", "rules/fr/loans.toml")
          .rules[0]
          .face.id,
      "loans/one");
}

// The packs that come with the program.
TEST(RuleFile, ReadsTheShippedRules) {
  const std::string folder = std::string(CRIBLE_SOURCE_DIR) + "/models/";
  CategoryTable categories;
  const RuleContext context{.read_list = [&](std::string_view path)
                                -> absl::StatusOr<std::vector<std::string>> {
                              const auto bytes =
                                  ReadFile(folder + std::string(path));
                              if (!bytes.ok()) return absl::NotFoundError("");
                              std::vector<std::string> lines;
                              std::istringstream in(*bytes);
                              for (std::string line; std::getline(in, line);) {
                                line = line.substr(0, line.find('#'));
                                while (line.ends_with(' ')) line.pop_back();
                                if (!line.empty()) lines.push_back(line);
                              }
                              return lines;
                            },
                            .categories = &categories};
  const auto files = ListFiles(folder + "rules");
  ASSERT_TRUE(files.ok());
  EXPECT_FALSE(files->empty());
  std::vector<Rule> rules;
  for (const std::string& file : *files) {
    const auto bytes = ReadFile(folder + "rules/" + file);
    ASSERT_TRUE(bytes.ok());
    RuleFile read = ReadRuleFile("rules/" + file, *bytes, context);
    for (const Issue& issue : read.issues) {
      EXPECT_EQ(issue.severity, Severity::kWarning)
          << FormatIssue(issue, UiLanguage::kEnglish);
    }
    std::move(read.rules.begin(), read.rules.end(), std::back_inserter(rules));
  }
  std::vector<Issue> together;
  CheckRulesTogether(rules, &together);
  EXPECT_THAT(together, IsEmpty());
}

TEST(CheckRulesTogether, FindsWhatOneFileCannotShow) {
  const std::string text = std::string(kHead) + "phrase = 'offre'\n";
  std::vector<Rule> rules = {
      Read(text).rules[0], Read(text, "rules/fr/a.toml").rules[0],
      Read(text, "rules/b.toml").rules[0], Read(text, "rules/c.toml").rules[0]};
  rules[2].renamed_from = "a/one";  // still alive
  rules[3].renamed_from = "z/gone";
  std::vector<Issue> issues;
  CheckRulesTogether(rules, &issues);
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(issues[0].kind, "duplicate-id");
  EXPECT_EQ(issues[0].file, "rules/fr/a.toml");
  EXPECT_EQ(issues[1].kind, "old-id-taken");
  EXPECT_EQ(issues[1].file, "rules/b.toml");
}

}  // namespace
}  // namespace crible
