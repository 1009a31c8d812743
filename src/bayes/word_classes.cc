#include "bayes/word_classes.h"

#include <array>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "text/text.h"

namespace crible {
namespace {

struct Class {
  std::string_view name;
  std::string_view words;  // folded, each with a space behind it
};

// Numbered from kContactClass + 1.
constexpr Class kClasses[] = {
    {"me",
     "i im ive je ma me mes mien mine moi mon my nos notre nous our us "
     "we "},
    {"you",
     "ta te tes toi ton tu u ur vos votre vous you your yours yourself "},
    {"page",
     "album app appli apps bio blog boutique boutiques canal chaine "
     "chaines channel channels discord facebook fb forum group groupe "
     "groupes groups insta instagram lien liens link links mixtape "
     "newsletter page pages playlist podcast profil profile remix server "
     "shop shops site sites song songs soundcloud store stores stream "
     "streams tiktok track tracks twitch twitter url vid video videos "
     "vids webpage website websites youtube "},
    {"see",
     "browse check checkout chek clic click clique cliquez consultez "
     "decouvre decouvrez discover ecoute ecoutez enter find jetez listen "
     "look open regarde regardez rendez see swipe tap view visit visitez "
     "voir watch "},
    {"follow",
     "abonne abonnement abonner abonnez follow followed inscription "
     "inscrivez invite join like likes partage partagez register "
     "rejoignez rejoins retweet rt share sign signup sub subs subscribe "
     "subscribed subscribing upvote vote votez "},
    {"contact",
     "appeler appelez appelle call contact contacted contacter contactez "
     "dial dm dms ecrire ecris ecrivez email emails envoie envoyer "
     "envoyez hangout inbox joignez joindre mail message messages msg "
     "phone pm reach reply repondez repondre send signal sms telegram "
     "telephone text texte textez txt viber whatsapp write "},
    {"free",
     "airdrop airdrops bonus cadeau cadeaux complimentary coupon coupons "
     "deal deals discount discounts free freebie gift gifts giveaway "
     "giveaways gratis gratuit gratuite gratuitement gratuites gratuits "
     "offer offers offert offerte offerts offre offres promo promos "
     "promotion reduction reductions remise remises sale sales solde "
     "soldes voucher "},
    {"win",
     "award awarded claim congratulations draw felicitations gagnant "
     "gagne gagner gagnez jackpot loterie lottery lucky prize prizes "
     "recompense recompenses reward rewards selected tirage win winner "
     "winners won "},
    {"money",
     "argent bank banque benefices borrow broker brokers cash courtier "
     "credit debt dettes dollar dollars earn earned earning earnings "
     "emprunt emprunter eur euro euros finance financement financements "
     "financier forex fund funding funds income invest investir "
     "investissement investisseur investment investments lend lender "
     "loan loans million millions money paid pay payout payouts pret "
     "prets price prix profit profits rendement retrait retraits returns "
     "revenu revenus rich riche salaire salary taux trade trader traders "
     "trading usd withdraw withdrawal "},
    {"crypto",
     "bitcoin blockchain bnb btc coin coins crypto cryptocurrency "
     "cryptos defi doge eth ethereum memecoin mint minting nft nfts "
     "presale solana staking token tokens usdc usdt wallet wallets "
     "whitelist wl xrp "},
    {"med",
     "cbd cialis cure cured diet drug drugs erectile erection herbal "
     "herpes keto kilos levitra maigrir medicament medicaments "
     "medication medications minceur penis pharmacie pharmacy pill pills "
     "pilules regime remede supplement supplements tablets testosterone "
     "tramadol viagra weight xanax "},
    {"lux",
     "bags basket baskets boots chaussures cheap cher coats gucci "
     "handbag handbags hermes jersey jerseys louis lunettes maillot "
     "maillots moncler montre montres nike oakley outlet polo prada "
     "replica replicas replique repliques rolex sac sacs shoes sneakers "
     "sunglasses ugg uggs vuitton wholesale "},
    {"sex",
     "adult adults cam coquine coquines cul dating escort escorts fuck "
     "hookup horny libertine milf naked nude nudes nue nues onlyfans "
     "porn porno rencontre rencontres sex sexe sexy singles webcam xxx "},
    {"casino",
     "baccarat bet bets betting bookmaker casino casinos freespins "
     "gambling miser mises odds pari parier poker pronos pronostic "
     "pronostics roulette slot slots wager "},
    {"job",
     "candidature career carriere complement cv domicile emploi employer "
     "employment hiring home job jobs recruiting recrute recrutement "
     "recrutons remote travail vacancy work working "},
    {"now",
     "asap aujourd chance deadline expire expires fast hurry immediately "
     "instant instantly limited maintenant now quick quickly rapide "
     "rapidement today tonight urgent urgently vite "},
    {"sure",
     "agree agreee best certifie certified fiable garanti garantie "
     "garanties guarantee guaranteed honest honnete legit legitimate "
     "meilleur meilleure meilleurs official officiel officielle proven "
     "real reliable risk risque safe sans secure secured securise "
     "serieuse serieux trusted "},
    {"praise",
     "amazing appreciate awesome bravo brilliant cool enjoyed excellent "
     "fabulous fantastic genial good great helpful impressed informative "
     "interesting merci nice perfect pleased super superb thank thanks "
     "useful wonderful "},
    {"blogword",
     "article articles bookmark bookmarked content info information "
     "layout paragraph post posted posts readers subject theme topic "
     "webblog weblog writing "},
    {"seo",
     "abonnes agence agency avis backlink backlinks followers google "
     "hosting marketing plugin ranking rankings reviews seo service "
     "services software subscribers tool tools traffic trafic views vues "},
    {"docs",
     "assignment certificat certificate degrees diploma diplomas diplome "
     "diplomes dissertation essay essays licence license passeport "
     "passeports passport passports permis thesis visa "},
    {"magic",
     "affectif caster clairvoyant envoutement healer horoscope marabout "
     "maraboutage marabouts occulte occultes psychic rituel sorcier "
     "spell spells tarot temoignage testimony voyance voyant voyante "
     "witch "},
    {"hack",
     "crack download downloads hack hacked hacker hackers hacking iptv "
     "keygen pirate pirater recover recovered recovery recuperation "
     "recupere recuperer scammed serial spy telecharger telechargez "
     "torrent unlock unlocked "},
    {"phish",
     "account accounts ameli amende bancaire blocked bloque carte colis "
     "confirm confirmer confirmez cpf delivery facture identifiant "
     "identifiants impots livraison login paiement parcel password "
     "payment refund remboursement securite security suspended suspendu "
     "update verifier verifiez verify vitale "},
};
constexpr size_t kFirstOfWords = kContactClass + 1;
static_assert(kFirstOfWords + std::size(kClasses) == kWordClasses + 1);

std::string_view BareName(WordClass word_class) {
  if (word_class == kLinkClass) return "link";
  if (word_class == kContactClass) return "address";
  return kClasses[word_class - kFirstOfWords].name;
}

using ClassOfWord = absl::flat_hash_map<uint64_t, WordClass>;
ClassOfWord ReadClasses() {
  ClassOfWord classes;
  for (size_t c = 0; c < std::size(kClasses); ++c) {
    std::string_view words = kClasses[c].words;
    while (!words.empty()) {
      const size_t end = words.find(' ');
      classes.try_emplace(HashWord(words.substr(0, end)),
                          static_cast<WordClass>(kFirstOfWords + c));
      words.remove_prefix(end + 1);
    }
  }
  return classes;
}

struct Names {
  std::array<std::string, kWordClasses + 1> single;
  std::array<std::array<std::string, kWordClasses + 1>, kWordClasses + 1> pair;
};
const Names& AllNames() {
  static const Names& names = *[] {
    auto* made = new Names;
    for (WordClass a = 1; a <= kWordClasses; ++a) {
      const std::string first(BareName(a));
      made->single[a] = "class:" + first;
      for (WordClass b = 1; b <= kWordClasses; ++b) {
        made->pair[a][b] = "classes:" + first + "+" + std::string(BareName(b));
      }
    }
    return made;
  }();
  return names;
}

}  // namespace

WordClass WordClassOf(uint64_t word) {
  static const ClassOfWord& classes = *new ClassOfWord(ReadClasses());
  const auto it = classes.find(word);
  return it == classes.end() ? kNoWordClass : it->second;
}

std::string_view WordClassName(WordClass word_class) {
  return AllNames().single[word_class];
}

std::string_view WordClassPairName(WordClass first, WordClass second) {
  return AllNames().pair[first][second];
}

}  // namespace crible
