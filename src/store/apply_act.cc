// What people and systems do to a comment, an article or an author.

#include "fmt/format.h"
#include "store/tables.h"

namespace crible {
namespace {

absl::Status NoComment() {
  return absl::NotFoundError("no comment of this name is known");
}

CommentState StateAfter(Outcome outcome, CommentState before) {
  if (outcome == Outcome::kAccept) return CommentState::kAccepted;
  if (outcome == Outcome::kReject) return CommentState::kRefused;
  return before;
}

// Applies one act; one overload for each kind.
class Applying {
 public:
  Applying(const Actor& actor, Transaction* t)
      : actor_(actor), t_(*t), db_(t->db) {}

  absl::StatusOr<uint64_t> operator()(const Resolution& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    const auto item = FindItem(&db_, row->id);
    if (!item) return absl::NotFoundError("the comment waits for nobody");
    if (const absl::Status may = MayResolve(act, *item); !may.ok()) return may;
    Event event = About(*row, EventKind::kResolution, act.payload);
    event.code = static_cast<int>(act.outcome);
    event.ground = act.ground;
    event.refers = row->decision;
    const uint64_t token = t_.block.Append(event);
    db_.Run(
        "INSERT INTO resolutions (event, comment, outcome, state_before, "
        "resolution_before, queue_before, desk_before, undone) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
        token, row->id, act.outcome, row->state, row->resolution, item->queue,
        item->desk);
    if (act.outcome == Outcome::kHandOn) {
      SetOpen(row->id, true, true);
      return token;
    }
    SetState(&db_, *row, StateAfter(act.outcome, row->state));
    db_.Run("UPDATE comments SET resolution = ?2 WHERE id = ?1", row->id,
            token);
    db_.Run("UPDATE notices SET answer = ?2 WHERE comment = ?1 AND answer = 0",
            row->id, token);
    SetOpen(row->id, false, item->desk);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const Undo& act) {
    const auto undone = FindResolution(act.resolution);
    if (!undone) return absl::NotFoundError("no such resolution");
    const auto row = FindRow(&db_, undone->comment);
    if (!row) return NoComment();
    if (const absl::Status may = MayUndo(*undone, *row); !may.ok()) return may;
    Event event = About(*row, EventKind::kUndo, act.payload);
    event.code = static_cast<int>(undone->outcome);
    event.refers = act.resolution;
    const uint64_t token = t_.block.Append(event);
    db_.Run("UPDATE resolutions SET undone = ?2 WHERE event = ?1",
            act.resolution, token);
    SetState(&db_, *row, undone->state);
    db_.Run("UPDATE comments SET resolution = ?2 WHERE id = ?1", row->id,
            undone->resolution);
    db_.Run("UPDATE notices SET answer = 0 WHERE comment = ?1 AND answer = ?2",
            row->id, act.resolution);
    db_.Run("UPDATE items SET queue = ?2 WHERE comment = ?1", row->id,
            undone->queue);
    SetOpen(row->id, true, undone->desk);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const Sighting& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    if (row->seen != absl::InfinitePast()) return FirstSighting(*row);
    db_.Run("UPDATE comments SET seen = ?2, seen_by = ?3 WHERE id = ?1",
            row->id, actor_.now, actor_.subject);
    return t_.block.Append(About(*row, EventKind::kSighting, ""));
  }

  absl::StatusOr<uint64_t> operator()(const Notice& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    Event event = About(*row, EventKind::kNotice, act.payload);
    event.ground = act.ground;
    event.refers = row->decision;
    const uint64_t token = t_.block.Append(event);
    db_.Run("INSERT INTO notices (event, comment, answer) VALUES (?1, ?2, 0)",
            token, row->id);
    db_.Run("UPDATE comments SET reports = reports + 1 WHERE id = ?1", row->id);
    if (row->state == CommentState::kRefused ||
        row->state == CommentState::kWithdrawn)
      return token;  // out of sight already
    const bool waits = row->state == CommentState::kWaiting || act.holds;
    if (waits) SetState(&db_, *row, CommentState::kWaiting);
    BringForward(*row, waits ? ReviewQueue::kHeld : ReviewQueue::kReported);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const Withdrawal& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    if (row->state == CommentState::kWithdrawn)
      return absl::FailedPreconditionError("it was withdrawn before");
    SetState(&db_, *row, CommentState::kWithdrawn);
    if (const auto item = FindItem(&db_, row->id); item && item->open)
      SetOpen(row->id, false, item->desk);
    return t_.block.Append(About(*row, EventKind::kWithdrawal, ""));
  }

  absl::StatusOr<uint64_t> operator()(const PublicationNote& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    db_.Run(act.published ? "UPDATE comments SET published = ?2, removed = 0 "
                            "WHERE id = ?1"
                          : "UPDATE comments SET removed = ?2 WHERE id = ?1",
            row->id, act.time);
    Event event = About(*row, EventKind::kPublication, "");
    event.code = act.published ? 1 : 2;
    return t_.block.Append(event);
  }

