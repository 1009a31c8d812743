#include "store/alarms.h"

#include <string>

#include "store/database.h"

namespace crible {

bool IsAlarmDue(Connection* db, absl::Time now) {
  Rows rows = db->Query(
      "SELECT 1 FROM items WHERE alarm_due <> 0 AND alarm_due <= ?1 "
      "AND open = 1 LIMIT 1",
      now);
  return rows.Next();
}

std::vector<Alarm> TakeAlarms(absl::Time now, absl::Duration lease,
                              int alarms_max, Transaction* t) {
  std::vector<Alarm> alarms;
  std::vector<int64_t> ids;
  {
    Rows rows = t->db.Query(
        "SELECT i.comment, c.name FROM items AS i JOIN comments AS c "
        "ON c.id = i.comment WHERE i.alarm_due <> 0 AND i.alarm_due <= ?1 "
        "AND i.open = 1 AND NOT EXISTS (SELECT 1 FROM restrictions AS r "
        "WHERE r.comment = i.comment AND r.hides = 1) "
        "ORDER BY i.alarm_due, i.comment LIMIT ?2",
        now, alarms_max);
    while (rows.Next()) {
      ids.push_back(rows.Int(0));
      alarms.push_back({.comment = rows.Text(1)});
    }
  }
  constexpr std::string_view kGround = "ground:";
  for (size_t i = 0; i < ids.size(); ++i) {
    {
      Rows rows = t->db.Query(
          "SELECT label FROM item_labels WHERE comment = ?1 AND "
          "label >= 'ground:' AND label < 'ground;' ORDER BY label",
          ids[i]);
      while (rows.Next())
        alarms[i].grounds.push_back(rows.Text(0).substr(kGround.size()));
    }
    t->db.Run("UPDATE items SET alarm_due = ?2 WHERE comment = ?1", ids[i],
              now + lease);
  }
  return alarms;
}

void EndAlarm(std::string_view comment, Transaction* t) {
  t->db.Run(
      "UPDATE items SET alarm_due = 0 WHERE comment = "
      "(SELECT id FROM comments WHERE name = ?1)",
      comment);
}

}  // namespace crible
