#ifndef CRIBLE_ENGINE_EXAMPLE_CHECK_H_
#define CRIBLE_ENGINE_EXAMPLE_CHECK_H_

#include <vector>

#include "base/issue.h"
#include "comment/comment.h"
#include "comment/facts.h"
#include "rules/rule_set.h"
#include "text/word_set.h"

namespace crible {

// Runs every rule's own examples. One error an example that does not do what it
// says, at the example's place, with what it did instead: which condition did
// not hold, or which exception excused.
std::vector<Issue> CheckExamples(const RuleSet& rules,
                                 const WordSet& vocabulary);

// Asks one rule about one comment that is given as an example. Reused; one a
// thread.
class ExampleTrial {
 public:
  ExampleTrial(const RuleSet& rules, const WordSet& vocabulary)
      : rules_(rules), vocabulary_(vocabulary) {}

  // The example's body must be valid UTF-8. `evidence` then holds the hits.
  bool Hits(size_t rule, const Example& example);
  const Evidence& evidence() const { return evidence_; }

 private:
  const RuleSet& rules_;
  const WordSet& vocabulary_;
  RuleScratch scratch_;
  Evidence evidence_;
};

// An example as the engine sees it: a comment and what the world says. Views
// point into `example`, which must outlive it.
struct ExampleComment {
  ExampleComment(const Example& example, const RuleSet& rules, absl::Time now);

  Article article;
  Comment comment;
  ObservedFacts facts;
};

}  // namespace crible

#endif  // CRIBLE_ENGINE_EXAMPLE_CHECK_H_
