#ifndef CRIBLE_BASE_CHECK_H_
#define CRIBLE_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

// Ends the process when a programmer's assumption does not hold. Never on user
// input, network or disk: those are `absl::Status`. Prints only the condition
// and its place, so that no comment's text can reach the output.
#define CRIBLE_CHECK(condition)                                             \
  do {                                                                      \
    if (!(condition)) [[unlikely]] {                                        \
      std::fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, \
                   #condition);                                             \
      std::abort();                                                         \
    }                                                                       \
  } while (false)

#endif  // CRIBLE_BASE_CHECK_H_
