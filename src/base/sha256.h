#ifndef CRIBLE_BASE_SHA256_H_
#define CRIBLE_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace crible {

// SHA-256 as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace crible

#endif  // CRIBLE_BASE_SHA256_H_
