#include "signals/fact_keys.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/hash.h"
#include "signals/similarity.h"

namespace crible {
namespace {

// What a hash is the hash of, so that a name never equals an e-mail.
enum class Salt : uint64_t {
  kComment = 1,
  kAuthorId,
  kAuthorEmail,
  kAuthorName,
  kTextBand,
  kTextBytes,
  kDomain,
  kAuthor,
  kAddress,
};

uint64_t SiteSalt(std::string_view site, Salt salt) {
  return Hash64(site, static_cast<uint64_t>(salt));
}

uint64_t SiteHash(std::string_view site, Salt salt, uint64_t hash) {
  return HashCombine(SiteSalt(site, salt), hash);
}

uint64_t SiteHash(std::string_view site, Salt salt, std::string_view text) {
  return SiteHash(site, salt, Hash64(text));
}

// IPv4 as a whole; of IPv6 the first 64 bits, the part that one connection has.
std::string NetworkAddress(std::string_view address) {
  const std::string text(address);
  unsigned char bytes[16];
  if (inet_pton(AF_INET6, text.c_str(), bytes) != 1) return text;
  static constexpr unsigned char kMapped[12] = {0, 0, 0, 0, 0,    0,
                                                0, 0, 0, 0, 0xff, 0xff};
  char v4[INET_ADDRSTRLEN];
  if (std::equal(kMapped, kMapped + 12, bytes) &&
      inet_ntop(AF_INET, bytes + 12, v4, sizeof v4) != nullptr) {
    return v4;
  }
  return std::string(reinterpret_cast<const char*>(bytes), 8);
}

void AddTextKeys(const Comment& comment, const Text& body,
                 std::vector<FactKey>* keys, std::vector<uint64_t>* bands) {
  const std::span<const Word> words = body.words();
  if (words.empty()) {  // signs, emoji or a link alone: the bytes themselves
    const std::string_view bytes = body.plain().bytes;
    if (bytes.empty()) return;
    keys->push_back(
        {RepeatOf::kText, SiteHash(comment.site, Salt::kTextBytes, bytes)});
    return;
  }
  std::array<uint64_t, kSimilarityWordsMax> hashes;  // not filled beforehand
  const size_t n = std::min(words.size(), hashes.size());
  for (size_t i = 0; i < n; ++i) hashes[i] = words[i].hash;
  const uint64_t salted = SiteSalt(comment.site, Salt::kTextBand);
  for (const uint64_t band : TextBands({hashes.data(), n})) {
    if (words.size() >= kNearTextWordsMin) bands->push_back(band);
    keys->push_back({RepeatOf::kText, HashCombine(salted, band)});
  }
}

void AddDomainKeys(const Comment& comment, const Text& body,
                   std::vector<FactKey>* keys) {
  const size_t begin = keys->size();
  for (const Link& link : body.links()) {
    if (keys->size() - begin == kDomainKeysMax) return;
    const uint64_t hash = SiteHash(comment.site, Salt::kDomain, link.domain);
    const bool known =
        std::any_of(keys->begin() + begin, keys->end(),
                    [&](const FactKey& key) { return key.hash == hash; });
    if (!known) keys->push_back({RepeatOf::kLink, hash});
  }
}

}  // namespace

uint64_t CommentFactHash(std::string_view site, std::string_view name) {
  return name.empty() ? 0 : SiteHash(site, Salt::kComment, name);
}

uint64_t AuthorFactHash(std::string_view site, const Author& author) {
  if (!author.id.empty()) return SiteHash(site, Salt::kAuthorId, author.id);
  if (!author.email.empty()) {
    std::string email(author.email);
    for (char& c : email) {
      if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    }
    return SiteHash(site, Salt::kAuthorEmail, email);
  }
  if (author.name.empty() && author.address.empty()) return 0;
  return SiteHash(
      site, Salt::kAuthorName,
      HashCombine(Hash64(author.name), Hash64(NetworkAddress(author.address))));
}

void FillFactQuery(const Comment& comment, const Text& body, FactQuery* query) {
  query->comment = CommentFactHash(comment.site, comment.name);
  query->author = AuthorFactHash(comment.site, comment.author);
  query->site = comment.site;
  query->name = comment.name;
  query->author_id = comment.author.id;
  query->author_email = comment.author.email;
  query->author_address = comment.author.address;
  query->author_name = comment.author.name;
  query->body = comment.body;
  query->article = comment.article ? comment.article->name : std::string_view();
  query->keys.clear();
  query->text_bands.clear();
  AddTextKeys(comment, body, &query->keys, &query->text_bands);
  AddDomainKeys(comment, body, &query->keys);
  if (query->author != 0) {
    query->keys.push_back(
        {RepeatOf::kAuthor,
         SiteHash(comment.site, Salt::kAuthor, query->author)});
  }
  if (!comment.author.address.empty()) {
    query->keys.push_back(
        {RepeatOf::kAddress, SiteHash(comment.site, Salt::kAddress,
                                      NetworkAddress(comment.author.address))});
  }
}

}  // namespace crible
