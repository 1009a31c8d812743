#include "rules/inflection.h"

#include <algorithm>
#include <initializer_list>
#include <span>

#include "base/string_map.h"
#include "text/fold.h"

namespace crible {
namespace {

// Folded words that never change: articles, pronouns, prepositions and common
// adverbs, and nouns and adjectives in -s that are no plurals.
const StringSet& Unchanging() {
  static const StringSet* const kWords = new StringSet{
      // French
      "les", "une", "des", "aux", "mon", "ton", "son", "mes", "tes", "ses",
      "nos", "vos", "leur", "leurs", "notre", "votre", "ces", "cet", "cette",
      "ceci", "cela", "que", "qui", "quoi", "dont", "quel", "quels", "quelle",
      "quelles", "pas", "plus", "moins", "tres", "trop", "peu", "bien", "mal",
      "par", "pour", "sur", "sous", "dans", "avec", "sans", "chez", "vers",
      "mais", "donc", "car", "non", "oui", "elle", "elles", "ils", "nous",
      "vous", "moi", "toi", "soi", "lui", "eux", "est", "sont", "suis", "etes",
      "sommes", "etait", "sera", "fait", "faire", "avoir", "etre", "ont",
      "avez", "avons", "peut", "veut", "doit", "faut", "comme", "aussi",
      "encore", "toujours", "jamais", "alors", "ainsi", "apres", "avant",
      "depuis", "dehors", "hors", "ailleurs", "plusieurs", "puis", "tout",
      "tous", "toute", "toutes", "rien", "quand", "comment", "pourquoi",
      "voici", "voila", "tant", "vraiment", "maintenant", "pendant", "entre",
      "contre", "temps", "corps", "pays", "fois", "mois", "fils", "bras",
      "gars", "choix", "prix", "voix", "cours", "discours", "secours",
      "concours", "parcours", "printemps", "champs", "dessous", "dessus", "ici",
      "chaque",
      // English
      "the", "and", "but", "for", "not", "you", "your", "yours", "his", "her",
      "hers", "its", "our", "ours", "their", "theirs", "they", "them", "this",
      "that", "these", "those", "with", "from", "into", "onto", "over", "was",
      "were", "are", "has", "have", "had", "does", "did", "will", "would",
      "can", "could", "shall", "should", "may", "might", "must", "who", "whom",
      "whose", "what", "which", "when", "where", "why", "how", "all", "any",
      "some", "none", "than", "then", "there", "here", "very", "too", "also",
      "just", "only", "about", "after", "before", "because", "always",
      "sometimes", "perhaps", "yes", "news", "alas", "unless"};
  return *kWords;
}

// Words whose forms follow no ending. Each line: the forms of one another.
const StringMap<std::vector<std::string>>& Irregular() {
  static const auto* const kForms = [] {
    auto* map = new StringMap<std::vector<std::string>>;
    const std::initializer_list<std::vector<std::string>> kLines = {
        {"fou", "fous", "folle", "folles"},
        {"mou", "mous", "molle", "molles"},
        {"beau", "beaux", "belle", "belles"},
        {"nouveau", "nouveaux", "nouvelle", "nouvelles"},
        {"vieux", "vieille", "vieilles"},
        {"faux", "fausse", "fausses"},
        {"roux", "rousse", "rousses"},
        {"doux", "douce", "douces"},
        {"jaloux", "jalouse", "jalouses"},
        {"gros", "grosse", "grosses"},
        {"gras", "grasse", "grasses"},
        {"bas", "basse", "basses"},
        {"las", "lasse", "lasses"},
        {"epais", "epaisse", "epaisses"},
        {"sot", "sots", "sotte", "sottes"},
        {"blanc", "blancs", "blanche", "blanches"},
        {"franc", "francs", "franche", "franches"},
        {"sec", "secs", "seche", "seches"},
        {"turc", "turcs", "turque", "turques"},
        {"grec", "grecs", "grecque", "grecques"},
        {"public", "publics", "publique", "publiques"},
        {"long", "longs", "longue", "longues"},
        {"gentil", "gentils", "gentille", "gentilles"},
        {"nul", "nuls", "nulle", "nulles"},
        {"vil", "vils", "vile", "viles"},
        {"noir", "noirs", "noire", "noires"},
        {"vert", "verts", "verte", "vertes"},
        {"laid", "laids", "laide", "laides"},
        {"bon", "bons", "bonne", "bonnes"},
        {"con", "cons", "conne", "connes"},
        {"paysan", "paysans", "paysanne", "paysannes"},
        {"maitre", "maitres", "maitresse", "maitresses"},
        {"traitre", "traitres", "traitresse", "traitresses"},
        {"oeil", "yeux"},
        {"travail", "travaux"},
        {"man", "men"},
        {"woman", "women"},
        {"child", "children"},
        {"wife", "wives"},
        {"life", "lives"},
        {"knife", "knives"},
        {"thief", "thieves"},
    };
    for (const auto& line : kLines) {
      for (const auto& form : line) (*map)[form] = line;
    }
    return map;
  }();
  return *kForms;
}

bool EndsWithAny(std::string_view word,
                 std::initializer_list<std::string_view> endings) {
  return std::any_of(
      endings.begin(), endings.end(),
      [word](std::string_view ending) { return word.ends_with(ending); });
}

class Forms {
 public:
  explicit Forms(std::string self) { Add(std::move(self)); }

