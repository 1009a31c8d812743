// What people and systems do to a comment, an article or an author.

#include <string>
#include <vector>

#include "fmt/format.h"
#include "store/item_terms.h"
#include "store/lessons.h"
#include "store/may_resolve.h"
#include "store/notices.h"
#include "store/person_acts.h"
#include "store/review_items.h"
#include "store/tables.h"

namespace crible {
namespace {

// Of models/grounds.toml, for what goes with a refused comment.
constexpr char kThreadGround[] = "thread";

absl::Status NoComment() {
  return absl::NotFoundError("no comment of this name is known");
}

CommentState StateAfter(Outcome outcome, CommentState before) {
  if (outcome == Outcome::kAccept) return CommentState::kAccepted;
  if (outcome == Outcome::kReject) return CommentState::kRefused;
  if (outcome == Outcome::kSetAside) return CommentState::kSetAside;
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
    if (const absl::Status may = MayResolve(actor_, act, *item); !may.ok())
      return may;
    RenewClaims(row->site, actor_, &db_);
    Event event = About(*row, EventKind::kResolution, act.payload);
    event.code = static_cast<int>(act.outcome);
    event.ground = act.ground;
    event.refers = row->decision;
    const uint64_t token = t_.block.Append(event);
    NoteBefore(token, act.outcome, *row, *item);
    if (act.outcome == Outcome::kHandOn) {
      SetOpen(row->id, true, true);
      return token;
    }
    SetState(&db_, *row, StateAfter(act.outcome, row->state));
    db_.Run("UPDATE comments SET resolution = ?2 WHERE id = ?1", row->id,
            token);
    AnswerNotices(actor_, *row, act.outcome, act.ground, token, &t_);
    SetOpen(row->id, false, item->desk);
    Learn("review", act.outcome == Outcome::kReject, act.ground, token, *row);
    if (act.with_replies && act.outcome == Outcome::kReject)
      TakeReplies(*row, token);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const Undo& act) {
    const auto undone = FindResolution(act.resolution);
    if (!undone) return absl::NotFoundError("no such resolution");
    const auto row = FindRow(&db_, undone->comment);
    if (!row) return NoComment();
    if (const absl::Status may = MayUndo(*undone, *row); !may.ok()) return may;
    const uint64_t token = UndoOne(*undone, *row, act.payload);
    for (const uint64_t reply : RepliesTakenBy(act.resolution)) {
      const auto taken = FindResolution(reply);
      const auto answer = taken ? FindRow(&db_, taken->comment) : std::nullopt;
      // What somebody has decided since stays as it is.
      if (answer && MayUndo(*taken, *answer).ok()) UndoOne(*taken, *answer, "");
    }
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const Expiry& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    const auto item = FindItem(&db_, row->id);
    if (!item) return absl::NotFoundError("the comment waits for nobody");
    if (const absl::Status may = MayExpire(act, *item); !may.ok()) return may;
    if (HasExpired(*row))
      return absl::FailedPreconditionError("it expired before");
    Event event = About(*row, EventKind::kExpiry, "");
    event.code = static_cast<int>(act.outcome);
    event.ground = act.ground;
    event.refers = row->decision;
    const uint64_t token = t_.block.Append(event);
    NoteBefore(token, act.outcome, *row, *item);
    SetState(&db_, *row, StateAfter(act.outcome, row->state));
    if (act.outcome == Outcome::kAccept) {
      UnlistItem(row->id, &db_);
      db_.Run("UPDATE items SET queue = ?2 WHERE comment = ?1", row->id,
              ReviewQueue::kLook);
    }
    SetOpen(row->id, act.outcome != Outcome::kSetAside,
            item->desk || act.outcome == Outcome::kHandOn);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const Sighting& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    RenewClaims(row->site, actor_, &db_);
    // What identifies a person was opened: whoever does is in the log, once.
    if (row->seen != absl::InfinitePast()) {
      const uint64_t before = SightingBy(actor_.subject, *row);
      return before != 0
                 ? before
                 : t_.block.Append(About(*row, EventKind::kSighting, ""));
    }
    db_.Run("UPDATE comments SET seen = ?2, seen_by = ?3 WHERE id = ?1",
            row->id, actor_.now, actor_.subject);
    return t_.block.Append(About(*row, EventKind::kSighting, ""));
  }

