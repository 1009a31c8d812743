#ifndef CRIBLE_SERVICE_REVIEW_SERVICE_H_
#define CRIBLE_SERVICE_REVIEW_SERVICE_H_

#include <memory>

#include "service/moderation_service.h"
#include "service/reviewer.h"
#include "service/watch.h"
#include "service/work_queue.h"

namespace crible {

// crible.v1.ReviewService. Calls wait for the disk on `queue`. All must outlive
// it.
std::unique_ptr<DrainableService> NewReviewService(Reviewer* reviewer,
                                                   WorkQueue* queue,
                                                   WatchHub* hub,
                                                   const KeyRing* keys);

}  // namespace crible

#endif  // CRIBLE_SERVICE_REVIEW_SERVICE_H_
