#ifndef CRIBLE_STORE_LESSONS_H_
#define CRIBLE_STORE_LESSONS_H_

// Lessons within the store: made and ended beside what people do to comments,
// each within a write transaction. A comment has one live lesson, its latest;
// when that one ends, the one before it lives again.

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "store/database.h"
#include "store/group_writer.h"
#include "store/records.h"

namespace crible {

struct NewLesson {
  uint64_t event = 0;  // from which it comes
  int64_t comment = 0;
  std::string_view site;
  std::string_view source;
  LessonLabel label = LessonLabel::kAccepted;
  std::string_view category;  // may be empty
  std::string_view ground;
  std::string_view subject;
  absl::Time time;
};
// Nothing for a comment without text, nor for one that is restricted or whose
// author is.
void AddLesson(const NewLesson& lesson, Connection* db);

// Ends the lesson of one event: it was undone.
void EndLesson(uint64_t event, Connection* db);

// Ends all lessons of a comment: it is erased, withdrawn, or another text.
// Whoever takes a comment out of sight or out of learning calls this.
void ForgetLessons(int64_t comment, Connection* db);

// -- Acts --------------------------------------------------------------------

absl::StatusOr<uint64_t> ApplyImport(const Actor& actor, const Import& act,
                                     Transaction* t);
absl::StatusOr<uint64_t> ApplyTeaching(const Actor& actor, const Teaching& act,
                                       Transaction* t);
absl::StatusOr<uint64_t> ApplySourceDrop(const Actor& actor,
                                         const SourceDrop& act, Transaction* t);
absl::StatusOr<uint64_t> ApplyLayerChange(const Actor& actor,
                                          const LayerChange& act,
                                          Transaction* t);

// -- Reading -----------------------------------------------------------------

std::vector<Lesson> ListLessonRows(Connection* db, const SealingKey& key,
                                   const LessonFilter& filter);
std::vector<LessonSource> ListLessonSources(Connection* db,
                                            std::string_view site);
std::vector<SiteLearning> ListLearningRows(Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_LESSONS_H_
