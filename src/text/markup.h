#ifndef CRIBLE_TEXT_MARKUP_H_
#define CRIBLE_TEXT_MARKUP_H_

#include "text/text.h"

namespace crible {

// Fills parts->plain from the HTML in parts->source as a browser would show it:
// block tags are a newline, inline tags nothing, references decoded, comments
// and the contents of script and style dropped. Targets of links go to
// parts->hrefs, what blockquote and q enclose to parts->quotes. What is no
// whole tag is text. Linear, whatever the source.
void DecodeMarkup(TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_MARKUP_H_
