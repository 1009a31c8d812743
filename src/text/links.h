#ifndef CRIBLE_TEXT_LINKS_H_
#define CRIBLE_TEXT_LINKS_H_

#include "text/text.h"

namespace crible {

// Finds links and e-mail addresses, also spelled out ones: fills links,
// contacts (e-mails) and taken, sorted, with offsets of the plain view.
void FindLinks(TextParts* parts);

// The links and addresses that mark-up leads to. Their offsets are those of the
// source; next_word is set.
void AddHrefs(TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_LINKS_H_