  void Add(std::string form) {
    if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) {
      forms_.push_back(std::move(form));
    }
  }
  // `stem` + each of `endings`.
  void Add(std::string_view stem,
           std::initializer_list<std::string_view> endings) {
    for (const auto ending : endings) {
      Add(std::string(stem).append(ending));
    }
  }
  std::vector<std::string> Take() { return std::move(forms_); }

 private:
  std::vector<std::string> forms_;
};

// An ending, the least length of the word that has it, and what takes its
// place. The first row that fits holds.
struct Row {
  std::string_view ending;
  size_t length_min;
  std::initializer_list<std::string_view> forms;
};

void AddFirst(std::string_view word, std::span<const Row> rows, Forms* forms) {
  for (const Row& row : rows) {
    if (!word.ends_with(row.ending)) continue;
    if (word.size() >= row.length_min) {
      forms->Add(word.substr(0, word.size() - row.ending.size()), row.forms);
    }
    return;
  }
}

void AddPlural(std::string_view word, Forms* forms) {
  static const Row kRows[] = {
      {"ss", 3, {"sses"}},
      {"sh", 3, {"shes", "shs"}},
      {"ch", 4, {"ches", "chs"}},
      {"x", 3, {"x", "xes"}},
      {"s", 1, {"s"}},
      {"z", 1, {"z"}},
      {"ay", 3, {"ays"}},
      {"ey", 3, {"eys"}},
      {"oy", 3, {"oys"}},
      {"uy", 3, {"uys"}},
      {"y", 3, {"ies", "ys"}},
      {"eau", 4, {"eaux"}},
      {"al", 4, {"aux", "als"}},
      {"eu", 3, {"eux", "eus"}},
      {"man", 5, {"men", "mans"}},
      {"", 3, {"s"}},
  };
  // "prix" and "vieux" have no "prixes": English words in -x are short and do
  // not end in a French -eux, -oux, -aux, -ix.
  if (EndsWithAny(word, {"eux", "oux", "aux", "ix", "oix"})) return;
  AddFirst(word, kRows, forms);
}

// Feminine forms of a masculine word, by its folded ending. Words of four
// letters and less have none but by the list: "bit", "hat" and "port" would.
void AddFeminine(std::string_view word, Forms* forms) {
  static const Row kRows[] = {
      {"eux", 4, {"euse", "euses"}},
      {"teur", 5, {"teuse", "teuses", "trice", "trices"}},
      {"ieur", 5, {"ieure", "ieures"}},
      {"eur", 5, {"euse", "euses", "eure", "eures"}},
      {"er", 5, {"ere", "eres"}},
      {"if", 4, {"ive", "ives"}},
      {"tion", 1, {}},
      {"sion", 1, {}},
      {"xion", 1, {}},
      {"ison", 1, {}},
      {"son", 1, {}},
      {"pardon", 1, {}},
      {"abandon", 1, {}},
      {"ion", 5, {"ionne", "ionnes"}},
      {"on", 5, {"onne", "onnes"}},
      {"ien", 4, {"ienne", "iennes"}},
      {"yen", 5, {"yenne", "yennes"}},
      {"een", 5, {"eenne", "eennes"}},
      {"appel", 1, {}},
      {"el", 5, {"elle", "elles"}},
      {"al", 5, {"ale", "ales"}},
      {"regard", 1, {}},
      {"ard", 5, {"arde", "ardes"}},
      {"command", 1, {}},
      {"demand", 1, {}},
      {"and", 6, {"ande", "andes"}},
      {"aud", 5, {"aude", "audes"}},
      {"ond", 5, {"onde", "ondes"}},
      {"ourd", 5, {"ourde", "ourdes"}},
      {"ant", 6, {"ante", "antes"}},
      {"ment", 1, {}},
      {"argent", 1, {}},
      {"ent", 6, {"ente", "entes"}},
      {"iet", 5, {"iete", "ietes"}},
      {"plet", 6, {"plete", "pletes"}},
      {"ot", 5, {"ote", "otes"}},
      {"ert", 5, {"erte", "ertes"}},
      {"ais", 6, {"aise", "aises"}},
      {"ois", 6, {"oise", "oises"}},
      {"ain", 6, {"aine", "aines"}},
      {"quin", 5, {"quine", "quines"}},
      {"etin", 5, {"etine", "etines"}},
      {"usin", 5, {"usine", "usines"}},
      {"oisin", 5, {"oisine", "oisines"}},
      {"gamin", 5, {"gamine", "gamines"}},
      {"inin", 5, {"inine", "inines"}},
      {"man", 8, {"mane", "manes"}},
      {"an", 6, {"ane", "anes"}},
      {"uti", 5, {"utie", "uties"}},
      {"ol", 6, {"ole", "oles"}},
      {"gol", 5, {"gole", "goles"}},
      {"du", 5, {"due", "dues"}},
      {"nu", 5, {"nue", "nues"}},
      {"bu", 5, {"bue", "bues"}},
  };
  AddFirst(word, kRows, forms);
}

// The masculine of feminine endings that no other word has.
void AddMasculine(std::string_view word, Forms* forms) {
  static const Row kRows[] = {
      {"euse", 6, {"eur", "eurs", "eux"}},
      {"trice", 7, {"teur", "teurs"}},
      {"ive", 6, {"if", "ifs"}},
      {"iere", 7, {"ier", "iers"}},
      {"ienne", 6, {"ien", "iens"}},
      {"enne", 6, {"en", "ens"}},
      {"aise", 8, {"ais"}},
      {"narde", 7, {"nard", "nards"}},
      {"llarde", 7, {"llard", "llards"}},
      {"batarde", 7, {"batard", "batards"}},
      {"ote", 6, {"ot", "ots"}},
  };
  AddFirst(word, kRows, forms);
}

// The singular of a plural, or empty: "-ss", "-us" and "-is" are seldom plurals
// and stay, as do the words of Unchanging().
std::string Singular(std::string_view word) {
  if (word.ends_with("eaux")) {
    return std::string(word.substr(0, word.size() - 1));
  }
  if (word.size() >= 5 && word.ends_with("aux")) {
    return std::string(word.substr(0, word.size() - 2)) + "l";
  }
  if (word.size() < 5 || !word.ends_with('s') ||
      EndsWithAny(word, {"ss", "us", "ais", "ois", "is", "ps"}) ||
      word.ends_with("ours")) {
    return {};
  }
  return std::string(word.substr(0, word.size() - 1));
}

bool HasDigit(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// Forms of words that end in -é or -ée, which folding makes look like -e, -ee.
bool AddParticiple(std::string_view accented, std::string_view folded,
                   Forms* forms) {
  for (const auto& [ending, drop] :
       {std::pair<std::string_view, size_t>{"ées", 3},
        {"ée", 2},
        {"és", 2},
        {"é", 1}}) {
    if (!accented.ends_with(ending)) continue;
    // "thé", "année" and "soirée" have no other gender: short ones stay.
    const auto stem = folded.substr(0, folded.size() - drop);
    if (stem.size() < (ending.starts_with("ée") ? 5 : 3)) return false;
    forms->Add(stem, {"e", "es", "ee", "ees"});
    return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> WordForms(std::string_view word) {
  const std::string folded = FoldText(word);
  Forms forms(folded);
  if (folded.size() <= 2 || HasDigit(folded) || Unchanging().contains(folded)) {
    return forms.Take();
  }
  if (const auto it = Irregular().find(folded); it != Irregular().end()) {
    for (const auto& form : it->second) forms.Add(form);
    return forms.Take();
  }
  if (AddParticiple(word, folded, &forms)) return forms.Take();
  const std::string singular = Singular(folded);
  if (const auto it = Irregular().find(singular);
      !singular.empty() && it != Irregular().end()) {
    for (const auto& form : it->second) forms.Add(form);
    return forms.Take();
  }
  const std::string& base = singular.empty() ? folded : singular;
  forms.Add(base);
  if (folded.size() >= 6 && folded.ends_with("ies")) {  // "pussies" → pussy
    forms.Add(folded.substr(0, folded.size() - 3) + "y");
  }
  AddPlural(base, &forms);
  AddFeminine(base, &forms);
  AddMasculine(base, &forms);
  return forms.Take();
}

}  // namespace crible
