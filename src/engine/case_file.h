#ifndef CRIBLE_ENGINE_CASE_FILE_H_
#define CRIBLE_ENGINE_CASE_FILE_H_

// Case files: comments and what must become of them (tests/cases/README.md).
// Rule authors and our own tests run the same files with the same command.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "base/issue.h"
#include "base/localized.h"
#include "comment/comment.h"
#include "comment/decision.h"
#include "engine/engine.h"

namespace crible {

// One case as read. Texts are owned here.
struct Case {
  std::string file;
  Position at;
  std::string name, family, language, note;
  bool tells_language = false;
  std::string body;
  BodyFormat format = BodyFormat::kPlain;
  struct {
    std::string id, name, email, url, address;
    std::optional<uint32_t> comments, accepted, rejected, age_days;
  } author;
  struct {
    std::string title, standfirst, text, section;
    std::vector<std::string> tags;
    std::optional<uint32_t> age_days;
  } article;
  std::string parent_text, parent_author;
  std::optional<bool> honeypot;
  std::string site;
  std::optional<int> minute_of_day;  // local time in Paris
  uint32_t times = 1;
  uint32_t authors = 1;

  std::vector<Verdict> want;
  std::optional<bool> look;
  std::string ground, category, rule;
};

struct CaseFile {
  std::vector<Case> cases;
  std::vector<Issue> issues;
};
CaseFile ReadCaseFile(std::string_view path, std::string_view bytes);

// What a case came to. `moderation` is of the last decision, as are views into
// it.
struct CaseOutcome {
  bool passed = false;
  Localized failure;  // "want hold, got accept"; empty when passed
  Verdict verdict = Verdict::kAccept;
};

// Runs one case on its own: fresh counters, a fixed day.
CaseOutcome RunCase(const Engine& engine, const Case& c,
                    Moderation* moderation);

// A case as a comment; keeps what the comment's views point to.
struct CaseComment {
  CaseComment(const Case& c, absl::Time now);
  CaseComment(const CaseComment&) = delete;
  CaseComment& operator=(const CaseComment&) = delete;

  Article article;
  Comment comment;
};
// The moment at which cases are decided.
absl::Time CaseTime(const Case& c);

}  // namespace crible

#endif  // CRIBLE_ENGINE_CASE_FILE_H_
