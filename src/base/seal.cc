#include "base/seal.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <cstring>
#include <memory>

#include "base/check.h"
#include "base/files.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "fmt/format.h"

namespace crible {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
constexpr size_t kMarkBytes = 16;

using CipherContext =
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
CipherContext NewContext() {
  return CipherContext(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
}
const EVP_CIPHER* Cipher() {
  static const EVP_CIPHER* const cipher =
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

// One a thread: to find the cipher, to make a context and to give it a key take
// as long as to seal a comment. So does the system's randomness, asked for a
// nonce alone.
struct Sealer {
  CipherContext context = NewContext();
  std::array<unsigned char, 32> key{};
  bool has_key = false;
  std::array<unsigned char, 64 * kNonceBytes> random;
  size_t random_used = sizeof random;

  EVP_CIPHER_CTX* WithKey(const std::array<unsigned char, 32>& wanted) {
    if (!has_key || key != wanted) {
      CRIBLE_CHECK(EVP_EncryptInit_ex(context.get(), Cipher(), nullptr,
                                      wanted.data(), nullptr) == 1);
      key = wanted;
      has_key = true;
    }
    return context.get();
  }
  void TakeNonce(unsigned char* nonce) {
    if (random_used == sizeof random) {
      CRIBLE_CHECK(RAND_bytes(random.data(), sizeof random) == 1);
      random_used = 0;
    }
    std::memcpy(nonce, random.data() + random_used, kNonceBytes);
    random_used += kNonceBytes;
  }
};

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* BytesOf(std::string* text) {
  return reinterpret_cast<unsigned char*>(text->data());
}

// RFC 2104 with SHA-256, for secrets no longer than its block.
std::string Hmac(std::string_view secret, std::string_view purpose,
                 std::string_view text) {
  constexpr size_t kBlockBytes = 64;
  std::string inner(kBlockBytes, '\x36'), outer(kBlockBytes, '\x5c');
  for (size_t i = 0; i < secret.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ secret[i]);
    outer[i] = static_cast<char>(outer[i] ^ secret[i]);
  }
  return Sha256Of({outer, Sha256Of({inner, purpose, text})});
}

// The name of a new file is on disk with its folder.
bool SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder =
      slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  const bool synced = fsync(file) == 0;
  close(file);
  return synced;
}

// O_EXCL: of two processes that start at once, one makes the key.
absl::Status CreateSecret(const std::string& path) {
  std::string secret(kSecretBytes, '\0');
  CRIBLE_CHECK(RAND_bytes(BytesOf(&secret), kSecretBytes) == 1);
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0)
    return absl::UnavailableError(fmt::format("{}: cannot be made", path));
  const bool written = write(file, secret.data(), secret.size()) ==
                           static_cast<ssize_t>(secret.size()) &&
                       fsync(file) == 0;
  close(file);
  if (written && SyncFolderOf(path)) return absl::OkStatus();
  unlink(path.c_str());
  return absl::UnavailableError(fmt::format("{}: cannot be written", path));
}

}  // namespace

SealingKey::SealingKey(std::string_view secret) {
  std::memcpy(seal_.data(), Hmac(secret, "crible seal", "").data(),
              seal_.size());
  std::memcpy(mark_.data(), Hmac(secret, "crible mark", "").data(),
              mark_.size());
}

absl::StatusOr<SealingKey> SealingKey::Load(const std::string& path) {
  CRIBLE_ASSIGN_OR_RETURN(const std::string secret, ReadFile(path, 1 << 10));
  if (secret.size() != kSecretBytes) {
    return absl::FailedPreconditionError(
        fmt::format("{}: is no key of {} bytes", path, kSecretBytes));
  }
  return SealingKey(secret);
}

absl::StatusOr<SealingKey> SealingKey::LoadOrCreate(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) {
    CRIBLE_RETURN_IF_ERROR(CreateSecret(path));
  }
  return Load(path);
}

std::string SealingKey::Seal(std::string_view text) const {
  std::string sealed(kNonceBytes + text.size() + kTagBytes, '\0');
  unsigned char* const nonce = BytesOf(&sealed);
  unsigned char* const body = nonce + kNonceBytes;
  thread_local Sealer sealer;
  sealer.TakeNonce(nonce);
  EVP_CIPHER_CTX* const context = sealer.WithKey(seal_);
  int size = 0;
  CRIBLE_CHECK(EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce) ==
                   1 &&
               EVP_EncryptUpdate(context, body, &size, BytesOf(text),
                                 static_cast<int>(text.size())) == 1 &&
               EVP_EncryptFinal_ex(context, body + size, &size) == 1 &&
               EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, kTagBytes,
                                   body + text.size()) == 1);
  return sealed;
}

absl::StatusOr<std::string> SealingKey::Open(std::string_view sealed) const {
  const auto lost = [] {
    return absl::DataLossError("sealed under another key, or changed");
  };
  if (sealed.size() < kNonceBytes + kTagBytes) return lost();
  const std::string_view nonce = sealed.substr(0, kNonceBytes);
  const std::string_view body =
      sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string text(body.size(), '\0');
  thread_local const CipherContext kept = NewContext();
  EVP_CIPHER_CTX* const context = kept.get();
  int size = 0;
  const bool opened =
      EVP_DecryptInit_ex(context, Cipher(), nullptr, seal_.data(),
                         BytesOf(nonce)) == 1 &&
      EVP_DecryptUpdate(context, BytesOf(&text), &size, BytesOf(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, kTagBytes,
                          tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context, BytesOf(&text) + size, &size) == 1;
  if (!opened) return lost();
  return text;
}

std::string SealingKey::Mark(std::string_view purpose,
                             std::string_view text) const {
  std::string begin(purpose);
  begin += '\0';
  return Hmac({reinterpret_cast<const char*>(mark_.data()), mark_.size()},
              begin, text)
      .substr(0, kMarkBytes);
}

}  // namespace crible
