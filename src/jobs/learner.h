#ifndef CRIBLE_JOBS_LEARNER_H_
#define CRIBLE_JOBS_LEARNER_H_

// Keeps what the engine has learned at each site in step with the store: what
// is no lesson any more is unlearned within a second, what is new is learned
// now and then, after it was tried (jobs/layer_check.h).
//
//   Learner learner(store, &engine, "models", {});
//   learner.LoadLayers();                       // before the first comment
//   for (…) for (const LearnerNews& it : learner.Run(clock.Now())) …

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/localized.h"
#include "base/string_map.h"
#include "engine/engine.h"
#include "jobs/layer_check.h"
#include "store/store.h"

namespace crible {

// A site has fewer lessons: nothing is learned by itself.
inline constexpr int64_t kLessonsToLearnMin = 50;

// A layer that may go live, or why it may not.
struct Candidate {
  std::string site;
  uint64_t upto = 0;
  std::string hash;
  SiteLayer layer;
  LayerCheck check;
};
// Counts the site's layer from all its live lessons and tries it. NOT_FOUND
// without lessons, or without a reference set beside the models.
absl::StatusOr<Candidate> TrainCandidate(Store* store, const Bundle& bundle,
                                         const std::string& models,
                                         std::string_view site);

struct LearnerNews {
  std::string site;
  bool learned = false;  // else `why` not
  std::string hash;
  Localized why;
};

// For one thread.
class Learner {
 public:
  struct Options {
    absl::Duration every = absl::Minutes(10);
    std::string subject = "crible";  // who stands in the log
  };
  // All must outlive it; `models` is where the reference set stands.
  Learner(Store* store, Engine* engine, std::string models, Options options)
      : store_(*store),
        engine_(*engine),
        models_(std::move(models)),
        options_(std::move(options)) {}

  // Brings the layers in force in step with the store.
  absl::Status LoadLayers();

  // The same, and learns on where it is time to. What the store cannot answer
  // is tried again the next time.
  std::vector<LearnerNews> Run(absl::Time now);

 private:
  // What a loaded layer was made from.
  struct Made {
    uint64_t upto = 0;
    int64_t changes = 0;
    std::string files_hash;
    bool operator==(const Made&) const = default;
  };

  absl::StatusOr<LearnerNews> LearnOn(const std::string& site, absl::Time now);

  Store& store_;
  Engine& engine_;
  const std::string models_;
  const Options options_;
  StringMap<Made> made_;       // by site
  StringMap<uint64_t> tried_;  // last lesson of the last candidate, by site
  absl::Time next_ = absl::InfinitePast();
};

}  // namespace crible

#endif  // CRIBLE_JOBS_LEARNER_H_
