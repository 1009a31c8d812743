#include "service/wire.h"

#include <map>

#include "fmt/format.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/wire_format_lite.h"
#include "text/utf8.h"

namespace crible {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;

// Protobuf's own limit.
constexpr int kDepthMax = 100;
constexpr std::string_view kMalformed = "is cut short or malformed";

// Reads one level of a message, field by field.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes)
      : bytes_(bytes),
        input_(reinterpret_cast<const uint8_t*>(bytes.data()),
               static_cast<int>(bytes.size())) {}

  // False at the end, or at bytes that are no field: then failed().
  bool Next() {
    begin_ = input_.CurrentPosition();
    if (begin_ == static_cast<int>(bytes_.size())) return false;
    const uint32_t tag = input_.ReadTag();
    number_ = WireFormatLite::GetTagFieldNumber(tag);
    delimited_ = WireFormatLite::GetTagWireType(tag) ==
                 WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    failed_ = tag == 0 || number_ == 0 || !ReadValue(tag);
    return !failed_;
  }
  bool failed() const { return failed_; }
  int number() const { return number_; }  // also of the field that failed
  bool delimited() const { return delimited_; }
  std::string_view value() const { return value_; }  // if delimited()
  std::string_view whole() const {                   // with its tag
    return bytes_.substr(begin_, input_.CurrentPosition() - begin_);
  }

 private:
  bool ReadValue(uint32_t tag) {
    if (!delimited_) return WireFormatLite::SkipField(&input_, tag);
    uint32_t size = 0;
    if (!input_.ReadVarint32(&size)) return false;
    const size_t position = input_.CurrentPosition();
    if (size > bytes_.size() - position) return false;
    value_ = bytes_.substr(position, size);
    return input_.Skip(static_cast<int>(size));
  }

  const std::string_view bytes_;
  google::protobuf::io::CodedInputStream input_;
  int begin_ = 0;
  int number_ = 0;
  bool delimited_ = false;
  bool failed_ = false;
  std::string_view value_;
};

struct Finding {
  std::string path;
  std::string_view what;
};

std::string Join(std::string_view path, std::string_view name) {
  return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

std::optional<Finding> FindIn(const Descriptor& type, std::string_view bytes,
                              const std::string& path, int depth) {
  if (depth > kDepthMax) return Finding{path, "is nested too deeply"};
  FieldReader reader(bytes);
  std::map<int, int> seen;  // how often each repeated field came
  while (reader.Next()) {
    const FieldDescriptor* field = type.FindFieldByNumber(reader.number());
    if (field == nullptr || !reader.delimited()) continue;
    std::string name = Join(path, field->name());
    if (field->is_repeated()) {
      name += fmt::format("[{}]", seen[reader.number()]++);
    }
    if (field->type() == FieldDescriptor::TYPE_STRING &&
        !IsValidUtf8(reader.value())) {
      return Finding{name, "is not valid UTF-8"};
    }
    if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      auto found =
          FindIn(*field->message_type(), reader.value(), name, depth + 1);
      if (found) return found;
    }
  }
  if (!reader.failed()) return std::nullopt;
  const FieldDescriptor* field = type.FindFieldByNumber(reader.number());
  return Finding{field ? Join(path, field->name()) : path, kMalformed};
}

}  // namespace

void SilenceProtobuf() { google::protobuf::SetLogHandler(nullptr); }

RpcStatus ExplainUnreadable(const Descriptor& type, std::string_view bytes) {
  const auto found = FindIn(type, bytes, "", 0);
  // The parser has refused what the walk finds right: say at least that.
  const Finding finding = found.value_or(Finding{"", kMalformed});
  return FieldError(kUnreadable,
                    finding.path.empty() ? "request" : finding.path,
                    finding.what);
}

std::string ReadableString(std::string_view bytes, int number,
                           size_t bytes_max) {
  std::string_view value;
  FieldReader reader(bytes);
  while (reader.Next()) {
    if (reader.number() == number && reader.delimited()) value = reader.value();
  }
  if (value.size() > bytes_max || !IsValidUtf8(value)) return "";
  return std::string(value);
}

bool SplitField(std::string_view bytes, int number,
                std::vector<std::string_view>* parts, std::string* rest) {
  FieldReader reader(bytes);
  while (reader.Next()) {
    if (reader.number() == number && reader.delimited()) {
      parts->push_back(reader.value());
    } else {
      rest->append(reader.whole());
    }
  }
  return !reader.failed();
}

}  // namespace crible
