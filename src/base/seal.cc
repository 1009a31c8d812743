#include "base/seal.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <memory>

#include "base/check.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "fmt/format.h"

namespace crible {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
constexpr size_t kMarkBytes = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* BytesOf(std::string* text) {
  return reinterpret_cast<unsigned char*>(text->data());
}

void Hmac(std::string_view secret, std::string_view text, unsigned char* out) {
  unsigned int size = 0;
  CRIBLE_CHECK(HMAC(EVP_sha256(), secret.data(),
                    static_cast<int>(secret.size()), BytesOf(text), text.size(),
                    out, &size) != nullptr);
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
  if (written) return absl::OkStatus();
  unlink(path.c_str());
  return absl::UnavailableError(fmt::format("{}: cannot be written", path));
}

}  // namespace

SealingKey::SealingKey(std::string_view secret) {
  Hmac(secret, "crible seal", seal_.data());
  Hmac(secret, "crible mark", mark_.data());
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
  CRIBLE_CHECK(RAND_bytes(nonce, kNonceBytes) == 1);
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  CRIBLE_CHECK(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr,
                                  seal_.data(), nonce) == 1 &&
               EVP_EncryptUpdate(context.get(), body, &size, BytesOf(text),
                                 static_cast<int>(text.size())) == 1 &&
               EVP_EncryptFinal_ex(context.get(), body + size, &size) == 1 &&
               EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG,
                                   kTagBytes, body + text.size()) == 1);
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
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  const bool opened =
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr,
                         seal_.data(), BytesOf(nonce)) == 1 &&
      EVP_DecryptUpdate(context.get(), BytesOf(&text), &size, BytesOf(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes,
                          tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), BytesOf(&text) + size, &size) == 1;
  if (!opened) return lost();
  return text;
}

std::string SealingKey::Mark(std::string_view purpose,
                             std::string_view text) const {
  std::string marked(purpose);
  marked += '\0';
  marked += text;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  Hmac({reinterpret_cast<const char*>(mark_.data()), mark_.size()}, marked,
       digest.data());
  return std::string(reinterpret_cast<const char*>(digest.data()), kMarkBytes);
}

}  // namespace crible
