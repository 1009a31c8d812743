#include "service/decision_memory.h"

#include <utility>

namespace crible {
namespace {

size_t Bytes(const RememberedDecision& decision) {
  return decision.content.size() + decision.name.size() +
         decision.decision.size();
}

// Neither a site nor a request_id holds a space.
std::string RequestKey(std::string_view site, std::string_view request_id) {
  std::string key(site);
  key += ' ';
  key += request_id;
  return key;
}

}  // namespace

DecisionMemory::DecisionMemory(const Options& options)
    : comments_({options.entries_max, options.bytes_max, options.age_max}),
      requests_({options.entries_max, options.bytes_max, options.age_max}) {}

DecisionMemory::Pointer DecisionMemory::FindComment(std::string_view name,
                                                    absl::Time now) {
  return comments_.Find(name, now);
}

DecisionMemory::Pointer DecisionMemory::RememberComment(std::string_view name,
                                                        Pointer decision,
                                                        bool replace,
                                                        absl::Time now) {
  const size_t bytes = Bytes(*decision);
  const std::string& content = decision->content;
  const auto keep = [&](const RememberedDecision& old) {
    return !replace && old.content == content;
  };
  return comments_.Put(name, decision, bytes, now, keep);
}

std::shared_ptr<const DecisionMemory::Request> DecisionMemory::FindRequest(
    std::string_view site, std::string_view request_id, absl::Time now) {
  return requests_.Find(RequestKey(site, request_id), now);
}

// The decision counts in both tables: either may outlive the other's entry.
std::shared_ptr<const DecisionMemory::Request> DecisionMemory::RememberRequest(
    std::string_view site, std::string_view request_id, Request request,
    absl::Time now) {
  const size_t bytes = request.content.size() + Bytes(*request.decision);
  return requests_.Put(RequestKey(site, request_id),
                       std::make_shared<const Request>(std::move(request)),
                       bytes, now, [](const Request&) { return true; });
}

}  // namespace crible
