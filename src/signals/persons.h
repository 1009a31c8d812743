#ifndef CRIBLE_SIGNALS_PERSONS_H_
#define CRIBLE_SIGNALS_PERSONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "comment/comment.h"
#include "text/text.h"

namespace crible {

// Somebody whom a comment speaks to or of, by the last word of the name: « Jean
// Dupont », « Mme Dupont » and « dupont », under an article about him, are all
// "dupont".
struct Person {
  std::string name;  // folded
  // Beyond doubt a name: of whom the comment answers, after an @, after a first
  // name or a title, or in the article's title or standfirst. Else a word that
  // only begins with a capital letter.
  bool certain = false;
};

inline constexpr size_t kPersonsMax = 8;

// At most kPersonsMax, each once, the certain ones first. By form alone: a
// place may be among them, and a name that a text of capitals shouts is not.
std::vector<Person> FindPersons(const Comment& comment, const Text& body);

}  // namespace crible

#endif  // CRIBLE_SIGNALS_PERSONS_H_
