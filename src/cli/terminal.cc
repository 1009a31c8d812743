#include "cli/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace crible {
namespace {

constexpr char kInterrupt = 3, kEndOfInput = 4, kEscape = 27;

class StandardInput : public Terminal {
 public:
  explicit StandardInput(const termios& before) : before_(before) {
    termios raw = before;
    // Signals too come as keys, so that the terminal is put back in any case.
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  }
  ~StandardInput() override { tcsetattr(STDIN_FILENO, TCSANOW, &before_); }

  char ReadKey() override {
    while (true) {
      char key = kNoKey;
      const ssize_t n = read(STDIN_FILENO, &key, 1);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return kNoKey;
      if (key == kInterrupt || key == kEndOfInput) return kNoKey;
      if (key == kEscape) {
        SkipSequence();
        continue;
      }
      if (static_cast<unsigned char>(key) >= 0x80) continue;  // é
      return key;
    }
  }

 private:
  // The rest of an escape sequence: what is there within a tenth of a second.
  void SkipSequence() {
    termios brief;
    if (tcgetattr(STDIN_FILENO, &brief) != 0) return;
    termios waits = brief;
    waits.c_cc[VMIN] = 0;
    waits.c_cc[VTIME] = 1;
    tcsetattr(STDIN_FILENO, TCSANOW, &waits);
    char byte = 0;
    while (read(STDIN_FILENO, &byte, 1) == 1 &&
           !((byte >= 'A' && byte <= 'Z') || byte == '~')) {
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &brief);
  }

  const termios before_;
};

}  // namespace

std::unique_ptr<Terminal> OpenTerminal() {
  termios before;
  if (tcgetattr(STDIN_FILENO, &before) != 0) return nullptr;
  return std::make_unique<StandardInput>(before);
}

}  // namespace crible
