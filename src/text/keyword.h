#ifndef CRIBLE_TEXT_KEYWORD_H_
#define CRIBLE_TEXT_KEYWORD_H_

#include <cstdint>

namespace crible {

struct TextParts;

// Words that mean something to links and contacts, found by their hash.
enum class KeywordKind : uint8_t {
  kNone,
  kDot,         // dot, point
  kAt,          // at, arobase
  kNumber,      // value: 0 to 16, tens, 100 for "cent" …
  kWhatsApp,    // whatsapp and how people write it
  kTelegram,    // telegram
  kMessenger,   // snapchat, discord, instagram …
  kCall,        // tel, telephone, call, appelez: a number follows
  kNoTelephone  // isbn, siret, ref, article: the number is no telephone's
};

struct Keyword {
  KeywordKind kind = KeywordKind::kNone;
  uint8_t value = 0;  // kNumber
};

// What the word with this hash is; kNone for nearly all. One probe.
Keyword FindKeyword(uint64_t hash);

// Fills parts->keywords from the words.
void FindKeywords(TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_KEYWORD_H_
