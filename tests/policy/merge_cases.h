#ifndef CRIBLE_TESTS_POLICY_MERGE_CASES_H_
#define CRIBLE_TESTS_POLICY_MERGE_CASES_H_

// The merge table as cases: what is given, and what comes out.

#include <functional>
#include <string>
#include <vector>

#include "policy/merge.h"
#include "policy/sample.h"

namespace crible {

struct MergeCase {
  std::string row;  // of the table
  std::string name;
  std::function<void(Sample&)> given;
  Verdict verdict;
  bool look = false;
  std::vector<std::string> reasons;
};

extern const std::vector<MergeCase> kMergeCases;

}  // namespace crible

#endif  // CRIBLE_TESTS_POLICY_MERGE_CASES_H_
