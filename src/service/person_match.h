#ifndef CRIBLE_SERVICE_PERSON_MATCH_H_
#define CRIBLE_SERVICE_PERSON_MATCH_H_

// Who stands in a record: whether it is a person's own, and whether it quotes
// them. Pure functions of messages.

#include <string>
#include <string_view>
#include <vector>

#include "crible/v1/comment_record.pb.h"
#include "crible/v1/event.pb.h"
#include "crible/v1/privacy_service.pb.h"
#include "store/records.h"

namespace crible {

// A person's fields by which wishes are found; views into the message.
TraitViews TraitsOf(const v1::Author& author);
TraitViews TraitsOf(const v1::PersonQuery& person);

// Equal but for case, accents and spaces around.
bool SamePersonText(std::string_view a, std::string_view b);

// By which fields of the query the comment is the person's: "author_id",
// "email", "ip_address", "display_name". Empty: it is not.
std::vector<std::string> MatchesOf(const v1::PersonQuery& person,
                                   const v1::Comment& comment);
// Whether what somebody did tells of the person: they report, or it is about
// their account. By author id and e-mail.
bool TellsOf(const v1::PersonQuery& person, const v1::EventDetail& detail);

// What of a person may stand in the records of others who answer them.
class Quotes {
 public:
  void Add(const v1::Comment& comment);
  bool empty() const { return comments_.empty(); }

  // Blacks it out: the text and the author that are answered, and both where
  // reasons repeat them. False when the record does not quote the person.
  bool Redact(v1::CommentRecord* record) const;

 private:
  struct Said {
    std::string name, article, author, body;
  };
  bool Answers(const v1::Comment& comment) const;

  std::vector<Said> comments_;
};

// Blacks out whomever the record answers. False when it answers nobody.
bool RedactParent(v1::CommentRecord* record);

// The payload of a decision without whomever it answers, for copies of a store
// from before an erasure.
std::string WithoutParent(std::string_view payload);

}  // namespace crible

#endif  // CRIBLE_SERVICE_PERSON_MATCH_H_
