// Reads any bytes as a rule file. Every mistake must have words in both
// languages and a place inside the file, and what is read back as a rule must
// be whole.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rules/rule_file.h"

namespace crible {
namespace {

void Expect(bool holds) {
  if (!holds) std::abort();
}

void ReadBytes(std::string_view bytes) {
  CategoryTable categories;
  const StringSet grounds = {"spam"};
  RuleContext context{.read_list =
                          [](std::string_view path) {
                            return absl::StatusOr<std::vector<std::string>>(
                                {std::string(path), "exemple.test"});
                          },
                      .grounds = &grounds,
                      .categories = &categories};
  const RuleFile file = ReadRuleFile("rules/fuzz.toml", bytes, context);
  const auto lines = std::count(bytes.begin(), bytes.end(), '\n') + 1;
  for (const Issue& issue : file.issues) {
    Expect(!issue.message.fr.empty() && !issue.message.en.empty());
    Expect(!issue.kind.empty());
    Expect(issue.at.line >= 1 && issue.at.line <= lines);
    Expect(issue.at.column >= 1);
  }
  for (const Rule& rule : file.rules) {
    Expect(rule.face.id.starts_with("fuzz/"));
    Expect(!rule.when.children.empty());
    Expect(!rule.must_match.empty() && !rule.must_pass.empty());
    Expect(!rule.face.reason.empty());
  }
}

}  // namespace
}  // namespace crible

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  crible::ReadBytes({reinterpret_cast<const char*>(data), size});
  return 0;
}
