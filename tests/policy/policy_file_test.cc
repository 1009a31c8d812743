// All mistakes of policy.toml, as people see them.

#include <cstdlib>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "policy/policy.h"

namespace crible {
namespace {

std::string Issues(std::string_view bytes, UiLanguage language) {
  std::vector<Issue> issues;
  const auto policy = Policy::Read("p", bytes, CategoryTable(), &issues);
  EXPECT_EQ(policy == nullptr, HasErrors(issues));
  std::string text;
  for (const Issue& issue : issues) {
    if (!text.empty()) text += '\n';
    text += FormatIssue(issue, language);
  }
  return text;
}

struct Case {
  const char* bytes;
  const char* en;
};

const Case kCases[] = {
    {"[group]\nobserv = true",
     "p:2:1: “observ” does not exist: write “observe”."},
    {"[group]\nspam.hld = 0.5",
     "p:2:6: “spam.hld” does not exist: write “spam.hold”."},
    {"[group]\nspam.hold = 60",
     "p:2:13: spam.hold wants a number between 0 and 1, \"never\" or \"any "
     "sign\", not 60: 60 in 100 is written 0.6."},
    {"[group]\nspam.hold = 'jamais'",
     "p:2:13: spam.hold wants a number between 0 and 1, \"never\" or \"any "
     "sign\", not “jamais”: write \"never\"."},
    {"[group]\nspam.reject = 'any sign'",
     "p:2:15: spam.reject wants a number between 0 and 1, or \"never\", not "
     "“any sign”."},
    {"[group]\nabuse.reject = 0.99",
     "p:2:16: abuse.reject wants \"never\": only spam is rejected by its "
     "score, and distress is always held, not 0.99."},
    {"[group]\ndistress.hold = 'never'",
     "p:2:17: distress.hold wants \"any sign\": a sign of distress is always "
     "held, not “never”."},
    {"[group]\nspam.base = 0",
     "p:2:13: spam.base wants a number above 0 and below 1, not 0."},
    {"[group]\nspam = 0.6",
     "p:2:8: spam wants one of its settings, as spam.base = …, not 0.6."},
    {"[group]\npublication = 'avant'",
     "p:2:15: publication wants \"before\", \"after\" or \"closed\", not "
     "“avant”: write \"before\"."},
    {"[group]\nobserve = 'yes'",
     "p:2:11: observe wants true or false, not “yes”."},
    {"[group]\nfaults.model = 'ignore'",
     "p:2:16: faults.model wants \"hold\" or \"decide_without\", not "
     "“ignore”."},
    {"[group]\nreaders.hold_after = 0",
     "p:2:22: readers.hold_after wants a whole number from 1 on, or "
     "\"never\", not 0."},
    {"[group]\nnew_authors.comments_below = 2.5",
     "p:2:30: new_authors.comments_below wants a whole number, not 2.5."},
    {"[group]\ntime_zone = 'Europe/Pari'",
     "p:2:13: The time zone “Europe/Pari” does not exist on this machine: "
     "write for example \"Europe/Paris\", and install the package tzdata if "
     "it is missing."},
    {"[[group]]\nobserve = true",
     "p:1:1: The block “group” does not exist: write “group”."},
    {"[site]\nid = 'a'", "p:1:2: Write [[site]], in double brackets."},
    {"[[sites]]\nid = 'a'",
     "p:1:1: The block “sites” does not exist: write “site”."},
    {"observe = true",
     "p:1:1: “observe” does not exist: write group, keep, site or when."},
    {"[[site]]\nobserve = true", "p:1:1: This [[site]] has no id."},
    {"[[site]]\nid = 'a'\n[[site]]\nid = 'a'",
     "p:4:6: The id “a” exists already, above."},
    {"[[site]]\nid = 'a'\ntime_zone = 'UTC'",
     "p:3:1: “time_zone” does not exist: write id, publication, observe, "
     "spam, abuse, personal_data, distress, new_authors, trusted_authors, "
     "readers, faults, queue, moderators, sample or budget."},
    {"[[when]]\nobserve = true",
     "p:1:1: This [[when]] has no condition: give it site, section, tag, "
     "article, hours, from or to, or move it to [group]."},
    {"[[site]]\nid = 'sport'\n[[when]]\nsite = 'sprot'\nobserve = true",
     "p:4:8: No [[site]] block has the id “sprot”: write “sport”."},
    {"[[when]]\nsection = []\nobserve = true",
     "p:2:11: section wants at least one text, not a list."},
    {"[[when]]\nsection = ['a', 3]\nobserve = true",
     "p:2:17: section wants a text, not 3."},
    {"[[when]]\nhours = '22-6'\nobserve = true",
     "p:2:9: hours wants two different times of day, as \"22:00-06:00\", "
     "not “22-6”."},
    {"[[when]]\nhours = '08:00-08:00'",
     "p:2:9: hours wants two different times of day, as \"22:00-06:00\", "
     "not “08:00-08:00”."},
    {"[[when]]\nhours = '23:00-24:01'",
     "p:2:9: hours wants two different times of day, as \"22:00-06:00\", "
     "not “23:00-24:01”."},
    {"[[when]]\nfrom = '2027-04-10'\ntag = 'x'",
     "p:2:8: from wants a date or a time without quotation marks, as "
     "2027-04-10 or 2027-04-10T20:00:00, not “2027-04-10”."},
    {"[[when]]\nfrom = 2027-04-10\nto = 2027-04-09",
     "p:3:6: The end (to) is not after the beginning (from)."},
    {"[[when]]\nrubrique = 'x'\ntag = 'y'",
     "p:2:1: “rubrique” does not exist: write “section”."},
    {"[group]\nspam.look = 0.7",
     "p:2:13: warning (never-reached): spam.look = 0.7 is never reached: "
     "spam.hold acts "
     "from 0.28 on."},
    {"[group]\nspam.hold = 0.98",
     "p:2:13: warning (never-reached): spam.hold = 0.98 is never reached: "
     "spam.reject acts "
     "from 0.97 on."},
};

TEST(PolicyFile, MistakesSayWhereAndWhatToWrite) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.bytes);
    EXPECT_EQ(Issues(c.bytes, UiLanguage::kEnglish), c.en);
  }
}

