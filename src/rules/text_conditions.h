#ifndef CRIBLE_RULES_TEXT_CONDITIONS_H_
#define CRIBLE_RULES_TEXT_CONDITIONS_H_

// Conditions on what a text says: phrases, patterns, links, contacts.

#include <vector>

#include "rules/reading.h"
#include "rules/rule.h"

namespace crible {

using Conditions = std::vector<Condition>;

void ReadPhrase(const Slot& slot, Field field, Reading* reading,
                Conditions* conditions);
void ReadExact(const Slot& slot, Field field, Reading* reading,
               Conditions* conditions);
void ReadList(const Slot& slot, Field field, Reading* reading,
              Conditions* conditions);
void ReadRegex(const Slot& slot, Field field, Reading* reading,
               Conditions* conditions);
// author.name, parent, article.title: a group of the four above.
void ReadTextField(const Slot& slot, Field field, Reading* reading,
                   Conditions* conditions);

void ReadDomain(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadLinks(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadContact(const Slot& slot, Reading* reading, Conditions* conditions);

// Hosts as written in the rule or in list files, each looked at.
SharedTexts ReadDomains(const Slot& slot, Reading* reading);

}  // namespace crible

#endif  // CRIBLE_RULES_TEXT_CONDITIONS_H_
