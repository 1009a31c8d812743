// Archives of every format: whatever the bytes, each comment that is read is
// one that may be kept, and lines count on. The first byte chooses the format.

#include <cstdint>
#include <sstream>
#include <string>

#include "base/check.h"
#include "cli/archive.h"
#include "text/utf8.h"

namespace crible {
namespace {

void ReadAll(std::string_view bytes) {
  if (bytes.empty()) return;
  const char format = bytes.front();
  bytes.remove_prefix(1);
  size_t line = 0;
  const auto on_comment = [&](ArchiveComment* comment) {
    CRIBLE_CHECK(comment->line >= line);
    line = comment->line;
    CRIBLE_CHECK(IsValidUtf8(comment->body) && !comment->body.empty());
  };
  const auto on_problem = [&](const ArchiveProblem& problem) {
    CRIBLE_CHECK(problem.line >= line);
    CRIBLE_CHECK(!problem.what.fr.empty() && !problem.what.en.empty());
    line = problem.line;
  };
  std::istringstream in{std::string(bytes)};
  if (format == 'x') {
    ReadArchiveWordPress(bytes, {}, on_comment, on_problem).IgnoreError();
  } else if (format == 'c') {
    ReadArchiveCsv(in, {}, on_comment, on_problem).IgnoreError();
  } else {
    ReadArchiveJson(in, {}, on_comment, on_problem).IgnoreError();
  }
}

}  // namespace
}  // namespace crible

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  crible::ReadAll({reinterpret_cast<const char*>(data), size});
  return 0;
}
