#include "cli/ordered_lines.h"

#include <algorithm>
#include <array>
#include <deque>
#include <istream>
#include <memory>
#include <ostream>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace crible {
namespace {

// A batch ends at either, so that long lines make short batches.
constexpr size_t kBatchLines = 256;
constexpr size_t kBatchBytes = size_t{1} << 20;

struct Batch {
  size_t first_number = 1;
  std::string bytes;         // the lines, one after another
  std::vector<size_t> ends;  // of each line in `bytes`
  std::string result;
  bool done = false;
};

// Reads a line without its newline, keeping no more of it than the limit.
bool ReadLine(std::istream& in, std::string* line) {
  line->clear();
  std::array<char, 16 << 10> piece;
  bool any = false;
  while (true) {
    in.getline(piece.data(), piece.size());
    const size_t read = in.gcount();
    if (in.bad() || (in.eof() && read == 0 && !any)) return false;
    const bool whole = !in.fail();  // else the piece is full, or the end
    const size_t text = whole && !in.eof() ? read - 1 : read;
    line->append(piece.data(),
                 std::min(text, OrderedLines::kLineBytesMax - line->size()));
    if (whole || in.eof()) break;
    any = true;
    in.clear();
  }
  if (!line->empty() && line->back() == '\r') line->pop_back();
  return true;
}

// Batches in the order of the input. The reader appends, workers take the next
// that nobody has, the writer takes the front when it is done.
class Pipeline {
 public:
  explicit Pipeline(size_t batches_max) : batches_max_(batches_max) {}

  void Append(std::shared_ptr<Batch> batch) {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Pipeline::HasRoom));
    batches_.push_back(batch);
    waiting_.push_back(std::move(batch));
  }
  void Close() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  std::shared_ptr<Batch> TakeWork() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Pipeline::HasWorkOrIsClosed));
    if (waiting_.empty()) return nullptr;
    auto batch = std::move(waiting_.front());
    waiting_.pop_front();
    return batch;
  }
  void Finish(Batch* batch) {
    absl::MutexLock lock(&mutex_);
    batch->done = true;
  }
  std::shared_ptr<Batch> TakeResult() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Pipeline::FrontIsDoneOrAllTaken));
    if (batches_.empty()) return nullptr;
    auto batch = std::move(batches_.front());
    batches_.pop_front();
    return batch;
  }

 private:
  bool HasRoom() const { return batches_.size() < batches_max_; }
  bool HasWorkOrIsClosed() const { return !waiting_.empty() || closed_; }
  bool FrontIsDoneOrAllTaken() const {
    return batches_.empty() ? closed_ : batches_.front()->done;
  }

  const size_t batches_max_;
  absl::Mutex mutex_;
  std::deque<std::shared_ptr<Batch>> batches_, waiting_;
  bool closed_ = false;
};

void ReadAll(std::istream& in, Pipeline* pipeline) {
  size_t number = 1;
  std::string line;
  auto batch = std::make_shared<Batch>();
  while (ReadLine(in, &line)) {
    batch->bytes += line;
    batch->ends.push_back(batch->bytes.size());
    ++number;
    if (batch->ends.size() < kBatchLines && batch->bytes.size() < kBatchBytes) {
      continue;
    }
    pipeline->Append(std::move(batch));
    batch = std::make_shared<Batch>();
    batch->first_number = number;
  }
  if (!batch->ends.empty()) pipeline->Append(std::move(batch));
  pipeline->Close();
}

void WorkAll(const OrderedLines::Work& work, Pipeline* pipeline) {
  while (const auto batch = pipeline->TakeWork()) {
    size_t begin = 0;
    for (size_t i = 0; i < batch->ends.size(); ++i) {
      const std::string_view line(batch->bytes.data() + begin,
                                  batch->ends[i] - begin);
      work(batch->first_number + i, line, &batch->result);
      begin = batch->ends[i];
    }
    pipeline->Finish(batch.get());
  }
}

}  // namespace

size_t OrderedLines::Run(std::istream& in, std::ostream& out,
                         bool* written) const {
  Pipeline pipeline(4 * threads);
  std::vector<std::thread> running;
  running.emplace_back([&] { ReadAll(in, &pipeline); });
  for (size_t i = 0; i < threads; ++i) {
    running.emplace_back([&] { WorkAll(new_worker(), &pipeline); });
  }
  size_t lines = 0, bytes = 0;
  while (const auto batch = pipeline.TakeResult()) {
    out.write(batch->result.data(), batch->result.size());
    lines += batch->ends.size();
    bytes += batch->bytes.size();
    if (progress) progress(lines, bytes);
  }
  for (std::thread& thread : running) thread.join();
  out.flush();
  *written = out.good();
  return lines;
}

}  // namespace crible