TEST(PolicyFile, AllMistakesAtOnceInFrench) {
  std::string issues = Issues(
      "[group]\n"
      "spam = { hold = 60, rejet = 0.9 }\n"
      "publication = 'avant'\n"
      "[[site]]\n"
      "id = 'sport'\n"
      "observer = true\n"
      "[[when]]\n"
      "site = ['sport', 'sprot']\n"
      "hours = '8h-12h'\n",
      UiLanguage::kFrench);
  for (size_t at; (at = issues.find("\u00a0")) != std::string::npos;) {
    issues.erase(at, 1);
    issues[at] = ' ';
  }
  EXPECT_EQ(
      issues,
      "p:2:17: spam.hold attend un nombre entre 0 et 1, \"never\" ou \"any "
      "sign\", pas 60 : 60 sur 100 s'écrit 0.6.\n"
      "p:2:21: « spam.rejet » n'existe pas : écrivez « spam.reject ».\n"
      "p:3:15: publication attend \"before\", \"after\" ou \"closed\", pas "
      "« avant » : écrivez \"before\".\n"
      "p:6:1: « observer » n'existe pas : écrivez « observe ».\n"
      "p:8:18: Aucun bloc [[site]] n'a l'id « sprot » : écrivez « sport ».\n"
      "p:9:9: hours attend deux heures différentes, comme \"22:00-06:00\", "
      "pas « 8h-12h ».");
}

TEST(PolicyFile, NoTimeZonesIsAMistakeOnlyWhereTimeMatters) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";  // a fresh process
  const auto check = [] {
    setenv("TZDIR", "/nonexistent", 1);
    const bool fine = Issues("", UiLanguage::kEnglish).empty();
    const std::string timed =
        Issues("[[when]]\nhours = '08:00-12:00'\nobserve = true",
               UiLanguage::kEnglish);
    std::exit(fine && timed ==
                          "p:1:1: Hours or dates, but this machine does not "
                          "know the time zone Europe/Paris: install the "
                          "package tzdata."
                  ? 0
                  : 1);
  };
  EXPECT_EXIT(check(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace crible
