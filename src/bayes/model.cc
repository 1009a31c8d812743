#include "bayes/model.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "fmt/format.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr std::string_view kFirstLine = "crible-model 1";
constexpr std::string_view kStratumKey = "stratum.";
constexpr FeatureGroup kGroups[] = {
    FeatureGroup::kWords, FeatureGroup::kCharacters, FeatureGroup::kShape};
// No document count, nor a sum of them over the strata, may overflow.
constexpr uint32_t kDocumentsMax = 1'000'000'000;

// A number of the header, with the range in which it makes sense.
struct Setting {
  std::string_view key;
  double* value;
  double min;
  double max;
};

// In the order of the file.
std::vector<Setting> Settings(Coefficients* c) {
  return {{"words", &c->group[0], -1000, 1000},
          {"characters", &c->group[1], -1000, 1000},
          {"shape", &c->group[2], -1000, 1000},
          {"length", &c->length, -1000, 1000},
          {"bias", &c->bias, -1000, 1000},
          {"slope", &c->slope, 0, 1000},
          {"offset", &c->offset, -1000, 1000},
          {"innocence_cap", &c->innocence_cap, -100, 0},
          {"rule_gamma", &c->rule_gamma, 0, 1000},
          {"rule_family_cap", &c->rule_family_cap, 0, 1000}};
}

