#include "cli/shipped_bundle.h"

#include "cli/shipped_bundle_hash.h"

namespace crible {

std::string_view ShippedBundleHash() { return kShippedBundleHash; }

}  // namespace crible
