#include "service/key_ring.h"

#include <algorithm>
#include <random>
#include <utility>

#include "base/sha256.h"
#include "base/status_macros.h"
#include "fmt/format.h"

namespace crible {
namespace {

constexpr std::string_view kScopeNames[kKeyScopes] = {
    "moderate", "review", "rules", "privacy", "admin"};
constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kMark = "crible_";
constexpr size_t kIdDigits = 8;

RpcStatus Unauthenticated() {
  return MakeError(absl::StatusCode::kUnauthenticated, kNoKey,
                   "the call shows no key in force");
}

// From the system's source of randomness.
std::string RandomHex(size_t digits) {
  std::random_device random;
  std::string hex;
  while (hex.size() < digits) hex += fmt::format("{:08x}", random());
  hex.resize(digits);
  return hex;
}

// As long whatever the first difference.
bool SameBytes(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

Principal PrincipalOf(const Key& key) {
  Principal principal{.subject = key.subject, .scopes = 0, .all_sites = false};
  for (size_t i = 0; i < kKeyScopes; ++i) {
    const bool has = std::find(key.scopes.begin(), key.scopes.end(),
                               kScopeNames[i]) != key.scopes.end();
    if (has) principal.scopes |= 1 << i;
  }
  for (const std::string& site : key.sites) {
    if (site == "*") principal.all_sites = true;
    principal.sites.push_back(site);
  }
  return principal;
}

}  // namespace

std::string_view ScopeName(KeyScope scope) {
  return kScopeNames[static_cast<size_t>(scope)];
}

bool IsScope(std::string_view name) {
  return std::find(std::begin(kScopeNames), std::end(kScopeNames), name) !=
         std::end(kScopeNames);
}

bool Principal::MaySee(std::string_view site) const {
  return all_sites ||
         std::find(sites.begin(), sites.end(), site) != sites.end();
}

NewKey MakeKey(std::string subject, std::vector<std::string> scopes,
               std::vector<std::string> sites, absl::Time now) {
  const std::string id = RandomHex(kIdDigits);
  const std::string secret = RandomHex(64);
  return {.key = {.id = id,
                  .hash = Sha256(secret),
                  .subject = std::move(subject),
                  .scopes = std::move(scopes),
                  .sites = std::move(sites),
                  .created = now},
          .words = fmt::format("{}{}_{}", kMark, id, secret)};
}

absl::Status KeyRing::Reload() {
  if (store_ == nullptr) return absl::OkStatus();
  CRIBLE_ASSIGN_OR_RETURN(const std::vector<Key> keys, store_->ListKeys());
  StringMap<Held> by_id;
  for (const Key& key : keys) {
    if (key.revoked != absl::InfinitePast()) continue;
    by_id[key.id] = {
        .hash = key.hash,
        .principal = std::make_shared<const Principal>(PrincipalOf(key))};
  }
  absl::MutexLock lock(&mutex_);
  needed_ = !keys.empty();
  by_id_.swap(by_id);
  return absl::OkStatus();
}

bool KeyRing::empty() const {
  absl::ReaderMutexLock lock(&mutex_);
  return !needed_;
}

RpcStatus KeyRing::Identify(std::string_view authorization, KeyScope scope,
                            std::shared_ptr<const Principal>* principal) const {
  static const auto& local =
      *new std::shared_ptr<const Principal>(std::make_shared<Principal>());
  *principal = local;
  if (authorization.starts_with(kBearer))
    authorization.remove_prefix(kBearer.size());
  std::string_view id, secret;
  if (authorization.starts_with(kMark) &&
      authorization.size() > kMark.size() + kIdDigits + 1) {
    id = authorization.substr(kMark.size(), kIdDigits);
    secret = authorization.substr(kMark.size() + kIdDigits + 1);
  }
  absl::ReaderMutexLock lock(&mutex_);
  if (!needed_) return RpcStatus();
  const auto held = by_id_.find(id);
  if (held == by_id_.end() || !SameBytes(held->second.hash, Sha256(secret)))
    return Unauthenticated();
  *principal = held->second.principal;
  if ((*principal)->Has(scope)) return RpcStatus();
  return MakeError(
      absl::StatusCode::kPermissionDenied, kNoScope,
      fmt::format("the key has not the scope {}", ScopeName(scope)));
}

RpcStatus OtherSiteError() {
  return MakeError(absl::StatusCode::kPermissionDenied, kOtherSite,
                   "the key is not for this site");
}

}  // namespace crible
