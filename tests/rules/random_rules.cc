#include "rules/random_rules.h"

namespace crible {
namespace {

using Words = std::vector<std::string>;

const Words kWords = {"prêt",    "pret",    "prêts",   "entre",    "idiot",
                      "idiote",  "idiots",  "con",     "conne",    "argent",
                      "rapide",  "offre",   "menteur", "menteuse", "loser",
                      "losers",  "a",       "de",      "l'offre",  "viagra",
                      "attardé", "travail", "travaux", "gagnez",   "500",
                      "euros",   "ВЫИГРЫШ", "bitcoin", "bitcoins"};
const Words kNoise = {"Bonjour",     "merci,",
                      "IDIOT",       "!!!",
                      "«",           "»",
                      "\n> ",        "v1agra",
                      "idiiiot",     "\n",
                      ".",           "\xF0\x9F\x98\x80",
                      "con\u00ADne", "b i t c o i n",
                      "Prêt",        "PRÊT",
                      "l’offre",     "(con)",
                      "idiot·e·s"};
const Words kLinks = {"https://loans.test/a", "http://www.news.example/x",
                      "shop.example",         "https://a.b.loans.test",
                      "https://bit.ly/abc",   "loans . test"};
const Words kDomains = {"loans.test", "*.test",  "news.example", "bit.ly",
                        "*.example",  "example", "b.loans.test"};
const Words kContacts = {
    "jean.pret@exemple.test",       "a@news.example", "+33 1 99 00 11 22",
    "whatsapp +229 01 00 00 00 00", "06 39 98 11 22", "telegram @gain_sur"};
const Words kNames = {"Jean Prêt", "idiot", "LOSER 500", "Marie"};
const Words kSections = {"Économie", "sport", "Débats"};

}  // namespace

Words RandomRules::PickSome(const Words& from, uint32_t most) {
  Words some;
  for (uint32_t n = 1 + Below(most); n > 0; --n) some.push_back(Pick(from));
  return some;
}

std::string RandomRules::MakePhrase() {
  std::string phrase = Pick(kWords);
  while (OneIn(2)) phrase += ' ' + Pick(kWords);
  return phrase;
}

std::string RandomRules::MakePattern() {
  static const Words kPatterns = {"gagnez \\d+",
                                  "pret.{0,20}entre",
                                  "(idiot|loser)s?\\b",
                                  "[a-z]{9,}",
                                  "\\bcon",
                                  "argent|travaux|viagra",
                                  "é",
                                  "(?i)pr[êe]t",
                                  "^l.offre",
                                  "viagra$",
                                  "\\d{3}",
                                  "выигрыш",
                                  "bit(coin)? ?s",
                                  "x*",
                                  "(?i)IDIOTE?",
                                  "(offre|argent) (rapide|de)",
                                  "[^ ]{4} (con|de)",
                                  "menteu(r|se)",
                                  "euros.*(prêt|pret)",
                                  "Bonjour",
                                  "(?s)offre.+gagnez"};
  if (OneIn(3)) return "\\b" + MakePhrase() + (OneIn(2) ? "\\b" : "");
  return Pick(kPatterns);
}

Bounds RandomRules::MakeBounds(double low, double high) {
  Bounds bounds;
  const auto value = [&] { return low + (high - low) * Below(11) / 10; };
  if (!OneIn(4)) bounds.min = value();
  if (!bounds.min || OneIn(3)) bounds.max = value();
  return bounds;
}

Condition RandomRules::MakeTextCondition(int depth) {
  Condition condition;
  const Field field = OneIn(6) ? static_cast<Field>(Below(6)) : Field::kBody;
  switch (Below(10)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      PhraseCondition test{.field = field};
      for (uint32_t n = 1 + Below(5); n > 0; --n) {
        test.phrases.push_back(MakePhrase());
      }
      test.exact = OneIn(5);
      test.min = 1 + (OneIn(4) ? Below(3) : 0);
      if (OneIn(4)) test.quoted = OneIn(2);
      condition.test = test;
      break;
    }
    case 4:
    case 5: {
      RegexCondition test{.view = static_cast<ViewKind>(Below(3)),
                          .field = field};
      for (uint32_t n = 1 + Below(2); n > 0; --n) {
        test.patterns.push_back(MakePattern());
      }
      condition.test = test;
      break;
    }
    case 6:
      condition.test = DomainCondition{PickSome(kDomains, 3)};
      break;
    case 7: {
      LinksCondition test{.count = MakeBounds(0, 3)};
      if (OneIn(2)) test.outside = PickSome(kDomains, 3);
      if (OneIn(4)) test.disguised = OneIn(2);
      condition.test = test;
      break;
    }
    case 8: {
      ContactCondition test;
      if (OneIn(2)) test.kinds.push_back(static_cast<ContactKind>(Below(5)));
      if (OneIn(3)) test.outside = PickSome(kDomains, 2);
      test.links = OneIn(3);
      condition.test = test;
      break;
    }
    default:
      return MakeGroup(depth + 1);
  }
  return condition;
}