template <typename T>
std::optional<T> ParseNumber(std::string_view text) {
  T value{};
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// What precedes `separator`, which is cut off too; the rest when there is none.
std::string_view Cut(std::string_view* rest, char separator) {
  const size_t at = rest->find(separator);
  const std::string_view part = rest->substr(0, at);
  rest->remove_prefix(at == rest->npos ? rest->size() : at + 1);
  return part;
}

class Reader {
 public:
  Reader(std::string_view file, std::string_view bytes)
      : file_(file), rest_(bytes) {}

  absl::StatusOr<Model> Read() {
    if (rest_.size() > kModelFileBytesMax) {
      return Error(
          fmt::format("the file is larger than {} bytes", kModelFileBytesMax));
    }
    if (!rest_.empty() && rest_.back() != '\n') {
      return absl::InvalidArgumentError(
          fmt::format("{}: the last line has no end; the file was cut", file_));
    }
    CRIBLE_RETURN_IF_ERROR(ReadHeader());
    CRIBLE_RETURN_IF_ERROR(ReadTokens());
    return std::move(model_);
  }

 private:
  bool Next() {
    if (rest_.empty()) return false;
    line_ = Cut(&rest_, '\n');
    ++number_;
    return true;
  }

  absl::Status Error(std::string_view what) const {
    return absl::InvalidArgumentError(
        fmt::format("{}:{}: {}", file_, std::max(number_, 1), what));
  }

  // `key = value`, the keys in the order of the writer.
  absl::StatusOr<std::string_view> ReadValue(std::string_view key) {
    if (!Next()) return Error(fmt::format("`{} = …` is missing", key));
    const std::string_view line = line_;
    if (!line.starts_with(key) || !line.substr(key.size()).starts_with(" = ")) {
      return Error(fmt::format("`{} = …` should stand here", key));
    }
    return line.substr(key.size() + 3);
  }

  absl::Status ReadHeader() {
    if (!Next() || line_ != kFirstLine) {
      return Error(
          fmt::format("a model begins with the line `{}`", kFirstLine));
    }
    CRIBLE_ASSIGN_OR_RETURN(const std::string_view category,
                            ReadValue("category"));
    CRIBLE_RETURN_IF_ERROR(CheckCategory(category));
    model_.category = category;
    CRIBLE_RETURN_IF_ERROR(ReadStrata());
    for (const Setting& setting : Settings(&model_.coefficients)) {
      CRIBLE_RETURN_IF_ERROR(ReadSetting(setting));
    }
    CRIBLE_ASSIGN_OR_RETURN(const std::string_view known,
                            ReadValue("known_tokens_min"));
    const auto min = ParseNumber<uint32_t>(known);
    if (!min || *min > 1000) return Error("a whole number from 0 to 1000");
    model_.coefficients.known_tokens_min = *min;
    return ReadNotes();
  }

  absl::Status CheckCategory(std::string_view name) const {
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (plain && !name.empty() && name.size() <= 64) return absl::OkStatus();
    return Error("a category is written in small letters, digits and _");
  }

  // `stratum.fr = 12 34`, at least one, by name.
  absl::Status ReadStrata() {
    while (rest_.starts_with(kStratumKey)) {
      Next();
      std::string_view value = line_.substr(kStratumKey.size());
      Stratum stratum{.name = std::string(Cut(&value, ' '))};
      if (!IsStratumName(stratum.name) || Cut(&value, ' ') != "=") {
        return Error("`stratum.NAME = …`, the name of small letters");
      }
      CRIBLE_RETURN_IF_ERROR(ReadCounts(&value, &stratum.documents));
      if (!value.empty()) return Error("two counts, and nothing after them");
      if (model_.strata.size() == kStrataMax) {
        return Error(fmt::format("more than {} strata", kStrataMax));
      }
      if (!model_.strata.empty() && model_.strata.back().name >= stratum.name) {
        return Error("strata ascend, each stands once");
      }
      model_.strata.push_back(std::move(stratum));
    }
    if (!model_.strata.empty()) return absl::OkStatus();
    Next();
    return Error("`stratum.NAME = …` should stand here");
  }

  absl::Status ReadSetting(const Setting& setting) {
    CRIBLE_ASSIGN_OR_RETURN(const std::string_view text,
                            ReadValue(setting.key));
    const auto value = ParseNumber<double>(text);
    // Written so that a NaN is refused.
    if (!value || !(*value >= setting.min && *value <= setting.max)) {
      return Error(fmt::format("`{}` is a number from {} to {}", setting.key,
                               setting.min, setting.max));
    }
    *setting.value = *value;
    return absl::OkStatus();
  }

  // Reads notes up to and including the line of the first group.
  absl::Status ReadNotes() {
    while (Next()) {
      if (line_ == GroupLine(0)) return absl::OkStatus();
      if (!line_.starts_with("note = ")) {
        return Error(
            fmt::format("`note = …` or `{}` should stand here", GroupLine(0)));
      }
      const std::string_view note = line_.substr(7);
      if (model_.notes.size() == kModelNotesMax ||
          note.size() > kModelNoteBytesMax || !IsValidUtf8(note)) {
        return Error(fmt::format("at most {} notes of {} bytes of UTF-8",
                                 kModelNotesMax, kModelNoteBytesMax));
      }
      model_.notes.emplace_back(note);
    }
    ++number_;
    return Error(fmt::format("`{}` is missing", GroupLine(0)));
  }

  static std::string GroupLine(size_t group) {
    return fmt::format("[{}]", FeatureGroupName(kGroups[group]));
  }

  absl::Status ReadTokens() {
    size_t group = 0;
    model_.tokens.reserve(std::min<size_t>(
        kModelTokensMax,
        static_cast<size_t>(std::count(rest_.begin(), rest_.end(), '\n'))));
    while (Next()) {
      if (line_.starts_with('[') && group + 1 < std::size(kGroups) &&
          line_ == GroupLine(group + 1)) {
        ++group;
        continue;
      }
      CRIBLE_RETURN_IF_ERROR(ReadToken(kGroups[group]));
    }
    if (group + 1 == std::size(kGroups)) return absl::OkStatus();
    ++number_;
    return Error(
        fmt::format("`{}` is missing; the file was cut", GroupLine(group + 1)));
  }

  absl::Status ReadToken(FeatureGroup group) {
    if (model_.tokens.size() == kModelTokensMax) {
      return Error(fmt::format("more than {} tokens", kModelTokensMax));
    }
    if (line_.find('\t') == line_.npos) {
      return Error("a token, a tab and its counts should stand here");
    }
    ModelToken token{.group = group};
    std::string_view rest = line_;
    token.text = Cut(&rest, '\t');
    if (rest.starts_with('+') || rest.starts_with('-')) {
      const std::string_view text = Cut(&rest, '\t');
      const auto correction =
          ParseNumber<int16_t>(text.substr(text.starts_with('+')));
      if (!correction || *correction == 0 || text.starts_with("+-")) {
        return Error(
            "a correction is a whole number from -32768 to 32767 "
            "with a sign, and not 0");
      }
      token.correction = *correction;
    }
    if (!IsModelToken(group, token.text)) {
      return Error("this is no token: digits, signs or too long");
    }
    uint64_t documents = 0;
    CRIBLE_RETURN_IF_ERROR(ReadStrataCounts(rest, &token.counts, &documents));
    if (documents < kTokenDocumentsMin) {
      return Error(fmt::format("a token of fewer than {} documents",
                               kTokenDocumentsMin));
    }
    if (!model_.tokens.empty() && model_.tokens.back().group == group &&
        model_.tokens.back().text >= token.text) {
      return Error("tokens ascend, each stands once");
    }
    model_.tokens.push_back(std::move(token));
    return absl::OkStatus();
  }

  // "en 12 3 fr 0 4": strata ascend, those without the token do not stand.
  absl::Status ReadStrataCounts(std::string_view rest, StrataCounts* strata,
                                uint64_t* documents) const {
    size_t next = 0;
    while (!rest.empty()) {
      const std::string_view name = Cut(&rest, ' ');
      while (next < model_.strata.size() && model_.strata[next].name != name) {
        ++next;
      }
      if (next == model_.strata.size()) {
        return Error("no stratum of the header, or not in its order");
      }
      Counts& counts = (*strata)[next];
      CRIBLE_RETURN_IF_ERROR(ReadCounts(&rest, &counts));
      const Counts& all = model_.strata[next].documents;
      if (counts.in > all.in || counts.out > all.out) {
        return Error("more documents with the token than there are");
      }
      if (counts == Counts()) return Error("two counts of 0 do not stand");
      *documents += counts.in + counts.out;
      ++next;
    }
    return absl::OkStatus();
  }

  // "12 3" and the space after it, if any.
  absl::Status ReadCounts(std::string_view* rest, Counts* counts) const {
    if (!TakeCount(rest, &counts->in) || !TakeCount(rest, &counts->out)) {
      return Error(
          fmt::format("a count is a whole number up to {}", kDocumentsMax));
    }
    return absl::OkStatus();
  }

  // Most of a file is counts.
  static bool TakeCount(std::string_view* rest, uint32_t* count) {
    const char* const end = rest->data() + rest->size();
    const auto [at, error] = std::from_chars(rest->data(), end, *count);
    if (error != std::errc() || *count > kDocumentsMax) return false;
    if (at != end && *at != ' ') return false;
    rest->remove_prefix(static_cast<size_t>(at - rest->data()) + (at != end));
    return true;
  }

  const std::string_view file_;
  std::string_view rest_;
  std::string_view line_;
  int number_ = 0;
  Model model_;
};

void AppendToken(const Model& model, const ModelToken& token,
                 std::string* out) {
  *out += token.text;
  if (token.correction != 0) {
    fmt::format_to(std::back_inserter(*out), "\t{:+}", token.correction);
  }
  char before = '\t';
  for (size_t s = 0; s < model.strata.size(); ++s) {
    const Counts& counts = token.counts[s];
    if (counts == Counts()) continue;
    fmt::format_to(std::back_inserter(*out), "{}{} {} {}", before,
                   model.strata[s].name, counts.in, counts.out);
    before = ' ';
  }
  *out += '\n';
}

void AppendHeader(const Model& model, std::string* out) {
  auto to = std::back_inserter(*out);
  fmt::format_to(to, "{}\ncategory = {}\n", kFirstLine, model.category);
  for (const Stratum& stratum : model.strata) {
    fmt::format_to(to, "{}{} = {} {}\n", kStratumKey, stratum.name,
                   stratum.documents.in, stratum.documents.out);
  }
  Coefficients coefficients = model.coefficients;
  for (const Setting& setting : Settings(&coefficients)) {
    // The shortest text that reads back as the same number.
    fmt::format_to(to, "{} = {}\n", setting.key, *setting.value);
  }
  fmt::format_to(to, "known_tokens_min = {}\n", coefficients.known_tokens_min);
  for (const std::string& note : model.notes) {
    fmt::format_to(to, "note = {}\n", note);
  }
}

}  // namespace

