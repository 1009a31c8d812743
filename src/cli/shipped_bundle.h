#ifndef CRIBLE_CLI_SHIPPED_BUNDLE_H_
#define CRIBLE_CLI_SHIPPED_BUNDLE_H_

#include <string_view>

namespace crible {

// The hash of the bundle in models/ that this program was built beside. Its
// examples have been run by the tests.
std::string_view ShippedBundleHash();

}  // namespace crible

#endif  // CRIBLE_CLI_SHIPPED_BUNDLE_H_
