#include "store/known.h"

#include "store/notices.h"
#include "store/tables.h"

namespace crible {
namespace {

std::optional<KnownAuthor> FindAuthor(Connection* db, const KnownQuery& query,
                                      const std::string& author) {
  Rows rows = db->Query(
      "SELECT comments, accepted, refused, first_seen, status, status_until "
      "FROM authors WHERE site = ?1 AND author = ?2",
      query.site, Blob{author});
  if (!rows.Next()) return std::nullopt;
  const bool holds = rows.Time(5) > query.now;
  return KnownAuthor{
      .comments = static_cast<uint32_t>(rows.Int(0)),
      .accepted = static_cast<uint32_t>(rows.Int(1)),
      .refused = static_cast<uint32_t>(rows.Int(2)),
      .first_seen = rows.Time(3),
      .status = holds ? rows.As<AuthorStatus>(4) : AuthorStatus::kNormal};
}

// The comment that is asked about is not part of its author's past.
void TakeOut(const CommentRow& row, KnownAuthor* author) {
  if (author->comments > 0) --author->comments;
  if (row.state == CommentState::kAccepted && author->accepted > 0)
    --author->accepted;
  if (row.state == CommentState::kRefused && author->refused > 0)
    --author->refused;
}

EarlierText FindEarlierText(Connection* db, const KnownQuery& query,
                            const std::string& author,
                            const std::string& body) {
  Rows rows = db->Query(
      "SELECT state, article FROM comments WHERE author = ?1 AND body = ?2 "
      "AND site = ?3 AND resolution <> 0",
      Blob{author}, Blob{body}, query.site);
  EarlierText found = EarlierText::kNone;
  while (rows.Next()) {
    const auto state = rows.As<CommentState>(0);
    if (state == CommentState::kRefused) return EarlierText::kRefused;
    if (state == CommentState::kAccepted && !query.article.empty() &&
        rows.Text(1) == query.article)
      found = EarlierText::kAcceptedHere;
  }
  return found;
}

ArticleMode FindMode(Connection* db, const KnownQuery& query) {
  Rows rows = db->Query(
      "SELECT mode FROM article_modes WHERE article = ?1 AND until > ?2",
      query.article, query.now);
  return rows.Next() ? rows.As<ArticleMode>(0) : ArticleMode::kByPolicy;
}

}  // namespace

Known FindKnown(Connection* db, const SealingKey& key,
                const KnownQuery& query) {
  Known known;
  std::optional<CommentRow> row;
  if (!query.comment.empty()) row = FindRow(db, query.comment);
  if (row) known.reports = row->reports == 0 ? 0 : CountReaders(db, row->id);
  if (!query.article.empty()) known.mode = FindMode(db, query);
  if (query.author_id.empty()) return known;
  const std::string author = AuthorMark(key, query.author_id);
  known.author = FindAuthor(db, query, author);
  if (!known.author) return known;
  if (row && row->author == author) TakeOut(*row, &*known.author);
  known.earlier = FindEarlierText(db, query, author, BodyMark(key, query.body));
  return known;
}

}  // namespace crible
