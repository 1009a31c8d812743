#include "bayes/group_names.h"

#include <string_view>

#include "text/text.h"
#include "text/word_set.h"

namespace crible {
namespace {

// Folded, with the plural and feminine forms, between spaces.
constexpr std::string_view kNames =
    "adolescent adolescente adolescentes adolescents ados afghan afghane "
    "afghanes afghans africain africaine africaines africains african "
    "africans agee agees agnostic agnostics agnostique agnostiques "
    "albanais albanaise albanaises albanian albanians algerian algerians "
    "algerien algerienne algeriennes algeriens allemand allemande "
    "allemandes allemands alsacien alsacienne alsaciennes alsaciens "
    "americain americaine americaines americains american americans "
    "anglais anglaise anglaises antillais antillaise antillaises arab "
    "arabe arabes arabic arabs argentin argentine argentines argentinian "
    "argentinians argentins armenian armenians armenien armenienne "
    "armeniennes armeniens asexual asexuals asexuel asexuelle asexuelles "
    "asexuels asian asians asiatique asiatiques athee athees atheist "
    "atheists australian australians australien australienne "
    "australiennes australiens austrian austrians autiste autistes "
    "autistic autistics autrichien autrichienne autrichiennes autrichiens "
    "aveugle aveugles bangladais bangladaise bangladaises bangladeshi "
    "bangladeshis belge belges belgian belgians beninese beninois "
    "beninoise beninoises berber berbere berberes berbers bisexual "
    "bisexuals bisexuel bisexuelle bisexuelles bisexuels black blacks "
    "blanc blanche blanches blancs blind bosnian bosnians bosniaque "
    "bosniaques bouddhiste bouddhistes boy boys brazilian brazilians "
    "bresilien bresilienne bresiliennes bresiliens breton bretonne "
    "bretonnes bretons britannique britanniques british briton britons "
    "brown browns buddhist buddhists bulgare bulgares bulgarian "
    "bulgarians cambodgien cambodgienne cambodgiennes cambodgiens "
    "cambodian cambodians cameroonian cameroonians camerounais "
    "camerounaise camerounaises canadian canadians canadien canadienne "
    "canadiennes canadiens catholic catholics catholique catholiques "
    "caucasian caucasians caucasien caucasienne caucasiennes caucasiens "
    "chadian chadians chechen chechens chiite chiites chilean chileans "
    "chilien chilienne chiliennes chiliens chinese chinois chinoise "
    "chinoises chretien chretienne chretiennes chretiens christian "
    "christians cisgender cisgenders cisgenre cisgenres clandestin "
    "clandestine clandestines clandestins colombian colombians colombien "
    "colombienne colombiennes colombiens comorian comorians comorien "
    "comorienne comoriennes comoriens congolais congolaise congolaises "
    "congolese copt copte coptes copts coreen coreenne coreennes coreens "
    "corsican corsicans croat croate croates croatian croatians croats "
    "cubain cubaine cubaines cubains cuban cubans czech czechs danes "
    "danish danois danoise danoises deaf disabled dutch ecossais "
    "ecossaise ecossaises egyptian egyptians egyptien egyptienne "
    "egyptiennes egyptiens elderly emirati emiratie emiraties emiratis "
    "english eritrean eritreans erythreen erythreenne erythreennes "
    "erythreens espagnol espagnole espagnoles espagnols ethiopian "
    "ethiopians ethiopien ethiopienne ethiopiennes ethiopiens etranger "
    "etrangere etrangeres etrangers european europeans europeen "
    "europeenne europeennes europeens evangelical evangelicals "
    "evangelique evangeliques expatriate expatriates expatrie expatries "
    "feminist feministe feministes feminists femme femmes filipino "
    "filipinos fille filles finlandais finlandaise finlandaises finnish "
    "finns foreigner foreigners francais francaise francaises french gai "
    "gais gallois galloise galloises garcon garconne garconnes garcons "
    "gay gays georgians georgien georgienne georgiennes georgiens german "
    "germans ghanaian ghanaians girl girls gitan gitane gitanes gitans "
    "grec grecque grecques grecs greek greeks guadeloupeen guadeloupeenne "
    "guadeloupeennes guadeloupeens guinean guineans guineen guineenne "
    "guineennes guineens guyanais guyanaise guyanaises gypsies gypsy "
    "haitian haitians haitien haitienne haitiennes haitiens handicape "
    "handicapee handicapees handicapes handicapped heterosexual "
    "heterosexuals heterosexuel heterosexuelle heterosexuelles "
    "heterosexuels hindou hindoue hindoues hindous hindu hindus hispanic "
    "hispanics hispanique hispaniques hollandais hollandaise hollandaises "
    "homme hommes homosexual homosexuals homosexuel homosexuelle "
    "homosexuelles homosexuels hongrois hongroise hongroises hungarian "
    "hungarians immigrant immigrants immigre immigree immigrees immigres "
    "indian indians indien indienne indiennes indiens indonesian "
    "indonesians indonesien indonesienne indonesiennes indonesiens "
    "intersex intersexe intersexes invalide invalides irakien irakienne "
    "irakiennes irakiens iranian iranians iranien iranienne iraniennes "
    "iraniens iraqi iraqis irish irlandais irlandaise irlandaises islamic "
    "islamique islamiques israeli israelien israelienne israeliennes "
    "israeliens israelis israelite israelites italian italians italien "
    "italienne italiennes italiens ivoirien ivoirienne ivoiriennes "
    "ivoiriens ivorian ivorians japanese japonais japonaise japonaises "
    "jeune jeunes jew jewish jews juif juife juifes juifs juive juives "
    "kabyle kabyles kenyan kenyans korean koreans kosovar kosovare "
    "kosovares kosovars kurd kurde kurdes kurdish kurds laic laics laique "
    "laiques laotian laotians laotien laotienne laotiennes laotiens "
    "latina latinas latino latinoe latinoes latinos latinx lebanese "
    "lesbian lesbians lesbienne lesbiennes lgbt lgbtq libanais libanaise "
    "libanaises libyan libyans libyen libyenne libyennes libyens maghrebi "
    "maghrebin maghrebine maghrebines maghrebins maghrebis malagasies "
    "malagasy malaysian malaysians malentendant malentendante "
    "malentendantes malentendants malgache malgaches malian malians "
    "malien malienne maliennes maliens malvoyant malvoyante malvoyantes "
    "malvoyants man manouche manouches marocain marocaine marocaines "
    "marocains martiniquais martiniquaise martiniquaises men metis metise "
    "metises metisse metisses mexicain mexicaine mexicaines mexicains "
    "mexican mexicans migrant migrante migrantes migrants mormon mormonne "
    "mormonnes mormons moroccan moroccans muslim muslims musulman "
    "musulmane musulmanes musulmans neerlandais neerlandaise "
    "neerlandaises nigerian nigeriane nigerianes nigerians nigerien "
    "nigerienne nigeriennes nigeriens noir noire noires noirs "
    "nordafricain nordafricaine nordafricaines nordafricains norvegien "
    "norvegienne norvegiennes norvegiens norwegian norwegians occidental "
    "occidentale occidentales occidentals oriental orientale orientales "
    "orientals orthodox orthodoxe orthodoxes ouighour ouighoure "
    "ouighoures ouighours pakistanais pakistanaise pakistanaises "
    "pakistani pakistanis palestinian palestinians palestinien "
    "palestinienne palestiniennes palestiniens pansexual pansexuals "
    "pansexuel pansexuelle pansexuelles pansexuels paraplegic paraplegics "
    "paraplegique paraplegiques persians peruvian peruvians peruvien "
    "peruvienne peruviennes peruviens philippin philippine philippines "
    "philippins polonais polonaise polonaises portugais portugaise "
    "portugaises portuguese protestant protestante protestantes "
    "protestants qatari qatarie qataries qataris quebecer quebecers "
    "quebecois quebecoise quebecoises queer queers refugee refugees "
    "refugie refugiee refugiees refugies retraitee retraitees reunionnais "
    "reunionnaise reunionnaises rom roma romani romanian romanians "
    "romanis roms roumain roumaine roumaines roumains russe russes "
    "russian russians rwandais rwandaise rwandaises rwandan rwandans "
    "sahelien sahelienne saheliennes saheliens saoudien saoudienne "
    "saoudiennes saoudiens saudi saudis scots scottish senegalais "
    "senegalaise senegalaises senegalese seniors serb serbe serbes "
    "serbian serbians serbs shia shias shiite shiites sikh sikhe sikhes "
    "sikhs slovak slovaks slovaque slovaques somali somalien somalienne "
    "somaliennes somaliens somalis soudanais soudanaise soudanaises sourd "
    "sourde sourdes sourds spaniard spaniards spanish subsaharien "
    "subsaharienne subsahariennes subsahariens sudanese suedois suedoise "
    "suedoises sunni sunnis sunnite sunnites swedish swiss syrian syrians "
    "syrien syrienne syriennes syriens tchadien tchadienne tchadiennes "
    "tchadiens tcheque tcheques tchetchene tchetchenes thai thailandais "
    "thailandaise thailandaises thais tibetain tibetaine tibetaines "
    "tibetains tibetan tibetans togolais togolaise togolaises togolese "
    "trans transgender transgenders transgenre transgenres transman "
    "transmen transsexual transsexuals transsexuel transsexuelle "
    "transsexuelles transsexuels transwoman transwomen trisomique "
    "trisomiques tsigane tsiganes tunisian tunisians tunisien tunisienne "
    "tunisiennes tunisiens turc turcs turk turkish turks turque turques "
    "ugandan ugandans uighur uighurs ukrainian ukrainians ukrainien "
    "ukrainienne ukrainiennes ukrainiens uyghur uyghurs venezuelan "
    "venezuelans venezuelien venezuelienne venezueliennes venezueliens "
    "vieillard vieillards vieille vieilles vietnamese vietnamien "
    "vietnamienne vietnamiennes vietnamiens vieux welsh westerner "
    "westerners white whites woman women yemeni yemenis yemenite "
    "yemenites ";

// Those that written small are something else.
constexpr std::string_view kNamesInCapitals = "poles polish ";

constexpr std::string_view kCompanions =
    "people persons person folks personne personnes gens ";

WordSet SetOf(std::string_view words) {
  WordSet set;
  while (!words.empty()) {
    const size_t end = words.find(' ');
    set.Insert(HashWord(words.substr(0, end)));
    words.remove_prefix(end + 1);
  }
  return set;
}

}  // namespace

bool IsGroupName(uint64_t word) {
  static const WordSet& names = *new WordSet(SetOf(kNames));
  return names.Contains(word);
}

bool IsGroupNameInCapitals(uint64_t word) {
  static const WordSet& names = *new WordSet(SetOf(kNamesInCapitals));
  return names.Contains(word);
}

bool IsGroupCompanion(uint64_t word) {
  static const WordSet& companions = *new WordSet(SetOf(kCompanions));
  return companions.Contains(word);
}

}  // namespace crible
