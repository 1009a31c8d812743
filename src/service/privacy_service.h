#ifndef CRIBLE_SERVICE_PRIVACY_SERVICE_H_
#define CRIBLE_SERVICE_PRIVACY_SERVICE_H_

#include <memory>

#include "service/moderation_service.h"
#include "service/privacy.h"
#include "service/work_queue.h"

namespace crible {

// crible.v1.PrivacyService. Calls wait for the disk on `queue`. All must
// outlive it.
std::unique_ptr<DrainableService> NewPrivacyService(Privacy* privacy,
                                                    WorkQueue* queue,
                                                    const KeyRing* keys);

}  // namespace crible

#endif  // CRIBLE_SERVICE_PRIVACY_SERVICE_H_
