#ifndef CRIBLE_CLI_PROGRESS_H_
#define CRIBLE_CLI_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "cli/command.h"

namespace crible {

// One line on the terminal of the error stream, redrawn at most ten times a
// second; nothing at all when it is no terminal.
class ProgressBar {
 public:
  // `path` tells the total size, if it is a file.
  ProgressBar(const Io& io, const std::string& path);
  void Show(size_t lines, size_t bytes);
  void Clear();

 private:
  const Io& io_;
  uintmax_t bytes_total_ = 0;
  absl::Time begun_, shown_;
  bool visible_ = false;
};

}  // namespace crible

#endif  // CRIBLE_CLI_PROGRESS_H_