  absl::StatusOr<uint64_t> operator()(const ArticleModeSetting& act) {
    const uint64_t token = t_.block.Append({.kind = EventKind::kArticleMode,
                                            .time = actor_.now,
                                            .site = act.site,
                                            .comment = act.article,
                                            .subject = actor_.subject,
                                            .code = static_cast<int>(act.mode),
                                            .payload = act.payload});
    db_.Run(
        "INSERT INTO article_modes (article, mode, until, event) "
        "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (article) DO UPDATE SET "
        "mode = excluded.mode, until = excluded.until, event = excluded.event",
        act.article, act.mode, act.until, token);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const AuthorStatusSetting& act) {
    const std::string author = AuthorMark(t_.key, act.author_id);
    db_.Run(
        "INSERT INTO authors (site, author, comments, accepted, refused, "
        "first_seen, status, status_until) "
        "VALUES (?1, ?2, 0, 0, 0, ?3, ?4, ?5) ON CONFLICT (site, author) "
        "DO UPDATE SET status = excluded.status, "
        "status_until = excluded.status_until",
        act.site, Blob{author}, actor_.now, act.status, act.until);
    return t_.block.Append({.kind = EventKind::kAuthorStatus,
                            .time = actor_.now,
                            .site = act.site,
                            .subject = actor_.subject,
                            .code = static_cast<int>(act.status),
                            .payload = act.payload});
  }

  absl::StatusOr<uint64_t> operator()(const Feedback& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    Event event = About(*row, EventKind::kFeedback, act.payload);
    event.code = static_cast<int>(act.kind);
    event.refers = row->decision;
    return t_.block.Append(event);
  }

 private:
  absl::Status MayResolve(const Resolution& act, const ItemRow& item) const {
    if (item.version != act.version)
      return absl::AbortedError("the item has changed since it was looked at");
    if (!item.open) return absl::FailedPreconditionError("the item is closed");
    if (item.claimed_by != actor_.subject && item.claimed_until > actor_.now)
      return absl::FailedPreconditionError("another person has claimed it");
    if (act.outcome == Outcome::kKeep && item.queue == ReviewQueue::kHeld) {
      return absl::FailedPreconditionError(
          "a held comment is accepted or refused, not kept");
    }
    return absl::OkStatus();
  }

  // A row of `resolutions`: how it was before.
  struct Resolved {
    uint64_t event;
    int64_t comment;
    Outcome outcome;
    CommentState state;
    uint64_t resolution;
    ReviewQueue queue;
    bool desk;
    bool undone;
  };
  std::optional<Resolved> FindResolution(uint64_t event) {
    Rows rows = db_.Query(
        "SELECT comment, outcome, state_before, resolution_before, "
        "queue_before, desk_before, undone FROM resolutions WHERE event = ?1",
        event);
    if (!rows.Next()) return std::nullopt;
    return Resolved{.event = event,
                    .comment = rows.Int(0),
                    .outcome = rows.As<Outcome>(1),
                    .state = rows.As<CommentState>(2),
                    .resolution = static_cast<uint64_t>(rows.Int(3)),
                    .queue = rows.As<ReviewQueue>(4),
                    .desk = rows.Bool(5),
                    .undone = rows.Bool(6)};
  }

  absl::Status MayUndo(const Resolved& resolved, const CommentRow& row) {
    const uint64_t event = resolved.event;
    if (resolved.undone)
      return absl::FailedPreconditionError("it was undone before");
    if (row.state == CommentState::kWithdrawn)
      return absl::FailedPreconditionError("the comment was withdrawn");
    if (row.decision > event && row.resolution != event)
      return absl::FailedPreconditionError("the comment was edited since");
    Rows rows = db_.Query(
        "SELECT max(event) FROM resolutions WHERE comment = ?1 AND undone = 0",
        row.id);
    if (!rows.Next() || static_cast<uint64_t>(rows.Int(0)) != event)
      return absl::FailedPreconditionError("a later one must be undone first");
    return absl::OkStatus();
  }

  Event About(const CommentRow& row, EventKind kind,
              const std::string& payload) const {
    return {.kind = kind,
            .time = actor_.now,
            .site = row.site,
            .comment = row.name,
            .subject = actor_.subject,
            .payload = payload};
  }

  uint64_t FirstSighting(const CommentRow& row) {
    Rows rows = db_.Query(
        "SELECT max(token) FROM events WHERE comment = ?1 AND kind <> 1 AND "
        "kind = ?2",
        row.name, EventKind::kSighting);
    return rows.Next() ? static_cast<uint64_t>(rows.Int(0)) : 0;
  }

  // The claim ends: who has decided is done with it.
  void SetOpen(int64_t comment, bool open, bool desk) {
    db_.Run(
        "UPDATE items SET open = ?2, desk = ?3, version = version + 1, "
        "claimed_by = '', claimed_until = 0 WHERE comment = ?1",
        comment, open, desk);
  }

  // A reported comment waits from the first report on, sooner with each.
  void BringForward(const CommentRow& row, ReviewQueue queue) {
    const absl::Time due =
        actor_.now + Allowance(queue, Lane::kNormal) - kReportHaste;
    db_.Run(
        "INSERT INTO items (comment, site, queue, lane, open, desk, "
        "fault_only, language, since, due, version, claimed_by, "
        "claimed_until) VALUES (?1, ?2, ?3, ?4, 1, 0, 0, '', ?5, ?6, 1, '', 0) "
        "ON CONFLICT (comment) DO UPDATE SET queue = CASE WHEN items.open = 1 "
        "AND items.queue = 1 THEN 1 ELSE excluded.queue END, "
        "since = CASE items.open WHEN 1 THEN items.since ELSE excluded.since "
        "END, "
        "due = CASE items.open WHEN 1 THEN items.due - ?7 ELSE excluded.due "
        "END, fault_only = 0, version = items.version + 1, open = 1",
        row.id, row.site, queue, Lane::kNormal, actor_.now, due,
        absl::ToInt64Microseconds(kReportHaste));
  }

  const Actor& actor_;
  Transaction& t_;
  Connection& db_;
};

}  // namespace

absl::StatusOr<uint64_t> ApplyAct(const Actor& actor, const Act& act,
                                  Transaction* t) {
  return std::visit(Applying(actor, t), act);
}

}  // namespace crible
