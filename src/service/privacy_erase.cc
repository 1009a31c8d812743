// Erasure: what is the person's, what others quote, what law keeps, and what
// the person is told.

#include <algorithm>
#include <set>
#include <utility>

#include "base/status_macros.h"
#include "fmt/format.h"
#include "service/convert.h"
#include "service/event_message.h"
#include "service/privacy.h"
#include "service/privacy_parts.h"

namespace crible {

using namespace privacy;

namespace {

// What tells who wrote the comment, from where and when; nothing of the text.
std::string RemainderOf(const v1::CommentRecord& record) {
  v1::CommentRecord kept;
  v1::Comment& comment = *kept.mutable_comment();
  const v1::Comment& from = record.comment();
  comment.set_name(from.name());
  comment.mutable_author()->set_id(from.author().id());
  comment.mutable_author()->set_display_name(from.author().display_name());
  comment.mutable_author()->set_email(from.author().email());
  comment.mutable_author()->set_ip_address(from.author().ip_address());
  comment.set_user_agent(from.user_agent());
  if (from.has_create_time())
    *comment.mutable_create_time() = from.create_time();
  *kept.mutable_decision()->mutable_decide_time() =
      record.decision().decide_time();
  return kept.SerializeAsString();
}

std::string Day(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d", FromProto(time), absl::UTCTimeZone());
}

// Each once: most comments of a person come with the same.
void AddTraits(const v1::Author& author, std::vector<Erasure::Traits>* traits) {
  const auto is_same = [&](const Erasure::Traits& one) {
    return one.email == author.email() && one.address == author.ip_address() &&
           one.name == author.display_name();
  };
  if (std::none_of(traits->begin(), traits->end(), is_same))
    traits->push_back(
        {author.email(), author.ip_address(), author.display_name()});
}

void AddText(std::string fr, std::string en, v1::ErasureReceipt* receipt) {
  for (auto& [language, text] :
       {std::pair("fr", std::move(fr)), std::pair("en", std::move(en))}) {
    v1::LocalizedText* out = receipt->add_texts();
    out->set_language(language);
    out->set_text(text);
  }
}

}  // namespace

// Answers stand behind what they answer: former wordings that they quote have
// been seen by then.
absl::Status Privacy::FindRewrites(const std::string& site, Quotes quotes,
                                   const std::set<std::string>& own,
                                   Erasure* erasure,
                                   std::vector<std::string>* rewritten) {
  if (quotes.empty()) return absl::OkStatus();
  return Scan(
      store_, site, Store::PayloadsOf::kComments,
      [&](const StoredPayload& one) {
        auto record = Read<v1::CommentRecord>(one.payload);
        if (!record) return;
        if (own.contains(one.comment)) return quotes.Add(record->comment());
        if (!quotes.Redact(&*record)) return;
        erasure->rewrites.push_back(
            {.event = one.event, .payload = record->SerializeAsString()});
        rewritten->push_back(one.comment);
      });
}

// Everything but what others quote, which needs the comments' texts.
absl::Status Privacy::FillErasure(const v1::ErasePersonRequest& request,
                                  const std::string& site, Erasure* erasure) {
  std::set<std::string> names(request.comments().begin(),
                              request.comments().end());
  std::vector<v1::PersonQuery> persons;
  for (const std::string& id : request.author_ids()) {
    persons.emplace_back().set_author_id(id);
    erasure->author_ids.push_back(id);
  }
  for (const std::string& email : request.emails())
    persons.emplace_back().set_email(email);
  for (const v1::PersonQuery& person : persons) {
    CRIBLE_ASSIGN_OR_RETURN(const auto of, CommentsOf(site, person));
    names.insert(of.begin(), of.end());
  }
  erasure->comments.assign(names.begin(), names.end());
  if (persons.empty()) return absl::OkStatus();
  return Scan(store_, site, Store::PayloadsOf::kOtherEvents,
              [&](const StoredPayload& one) {
                const auto detail = Read<v1::EventDetail>(one.payload);
                const bool tells =
                    detail && std::any_of(persons.begin(), persons.end(),
                                          [&](const v1::PersonQuery& person) {
                                            return TellsOf(person, *detail);
                                          });
                if (tells) erasure->payloads.push_back(one.event);
              });
}

RpcStatus Privacy::Erase(const v1::ErasePersonRequest& request,
                         std::string_view subject,
                         v1::ErasureReceipt* receipt) {
  FieldErrors errors;
  const std::string site = SiteOf(request.parent(), &errors);
  CheckComments(request.comments(), site, &errors);
  CheckReference(request.reference(), &errors);
  if (request.author_ids().empty() && request.emails().empty() &&
      request.comments().empty())
    errors.Add("author_ids", "names nobody, nor do emails and comments");
  for (const auto& texts : {request.author_ids(), request.emails()})
    for (const std::string& text : texts)
      if (text.empty()) errors.Add("author_ids", "holds an empty text");
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  store_->Flush();  // what was accepted a moment ago
  Erasure erasure{.site = site, .payload = NoteDetail(request.reference())};
  for (const std::string& id : request.author_ids())
    AppendCountedAs(site, id, "", &erasure.uncounted);
  for (const std::string& email : request.emails()) {
    AppendCountedAs(site, "", email, &erasure.uncounted);
    erasure.traits.push_back({.email = email});
  }
  const bool is_person = !erasure.uncounted.empty();
  if (!FillErasure(request, site, &erasure).ok()) return NotRecordedError();
  const absl::Time now = clock_.Now();
  const Keep& keep = engine_.bundle()->policy->keep();
  Quotes quotes;
  for (const std::string& name : erasure.comments) {
    const auto comment = store_->FindComment(name);
    if (!comment.ok()) return NotRecordedError();
    if (!*comment) continue;
    const auto record = Read<v1::CommentRecord>((*comment)->payload);
    if (!record) continue;
    quotes.Add(record->comment());
    if (is_person) AddTraits(record->comment().author(), &erasure.traits);
    const absl::Time until =
        FromProto(record->decision().decide_time()) + keep.identification;
    if (until > now) {
      erasure.remainders.push_back(
          {.comment = name, .until = until, .payload = RemainderOf(*record)});
    }
  }
  std::vector<std::string> rewritten;
  const std::set<std::string> own(erasure.comments.begin(),
                                  erasure.comments.end());
  if (!FindRewrites(site, quotes, own, &erasure, &rewritten).ok())
    return NotRecordedError();
  const auto erased = store_->Erase({std::string(subject), now}, erasure);
  for (const auto& names : {erasure.comments, rewritten})
    for (const std::string& name : names) moderator_.Forget(name);
  if (!erased.ok()) {
    moderator_.Uncount(erasure.comments, erasure.uncounted);
    return ToRpc(erased.status());
  }
  // Of an author, comments may have come since they were listed.
  std::vector<std::string> names = erasure.comments;
  for (const auto& more : {erased->comments, erased->waiting})
    names.insert(names.end(), more.begin(), more.end());
  for (const std::string& name : names) moderator_.Forget(name);
  moderator_.Uncount(names, erasure.uncounted);
  receipt->set_name(EventName(site, erased->event));
  receipt->set_erased_count(erased->comments.size());
  receipt->set_record_count(erased->payloads);
  receipt->set_redacted_count(erased->rewritten);
  receipt->set_vaulted_count(erased->vaulted);
  if (erased->vaulted > 0)
    ToProto(erased->vaulted_until, receipt->mutable_vault_expire_time());
  receipt->set_wish_count(erased->wishes);
  receipt->set_waiting_count(erased->waiting.size());
  if (!erased->waiting.empty())
    ToProto(erased->waiting_until, receipt->mutable_waiting_expire_time());
  FillTexts(receipt);
  if (const auto traces = store_->FindTraces();
      traces.ok() && !traces->en.empty()) {
    for (const auto& [language, text] :
         {std::pair("fr", traces->fr), std::pair("en", traces->en)}) {
      receipt->add_traces()->set_language(language);
      receipt->mutable_traces()->rbegin()->set_text(text);
    }
  }
  return RpcStatus();
}

void FillTexts(v1::ErasureReceipt* receipt) {
  std::string fr = fmt::format(
      "Vos données ont été effacées : {} commentaire(s), avec leurs décisions "
      "et les notes à leur sujet.",
      receipt->erased_count());
  std::string en = fmt::format(
      "Your data were erased: {} comment(s), with their decisions and the "
      "notes about them.",
      receipt->erased_count());
  if (receipt->vaulted_count() > 0) {
    const std::string day = Day(receipt->vault_expire_time());
    fr += fmt::format(
        " La loi oblige à conserver à part ce qui permet d'identifier "
        "l'auteur de {} d'entre eux, jusqu'au {} au plus tard ; ces données ne "
        "servent à rien d'autre et sont détruites à cette date.",
        receipt->vaulted_count(), day);
    en += fmt::format(
        " The law obliges us to keep apart what identifies the author of {} of "
        "them, until {} at the latest; these data serve nothing else and are "
        "destroyed on that day.",
        receipt->vaulted_count(), day);
  }
  if (receipt->waiting_count() > 0) {
    const std::string day = Day(receipt->waiting_expire_time());
    fr += fmt::format(
        " {} autre(s) commentaire(s) doivent être conservés pour une procédure "
        "; ils ne sont plus visibles et seront effacés à sa fin, au plus tard "
        "le {}.",
        receipt->waiting_count(), day);
    en += fmt::format(
        " {} further comment(s) must be kept for a legal procedure; they are "
        "no longer visible and will be erased when it ends, on {} at the "
        "latest.",
        receipt->waiting_count(), day);
  }
  if (receipt->wish_count() > 0) {
    fr +=
        " Avec elles a pris fin ce que vous aviez demandé (opposition au refus "
        "automatique, limitation) : il faut le redemander si vous écrivez de "
        "nouveau.";
    en +=
        " What you had asked for (objection to automatic refusal, restriction) "
        "has ended with them: ask for it again if you write again.";
  }
  AddText(std::move(fr), std::move(en), receipt);
}

}  // namespace crible