Condition RandomRules::MakeFactCondition() {
  Condition condition;
  switch (Below(8)) {
    case 0: {
      const auto measure = static_cast<Measure>(Below(14));
      const bool share =
          measure == Measure::kCapitals || measure == Measure::kDigits;
      condition.test = NumberCondition{measure, MakeBounds(0, share ? 1 : 60)};
      break;
    }
    case 1:
      condition.test =
          ScoreCondition{OneIn(2) ? "toxicity" : "spam", MakeBounds(0, 1)};
      break;
    case 2: {
      const auto attribute = static_cast<Attribute>(Below(7));
      Words values = PickSome(
          {"fr", "en", "economie", "SPORT", "débats", "a-1", "A-1", "site"}, 4);
      if (attribute >= Attribute::kAuthorDomain) {
        values = PickSome(kDomains, 3);
      }
      condition.test = OneOfCondition{attribute, values};
      break;
    }
    case 3:
    case 4:
      condition.test = FlagCondition{static_cast<Flag>(Below(4)), !OneIn(3)};
      break;
    case 5: {
      RepeatsCondition test{.of = static_cast<RepeatOf>(Below(4)),
                            .min = Below(8),
                            .within = absl::Minutes(10 * (1 + Below(2)))};
      if (OneIn(2)) test.authors_max = Below(4);
      condition.test = test;
      break;
    }
    case 6:
      condition.test = HourCondition{static_cast<int>(Below(24)) * 60,
                                     static_cast<int>(Below(24)) * 60};
      break;
    default:
      condition.test = UntilCondition{absl::FromUnixSeconds(
          1750000000 + static_cast<int64_t>(Below(1000)) * 10000)};
  }
  return condition;
}

Condition RandomRules::MakeGroup(int depth) {
  GroupCondition group{.all = OneIn(2)};
  for (uint32_t n = 1 + Below(3); n > 0; --n) {
    group.children.push_back(MakeCondition(depth));
  }
  if (group.all && OneIn(2)) group.near = Below(6);
  Condition condition;
  condition.test = std::move(group);
  return condition;
}

Condition RandomRules::MakeCondition(int depth) {
  Condition condition = !OneIn(3) ? MakeTextCondition(depth > 3 ? 9 : depth)
                                  : MakeFactCondition();
  if (depth > 3 && std::holds_alternative<GroupCondition>(condition.test)) {
    condition = MakeFactCondition();
  }
  static int line = 0;
  condition.key = "key";
  condition.at = {++line, 1};
  return condition;
}

Rule RandomRules::MakeRule(int number) {
  Rule rule;
  rule.face.id = "random/" + std::to_string(number);
  rule.file = "rules/random.toml";
  rule.at = {number + 1, 1};
  for (uint32_t n = 1 + Below(3); n > 0; --n) {
    rule.when.children.push_back(MakeCondition(0));
  }
  if (OneIn(3)) rule.when.near = Below(6);
  if (OneIn(4)) {
    for (uint32_t n = 1 + Below(2); n > 0; --n) {
      rule.unless.push_back(MakeCondition(0));
    }
  }
  return rule;
}

std::string RandomRules::MakeBody() {
  std::string body;
  for (uint32_t n = Below(28); n > 0; --n) {
    const uint32_t kind = Below(12);
    body += kind < 8    ? Pick(kWords)
            : kind < 10 ? Pick(kNoise)
            : kind < 11 ? Pick(kLinks)
                        : Pick(kContacts);
    body += OneIn(9) ? "-" : " ";
  }
  return body;
}

