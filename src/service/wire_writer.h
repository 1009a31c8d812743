#ifndef CRIBLE_SERVICE_WIRE_WRITER_H_
#define CRIBLE_SERVICE_WIRE_WRITER_H_

// Writes protobuf's wire format without building a message: the same bytes, if
// fields come in the order of their numbers. What proto3 leaves out (zeros,
// empty texts) is left out.
//
//   WireWriter out(&bytes);
//   out.Text(v1::Reason::kRuleFieldNumber, rule);
//   const auto span = out.Begin(v1::Reason::kSpansFieldNumber);
//   …
//   out.End(span);

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace crible {

class WireWriter {
 public:
  // Appends to *out.
  explicit WireWriter(std::string* out) : out_(*out) {}

  void Text(int field, std::string_view value) {
    if (!value.empty()) Bytes(field, value);
  }
  // Also when empty: an element of a repeated field, or of a oneof.
  void Bytes(int field, std::string_view value) {
    Varint(Tag(field, kLengthDelimited));
    Varint(value.size());
    out_.append(value);
  }
  void Number(int field, uint64_t value) {
    if (value != 0) Present(field, value);
  }
  // An optional field that is set.
  void Present(int field, uint64_t value) {
    Varint(Tag(field, kVarint));
    Varint(value);
  }
  void Double(int field, double value) {
    const uint64_t bits = std::bit_cast<uint64_t>(value);
    if (bits == 0) return;
    Varint(Tag(field, kFixed64));
    char bytes[8];
    std::memcpy(bytes, &bits, 8);  // little-endian, as all we run on
    out_.append(bytes, 8);
  }

  // A message within the message, up to End.
  size_t Begin(int field) {
    Varint(Tag(field, kLengthDelimited));
    return out_.size();
  }
  void End(size_t begin) {
    char size[kVarintBytesMax];
    out_.insert(begin, size, Encode(out_.size() - begin, size));
  }

 private:
  enum WireType : uint8_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2 };
  static constexpr size_t kVarintBytesMax = 10;

  static uint64_t Tag(int field, WireType type) {
    return static_cast<uint64_t>(field) << 3 | type;
  }
  static size_t Encode(uint64_t value, char* bytes) {
    size_t n = 0;
    for (; value >= 128; value >>= 7) {
      bytes[n++] = static_cast<char>(value | 128);
    }
    bytes[n++] = static_cast<char>(value);
    return n;
  }
  void Varint(uint64_t value) {
    if (value < 128) return out_.push_back(static_cast<char>(value));
    char bytes[kVarintBytesMax];
    out_.append(bytes, Encode(value, bytes));
  }

  std::string& out_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_WIRE_WRITER_H_
