#ifndef CRIBLE_CLI_TERMINAL_H_
#define CRIBLE_CLI_TERMINAL_H_

#include <memory>

namespace crible {

// What ReadKey answers at the end of the input, and for Ctrl-C and Ctrl-D.
inline constexpr char kNoKey = '\0';

// The terminal on standard input, one key at a time: no Enter, no echo. As it
// was before when it goes.
class Terminal {
 public:
  virtual ~Terminal() = default;
  // Waits for a key. Keys that send several bytes (arrows) are passed over.
  virtual char ReadKey() = 0;
};

// Null when standard input is no terminal.
std::unique_ptr<Terminal> OpenTerminal();

}  // namespace crible

#endif  // CRIBLE_CLI_TERMINAL_H_
