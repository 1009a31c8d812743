#ifndef CRIBLE_BASE_SHA256_H_
#define CRIBLE_BASE_SHA256_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace crible {

// SHA-256 as 32 bytes.
std::string Sha256(std::string_view bytes);

// Of several texts one after the other.
std::string Sha256Of(std::initializer_list<std::string_view> parts);

// SHA-256 as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

// Two lower-case hexadecimal digits a byte.
std::string ToHex(std::string_view bytes);

}  // namespace crible

#endif  // CRIBLE_BASE_SHA256_H_
