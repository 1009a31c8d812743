#ifndef CRIBLE_BASE_SEAL_H_
#define CRIBLE_BASE_SEAL_H_

// Texts sealed under a key that stands in a file of its own: whoever has the
// sealed bytes alone, a database or its backup, has nothing to read.
//
//   CRIBLE_ASSIGN_OR_RETURN(SealingKey key, SealingKey::LoadOrCreate(path));
//   std::string sealed = key.Seal(text);

#include <array>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace crible {

// Immutable and safe from any thread. AES-256-GCM with random nonces, good for
// 2^32 texts a key.
class SealingKey {
 public:
  // A key of 32 random bytes, written for this user alone if there is no file.
  // FAILED_PRECONDITION for a file that is no key.
  static absl::StatusOr<SealingKey> LoadOrCreate(const std::string& path);
  static absl::StatusOr<SealingKey> Load(const std::string& path);

  // Never the same bytes twice for one text.
  std::string Seal(std::string_view text) const;
  // DATA_LOSS if the bytes were not sealed under this key, or were changed.
  absl::StatusOr<std::string> Open(std::string_view sealed) const;

  // 16 bytes that tell whether two texts are the same, and nothing else about
  // them to whoever has not the key. `purpose` keeps kinds of texts apart.
  std::string Mark(std::string_view purpose, std::string_view text) const;

 private:
  using Bytes = std::array<unsigned char, 32>;
  explicit SealingKey(std::string_view secret);

  Bytes seal_;
  Bytes mark_;
};

}  // namespace crible

#endif  // CRIBLE_BASE_SEAL_H_
