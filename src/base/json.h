#ifndef CRIBLE_BASE_JSON_H_
#define CRIBLE_BASE_JSON_H_

// JSON lines: one object a line in, one object a line out.
//
//   JsonReader reader;                       // reused: keeps its buffers
//   CRIBLE_RETURN_IF_ERROR(reader.Parse(line));
//   CRIBLE_ASSIGN_OR_RETURN(std::optional<std::string_view> body,
//                           reader.Text("body"));

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace crible {

// Reads one object. Views stay valid until the next Parse. Error messages name
// keys and what is wrong, never a value.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();

  // INVALID_ARGUMENT if the line is no JSON object in valid UTF-8. Of a key
  // that stands twice the first counts.
  absl::Status Parse(std::string_view line);

  // The value of `key` (a dot steps into an object: "author.name"), nullopt if
  // absent or null, INVALID_ARGUMENT if it is of another kind. Text also takes
  // numbers when `numbers` is set (ids are often numbers); it spells them as
  // they stand.
  absl::StatusOr<std::optional<std::string_view>> Text(std::string_view key,
                                                       bool numbers = false);
  absl::StatusOr<std::optional<double>> Number(std::string_view key);
  absl::StatusOr<std::optional<bool>> Bool(std::string_view key);

  // The keys of the object, in its order.
  std::vector<std::string_view> Keys() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Appends `text` as a JSON string with its quotes. Escapes what JSON requires,
// and U+2028 and U+2029, which end a line in some readers.
void AppendJsonString(std::string_view text, std::string* out);

// Appends the shortest decimal that reads back as the same double.
void AppendJsonNumber(double number, std::string* out);

}  // namespace crible

#endif  // CRIBLE_BASE_JSON_H_
