#ifndef CRIBLE_TESTS_RULES_RANDOM_RULES_H_
#define CRIBLE_TESTS_RULES_RANDOM_RULES_H_

// Random rules and random comments from one small vocabulary, so that they meet
// often. The same seed makes the same ones.

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "rules/rule.h"
#include "rules/rule_set.h"

namespace crible {

class RandomRules {
 public:
  explicit RandomRules(uint32_t seed) : random_(seed) {}

  Rule MakeRule(int number);
  std::string MakeBody();

 private:
  friend class RandomComment;
  uint32_t Below(uint32_t n) { return random_() % n; }
  bool OneIn(uint32_t n) { return Below(n) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(static_cast<uint32_t>(from.size()))];
  }
  std::vector<std::string> PickSome(const std::vector<std::string>& from,
                                    uint32_t most);

  std::string MakePhrase();
  std::string MakePattern();
  Bounds MakeBounds(double low, double high);
  Condition MakeCondition(int depth);
  Condition MakeTextCondition(int depth);
  Condition MakeFactCondition();
  Condition MakeGroup(int depth);

  std::mt19937 random_;
};

// A comment with all that rules read, each part sent or not at random, analysed
// for matching. Owns what `input` points to.
class RandomComment {
 public:
  RandomComment(RandomRules* source, const WordSet& known);
  RandomComment(const RandomComment&) = delete;
  RandomComment& operator=(const RandomComment&) = delete;

  const RuleInput& input() const { return input_; }
  const std::string& body() const { return body_; }

 private:
  void SendAuthor(RandomRules* source);
  void SendContext(RandomRules* source);
  void SendFacts(RandomRules* source);

  std::string body_, name_, url_, email_, id_, parent_, title_;
  Article article_;
  Comment comment_;
  Text texts_[6];
  Signals signals_;
  ObservedFacts facts_;
  RuleInput input_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_RULES_RANDOM_RULES_H_
