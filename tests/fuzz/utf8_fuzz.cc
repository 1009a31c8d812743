// Validation agrees with itself: what it calls a prefix is valid, one more byte
// is not the rest of it, and decoding what is valid gives the same bytes back.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t prefix = crible::ValidUtf8Prefix(bytes);
  CRIBLE_CHECK(prefix <= size);
  CRIBLE_CHECK(crible::IsValidUtf8(bytes.substr(0, prefix)));
  std::string again;
  for (size_t at = 0; at < prefix;) {
    const crible::CodePoint point = crible::DecodeUtf8(bytes, at);
    crible::AppendUtf8(point.value, &again);
    at += point.size;
  }
  CRIBLE_CHECK(again == bytes.substr(0, prefix));
  // Decoding bytes that are not valid stays inside and goes on.
  for (size_t at = prefix; at < size;) at += crible::DecodeUtf8(bytes, at).size;
  return 0;
}
