#ifndef CRIBLE_TESTS_BENCH_HTTP2_H_
#define CRIBLE_TESTS_BENCH_HTTP2_H_

// As much of an HTTP/2 client as gRPC calls on loopback need, without gRPC's
// own costs: one core drives a server core to its limit. Requests are encoded
// beforehand; headers are sent once a connection and then by index. One
// connection is for one thread.

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace crible::bench {

class Http2Connection {
 public:
  // A message of the call that StartCall named `call` has come, without its
  // five bytes of prefix.
  using OnMessage = std::function<void(uint32_t call, std::string_view bytes)>;
  // The server has ended the call.
  using OnEnd = std::function<void(uint32_t call)>;

  // Connects to 127.0.0.1:`port`; ok() tells whether it did. `path` is
  // "/package.Service/Method".
  Http2Connection(int port, std::string path);
  ~Http2Connection();
  Http2Connection(const Http2Connection&) = delete;
  Http2Connection& operator=(const Http2Connection&) = delete;

  // What went wrong, empty if nothing.
  const std::string& error() const { return error_; }
  bool ok() const { return error_.empty(); }
  int fd() const { return fd_; }

  // Begins a call and returns its number. `message` must live until the call
  // ends. With `last` it is the call's only one.
  uint32_t StartCall(std::string_view message, bool last);
  // A further message of a call that was started without `last`.
  void Send(uint32_t call, std::string_view message);
  // No more messages of this call.
  void CloseCall(uint32_t call);

  // Writes what may be written and reads what is there; never blocks.
  void Flush();
  void Receive(const OnMessage& on_message, const OnEnd& on_end);
  bool wants_to_write() const { return written_ < out_.size(); }

 private:
  struct Call {
    int64_t window;
    std::string in;  // of a message that is not whole yet
  };
  struct Piece {  // bytes that wait for the window
    uint32_t call;
    std::string prefix;
    std::string_view message;
    bool last;
    size_t sent = 0;
    size_t size() const { return prefix.size() + message.size(); }
  };

  void Frame(uint8_t type, uint8_t flags, uint32_t stream,
             std::string_view payload);
  void SendPieces();
  void HandleFrame(uint8_t type, uint8_t flags, uint32_t stream,
                   std::string_view payload, const OnMessage& on_message,
                   const OnEnd& on_end);
  void HandleSettings(std::string_view payload);
  void HandleData(uint32_t stream, std::string_view payload,
                  const OnMessage& on_message);
  void Fail(std::string what);

  int fd_ = -1;
  const std::string path_;
  std::string error_;
  std::string out_;
  size_t written_ = 0;
  std::string in_;
  size_t read_ = 0;
  std::deque<Piece> pieces_;
  std::unordered_map<uint32_t, Call> calls_;
  uint32_t next_stream_ = 1;
  int64_t window_ = 65535;
  int64_t stream_window_ = 65535;
  uint32_t consumed_ = 0;  // bytes of data not yet given back to the server
};

}  // namespace crible::bench

#endif  // CRIBLE_TESTS_BENCH_HTTP2_H_
