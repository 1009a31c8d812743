#ifndef CRIBLE_SERVICE_REVIEW_CHECK_H_
#define CRIBLE_SERVICE_REVIEW_CHECK_H_

// Whether requests to ReviewService may be acted on, and what they ask for in
// the store's words.

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "crible/v1/review_service.pb.h"
#include "service/error.h"
#include "store/records.h"

namespace crible {

// What the store filters by; `author` and `text` are the service's own.
ItemFilter ToFilter(std::string_view parent, const v1::ReviewFilter& filter,
                    absl::Time now, FieldErrors* errors);

Resolution ToResolution(const v1::ResolveReviewItemRequest& request,
                        FieldErrors* errors);

// Words and a name to look for, folded once.
class TextFilter {
 public:
  explicit TextFilter(const v1::ReviewFilter& filter);
  bool empty() const { return author_.empty() && words_.empty(); }
  // `payload` is of a decision.
  bool Takes(const std::string& payload) const;

 private:
  std::string author_;
  std::vector<std::string> words_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_REVIEW_CHECK_H_
