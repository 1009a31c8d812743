#ifndef CRIBLE_SERVER_REFLECTION_SERVICE_H_
#define CRIBLE_SERVER_REFLECTION_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/impl/service_type.h"

namespace crible {

// grpc.reflection.v1.ServerReflection over the messages and services linked
// into this program. Current tools ask for v1 first; the library of Debian 12
// has v1alpha only. `services` are the full names to list.
std::unique_ptr<grpc::Service> NewReflectionService(
    std::vector<std::string> services);

}  // namespace crible

#endif  // CRIBLE_SERVER_REFLECTION_SERVICE_H_
