#include "rules/contact_list.h"

#include <algorithm>

#include "text/fold.h"

namespace crible {
namespace {

bool MayBeContact(std::string_view entry) {
  return entry.find_first_of("@+") != std::string_view::npos ||
         std::count_if(entry.begin(), entry.end(),
                       [](char c) { return c >= '0' && c <= '9'; }) >= 6;
}

}  // namespace

// An address or number goes through the same reading as a comment's, so that
// "+33 1 00 00 00 00" in a list is the value that a text yields.
bool ContactList::Add(std::string_view entry) {
  bool added = false;
  if (MayBeContact(entry)) {
    Text text;
    AnalyzeText(entry, BodyFormat::kPlain, WordSet(), &text);
    for (const Contact& contact : text.contacts()) {
      values_.emplace(contact.value);
      added = true;
    }
    if (entry.starts_with('@')) added = values_.insert(FoldText(entry)).second;
  }
  if (!added && entry.find_first_of(" @") == std::string_view::npos) {
    added = domains_.Add(entry);
  }
  return added;
}

bool ContactList::Contains(const Contact& contact) const {
  if (values_.contains(contact.value)) return true;
  const size_t at = contact.value.rfind('@');
  return contact.kind == ContactKind::kEmail && at != std::string_view::npos &&
         domains_.Contains(contact.value.substr(at + 1));
}

size_t ContactList::memory_bytes() const {
  return domains_.memory_bytes() + values_.capacity() * 48;
}

}  // namespace crible
