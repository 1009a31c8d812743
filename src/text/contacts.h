#ifndef CRIBLE_TEXT_CONTACTS_H_
#define CRIBLE_TEXT_CONTACTS_H_

#include "text/text.h"

namespace crible {

// Finds telephone numbers, written and spoken, and accounts of messengers;
// adds them to the e-mails that FindLinks found, in the order of the text, with
// offsets of the plain view. What links and addresses took is left alone.
void FindContacts(TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_CONTACTS_H_
