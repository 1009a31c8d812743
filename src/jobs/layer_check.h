#ifndef CRIBLE_JOBS_LAYER_CHECK_H_
#define CRIBLE_JOBS_LAYER_CHECK_H_

// Whether a layer may go live: it must be no worse than the shipped models
// alone, always the same yardstick, so that many small steps lead nowhere.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "engine/bundle.h"
#include "jobs/reference.h"
#include "store/records.h"

namespace crible {

// The bounds. On the reference set, as parts of its innocent comments and of
// those of a category; on the kept lessons the mean loss, −ln of the
// probability given to what people decided. Few kept lessons prove nothing.
inline constexpr double kInnocentHeldRiseMax = 0.005;
inline constexpr double kFoundFallMax = 0.01;
inline constexpr double kKeptLossRiseMax = 0.01;
inline constexpr size_t kKeptMin = 20;

// What one set of models makes of it.
struct LayerFigures {
  size_t innocent = 0;
  size_t innocent_held = 0;  // at or over a threshold to hold
  struct Category {
    std::string name;
    size_t comments = 0;
    size_t found = 0;
  };
  std::vector<Category> categories;  // by name
  size_t kept = 0;                   // lessons with something to compare
  double kept_loss = 0;              // mean
  // Of the kept lessons: accepted ones that are over the threshold, refused
  // ones that are not.
  size_t kept_wrong = 0;

  double innocent_share() const {
    return innocent == 0 ? 0 : static_cast<double>(innocent_held) / innocent;
  }
};

struct LayerCheck {
  LayerFigures without, with;
  bool passes = false;
  Localized why;  // which bound does not hold; empty when it passes
};

// Runs the engine on all of them, with and without the layer, at the site's
// settings. `kept` are lessons that nothing learned from.
LayerCheck CheckLayer(const Bundle& bundle, std::string_view site,
                      const SiteLayer& layer,
                      std::span<const ReferenceComment> reference,
                      std::span<const Lesson> kept);

// The figures of one bundle at a site, with its layer if it has one.
LayerFigures MeasureLayer(std::shared_ptr<const Bundle> bundle,
                          std::string_view site,
                          std::span<const ReferenceComment> reference,
                          std::span<const Lesson> kept);

}  // namespace crible

#endif  // CRIBLE_JOBS_LAYER_CHECK_H_
