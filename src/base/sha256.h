#ifndef CRIBLE_BASE_SHA256_H_
#define CRIBLE_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace crible {

// SHA-256 as 32 bytes.
std::string Sha256(std::string_view bytes);

// SHA-256 as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

// Two lower-case hexadecimal digits a byte.
std::string ToHex(std::string_view bytes);

}  // namespace crible

#endif  // CRIBLE_BASE_SHA256_H_
