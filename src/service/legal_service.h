#ifndef CRIBLE_SERVICE_LEGAL_SERVICE_H_
#define CRIBLE_SERVICE_LEGAL_SERVICE_H_

#include <memory>

#include "service/legal.h"
#include "service/moderation_service.h"
#include "service/work_queue.h"

namespace crible {

// crible.v1.LegalService. Calls wait for the disk on `queue`. All must outlive
// it.
std::unique_ptr<DrainableService> NewLegalService(Legal* legal,
                                                  WorkQueue* queue,
                                                  const KeyRing* keys);

}  // namespace crible

#endif  // CRIBLE_SERVICE_LEGAL_SERVICE_H_
