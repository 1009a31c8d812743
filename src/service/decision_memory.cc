#include "service/decision_memory.h"

#include <utility>

namespace crible {
namespace {

// What could not be kept was never answered.
bool IsLost(const RememberedDecision& decision) {
  return decision.commit != nullptr && decision.commit->failed();
}

}  // namespace

DecisionMemory::DecisionMemory(const Options& options)
    : comments_({options.entries_max, options.bytes_max, options.age_max}),
      requests_({options.entries_max, options.bytes_max, options.age_max}) {}

DecisionMemory::Pointer DecisionMemory::FindComment(const Hash128& name,
                                                    absl::Time now) {
  return comments_.Find(name, now);
}

DecisionMemory::Pointer DecisionMemory::RememberComment(const Hash128& name,
                                                        Pointer decision,
                                                        bool replace,
                                                        absl::Time now) {
  const size_t bytes = decision->bytes.size();
  const Hash128 content = decision->content;
  return comments_.Put(name, std::move(decision), bytes, now,
                       [&](const RememberedDecision& old) {
                         return !replace && !IsLost(old) &&
                                old.content == content;
                       });
}

std::shared_ptr<const DecisionMemory::Request> DecisionMemory::FindRequest(
    const Hash128& request, absl::Time now) {
  return requests_.Find(request, now);
}

// The decision counts in both tables: either may outlive the other's entry.
std::shared_ptr<const DecisionMemory::Request> DecisionMemory::RememberRequest(
    const Hash128& id, Request request, absl::Time now) {
  const size_t bytes = request.decision->bytes.size();
  return requests_.Put(
      id, std::make_shared<const Request>(std::move(request)), bytes, now,
      [](const Request& old) { return !IsLost(*old.decision); });
}

}  // namespace crible
