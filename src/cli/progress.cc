#include "cli/progress.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "absl/time/clock.h"
#include "fmt/core.h"

namespace crible {

ProgressBar::ProgressBar(const Io& io, const std::string& path)
    : io_(io), begun_(absl::Now()) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  if (!error) bytes_total_ = size;
}

void ProgressBar::Show(size_t lines, size_t bytes) {
  if (!io_.err_is_terminal) return;
  const absl::Time now = absl::Now();
  if (now - shown_ < absl::Milliseconds(100)) return;
  shown_ = now;
  const double seconds = std::max(1e-3, absl::ToDoubleSeconds(now - begun_));
  std::string bar;
  if (bytes_total_ > 0) {
    constexpr size_t kWidth = 30;
    const double share =
        std::min(1.0, static_cast<double>(bytes) / bytes_total_);
    const auto filled = static_cast<size_t>(share * kWidth);
    bar = fmt::format("[{}{}] {:3.0f} %  ", std::string(filled, '#'),
                      std::string(kWidth - filled, ' '), 100 * share);
  }
  io_.err << FormatIn(io_.language, "\r\x1b[K{}{} commentaires, {:.0f}/s",
                      "\r\x1b[K{}{} comments, {:.0f}/s", bar, lines,
                      lines / seconds)
          << std::flush;
  visible_ = true;
}

void ProgressBar::Clear() {
  if (visible_) io_.err << "\r\x1b[K" << std::flush;
  visible_ = false;
}

}  // namespace crible
