#ifndef CRIBLE_JOBS_REFERENCE_H_
#define CRIBLE_JOBS_REFERENCE_H_

// The comments on which every layer is tried before it goes live: written by
// us, in both languages, half of them innocent (models/reference).

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bayes/corpus.h"

namespace crible {

struct ReferenceComment {
  CorpusRow row;
  std::string category;  // empty: innocent
};

// Of the folder of rules and models. NOT_FOUND when there is no such set.
absl::StatusOr<std::vector<ReferenceComment>> ReadReference(
    const std::string& models);

}  // namespace crible

#endif  // CRIBLE_JOBS_REFERENCE_H_
