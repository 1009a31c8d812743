#ifndef CRIBLE_CLI_ORDERED_LINES_H_
#define CRIBLE_CLI_ORDERED_LINES_H_

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace crible {

// Works on the lines of a stream on several threads and writes the results in
// the order of the lines. Memory is bounded: a few batches are under way at a
// time.
struct OrderedLines {
  // Makes one worker's function: (line number from 1, line, result to append
  // to).
  using Work = std::function<void(size_t number, std::string_view line,
                                  std::string* result)>;
  std::function<Work()> new_worker;
  // Told after each batch how many lines are done and how many bytes were read.
  std::function<void(size_t lines, size_t bytes)> progress;
  size_t threads = 1;

  // Longest line; a longer one is handed over cut, which no JSON survives.
  static constexpr size_t kLineBytesMax = size_t{4} << 20;

  // Returns the number of lines. False in *written if the output failed.
  size_t Run(std::istream& in, std::ostream& out, bool* written) const;
};

}  // namespace crible

#endif  // CRIBLE_CLI_ORDERED_LINES_H_
