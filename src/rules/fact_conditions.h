#ifndef CRIBLE_RULES_FACT_CONDITIONS_H_
#define CRIBLE_RULES_FACT_CONDITIONS_H_

// Conditions on what is measured, counted or sent with a comment.

#include <vector>

#include "rules/reading.h"
#include "rules/rule.h"
#include "rules/text_conditions.h"

namespace crible {

// length, words, capitals, …, reports: a group of `min` and `max`.
void ReadMeasure(const Slot& slot, Measure measure, Reading* reading,
                 Conditions* conditions);
void ReadAuthor(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadParent(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadArticle(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadScore(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadRepeats(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadHoneypot(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadLanguage(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadSites(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadHour(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadUntil(const Slot& slot, Reading* reading, Conditions* conditions);

// Tells that a language or a site is unknown; also used for examples.
void CheckLanguage(std::string_view language, Position at, Reading* reading);
void CheckSite(std::string_view site, Position at, Reading* reading);

}  // namespace crible

#endif  // CRIBLE_RULES_FACT_CONDITIONS_H_
