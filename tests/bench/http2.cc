#include "http2.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace crible::bench {
namespace {

// RFC 9113: frame types and flags, sizes.
constexpr uint8_t kData = 0, kHeaders = 1, kReset = 3, kSettings = 4, kPing = 6,
                  kGoAway = 7, kWindowUpdate = 8;
constexpr uint8_t kEndStream = 1, kAck = 1, kEndHeaders = 4, kPadded = 8;
constexpr size_t kFrameHeaderBytes = 9;
constexpr size_t kFrameBytesMax = 16384;
constexpr uint16_t kInitialWindowSize = 4;
constexpr uint32_t kWindow = 1u << 30;
constexpr uint32_t kWindowStep = 1u << 28;

std::string Big32(uint32_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16),
          static_cast<char>(n >> 8), static_cast<char>(n)};
}

uint32_t ReadBig32(std::string_view bytes) {
  uint32_t n = 0;
  for (int i = 0; i < 4; ++i) n = n << 8 | static_cast<uint8_t>(bytes[i]);
  return n;
}

// HPACK (RFC 7541): a string shorter than 127 bytes, not compressed.
std::string HpackString(std::string_view text) {
  return static_cast<char>(text.size()) + std::string(text);
}

// The first request of a connection spells its headers and has them indexed.
std::string FirstHeaders(const std::string& path) {
  std::string block = "\x83\x86";              // POST, http
  block += '\x44' + HpackString(path);         // :path
  block += '\x41' + HpackString("127.0.0.1");  // :authority
  block += '\x40' + HpackString("te") + HpackString("trailers");
  block += '\x5f' + HpackString("application/grpc");  // content-type
  return block;
}

// The same by their indices: the latest has 62.
constexpr std::string_view kLaterHeaders = "\x83\x86\xc1\xc0\xbf\xbe";

std::string MessagePrefix(size_t bytes) {
  return '\0' + Big32(static_cast<uint32_t>(bytes));
}

}  // namespace

Http2Connection::Http2Connection(int port, std::string path)
    : path_(std::move(path)) {
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{.sin_family = AF_INET,
                      .sin_port = htons(static_cast<uint16_t>(port)),
                      .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
                      .sin_zero = {}};
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) !=
      0) {
    Fail("cannot connect");
    return;
  }
  const int one = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(fd_, F_SETFL, O_NONBLOCK);
  out_ = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  Frame(kSettings, 0, 0,
        std::string{'\0', static_cast<char>(kInitialWindowSize)} +
            Big32(kWindow));
  Frame(kWindowUpdate, 0, 0, Big32(kWindow));
}

Http2Connection::~Http2Connection() {
  if (fd_ >= 0) close(fd_);
}

uint32_t Http2Connection::StartCall(std::string_view message, bool last) {
  const uint32_t stream = next_stream_;
  next_stream_ += 2;
  calls_.emplace(stream, Call{.window = stream_window_, .in = {}});
  if (stream == 1) {
    Frame(kHeaders, kEndHeaders, stream, FirstHeaders(path_));
  } else {
    Frame(kHeaders, kEndHeaders, stream, kLaterHeaders);
  }
  pieces_.push_back({stream, MessagePrefix(message.size()), message, last});
  SendPieces();
  return stream;
}

void Http2Connection::Send(uint32_t call, std::string_view message) {
  pieces_.push_back({call, MessagePrefix(message.size()), message, false});
  SendPieces();
}

void Http2Connection::CloseCall(uint32_t call) {
  pieces_.push_back({call, "", "", true});
  SendPieces();
}

void Http2Connection::Frame(uint8_t type, uint8_t flags, uint32_t stream,
                            std::string_view payload) {
  const std::string size = Big32(static_cast<uint32_t>(payload.size()));
  out_.append(size, 1);
  out_ += static_cast<char>(type);
  out_ += static_cast<char>(flags);
  out_ += Big32(stream);
  out_ += payload;
}

void Http2Connection::SendPieces() {
  while (!pieces_.empty()) {
    Piece& piece = pieces_.front();
    const auto found = calls_.find(piece.call);
    if (found == calls_.end()) {  // the server has ended it early
      pieces_.pop_front();
      continue;
    }
    Call& call = found->second;
    const int64_t room = std::min(window_, call.window);
    const size_t left = piece.size() - piece.sent;
    if (room <= 0 && left > 0) return;
    const size_t size =
        std::min({left, kFrameBytesMax, static_cast<size_t>(room)});
    std::string bytes;
    if (piece.sent < piece.prefix.size())
      bytes = piece.prefix.substr(piece.sent, size);
    const size_t begin = piece.sent + bytes.size() - piece.prefix.size();
    bytes += piece.message.substr(begin, size - bytes.size());
    piece.sent += size;
    window_ -= static_cast<int64_t>(size);
    call.window -= static_cast<int64_t>(size);
    const bool whole = piece.sent == piece.size();
    Frame(kData, whole && piece.last ? kEndStream : 0, piece.call, bytes);
    if (whole) pieces_.pop_front();
  }
}

