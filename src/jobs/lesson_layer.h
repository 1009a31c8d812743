#ifndef CRIBLE_JOBS_LESSON_LAYER_H_
#define CRIBLE_JOBS_LESSON_LAYER_H_

// From the lessons in the store to a site's layer. A function of the live
// lessons alone, whatever was there before.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bayes/site_layer.h"
#include "engine/bundle.h"
#include "store/store.h"

namespace crible {

// Of one source so many are learned from, those with the smallest hashes:
// nobody decides alone what a site learns.
inline constexpr int kLessonsOfSourceMax = 5000;
// Of those kept for testing so many are looked at, the same way.
inline constexpr int kLessonsKeptMax = 2000;

// The layer that the site's live lessons up to the event `upto` make, less
// those that are kept. Errors are the store's.
absl::StatusOr<SiteLayer> CountLayer(Store* store, const Bundle& bundle,
                                     std::string_view site, uint64_t upto);

// A token and the lessons that taught it; texts are not filled.
struct TokenLesson {
  Lesson lesson;
  std::string category;  // empty: accepted
};
// The lessons of the layer in which the word or token stands.
absl::StatusOr<std::vector<TokenLesson>> LessonsOfToken(Store* store,
                                                        const Bundle& bundle,
                                                        std::string_view site,
                                                        uint64_t upto,
                                                        std::string_view token);

}  // namespace crible

#endif  // CRIBLE_JOBS_LESSON_LAYER_H_
