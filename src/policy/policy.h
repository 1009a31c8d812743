#ifndef CRIBLE_POLICY_POLICY_H_
#define CRIBLE_POLICY_POLICY_H_

// How evidence becomes a verdict, per site: models/policy.toml. Group → site →
// section or tag → article, hours and dates; the nearest wins; an empty file
// works.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "base/issue.h"
#include "base/string_map.h"
#include "comment/comment.h"
#include "comment/decision.h"
#include "policy/keep.h"

namespace crible {

enum class Publication : uint8_t { kBefore, kAfter, kClosed };

// "any sign" as a threshold: any hit of the category but a watched one.
inline constexpr double kAnySign = 0;

// Thresholds in probabilities; nullopt is "never", kAnySign "any sign".
struct CategoryPolicy {
  double base_share = 0.05;  // the site's usual share of the category
  std::optional<double> look;
  std::optional<double> hold;
  std::optional<double> reject;
};

// What errors a site allows itself; `crible tune` turns them into thresholds
// (policy/tune.h). They decide nothing by themselves; nullopt: no such promise.
struct ErrorBudget {
  std::optional<double> wrong_rejects_max;    // share of the innocent
  std::optional<double> missed_max;           // share of the category accepted
  std::optional<double> reviews_per_day_max;  // comments held a day
};

// What becomes of a held comment that has waited for as long as it may.
enum class OnExpiry : uint8_t {
  kLook,    // it is published, and a person looks at it
  kRefuse,  // it is not published; nothing is held against its author
  kDesk,    // it goes to the desk, and waits there
};

// What a part that could not finish does to an accept.
enum class OnFault : uint8_t { kHold, kDecideWithout };

inline constexpr size_t kParts = 5;

// The merged settings for one comment. As constructed it decides by rules
// alone; what an empty file means is DefaultSettings().
struct Settings {
  Publication publication = Publication::kAfter;
  bool observe = false;
  std::array<CategoryPolicy, kCategoriesMax> categories;
  std::array<OnFault, kParts> faults = {};  // by Part
  // Authors with fewer comments than this are read before publication; 0: none.
  uint32_t new_author_comments_below = 0;
  std::optional<uint32_t> trusted_accepted_above;
  double trusted_refused_share_below = 0.02;
  std::optional<uint32_t> reports_look_after;
  std::optional<uint32_t> reports_hold_after;
  double sample_accepted_looked_at = 0;
  // From so many held comments on, only those of a lane before the normal one
  // are held for rules and scores; the others are published, to be looked at.
  std::optional<uint32_t> queue_full_above;
  std::optional<uint32_t> queue_expire_after_hours;
  OnExpiry queue_on_expiry = OnExpiry::kLook;
  // Whether figures about the site's moderators as a group may be asked for.
  bool moderator_figures = false;
  ErrorBudget budget;
};

Settings DefaultSettings();

// Where the comment stands: what scopes are chosen by.
struct Scope {
  std::string_view site;
  std::string_view article;
  std::string_view section;
  std::vector<std::string_view> tags;
  absl::Time now;
};

class Policy {
 public:
  // `bytes` may be empty. Null when an issue is an error.
  static std::shared_ptr<const Policy> Read(std::string_view path,
                                            std::string_view bytes,
                                            const CategoryTable& categories,
                                            std::vector<Issue>* issues);
  virtual ~Policy() = default;

  // The nearest settings win. Constant time for scopes that have no section of
  // their own.
  virtual const Settings& For(const Scope& scope, Settings* storage) const = 0;
  virtual const StringSet& sites() const = 0;
  // How long data are kept; the same for all sites.
  virtual const Keep& keep() const = 0;

  // Whether some block has a limit for what waits: else nobody need count it.
  virtual bool limits_queue() const = 0;
  // The same for how long it waits.
  virtual bool limits_waiting() const = 0;

  // One line a setting of the merged result, and where its value comes from:
  // {"spam.hold", "0.6", "policy.toml:12"} or "default".
  struct Line {
    std::string key, value, source;
  };
  virtual std::vector<Line> Show(const Scope& scope) const = 0;
};

}  // namespace crible

#endif  // CRIBLE_POLICY_POLICY_H_
