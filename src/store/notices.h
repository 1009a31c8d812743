#ifndef CRIBLE_STORE_NOTICES_H_
#define CRIBLE_STORE_NOTICES_H_

// Readers' reports: who sent them, and what they weigh by how the same reader's
// earlier ones were answered.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/group_writer.h"
#include "store/records.h"
#include "store/tables.h"

namespace crible {

// Keyed mark of who reports, within the site; empty for nobody.
std::string ReporterMark(const SealingKey& key, std::string_view site,
                         std::string_view reporter);

// What the store knows a call by; empty when it has no id.
std::string RequestOf(const CommentRow& row, std::string_view request_id);

struct NoticeRow {
  uint64_t event = 0;
  int64_t comment = 0;
};
// The report that came with this call.
std::optional<NoticeRow> FindNotice(Connection* db, const std::string& request);

ReporterRecord FindRecord(Connection* db, const std::string& reporter);

// 0 for who is nearly always wrong, 2 for who is nearly always right, else 1.
// From kRecordMin answered reports on.
uint32_t WeightOf(const ReporterRecord& record);
inline constexpr uint32_t kRecordMin = 5;

// How many readers have reported the comment: each once, those whose reports
// weigh nothing not, each report by nobody for itself.
uint32_t CountReaders(Connection* db, int64_t comment);

// The grounds of those that wait for an answer and weigh something, each once,
// by the ids of the comments that have any.
std::map<int64_t, std::vector<std::string>> ReportedGrounds(
    Connection* db, const std::vector<int64_t>& comments);

// Whether one that weighs something waits for an answer.
bool IsReported(Connection* db, int64_t comment);

// Store::ListNotices.
std::vector<NoticeRecord> ListNotices(Connection* db, std::string_view comment,
                                      int notices_max);

// A resolution answers all reports that wait: one event for each.
void AnswerNotices(const Actor& actor, const CommentRow& row, Outcome outcome,
                   const std::string& ground, uint64_t resolution,
                   Transaction* t);

}  // namespace crible

#endif  // CRIBLE_STORE_NOTICES_H_
