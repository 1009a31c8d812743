#ifndef CRIBLE_TESTS_RULES_SAMPLE_CONTEXT_H_
#define CRIBLE_TESTS_RULES_SAMPLE_CONTEXT_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "rules/rule_file.h"

namespace crible {

// A small publisher: two sites, three grounds, a few lists; it is June 2026.
class SampleContext {
 public:
  SampleContext() {
    context_.read_list = [this](std::string_view path) { return List(path); };
    context_.grounds = &grounds_;
    context_.sites = &sites_;
    context_.categories = &categories_;
    context_.now =
        absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone());
  }
  SampleContext(const SampleContext&) = delete;
  SampleContext& operator=(const SampleContext&) = delete;

  const RuleContext& get() const { return context_; }
  const CategoryTable& categories() const { return categories_; }

 private:
  absl::StatusOr<std::vector<std::string>> List(std::string_view path) const {
    static const std::map<std::string_view, std::vector<std::string>> kLists = {
        {"lists/bad-lines.txt", {"offre de prêt", "le", "***"}},
        {"lists/empty.txt", {}},
        {"lists/insults.txt", {"andouille", "cornichon", "sot"}},
        {"lists/trusted-domains.txt", {"banque-france.fr", "gouv.fr"}},
    };
    const auto found = kLists.find(path);
    if (found != kLists.end()) return found->second;
    std::string names;
    for (const auto& [name, lines] : kLists) {
      if (!names.empty()) names += ", ";
      names += name;
    }
    return absl::NotFoundError(names);
  }

  StringSet grounds_ = {"insults", "off-topic", "spam"};
  StringSet sites_ = {"grenoble", "lyon"};
  CategoryTable categories_;
  RuleContext context_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_RULES_SAMPLE_CONTEXT_H_