std::string_view LanguageStratum(std::string_view language) {
  if (language == "fr") return "fr";
  return language == "en" ? "en" : "other";
}

bool IsStratumName(std::string_view name) {
  if (name.empty() || name.size() > 24 || name.starts_with('-') ||
      name.ends_with('-')) {
    return false;
  }
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

StrataCounts Model::Documents() const {
  StrataCounts documents{};
  for (size_t s = 0; s < strata.size(); ++s) documents[s] = strata[s].documents;
  return documents;
}

bool IsModelToken(FeatureGroup group, std::string_view text) {
  if (text.empty() || text.size() > kModelTokenBytesMax) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || (c >= '0' && c <= '9')) return false;
    if (c == '@' || c == '.' || c == '/' || c == '\\') return false;
    if (c == ' ' && group != FeatureGroup::kWords) return false;
    if (c == ':' && group != FeatureGroup::kShape) return false;
  }
  return IsValidUtf8(text);
}

absl::StatusOr<Model> ReadModel(std::string_view file, std::string_view bytes) {
  return Reader(file, bytes).Read();
}

std::string WriteModel(const Model& model) {
  std::vector<const ModelToken*> tokens;
  tokens.reserve(model.tokens.size());
  for (const ModelToken& token : model.tokens) tokens.push_back(&token);
  std::sort(tokens.begin(), tokens.end(),
            [](const ModelToken* a, const ModelToken* b) {
              return a->group != b->group ? a->group < b->group
                                          : a->text < b->text;
            });
  std::string out;
  AppendHeader(model, &out);
  auto next = tokens.begin();
  for (const FeatureGroup group : kGroups) {
    fmt::format_to(std::back_inserter(out), "[{}]\n", FeatureGroupName(group));
    for (; next != tokens.end() && (*next)->group == group; ++next) {
      AppendToken(model, **next, &out);
    }
  }
  return out;
}

}  // namespace crible
