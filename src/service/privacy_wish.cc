// Restriction and objection: for an author id, and for whoever comes with an
// e-mail address, a network address or a name.

#include <set>
#include <utility>

#include "service/convert.h"
#include "service/event_message.h"
#include "service/privacy.h"
#include "service/privacy_parts.h"

namespace crible {

using namespace privacy;

namespace {

// `author_id` is a shorter way to say person.author_id.
v1::PersonQuery WhoOf(const v1::PersonQuery& person,
                      const std::string& author_id, FieldErrors* errors) {
  v1::PersonQuery who = person;
  if (author_id.empty()) return who;
  if (!who.author_id().empty() && who.author_id() != author_id)
    errors->Add("author_id", "is another than person.author_id");
  who.set_author_id(author_id);
  return who;
}

AuthorWishes WishesOf(const std::string& site, const v1::PersonQuery& who,
                      const std::string& reference) {
  return {.site = site,
          .author_id = who.author_id(),
          .email = who.email(),
          .address = who.ip_address(),
          .name = who.display_name(),
          .payload = NoteDetail(reference)};
}

template <typename Receipt>
void Warn(const char* fr, const char* en, Receipt* receipt) {
  for (const auto& [language, text] : {std::pair("fr", fr), {"en", en}}) {
    v1::LocalizedText* warning = receipt->add_warnings();
    warning->set_language(language);
    warning->set_text(text);
  }
}

// Who else it is about.
template <typename Receipt>
void AddWarnings(const v1::PersonQuery& who, Receipt* receipt) {
  if (!who.display_name().empty()) {
    Warn(
        "Un nom n'est pas unique : cela vaut pour quiconque écrit sous ce nom.",
        "A name is not unique: this holds for everybody who writes under it.",
        receipt);
  }
  if (!who.ip_address().empty()) {
    Warn(
        "Une adresse réseau se partage et passe de l'un à l'autre : cela vaut "
        "pour quiconque écrit depuis elle.",
        "A network address is shared and changes hands: this holds for "
        "everybody who writes from it.",
        receipt);
  }
}

}  // namespace

RpcStatus Privacy::Restrict(const v1::RestrictPersonRequest& request,
                            std::string_view subject,
                            v1::RestrictionReceipt* receipt) {
  FieldErrors errors;
  const std::string site = SiteOf(request.parent(), &errors);
  CheckComments(request.comments(), site, &errors);
  CheckReference(request.reference(), &errors);
  const v1::PersonQuery who =
      WhoOf(request.person(), request.author_id(), &errors);
  const bool is_person = !who.author_id().empty() || NeedsScan(who);
  if (is_person || request.comments().empty()) CheckPerson(who, &errors);
  if (!errors.empty()) return errors.ToStatus();
  if (store_ == nullptr) return NoDataError();
  store_->Flush();
  std::vector<uint64_t> uncounted;
  if (!request.lift())
    AppendCountedAs(site, who.author_id(), who.email(), &uncounted);
  std::vector<Act> acts;
  if (is_person) {
    AuthorWishes wishes = WishesOf(site, who, request.reference());
    wishes.restricted = !request.lift();
    wishes.uncounted = uncounted;
    acts.emplace_back(std::move(wishes));
    // Before their comments are looked for: what comes meanwhile is restricted
    // as it comes.
    const auto wished = store_->ApplyAll({std::string(subject), clock_.Now()},
                                         std::exchange(acts, {}));
    if (!wished[0].ok()) return ToRpc(wished[0].status());
    store_->Flush();
  }
  std::set<std::string> names(request.comments().begin(),
                              request.comments().end());
  if (is_person) {
    const auto of = CommentsOf(site, who);
    if (!of.ok()) return NotRecordedError();
    names.insert(of->begin(), of->end());
  }
  for (const std::string& name : names)
    acts.emplace_back(
        Restriction{.comment = name, .restricts = !request.lift()});
  const auto done =
      store_->ApplyAll({std::string(subject), clock_.Now()}, std::move(acts));
  if (!request.lift()) {
    moderator_.Uncount(std::vector<std::string>(names.begin(), names.end()),
                       uncounted);
  }
  for (const auto& one : done) {
    if (one.ok()) {
      receipt->set_comment_count(receipt->comment_count() + 1);
    } else if (one.status().code() == absl::StatusCode::kUnavailable) {
      return NotRecordedError();
    }
  }
  AddWarnings(who, receipt);
  return RpcStatus();
}

RpcStatus Privacy::SetObjection(const v1::SetObjectionRequest& request,
                                std::string_view subject,
                                v1::ObjectionReceipt* receipt) {
  FieldErrors errors;
  const std::string site = SiteOf(request.parent(), &errors);
  const v1::PersonQuery who =
      WhoOf(request.person(), request.author_id(), &errors);
  CheckPerson(who, &errors);
  CheckReference(request.reference(), &errors);
  if (!errors.empty()) return errors.ToStatus();
  AuthorWishes wishes = WishesOf(site, who, request.reference());
  wishes.objects = !request.withdraw();
  v1::Event event;
  const RpcStatus status = Apply(subject, std::move(wishes), &event);
  if (!IsOk(status)) return status;
  receipt->set_name(event.name());
  AddWarnings(who, receipt);
  return RpcStatus();
}

}  // namespace crible
