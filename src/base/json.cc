#include "base/json.h"

#include <simdjson.h>

#include <deque>

#include "base/localized_status.h"
#include "fmt/compile.h"
#include "fmt/format.h"

namespace crible {

struct JsonReader::State {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  std::deque<std::string> numbers;  // texts of numbers, for Text()
  bool parsed = false;

  // The element at `key`; an empty optional when it is absent or null.
  std::optional<simdjson::dom::element> Find(std::string_view key) const {
    if (!parsed) return std::nullopt;
    simdjson::dom::object at = object;
    while (true) {
      const size_t dot = key.find('.');
      simdjson::dom::element element;
      if (at.at_key(key.substr(0, dot)).get(element)) return std::nullopt;
      if (dot == std::string_view::npos) {
        if (element.is_null()) return std::nullopt;
        return element;
      }
      if (element.get(at)) return std::nullopt;
      key.remove_prefix(dot + 1);
    }
  }
};

namespace {

absl::Status Invalid(const Localized& message) {
  return LocalizedError(absl::StatusCode::kInvalidArgument, message);
}

absl::Status WrongKind(std::string_view key, const Localized& wanted) {
  return Invalid({fmt::format("« {} » n'est pas {}", key, wanted.fr),
                  fmt::format("\"{}\" is not {}", key, wanted.en)});
}

}  // namespace

JsonReader::JsonReader() : state_(std::make_unique<State>()) {}
JsonReader::~JsonReader() = default;

absl::Status JsonReader::Parse(std::string_view line) {
  state_->parsed = false;
  state_->numbers.clear();
  simdjson::dom::element root;
  if (const auto error =
          state_->parser.parse(line.data(), line.size()).get(root)) {
    return Invalid(FormatBoth("ce n'est pas du JSON valide : {}",
                              "not valid JSON: {}",
                              simdjson::error_message(error)));
  }
  if (root.get(state_->object)) {
    return Invalid({"ce n'est pas un objet JSON", "not a JSON object"});
  }
  state_->parsed = true;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string_view>> JsonReader::Text(
    std::string_view key, bool numbers) {
  const auto element = state_->Find(key);
  if (!element) return std::nullopt;
  std::string_view text;
  if (!element->get(text)) return text;
  if (numbers && element->is_number()) {
    return state_->numbers.emplace_back(simdjson::minify(*element));
  }
  return WrongKind(
      key, numbers ? Localized{"un texte ou un nombre", "a text or a number"}
                   : Localized{"un texte", "a text"});
}

absl::StatusOr<std::optional<double>> JsonReader::Number(std::string_view key) {
  const auto element = state_->Find(key);
  if (!element) return std::nullopt;
  double number;
  if (element->get(number)) return WrongKind(key, {"un nombre", "a number"});
  return number;
}

absl::StatusOr<std::optional<bool>> JsonReader::Bool(std::string_view key) {
  const auto element = state_->Find(key);
  if (!element) return std::nullopt;
  bool value;
  if (element->get(value))
    return WrongKind(key, {"vrai ou faux (true, false)", "true or false"});
  return value;
}

std::vector<std::string_view> JsonReader::Keys() const {
  std::vector<std::string_view> keys;
  if (!state_->parsed) return keys;
  for (const auto& field : state_->object) keys.push_back(field.key);
  return keys;
}

void AppendJsonString(std::string_view text, std::string* out) {
  out->push_back('"');
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    const bool separator = c == 0xe2 && text.substr(i, 2) == "\xe2\x80" &&
                           i + 2 < text.size() &&
                           (text[i + 2] == '\xa8' || text[i + 2] == '\xa9');
    if (c >= 0x20 && c != '"' && c != '\\' && !separator) continue;
    out->append(text.substr(plain, i - plain));
    if (separator) {
      out->append(text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029");
      i += 2;
    } else if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (c == '\n') {
      out->append("\\n");
    } else if (c == '\t') {
      out->append("\\t");
    } else if (c == '\r') {
      out->append("\\r");
    } else {
      fmt::format_to(std::back_inserter(*out), FMT_COMPILE("\\u{:04x}"), c);
    }
    plain = i + 1;
  }
  out->append(text.substr(plain));
  out->push_back('"');
}

void AppendJsonNumber(double number, std::string* out) {
  fmt::format_to(std::back_inserter(*out), FMT_COMPILE("{}"), number);
}

}  // namespace crible
