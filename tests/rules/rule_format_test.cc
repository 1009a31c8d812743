#include "rules/rule_format.h"

#include <string>
#include <vector>

#include "base/files.h"
#include "fmt/core.h"
#include "gtest/gtest.h"
#include "rules/format_tree.h"
#include "rules/rule_file.h"
#include "support/golden.h"

namespace crible {
namespace {

const std::string& Source() {
  static const std::string* const kSource = new std::string(CRIBLE_SOURCE_DIR);
  return *kSource;
}

struct FormatCase {
  std::string name;
  std::string input;
  std::string want;
};

// A run of texts that is longer than a line.
std::string Words(size_t count, const std::string& separator,
                  const std::string& word = "\"prêt rapide\"") {
  std::string list;
  for (size_t i = 0; i < count; ++i) list += (i ? separator : "") + word;
  return list;
}

TEST(RuleFormat, WritesOneForm) {
  const std::string long_text =
      fmt::format("\"{}\"", Words(9, " ", "une phrase entière"));
  const std::vector<FormatCase> cases = {
      {"empty", "", ""},
      {"blank", "\n \n", ""},
      {"only a comment", "# a\n\n\n", "# a\n"},
      {"spaces and alignment", "[[rule]]\nid=\"a\"\n  then   =   \"hold\"",
       "[[rule]]\nid         = \"a\"\nthen       = \"hold\"\n"},
      {"order",
       "[[rule]]\nmust_pass=[]\nreason.en='e'\nreason.fr='f'\nunless.list='l'\n"
       "near=3\ncontact='any'\nphrase='p'\nweight=1\nid='i'\n",
       "[[rule]]\nid         = 'i'\nweight     = 1\nphrase     = 'p'\n"
       "contact    = 'any'\nnear       = 3\nunless.list = 'l'\n"
       "reason.fr  = 'f'\nreason.en  = 'e'\nmust_pass  = []\n"},
      {"keys of one table stay in their order",
       "[[rule]]\nlinks.min=2\nlinks.outside=['x']\nunless.b=1\nunless.a=1\n",
       "[[rule]]\nlinks.min  = 2\nlinks.outside = ['x']\nunless.b   = 1\n"
       "unless.a   = 1\n"},
      {"quoted and spaced keys", "[[rule]]\n'then'=1\n\"id\" =2\na . b=3\n",
       "[[rule]]\n\"id\"       = 2\n'then'     = 1\na.b        = 3\n"},
      {"texts stay as typed",
       "[[rule]]\nregex='\\b\"x\"'\nphrase=\"\\u00e9 \\\" #\"\n"
       "list='''a\n  b'''\n",
       "[[rule]]\nphrase     = \"\\u00e9 \\\" #\"\nlist       = '''a\n  b'''\n"
       "regex      = '\\b\"x\"'\n"},
      {"dates", "[[rule]]\nuntil=2026-12-31\nx=2026-12-31 22:00:00\n",
       "[[rule]]\nuntil      = 2026-12-31\nx          = 2026-12-31 "
       "22:00:00\n"},
      {"tables", "[[rule]]\nall=[{a=1,b=[2,3]},{}]\nrepeats={ }\n",
       "[[rule]]\nrepeats    = {}\nall        = [ { a = 1, b = [2, 3] }, {} "
       "]\n"},
      {"a short list on one line", "[[rule]]\nphrase=[\n'a',\n'b',\n]\n",
       "[[rule]]\nphrase     = ['a', 'b']\n"},
      {"short elements fill lines",
       "[[rule]]\nphrase=[" + Words(9, ",") + "]\n",
       "[[rule]]\nphrase     = [\n  " + Words(6, ", ") + ",\n  " +
           Words(3, ", ") + ",\n]\n"},
      {"long elements have a line each",
       "[[rule]]\nmust_match=[" + long_text + ",'b']\n",
       "[[rule]]\nmust_match = [\n  " + long_text + ",\n  'b',\n]\n"},
      {"a list within a table within a list",
       "[[rule]]\nall=[{phrase=[" + Words(9, ",") + "]}]\n",
       "[[rule]]\nall        = [\n  { phrase = [\n    " + Words(6, ", ") +
           ",\n    " + Words(3, ", ") + ",\n  ] },\n]\n"},
      {"comments stay where they are",
       "# file\n\n\n# rule\n[[rule]] # head\n# above then\nthen=1 # beside\n\n"
       "id=2\n#tail\n\n# next\n[[rule]]\nid=3\n\n# end\n",
       "# file\n\n# rule\n[[rule]]  # head\nid         = 2\n# above then\n"
       "then       = 1  # beside\n#tail\n\n# next\n[[rule]]\nid         = "
       "3\n\n# end\n"},
      {"comments in a list",
       "[[rule]]\nphrase=[ # first\n'a', # beside a\n# above b\n'b' # beside "
       "b\n"
       ", 'c'\n# last\n]\n",
       "[[rule]]\nphrase     = [\n  # first\n  'a',  # beside a\n  # above b\n"
       "  'b',  # beside b\n  'c',\n  # last\n]\n"},
      {"a table of its own", "[[rule]]\nid=1\n[rule.unless]\nlist='x'\n",
       "[[rule]]\nid         = 1\n\n[rule.unless]\nlist       = 'x'\n"},
      {"line ends and mark of other systems",
       "\xEF\xBB\xBF[[rule]]\r\nid=1\r\n# c\r\nthen=2\r\n",
       "[[rule]]\nid         = 1\n# c\nthen       = 2\n"},
  };
  for (const FormatCase& c : cases) {
    const RuleFormat once = FormatRules("rules/x.toml", c.input);
    EXPECT_TRUE(once.issues.empty()) << c.name;
    EXPECT_EQ(once.text, c.want) << c.name;
    EXPECT_EQ(FormatRules("rules/x.toml", once.text).text, once.text) << c.name;
  }
}

TEST(RuleFormat, AFileWithMistakesOfSyntaxIsLeftAlone) {
  for (const std::string input :
       {"[[rule]]\nid=\n", "[[rule]\n", "id = \"a\nthen = 'b'\n",
        "[[rule]]\nid=1\nid=2\n", "[[rule]]\nx = [1, 2\n", "\xff\n"}) {
    const RuleFormat format = FormatRules("rules/x.toml", input);
    EXPECT_FALSE(format.issues.empty()) << input;
    EXPECT_EQ(format.text, input);
  }
}

TEST(RuleFormat, ComparesMeaning) {
  const auto same = [](std::string_view a, std::string_view b) {
    return SameMeaning(ReadDocument("a", a), ReadDocument("b", b));
  };
  EXPECT_TRUE(same("[[r]]\na=1\nb=['x']\n", "[[r]]\nb = [\"x\"]\na = 1\n"));
  EXPECT_TRUE(same("[[r]]\na.b=1\n", "[[r]]\na={b=1}\n"));
  EXPECT_TRUE(same("a=2026-01-02\n", "a=2026-01-02\n"));
  EXPECT_FALSE(same("[[r]]\na=1\n", "[[r]]\na=2\n"));
  EXPECT_FALSE(same("[[r]]\na=1\n", "[[r]]\na=1.0\n"));
  EXPECT_FALSE(same("[[r]]\na=[1,2]\n", "[[r]]\na=[2,1]\n"));
  EXPECT_FALSE(same("[[r]]\na=1\n", "[[r]]\na=1\n[[r]]\n"));
  EXPECT_FALSE(same("[[r]]\na=1\n", "[[s]]\na=1\n"));
  EXPECT_FALSE(same("a=2026-01-02\n", "a=2026-01-03\n"));
  EXPECT_FALSE(same("a=22:00:00\n", "a=22:00:01\n"));
}

TEST(RuleFormat, RefusesATreeThatIsNoToml) {
  for (const char* text : {"= 1\n", "a\n", "a = ]\n", "a = 1 [\n"})
    EXPECT_FALSE(ReadFormatTree(text)) << text;
}

// Ids, texts and examples of all rules, in order.
std::string Faces(const std::string& path, const std::string& bytes) {
  CategoryTable categories;
  const RuleContext context{
      .read_list =
          [](std::string_view) -> absl::StatusOr<std::vector<std::string>> {
        return std::vector<std::string>{"cornichon", "moutarde", "oignon"};
      },
      .categories = &categories};
  std::string faces;
  for (const Rule& rule : ReadRuleFile(path, bytes, context).rules) {
    faces += rule.face.id + "|" + rule.face.reason.fr + "|" +
             std::to_string(rule.face.weight) + "|" +
             std::to_string(rule.when.children.size()) + "|" +
             std::to_string(rule.unless.size());
    for (const Example& example : rule.must_match) faces += "|" + example.body;
    faces += "\n";
  }
  return faces;
}

TEST(RuleFormat, ShippedPacksKeepTheirMeaningAndAreDoneAtOnce) {
  const std::string folder = Source() + "/models/rules/";
  const auto files = ListFiles(folder);
  ASSERT_TRUE(files.ok());
  ASSERT_GT(files->size(), 20u);
  for (const std::string& file : *files) {
    const std::string bytes = ReadFile(folder + file).value_or("");
    const RuleFormat once = FormatRules("rules/" + file, bytes);
    EXPECT_TRUE(once.issues.empty()) << file;
    EXPECT_EQ(FormatRules("rules/" + file, once.text).text, once.text) << file;
    EXPECT_EQ(Faces("rules/" + file, bytes), Faces("rules/" + file, once.text));
    EXPECT_NE(Faces("rules/" + file, bytes), "") << file;
  }
}

}  // namespace
}  // namespace crible
