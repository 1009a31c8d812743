#include "store/known.h"

#include <algorithm>
#include <string>

#include "store/notices.h"
#include "store/tables.h"

namespace crible {
namespace {

// One question for all, whose rows differ in those of the earlier text alone. A
// database far away is asked once, and one in a file locked once.
constexpr std::string_view kQuestion =
    "SELECT coalesce(a.comments, -1), a.accepted, a.refused, a.first_seen, "
    "a.status, a.status_until, coalesce(m.mode, 1), coalesce(c.id, 0), "
    "c.state, c.author, c.reports, coalesce(e.state, 0), e.article, "
    "a.objects, a.restricted, coalesce(x.event, 0) FROM (SELECT 1 AS one) AS "
    "one "
    "LEFT JOIN authors AS a ON a.site = ?1 AND a.author = ?2 "
    "AND a.comment = 0 "
    "LEFT JOIN article_modes AS m ON m.article = ?3 AND m.until > ?4 "
    "LEFT JOIN comments AS c ON c.name = ?5 "
    "LEFT JOIN restrictions AS x ON x.comment = c.id "
    "LEFT JOIN comments AS e ON e.author = ?2 AND e.body = ?6 "
    "AND e.site = ?1 AND e.resolution <> 0 AND NOT EXISTS "
    "(SELECT 1 FROM restrictions AS r WHERE r.comment = e.id)";

KnownAuthor ReadAuthor(Rows* rows, absl::Time now) {
  const bool holds = rows->Time(5) > now;
  return {.comments = static_cast<uint32_t>(rows->Int(0)),
          .accepted = static_cast<uint32_t>(rows->Int(1)),
          .refused = static_cast<uint32_t>(rows->Int(2)),
          .first_seen = rows->Time(3),
          .status = holds ? rows->As<AuthorStatus>(4) : AuthorStatus::kNormal,
          .objects = rows->Bool(13),
          .restricted = rows->Bool(14)};
}

// The comment that is asked about is not part of its author's past.
void TakeOut(CommentState state, KnownAuthor* author) {
  if (author->comments > 0) --author->comments;
  if (state == CommentState::kAccepted && author->accepted > 0)
    --author->accepted;
  if (state == CommentState::kRefused && author->refused > 0) --author->refused;
}

EarlierText ReadEarlier(Rows* rows, std::string_view article) {
  const auto state = rows->As<CommentState>(11);
  if (state == CommentState::kRefused) return EarlierText::kRefused;
  const bool here = !article.empty() && rows->Bytes(12) == article;
  return state == CommentState::kAccepted && here ? EarlierText::kAcceptedHere
                                                  : EarlierText::kNone;
}

void AddOrder(EarlierText earlier, const std::optional<std::string>& order,
              Known* known) {
  if (!order) return;
  known->earlier = earlier;
  known->order = *order;
}

Known FindPast(Connection* db, const SealingKey& key, bool has_orders,
               const KnownQuery& query) {
  const std::string author = AuthorMark(key, query.author_id);
  const std::string body = author.empty() ? "" : BodyMark(key, query.body);
  Known known;
  if (has_orders && !query.body.empty())
    AddOrder(EarlierText::kOrderedAway,
             OrderedTexts::FindExact(db, key, BodyMark(key, query.body)),
             &known);
  Rows rows = db->Query(kQuestion, query.site, Blob{author}, query.article,
                        query.now, query.comment, Blob{body});
  if (!rows.Next()) return known;
  known.mode = rows.As<ArticleMode>(6);
  const bool has_comment = rows.Int(7) != 0;
  known.restricted = rows.Int(15) != 0;
  if (has_comment)
    known.reports = rows.Int(10) == 0 ? 0 : CountReaders(db, rows.Int(7));
  if (author.empty() || rows.Int(0) < 0) return known;
  known.author = ReadAuthor(&rows, query.now);
  known.wish = {.objects = known.author->objects,
                .restricted = known.author->restricted};
  if (has_comment && rows.Bytes(9) == author)
    TakeOut(rows.As<CommentState>(8), &*known.author);
  // A refusal goes before whatever was accepted.
  do {
    known.earlier = std::max(known.earlier, ReadEarlier(&rows, query.article));
  } while (rows.Next());
  return known;
}

}  // namespace

Known FindKnown(Connection* db, const SealingKey& key,
                const OrderedTexts* orders, const KnownQuery& query) {
  Known known = FindPast(db, key, orders != nullptr, query);
  // What a person decided of the same text goes before what is near to it.
  if (orders != nullptr && known.earlier == EarlierText::kNone) {
    AddOrder(EarlierText::kNearlyOrdered, orders->FindNear(query.text_bands),
             &known);
  }
  return known;
}

bool MayKnow(const Seen& seen, const SealingKey& key, const KnownQuery& query) {
  const auto may_have = [&](Seen::Kind kind, std::string_view text,
                            std::string_view more = "") {
    return !text.empty() && seen.MayHave(kind, text, more);
  };
  if (may_have(Seen::Kind::kComment, query.comment) ||
      may_have(Seen::Kind::kArticleMode, query.article))
    return true;
  return !query.author_id.empty() && may_have(Seen::Kind::kAuthor, query.site,
                                              AuthorMark(key, query.author_id));
}

}  // namespace crible
