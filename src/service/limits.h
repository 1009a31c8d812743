#ifndef CRIBLE_SERVICE_LIMITS_H_
#define CRIBLE_SERVICE_LIMITS_H_

// What a request may hold. The protos and proto/README.md tell callers the same
// figures.

#include <cstddef>

#include "absl/time/time.h"
#include "engine/engine.h"

namespace crible {

// Bytes of UTF-8. kBodyBytesMax is the engine's.
inline constexpr size_t kNameBytesMax = 256;
inline constexpr size_t kIdBytesMax = 128;
inline constexpr size_t kSiteBytesMax = 63;
inline constexpr size_t kAuthorIdBytesMax = 256;
inline constexpr size_t kDisplayNameBytesMax = 512;
inline constexpr size_t kEmailBytesMax = 320;
inline constexpr size_t kUrlBytesMax = 2048;
inline constexpr size_t kIpAddressBytesMax = 64;
inline constexpr size_t kUserAgentBytesMax = 1024;
inline constexpr size_t kTitleBytesMax = 2048;
inline constexpr size_t kStandfirstBytesMax = 8192;
inline constexpr size_t kArticleTextBytesMax = 256 << 10;
inline constexpr size_t kTagBytesMax = 256;
inline constexpr size_t kLanguageBytesMax = 35;
inline constexpr size_t kScoreNameBytesMax = 64;
inline constexpr size_t kRequestIdBytesMax = 128;
inline constexpr size_t kCorrelationIdBytesMax = 128;
inline constexpr size_t kRuleIdBytesMax = 256;
inline constexpr size_t kNoteBytesMax = 8192;
inline constexpr size_t kOrderBytesMax = 600;  // authority and reference

// Numbers of things.
inline constexpr int kTagsMax = 64;
inline constexpr int kScoresMax = 32;
inline constexpr int kReasonLanguagesMax = 8;
inline constexpr int kBatchItemsMax = 1000;
inline constexpr int kExplainRulesMax = 16;
inline constexpr int kFactsRepeatsMax = 64;

// Whole messages. gRPC itself refuses what is over kMessageBytesMax, which is
// above the others so that callers get our error with its details.
inline constexpr size_t kRequestBytesMax = size_t{1} << 20;
inline constexpr size_t kBatchBytesMax = size_t{8} << 20;
inline constexpr size_t kMessageBytesMax = size_t{16} << 20;

// Articles that a stream keeps.
inline constexpr size_t kStreamArticlesMax = 256;
inline constexpr size_t kStreamArticleBytesMax = size_t{4} << 20;
// Answers of one stream that wait to be taken; at that many it stops reading.
inline constexpr size_t kStreamAnswersMax = 64;

// What an answer may hold.
inline constexpr int kReasonSpansMax = 16;
inline constexpr int kUndecidedRulesMax = 256;

}  // namespace crible

#endif  // CRIBLE_SERVICE_LIMITS_H_