RandomComment::RandomComment(RandomRules* source, const WordSet& known) {
  body_ = source->MakeBody();
  comment_.body = body_;
  SendAuthor(source);
  SendContext(source);
  SendFacts(source);
  input_.comment = &comment_;
  for (size_t i = 0; i < 6; ++i) {
    const auto field = static_cast<Field>(i);
    const std::string_view text = FieldText(comment_, field);
    if (text.empty() && field != Field::kBody) continue;
    if (source->OneIn(40)) continue;
    AnalyzeText(text, BodyFormat::kPlain, known, &texts_[i]);
    input_.texts[i] = &texts_[i];
  }
  if (!source->OneIn(10)) input_.signals = &signals_;
  const Words kLanguages = {"fr", "en", "und"};
  input_.language = "und";
  if (source->OneIn(2)) input_.language = source->OneIn(2) ? "fr" : "en";
}

void RandomComment::SendAuthor(RandomRules* source) {
  Author& author = comment_.author;
  const auto maybe = [source](std::optional<uint32_t>* value) {
    if (source->OneIn(2)) *value = source->Below(60);
  };
  name_ = source->OneIn(2) ? "" : source->Pick(kNames);
  id_ = source->OneIn(2) ? "" : "a-1";
  url_ = source->OneIn(2) ? "" : "https://www.Loans.test/me";
  email_ = source->OneIn(2) ? "" : "Jean@news.example";
  author.name = name_;
  author.id = id_;
  author.url = url_;
  author.email = email_;
  maybe(&author.comments);
  maybe(&author.accepted);
  maybe(&author.rejected);
  if (source->OneIn(3)) {
    author.created = absl::FromUnixSeconds(1750000000);
  }
  if (source->OneIn(3)) author.trusted = source->OneIn(2);
}

void RandomComment::SendContext(RandomRules* source) {
  if (source->OneIn(2)) parent_ = source->MakeBody();
  comment_.parent.text = parent_;
  if (source->OneIn(2)) comment_.site = "Site";
  if (source->OneIn(2)) {
    title_ = source->MakePhrase();
    article_.title = title_;
    if (source->OneIn(2)) article_.section = source->Pick(kSections);
    if (source->OneIn(2)) article_.tags = {"sport", source->Pick(kSections)};
    if (source->OneIn(2)) {
      article_.published = absl::FromUnixSeconds(1754999990);
    }
    comment_.article = &article_;
  }
  if (source->OneIn(2)) comment_.honeypot = source->OneIn(2);
  if (source->OneIn(2)) comment_.reports = source->Below(60);
  if (source->OneIn(2)) {
    comment_.scores.push_back({"toxicity", source->Below(10) / 10.0, "x"});
    comment_.scores.push_back({"toxicity", source->Below(10) / 10.0, "y"});
  }
  if (source->OneIn(2)) comment_.time_on_page = absl::Seconds(7);
}

void RandomComment::SendFacts(RandomRules* source) {
  signals_.characters = source->Below(60);
  signals_.words = source->Below(60);
  signals_.letters = source->Below(30);
  signals_.capitals_share = static_cast<float>(source->Below(10)) / 10;
  signals_.digits_share = static_cast<float>(source->Below(10)) / 10;
  signals_.emoji = source->Below(10);
  signals_.disguised_words = source->Below(10);
  signals_.mentions = source->Below(10);
  if (source->OneIn(2)) signals_.seconds_on_page = 12;
  facts_.now = absl::FromUnixSeconds(
      1755000000 + static_cast<int64_t>(source->Below(100)) * 3000);
  for (uint32_t n = source->Below(4); n > 0; --n) {
    facts_.repeats.push_back({static_cast<RepeatOf>(source->Below(4)),
                              600 * (1 + source->Below(2)), source->Below(9),
                              source->Below(4)});
  }
  if (source->OneIn(2)) facts_.author.comments = source->Below(60);
  if (source->OneIn(2)) facts_.author.trusted = source->OneIn(2);
  if (source->OneIn(2)) {
    facts_.author.first_seen = absl::FromUnixSeconds(1754999980);
  }
  if (source->OneIn(2)) facts_.reports = source->Below(60);
  if (!source->OneIn(5)) input_.facts = &facts_;
}

}  // namespace crible
