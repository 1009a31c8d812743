#ifndef CRIBLE_STORE_ALARMS_H_
#define CRIBLE_STORE_ALARMS_H_

// Store::TakeAlarms and EndAlarm, each within a write transaction.

#include <string_view>
#include <vector>

#include "store/group_writer.h"
#include "store/records.h"

namespace crible {

std::vector<Alarm> TakeAlarms(absl::Time now, absl::Duration lease,
                              int alarms_max, Transaction* t);
void EndAlarm(std::string_view comment, Transaction* t);

}  // namespace crible

#endif  // CRIBLE_STORE_ALARMS_H_
