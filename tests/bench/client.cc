// Sends comments to a server of the API under fresh names, as fast as it
// answers or at a steady rate, and prints one line of JSON: the server's CPU
// time, latencies, and whether the answers are what `crible moderate` says.
//
//   crible_bench_client --port P --mode unary|stream|batch --texts F.jsonl
//     [--pid PID]        whose CPU time to measure
//     [--verdicts F]     output of `crible moderate` on the same rows
//     [--round TAG]      makes names and sites of this run its own
//     [--rate N]         comments a second, evenly spaced (unary)
//     [--record F]       writes the decisions, for crible_bench_echo
//     [--first]          waits for the port, sends one comment, tells the time
//
// Requests are encoded before the clock starts and answers are read after it
// has stopped. Twenty comments share a site, so that nothing is a flood.

#include <poll.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "crible/v1/moderation_service.pb.h"
#include "fmt/core.h"
#include "http2.h"

namespace crible::bench {
namespace {

constexpr int kConnections = 4;
constexpr size_t kTextsPerSite = 20;
constexpr size_t kBatch = 64;
constexpr int kFirstAnswerSeconds = 120;

enum class Mode { kUnary, kStream, kBatch };

struct Row {
  std::string id;
  std::string body;
};

struct Expected {
  std::string verdict;
  int reasons = 0;
};

[[noreturn]] void Die(const std::string& what) {
  fmt::print(stderr, "crible_bench_client: {}\n", what);
  std::exit(2);
}

double Now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// CPU seconds of a process, all its threads; 0 for no process.
double CpuSeconds(pid_t pid) {
  clockid_t clock;
  timespec t;
  if (pid == 0 || clock_getcpuclockid(pid, &clock) != 0 ||
      clock_gettime(clock, &t) != 0) {
    return 0;
  }
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

template <typename OnLine>
void ForEachLine(const std::string& path, OnLine on_line) {
  std::ifstream file(path);
  if (!file) Die("cannot read " + path);
  JsonReader json;
  for (std::string line; std::getline(file, line);) {
    if (!json.Parse(line).ok()) Die("a bad line in " + path);
    on_line(json, line);
  }
}

std::vector<Row> ReadRows(const std::string& path) {
  std::vector<Row> rows;
  ForEachLine(path, [&](JsonReader& json, const std::string&) {
    rows.push_back(
        {std::string(**json.Text("id")), std::string(**json.Text("body"))});
  });
  return rows;
}

size_t CountOf(std::string_view needle, std::string_view text) {
  size_t count = 0;
  for (size_t at = text.find(needle); at != std::string_view::npos;
       at = text.find(needle, at + 1)) {
    ++count;
  }
  return count;
}

std::vector<Expected> ReadExpected(const std::string& path) {
  std::vector<Expected> all;
  ForEachLine(path, [&](JsonReader& json, const std::string& line) {
    const auto verdict = json.Text("verdict");
    if (!verdict.ok() || !*verdict) Die("a line without verdict in " + path);
    // A reason is the only thing that has a kind; quotes in texts are escaped.
    all.push_back({std::string(**verdict),
                   static_cast<int>(CountOf("{\"kind\":\"", line))});
  });
  return all;
}

struct Options {
  int port = 0;
  Mode mode = Mode::kUnary;
  std::string texts;
  pid_t pid = 0;
  std::string verdicts;
  std::string round = "0";
  double rate = 0;
  std::string record;
  bool first = false;
};

Options ReadOptions(int argc, char** argv) {
  std::map<std::string, std::string> given;
  for (int i = 1; i < argc; ++i) {
    const std::string key = argv[i];
    if (key == "--first") {
      given[key] = "1";
    } else if (i + 1 < argc && key.starts_with("--")) {
      given[key] = argv[++i];
    } else {
      Die("what is " + key + "?");
    }
  }
  const auto take = [&](const char* key, const char* otherwise) {
    const auto found = given.extract(key);
    return found.empty() ? std::string(otherwise) : found.mapped();
  };
  Options options;
  options.port = std::atoi(take("--port", "0").c_str());
  options.texts = take("--texts", "");
  options.pid = std::atoi(take("--pid", "0").c_str());
  options.verdicts = take("--verdicts", "");
  options.round = take("--round", "0");
  options.rate = std::atof(take("--rate", "0").c_str());
  options.record = take("--record", "");
  options.first = take("--first", "") == "1";
  const std::string mode = take("--mode", "unary");
  if (mode == "stream") {
    options.mode = Mode::kStream;
  } else if (mode == "batch") {
    options.mode = Mode::kBatch;
  } else if (mode != "unary") {
    Die("--mode is unary, stream or batch");
  }
  if (!given.empty()) Die("what is " + given.begin()->first + "?");
  if (options.port == 0 || options.texts.empty()) {
    Die("--port and --texts are required");
  }
  if (options.rate > 0 && options.mode != Mode::kUnary) {
    Die("--rate is for --mode unary");
  }
  return options;
}

// What is sent, encoded: a message a comment, or a batch.
struct Requests {
  std::vector<std::string> messages;
  std::vector<size_t> first_row;  // of each message
  std::vector<std::string> names;
};

Requests Encode(const Options& options, const std::vector<Row>& rows) {
  Requests out;
  v1::BatchModerateCommentsRequest batch;
  const auto end_batch = [&] {
    if (batch.requests_size() == 0) return;
    out.first_row.push_back(out.names.size() -
                            static_cast<size_t>(batch.requests_size()));
    out.messages.push_back(batch.SerializeAsString());
    batch.Clear();
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    v1::ModerateCommentRequest request;
    const std::string site =
        fmt::format("sites/b{}-{}", options.round, i / kTextsPerSite);
    out.names.push_back(fmt::format("{}/comments/c{}", site, i));
    request.set_parent(site);
    request.mutable_comment()->set_name(out.names.back());
    request.mutable_comment()->set_body(rows[i].body);
    request.mutable_comment()->mutable_author()->set_id(
        fmt::format("reader-{}-{}", options.round, i));
    request.add_reason_languages("fr");
    if (options.mode == Mode::kBatch) {
      *batch.add_requests() = std::move(request);
      if (static_cast<size_t>(batch.requests_size()) == kBatch) end_batch();
      continue;
    }
    out.first_row.push_back(i);
    if (options.mode == Mode::kUnary) {
      out.messages.push_back(request.SerializeAsString());
      continue;
    }
    v1::ModerateCommentsRequest message;
    message.set_correlation_id(std::to_string(i));
    *message.mutable_request() = std::move(request);
    out.messages.push_back(message.SerializeAsString());
  }
  end_batch();
  return out;
}

const char* MethodPath(Mode mode) {
  switch (mode) {
    case Mode::kStream:
      return "/crible.v1.ModerationService/ModerateComments";
    case Mode::kBatch:
      return "/crible.v1.ModerationService/BatchModerateComments";
    case Mode::kUnary:
      break;
  }
  return "/crible.v1.ModerationService/ModerateComment";
}

// Sends all requests over a few connections and keeps the answers.
class Run {
 public:
  Run(const Options& options, const Requests& requests)
      : options_(options),
        requests_(requests),
        window_(options.mode == Mode::kStream  ? 32
                : options.mode == Mode::kBatch ? 1
                                               : 16),
        sent_at_(requests.messages.size()),
        answers_(requests.messages.size()) {
    for (int i = 0; i < kConnections; ++i) {
      lines_.push_back(std::make_unique<Line>(options.port, options.mode));
    }
  }

  void Go() {
    start_ = Now();
    while (answered_ < requests_.messages.size()) {
      for (auto& line : lines_) SendWhatMay(line.get());
      for (auto& line : lines_) {
        line->connection.Flush();
        if (!line->connection.ok()) Die(line->connection.error());
      }
      WaitAndReceive();
    }
    seconds_ = Now() - start_;
  }

  double seconds() const { return seconds_; }
  std::vector<double>& latencies() { return latencies_; }
  const std::vector<std::string>& answers() const { return answers_; }

 private:
  struct Line {
    Line(int port, Mode mode) : connection(port, MethodPath(mode)) {
      if (!connection.ok()) Die(connection.error());
    }
    Http2Connection connection;
    std::map<uint32_t, size_t> open;  // call → request
    uint32_t stream = 0;              // the call of a stream, once begun
    size_t waiting = 0;
  };

  bool MaySend(double now) const {
    if (next_ == requests_.messages.size()) return false;
    return options_.rate == 0 ||
           now - start_ >= static_cast<double>(next_) / options_.rate;
  }

  void SendWhatMay(Line* line) {
    const double now = Now();
    const bool paced = options_.rate > 0;
    while ((paced || line->waiting < window_) && MaySend(now)) {
      const std::string& message = requests_.messages[next_];
      // Of a paced request from when it was due: a late client hides nothing.
      sent_at_[next_] =
          paced ? start_ + static_cast<double>(next_) / options_.rate : now;
      if (options_.mode != Mode::kStream) {
        line->open[line->connection.StartCall(message, true)] = next_;
      } else if (line->stream == 0) {
        line->stream = line->connection.StartCall(message, false);
      } else {
        line->connection.Send(line->stream, message);
      }
      ++line->waiting;
      ++next_;
      if (paced) return;  // the next one on the next connection
    }
  }

  void WaitAndReceive() {
    pollfd polled[kConnections];
    for (size_t i = 0; i < lines_.size(); ++i) {
      const Http2Connection& c = lines_[i]->connection;
      const int out = c.wants_to_write() ? POLLOUT : 0;
      polled[i] = {c.fd(), static_cast<short>(POLLIN | out), 0};
    }
    // A paced run must not oversleep: it looks again and again.
    if (poll(polled, kConnections, options_.rate > 0 ? 0 : 1000) <= 0) {
      if (Now() - start_ > 120) Die("no answer for too long");
      return;
    }
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (polled[i].revents != 0) ReceiveOn(lines_[i].get());
    }
  }

  void ReceiveOn(Line* line) {
    line->connection.Receive(
        [&](uint32_t call, std::string_view bytes) {
          Keep(line, RequestOf(*line, call, bytes), bytes);
        },
        [&](uint32_t call) {
          if (line->stream == call) Die("the server has ended the stream");
          const size_t request = line->open.at(call);
          if (answers_[request].empty()) Die("a call ended with an error");
          line->open.erase(call);
        });
  }

  // Field 1 of a stream's answer is the correlation id.
  size_t RequestOf(const Line& line, uint32_t call,
                   std::string_view bytes) const {
    if (options_.mode != Mode::kStream) return line.open.at(call);
    if (bytes.size() < 2 || bytes[0] != 0x0a) Die("an answer without its id");
    const size_t size = static_cast<uint8_t>(bytes[1]);
    return std::stoul(std::string(bytes.substr(2, size)));
  }

  void Keep(Line* line, size_t request, std::string_view bytes) {
    if (!answers_.at(request).empty()) Die("answered twice");
    answers_[request] = bytes;
    latencies_.push_back(Now() - sent_at_[request]);
    --line->waiting;
    ++answered_;
  }

  const Options& options_;
  const Requests& requests_;
  const size_t window_;  // requests that wait for their answer, a connection
  std::vector<std::unique_ptr<Line>> lines_;
  std::vector<double> sent_at_;
  std::vector<std::string> answers_;
  std::vector<double> latencies_;
  size_t next_ = 0;
  size_t answered_ = 0;
  double start_ = 0;
  double seconds_ = 0;
};

// The decisions of the answers, in the order of the rows.
std::vector<v1::Decision> Decode(Mode mode,
                                 const std::vector<std::string>& answers) {
  std::vector<v1::Decision> decisions;
  for (const std::string& bytes : answers) {
    v1::ModerateCommentsResponse streamed;
    v1::BatchModerateCommentsResponse batch;
    bool read = true;
    if (mode == Mode::kUnary) {
      read = decisions.emplace_back().ParseFromString(bytes);
    } else if (mode == Mode::kStream) {
      read = streamed.ParseFromString(bytes) && streamed.has_decision();
      decisions.push_back(std::move(*streamed.mutable_decision()));
    } else {
      read = batch.ParseFromString(bytes);
      for (auto& result : *batch.mutable_results()) {
        read = read && result.has_decision();
        decisions.push_back(std::move(*result.mutable_decision()));
      }
    }
    if (!read) Die("an answer without a decision");
  }
  return decisions;
}

std::string_view VerdictOf(const v1::Decision& decision) {
  switch (decision.verdict()) {
    case v1::VERDICT_ACCEPT:
      return "accept";
    case v1::VERDICT_HOLD:
      return "hold";
    case v1::VERDICT_REJECT:
      return "reject";
    default:
      return "none";
  }
}

struct Comparison {
  size_t names_wrong = 0;
  size_t verdicts_differ = 0;
  size_t reasons = 0;
  size_t reasons_expected = 0;
};

Comparison Compare(const std::vector<v1::Decision>& decisions,
                   const std::vector<std::string>& names,
                   const std::vector<Expected>& expected) {
  if (decisions.size() != names.size() || names.size() != expected.size()) {
    Die("not as many answers as rows");
  }
  Comparison out;
  for (size_t i = 0; i < decisions.size(); ++i) {
    out.names_wrong += decisions[i].comment() != names[i];
    out.verdicts_differ += VerdictOf(decisions[i]) != expected[i].verdict;
    out.reasons += static_cast<size_t>(decisions[i].reasons_size());
    out.reasons_expected += static_cast<size_t>(expected[i].reasons);
  }
  return out;
}

void Record(const std::string& path,
            const std::vector<v1::Decision>& decisions) {
  std::string out;
  for (const v1::Decision& decision : decisions) {
    const std::string bytes = decision.SerializeAsString();
    const uint32_t size = static_cast<uint32_t>(bytes.size());
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += bytes;
  }
  if (!WriteFile(path, out).ok()) Die("cannot write " + path);
}

double Quantile(std::vector<double>* sorted, double q) {
  std::sort(sorted->begin(), sorted->end());
  const size_t last = sorted->size() - 1;
  return (*sorted)[std::min(
      last, static_cast<size_t>(q * static_cast<double>(sorted->size())))];
}

int SendFirst(const Options& options, const std::vector<Row>& rows) {
  const Requests requests = Encode(options, {rows.front()});
  for (const double end = Now() + kFirstAnswerSeconds; Now() < end;) {
    if (!Http2Connection(options.port, "").ok()) {
      usleep(1000);
      continue;
    }
    Run run(options, requests);
    run.Go();
    const double at = Now();
    if (Decode(options.mode, run.answers()).size() != 1) Die("no decision");
    fmt::print("{{\"first_answer_at\": {:.6f}}}\n", at);
    return 0;
  }
  Die("nobody listens");
}

int Main(const Options& options) {
  const std::vector<Row> rows = ReadRows(options.texts);
  if (rows.empty()) Die("no texts");
  if (options.first) return SendFirst(options, rows);
  const Requests requests = Encode(options, rows);
  Run run(options, requests);
  const double cpu = CpuSeconds(options.pid);
  const double own = CpuSeconds(getpid());
  run.Go();
  const double cpu_spent = CpuSeconds(options.pid) - cpu;
  const double own_spent = CpuSeconds(getpid()) - own;

  const auto decisions = Decode(options.mode, run.answers());
  if (!options.record.empty()) Record(options.record, decisions);
  Comparison seen;
  if (!options.verdicts.empty()) {
    seen = Compare(decisions, requests.names, ReadExpected(options.verdicts));
  }
  std::unordered_set<std::string_view> texts, names;
  for (const Row& row : rows) texts.insert(row.body);
  for (const std::string& name : requests.names) names.insert(name);
  size_t bytes = 0;
  for (const v1::Decision& decision : decisions) {
    bytes += decision.ByteSizeLong();
  }
  fmt::print(
      "{{\"comments\": {}, \"different_texts\": {}, \"different_names\": {}, "
      "\"seconds\": {:.6f}, \"server_cpu_s\": {:.6f}, \"client_cpu_s\": "
      "{:.6f}, \"p50_us\": {:.1f}, \"p99_us\": {:.1f}, \"p999_us\": {:.1f}, "
      "\"names_wrong\": {}, \"verdicts_differ\": {}, \"reasons\": {}, "
      "\"reasons_expected\": {}, \"reply_bytes\": {:.0f}}}\n",
      decisions.size(), texts.size(), names.size(), run.seconds(), cpu_spent,
      own_spent, 1e6 * Quantile(&run.latencies(), 0.5),
      1e6 * Quantile(&run.latencies(), 0.99),
      1e6 * Quantile(&run.latencies(), 0.999), seen.names_wrong,
      seen.verdicts_differ, seen.reasons, seen.reasons_expected,
      static_cast<double>(bytes) / static_cast<double>(decisions.size()));
  return 0;
}

}  // namespace
}  // namespace crible::bench

int main(int argc, char** argv) {
  return crible::bench::Main(crible::bench::ReadOptions(argc, argv));
}