  absl::StatusOr<uint64_t> operator()(const Notice& act) {
    const auto row = FindRow(&db_, act.comment);
    if (!row) return NoComment();
    const std::string request = RequestOf(*row, act.request_id);
    if (const auto earlier = FindNotice(&db_, request)) {
      if (earlier->comment == row->id) return earlier->event;
      return absl::AlreadyExistsError("the request_id was used before");
    }
    Event event = About(*row, EventKind::kNotice, act.payload);
    event.ground = act.ground;
    event.refers = row->decision;
    const uint64_t token = t_.block.Append(event);
    const std::string reporter = ReporterMark(t_.key, row->site, act.reporter);
    const uint32_t weight = WeightOf(FindRecord(&db_, reporter));
    db_.Run(
        "INSERT INTO notices (event, comment, answer, reporter, request_id, "
        "weight) VALUES (?1, ?2, 0, ?3, ?4, ?5)",
        token, row->id, Blob{reporter}, request, weight);
    db_.Run("UPDATE comments SET reports = reports + 1 WHERE id = ?1", row->id);
    if (row->state == CommentState::kRefused ||
        row->state == CommentState::kWithdrawn ||
        row->state == CommentState::kSetAside)
      return token;  // out of sight already
    const bool holds =
        act.hold_after && CountReaders(&db_, row->id) >= *act.hold_after;
    const bool waits = row->state == CommentState::kWaiting || holds;
    if (waits) SetState(&db_, *row, CommentState::kWaiting);
    UnlistItem(row->id, &db_);
    BringForward(*row, waits ? ReviewQueue::kHeld : ReviewQueue::kReported,
                 weight == 0 ? Lane::kNormal : act.lane, weight * kReportHaste);
    AddLabels(row->id, act.labels, &db_);
    ListItem(row->id, &db_);
    NoteTerms(row->id, &db_);
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
    ForgetLessons(row->id, &db_);
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
    if (t_.seen != nullptr) t_.seen->Add(Seen::Kind::kArticleMode, act.article);
    db_.Run(
        "INSERT INTO article_modes (article, mode, until, event) "
        "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (article) DO UPDATE SET "
        "mode = excluded.mode, until = excluded.until, event = excluded.event",
        act.article, act.mode, act.until, token);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const AuthorStatusSetting& act) {
    const std::string author = AuthorMark(t_.key, act.author_id);
    if (t_.seen != nullptr) t_.seen->Add(Seen::Kind::kAuthor, act.site, author);
    db_.Run(
        "INSERT INTO authors (site, author, comment, first_seen, status, "
        "status_until) VALUES (?1, ?2, 0, ?3, ?4, ?5) "
        "ON CONFLICT (site, author, comment) DO UPDATE SET status = "
        "excluded.status, "
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
    event.ground = act.ground;
    event.refers = row->decision;
    const uint64_t token = t_.block.Append(event);
    if (const auto refused = FeedbackRefuses(act, *row))
      Learn("feedback", *refused, act.ground, token, *row);
    return token;
  }

  absl::StatusOr<uint64_t> operator()(const Import& act) {
    return ApplyImport(actor_, act, &t_);
  }
  absl::StatusOr<uint64_t> operator()(const Teaching& act) {
    return ApplyTeaching(actor_, act, &t_);
  }
  absl::StatusOr<uint64_t> operator()(const SourceDrop& act) {
    return ApplySourceDrop(actor_, act, &t_);
  }
  absl::StatusOr<uint64_t> operator()(const LayerChange& act) {
    return ApplyLayerChange(actor_, act, &t_);
  }

  template <typename PersonAct>
  absl::StatusOr<uint64_t> operator()(const PersonAct& act) {
    return ApplyPersonAct(actor_, act, &t_);
  }

 private:
  // Each person is a source of their own.
  void Learn(std::string_view kind, bool refused, const std::string& ground,
             uint64_t event, const CommentRow& row) {
    AddLesson(
        {.event = event,
         .comment = row.id,
         .site = row.site,
         .source = fmt::format("{}:{}", kind, actor_.subject),
         .label = refused ? LessonLabel::kRefused : LessonLabel::kAccepted,
         .ground = refused ? std::string_view(ground) : std::string_view(),
         .subject = actor_.subject,
         .time = actor_.now},
        &db_);
  }

  // Whether a feedback says that the comment is to be refused; nullopt when it
  // says nothing about that, as of a held one that was rightly or wrongly held.
  std::optional<bool> FeedbackRefuses(const Feedback& act,
                                      const CommentRow& row) {
    if (act.kind == FeedbackKind::kWrongReason ||
        row.state == CommentState::kWithdrawn)
      return std::nullopt;
    if (!act.ground.empty()) return true;
    Rows rows = db_.Query("SELECT kind, code FROM events WHERE token = ?1",
                          row.decision);
    if (!rows.Next() || rows.As<EventKind>(0) != EventKind::kDecision)
      return std::nullopt;
    const auto verdict = static_cast<Verdict>(rows.Int(1) - 1);
    if (verdict == Verdict::kHold) return std::nullopt;
    return (verdict == Verdict::kReject) ==
           (act.kind == FeedbackKind::kRightDecision);
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
    bool open;
    bool undone;
  };

  // What undoing needs.
  void NoteBefore(uint64_t token, Outcome outcome, const CommentRow& row,
                  const ItemRow& item, uint64_t cause = 0) {
    db_.Run(
        "INSERT INTO resolutions (event, comment, outcome, state_before, "
        "resolution_before, queue_before, desk_before, undone, cause, "
        "open_before) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9)",
        token, row.id, outcome, row.state, row.resolution, item.queue,
        item.desk, cause, item.open);
  }

  // The comment and its item as they were before.
  uint64_t UndoOne(const Resolved& undone, const CommentRow& row,
                   const std::string& payload) {
    Event event = About(row, EventKind::kUndo, payload);
    event.code = static_cast<int>(undone.outcome);
    event.refers = undone.event;
    const uint64_t token = t_.block.Append(event);
    db_.Run("UPDATE resolutions SET undone = ?2 WHERE event = ?1", undone.event,
            token);
    SetState(&db_, row, undone.state);
    db_.Run("UPDATE comments SET resolution = ?2 WHERE id = ?1", row.id,
            undone.resolution);
    db_.Run("UPDATE notices SET answer = 0 WHERE comment = ?1 AND answer = ?2",
            row.id, undone.event);
    UnlistItem(row.id, &db_);
    db_.Run("UPDATE items SET queue = ?2 WHERE comment = ?1", row.id,
            undone.queue);
    SetOpen(row.id, undone.open, undone.desk);
    EndLesson(undone.event, &db_);
    return token;
  }

  // Sets aside what answers a refused comment.
  void TakeReplies(const CommentRow& refused, uint64_t cause) {
    for (const CommentRow& reply : RepliesTo(&db_, refused.name)) {
      Event event = About(reply, EventKind::kResolution, "");
      event.code = static_cast<int>(Outcome::kSetAside);
      event.ground = kThreadGround;
      event.refers = cause;
      const uint64_t token = t_.block.Append(event);
      NoteBefore(token, Outcome::kSetAside, reply, ItemOf(reply), cause);
      SetState(&db_, reply, CommentState::kSetAside);
      db_.Run("UPDATE comments SET resolution = ?2 WHERE id = ?1", reply.id,
              token);
      AnswerNotices(actor_, reply, Outcome::kSetAside, kThreadGround, token,
                    &t_);
      SetOpen(reply.id, false, false);
    }
  }

  // Its item; a closed one is made for a comment that never waited.
  ItemRow ItemOf(const CommentRow& row) {
    if (const auto item = FindItem(&db_, row.id)) return *item;
    const ItemRow closed{.queue = ReviewQueue::kLook, .open = false};
    db_.Run(
        "INSERT INTO items (comment, site, queue, lane, open, desk, "
        "fault_only, language, since, due, version, claimed_by, "
        "claimed_until) VALUES (?1, ?2, ?3, ?4, 0, 0, 0, '', ?5, ?6, 1, '', 0)",
        row.id, row.site, closed.queue, Lane::kNormal, actor_.now,
        actor_.now + Allowance(closed.queue, Lane::kNormal));
    return closed;
  }

  std::vector<uint64_t> RepliesTakenBy(uint64_t cause) {
    Rows rows = db_.Query(
        "SELECT event FROM resolutions WHERE cause = ?1 AND cause <> 0 AND "
        "undone = 0 ORDER BY event",
        cause);
    std::vector<uint64_t> events;
    while (rows.Next()) events.push_back(static_cast<uint64_t>(rows.Int(0)));
    return events;
  }

  absl::Status MayExpire(const Expiry& act, const ItemRow& item) const {
    if (item.version != act.version || !item.open)
      return absl::AbortedError("the item has changed since it was looked at");
    if (item.queue != ReviewQueue::kHeld)
      return absl::FailedPreconditionError("the comment is not held");
    if (item.claimed_until > actor_.now)
      return absl::FailedPreconditionError("a person reads it");
    return absl::OkStatus();
  }

  // A person who undid it wants to decide.
  bool HasExpired(const CommentRow& row) {
    Rows rows = db_.Query(
        "SELECT 1 FROM events WHERE comment = ?1 AND kind <> 1 AND kind = ?2",
        row.name, EventKind::kExpiry);
    return rows.Next();
  }

  std::optional<Resolved> FindResolution(uint64_t event) {
    Rows rows = db_.Query(
        "SELECT comment, outcome, state_before, resolution_before, "
        "queue_before, desk_before, undone, open_before FROM resolutions "
        "WHERE event = ?1",
        event);
    if (!rows.Next()) return std::nullopt;
    return Resolved{.event = event,
                    .comment = rows.Int(0),
                    .outcome = rows.As<Outcome>(1),
                    .state = rows.As<CommentState>(2),
                    .resolution = static_cast<uint64_t>(rows.Int(3)),
                    .queue = rows.As<ReviewQueue>(4),
                    .desk = rows.Bool(5),
                    .open = rows.Bool(7),
                    .undone = rows.Bool(6)};
  }

  absl::Status MayUndo(const Resolved& resolved, const CommentRow& row) {
    const uint64_t event = resolved.event;
    if (resolved.undone)
      return absl::FailedPreconditionError("it was undone before");
    if (row.state == CommentState::kWithdrawn)
      return absl::FailedPreconditionError("the comment was withdrawn");
    if (IsOrdered(row, &db_))
      return absl::FailedPreconditionError("an authority has ordered it");
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

  uint64_t SightingBy(const std::string& subject, const CommentRow& row) {
    Rows rows = db_.Query(
        "SELECT max(token) FROM events WHERE comment = ?1 AND kind <> 1 AND "
        "kind = ?2 AND subject = ?3",
        row.name, EventKind::kSighting, subject);
    return rows.Next() ? static_cast<uint64_t>(rows.Int(0)) : 0;
  }

  // The claim ends: who has decided is done with it.
  void SetOpen(int64_t comment, bool open, bool desk) {
    UnlistItem(comment, &db_);
    db_.Run(
        "UPDATE items SET open = ?2, desk = ?3, version = version + 1, "
        "claimed_by = '', claimed_until = 0 WHERE comment = ?1",
        comment, open, desk);
    ListItem(comment, &db_);
    if (open) NoteTerms(comment, &db_);
  }

  // A reported comment waits from the first report on, sooner with each that
  // weighs something, and in no lower lane than its ground's.
  void BringForward(const CommentRow& row, ReviewQueue queue, Lane lane,
                    absl::Duration haste) {
    const absl::Duration allowance = Allowance(queue, lane);
    db_.Run(
        "INSERT INTO items (comment, site, queue, lane, open, desk, "
        "fault_only, language, since, due, version, claimed_by, "
        "claimed_until, alarm_due, article) SELECT ?1, ?2, ?3, ?4, 1, 0, 0, "
        "'', ?5, ?6, 1, '', 0, ?9, article FROM comments WHERE id = ?1 "
        "ON CONFLICT (comment) DO UPDATE SET queue = CASE WHEN items.open = 1 "
        "AND items.queue = 1 THEN 1 ELSE excluded.queue END, "
        "since = CASE items.open WHEN 1 THEN items.since ELSE excluded.since "
        "END, "
        "due = CASE WHEN items.open = 0 THEN excluded.due "
        "WHEN items.lane < excluded.lane AND items.since + ?8 < items.due "
        "THEN items.since + ?8 - ?7 ELSE items.due - ?7 END, "
        "alarm_due = CASE WHEN items.open = 1 AND items.lane >= "
        "excluded.lane THEN items.alarm_due "
        "ELSE excluded.alarm_due END, "
        "lane = CASE WHEN items.open = 1 AND items.lane > excluded.lane "
        "THEN items.lane ELSE excluded.lane END, "
        "fault_only = 0, version = items.version + 1, open = 1",
        row.id, row.site, queue, lane, actor_.now,
        actor_.now + allowance - haste, absl::ToInt64Microseconds(haste),
        absl::ToInt64Microseconds(allowance),
        lane == Lane::kUrgent ? absl::ToUnixMicros(actor_.now) : int64_t{0});
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
