#ifndef CRIBLE_BASE_LOG_H_
#define CRIBLE_BASE_LOG_H_

// One line an event, `time level area message`, on standard error. Only
// servers, services and stores log; core libraries return what they have to
// say. No line ever holds a comment's text or an author's identity: pass names,
// sizes, counts.

#include <string>
#include <string_view>

#include "fmt/core.h"

namespace crible {

enum class LogLevel : unsigned char { kDebug, kInfo, kWarning, kError };

// Lines below kInfo are dropped.
bool LogEnabled(LogLevel level);
void LogLine(LogLevel level, std::string_view area, const std::string& message);

}  // namespace crible

// CRIBLE_LOG(kInfo, "server", "listening on {}", address);
#define CRIBLE_LOG(level, area, ...)                     \
  do {                                                   \
    if (::crible::LogEnabled(::crible::LogLevel::level)) \
      ::crible::LogLine(::crible::LogLevel::level, area, \
                        ::fmt::format(__VA_ARGS__));     \
  } while (false)

#endif  // CRIBLE_BASE_LOG_H_