void Http2Connection::Flush() {
  while (ok() && wants_to_write()) {
    const ssize_t n =
        send(fd_, out_.data() + written_, out_.size() - written_, MSG_NOSIGNAL);
    if (n < 0) {
      if (errno != EAGAIN) Fail("cannot write");
      return;
    }
    written_ += static_cast<size_t>(n);
  }
  out_.clear();
  written_ = 0;
}

void Http2Connection::Receive(const OnMessage& on_message,
                              const OnEnd& on_end) {
  char buffer[1 << 16];
  const ssize_t n = recv(fd_, buffer, sizeof buffer, 0);
  if (n == 0) return Fail("the server has closed the connection");
  if (n < 0) {
    if (errno != EAGAIN) Fail("cannot read");
    return;
  }
  in_.append(buffer, static_cast<size_t>(n));
  while (ok() && in_.size() - read_ >= kFrameHeaderBytes) {
    const std::string_view rest = std::string_view(in_).substr(read_);
    const size_t size = ReadBig32(rest) >> 8;
    if (rest.size() < kFrameHeaderBytes + size) break;
    const uint32_t stream = ReadBig32(rest.substr(5)) & 0x7fffffff;
    HandleFrame(static_cast<uint8_t>(rest[3]), static_cast<uint8_t>(rest[4]),
                stream, rest.substr(kFrameHeaderBytes, size), on_message,
                on_end);
    read_ += kFrameHeaderBytes + size;
  }
  in_.erase(0, read_);
  read_ = 0;
}

void Http2Connection::HandleFrame(uint8_t type, uint8_t flags, uint32_t stream,
                                  std::string_view payload,
                                  const OnMessage& on_message,
                                  const OnEnd& on_end) {
  switch (type) {
    case kData:
      if (flags & kPadded) return Fail("padded data are not understood");
      HandleData(stream, payload, on_message);
      break;
    case kReset:
      return Fail("the server has reset a call");
    case kGoAway:
      return Fail("the server goes away");
    case kSettings:
      if (flags & kAck) return;
      HandleSettings(payload);
      return Frame(kSettings, kAck, 0, "");
    case kPing:
      if (!(flags & kAck)) Frame(kPing, kAck, 0, payload);
      return;
    case kWindowUpdate:
      if (payload.size() < 4) return Fail("a frame is cut");
      if (stream == 0) {
        window_ += ReadBig32(payload);
      } else if (const auto call = calls_.find(stream); call != calls_.end()) {
        call->second.window += ReadBig32(payload);
      }
      return SendPieces();
    default:
      break;
  }
  if ((type == kData || type == kHeaders) && (flags & kEndStream)) {
    calls_.erase(stream);
    on_end(stream);
  }
}

void Http2Connection::HandleSettings(std::string_view payload) {
  for (; payload.size() >= 6; payload.remove_prefix(6)) {
    const uint32_t id = ReadBig32(payload) >> 16;
    if (id != kInitialWindowSize) continue;
    const int64_t size = ReadBig32(payload.substr(2));
    for (auto& [stream, call] : calls_) call.window += size - stream_window_;
    stream_window_ = size;
  }
  SendPieces();
}

void Http2Connection::HandleData(uint32_t stream, std::string_view payload,
                                 const OnMessage& on_message) {
  consumed_ += static_cast<uint32_t>(payload.size());
  if (consumed_ >= kWindowStep) {
    Frame(kWindowUpdate, 0, 0, Big32(consumed_));
    Frame(kWindowUpdate, 0, stream, Big32(consumed_));
    consumed_ = 0;
  }
  const auto found = calls_.find(stream);
  if (found == calls_.end()) return Fail("data of no call");
  std::string& in = found->second.in;
  in += payload;
  size_t begin = 0;
  while (in.size() - begin >= 5) {
    const size_t size = ReadBig32(std::string_view(in).substr(begin + 1));
    if (in.size() - begin - 5 < size) break;
    on_message(stream, std::string_view(in).substr(begin + 5, size));
    begin += 5 + size;
  }
  in.erase(0, begin);
}

void Http2Connection::Fail(std::string what) {
  if (error_.empty()) error_ = std::move(what);
}

}  // namespace crible::bench
