#ifndef CRIBLE_STORE_ALARMS_H_
#define CRIBLE_STORE_ALARMS_H_

// Store::TakeAlarms and EndAlarm.

#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/group_writer.h"
#include "store/records.h"

namespace crible {

bool IsAlarmDue(Connection* db, absl::Time now);

// Within a write transaction, as the next.
std::vector<Alarm> TakeAlarms(absl::Time now, absl::Duration lease,
                              int alarms_max, Transaction* t);
void EndAlarm(std::string_view comment, Transaction* t);

}  // namespace crible

#endif  // CRIBLE_STORE_ALARMS_H_
