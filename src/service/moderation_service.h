#ifndef CRIBLE_SERVICE_MODERATION_SERVICE_H_
#define CRIBLE_SERVICE_MODERATION_SERVICE_H_

#include <memory>

#include "grpcpp/impl/service_type.h"
#include "service/desk.h"
#include "service/moderator.h"
#include "service/watch.h"
#include "service/work_queue.h"

namespace crible {

// A gRPC service that can be stopped without losing what it has read.
class DrainableService {
 public:
  virtual ~DrainableService() = default;
  // To register with a server; lives as long as this.
  virtual grpc::Service* grpc_service() = 0;
  // Ends streams after the answers to what was read; later calls are answered
  // UNAVAILABLE. Returns at once.
  virtual void Drain() = 0;
};

// What serves the methods beside the deciding.
struct DeskParts {
  Desk* desk;
  WorkQueue* queue;  // its threads wait for the disk
  WatchHub* hub;
};

// crible.v1.ModerationService. Single comments and streams are decided on
// gRPC's threads, batches on `queue`. All must outlive it.
std::unique_ptr<DrainableService> NewModerationService(Moderator* moderator,
                                                       WorkQueue* queue,
                                                       const DeskParts& desk,
                                                       const KeyRing* keys);

// crible.v1.RuleService, on `queue`.
std::unique_ptr<DrainableService> NewRuleService(Moderator* moderator,
                                                 WorkQueue* queue,
                                                 const KeyRing* keys);

}  // namespace crible

#endif  // CRIBLE_SERVICE_MODERATION_SERVICE_H_
