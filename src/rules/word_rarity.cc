#include "rules/word_rarity.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/string_map.h"

namespace crible {
namespace {

// Words of innocent comments of the corpora that the shipped models count, by
// how many of 10,000 comments hold them, rounded. French and English count the
// same. Made once by hand; nothing depends on its being new.
constexpr struct {
  int per_ten_thousand;
  std::string_view words;
} kWords[] = {
    {3000, "a de la the"},
    {2000, "d des est et i l le les to un"},
    {1400, "and en il in is it of on pas pour que s that une you"},
    {1000, "dans du for ne par qui t"},
    {700,
     "are article as au be but c ce donnees etre have je mais me n not ou "
     "plus qu sur this with"},
    {500, "at aux avec can if just my or si so sont there was we what your"},
    {350,
     "about all an bien by cela cette comme deja do doit don faire faut "
     "from like loi m meme no non now numerique one peut se tout will "
     "would y"},
    {250,
     "acces aussi ca ces droit etat fait get good has here how internet "
     "know libre more out page public re sans see should some son source "
     "then they think tous u up when which"},
    {180,
     "accord ai also am any autres avoir been car cas cet code comment "
     "contre devrait donc dont elle etc go he ils information its j leur "
     "ll logiciels need new nous only ont other people personnes place "
     "point proposition serait service services ses site soit sous still "
     "suis thanks them time tres utilisation ve vote well who why "
     "wikipedia"},
    {120,
     "afin after again agree ainsi alors already articles aujourd autre "
     "back because being bon bonne citoyen citoyens cnil come could day "
     "did does doivent domaine e encore entre entreprises ete even exemple "
     "faudrait find first france going got had his hui idee informatique "
     "into leurs libres ligne logiciel long make may mettre mise moins "
     "monde most much ok open oui over part permettre personne peu peuvent "
     "please plutot possible pourquoi pourrait pouvoir principe publics "
     "publique publiques question really recherche rien right sa said say "
     "section securite semble sera since sites sources sure systeme take "
     "talk than their too toute toutes trop use utiliser va very vie voir "
     "vous want way were where work wp yes"},
    {80,
     "actually add another apres argument attention auteur avant beaucoup "
     "before besoin best better cadre case change chaque choix chose ci "
     "collectivites compte creation creer didn dire discussion disposition "
     "doesn done donner down droits edit effet electronique existe "
     "francais grand great help her him important informations isn last "
     "let list look love made many mieux might mon moyen moyens name "
     "necessaire never niveau nos notamment notre numeriques obligation "
     "off oh our p pense permet personnelles problem probleme projet "
     "propose protection put quand read rendre risque same savoir seems "
     "sens she simple something sorry such sujet support temps texte thank "
     "these thing those though today toujours travail two type us used "
     "while yet"},
    {60,
     "above accessible action added administration administrations agit "
     "ailleurs always ans anything arguments around ask assez aucun aucune "
     "avis base bases believe bit both call caractere cependant certains "
     "ceux check communication conditions consensus content data demande "
     "depuis deux developpement devraient different diffusion documents "
     "doing donnee editors egalement elles else embargo enough ensemble "
     "entreprise every eviter exploitation facon fact feel few fine fois "
     "format forme found free garantir general give google happy hey home "
     "hope ici image imposer interet issue jamais juste keep later liberte "
     "link linux little live lot lui ma marche maybe mean mesure mitige "
     "moi moment next nombre note number objectif outils ouvert ouverture "
     "own pages partie passe payer pays permettant personnel plusieurs "
     "possibilite prendre prive privee probably proposer propriete puisse "
     "qualite quel quite quoi rapport real reason reference reste says "
     "secret seul seulement soient solution someone souvent start surtout "
     "tant tel terme text things thought titre try tu understand ur usage "
     "user using utilise version via video vois web week without world "
     "yeah year years"},
    {40,
     "absolument accessibilite acteurs actuellement ah alinea aller anyone "
     "anyway application apprendre art assurer autant ayant b bad between "
     "big bitcoin book care cause celle celui certain certaines cf chacun "
     "changed cheers clear com compris concernant connaissance "
     "consommateur consultation contraire controle correct cours course "
     "cout crypto date days definition demander democratie difficile dit "
     "donne ecole economie economique editeurs editing editor edits "
     "education either eleves end enfants english etait etant europeen eux "
     "ever everyone everything ex example experience faite far fibre "
     "fichiers financement fonds font formation formats fr francaise full "
     "future genre gens getting given gouvernement grande guess haven "
     "having hi history hors however idea identite images importe "
     "impossible info intellectuelle interessant inutile ip job jour least "
     "leave left libertes licence licences lien lieu life limiter links "
     "loin lois lol looking looks lor lors lorsque mail main makes making "
     "mal man maniere manque materiel matter means mention message met "
     "mind mis mission mois money move must national nationale necessite "
     "needs ni nice night nombreux normal nothing objet oeuvre okay old "
     "once operateurs opinion ordinateur organismes original os others "
     "outil parait parle partage particulier passer per perhaps "
     "permettrait person peux plateforme plateformes policy portabilite "
     "post pratique pratiques preciser pretty privees prives prix project "
     "proprietaires publication publier quelle quelques r rather redige "
     "relevant reliable remove removed republique reseau reseaux respect "
     "rester rire role saying second seem seen send sense seront seule "
     "show sinon situation sociale societe song soon standard stop stuff "
     "suite systemes technique tell telle template textes through tomorrow "
     "top topic traitement transparence trouver true trying under unique "
     "unless until usages utilisateur utilisateurs uvre vers views voter "
     "vrai wait wasn went whether windows won word working wrong x"},
    {30,
     "able acceder access across activite actuelle adding admin against "
     "age agents ago ajouter alerte annees appliquer apprentissage argent "
     "asked association associations aura aurait auteurs autorite based "
     "besoins block blocked bout box breaking buy called came cannot carte "
     "category ceci certainly chance changes charge chez chiffrement "
     "choses cite claim clairement class co college comes coming comments "
     "commercial common commun competence complete completement comprendre "
     "comprends concurrence condition confiance connaitre connexion "
     "conseil consommation constitution contenu cool couple created cree "
     "culture current da debat debit decider decision definir delai "
     "deleted deletion details difference dispositif dispositions duree "
     "during each early effectivement efficace emploi enseignement ensuite "
     "essentiel etablir etablissements etendre ethereum eu europe evidence "
     "evolution exactly exception existent expression face facile "
     "facilement faciliter favoriser fiable film fonction fonctionnement "
     "fond forcement former fort fournir friend further g game generale "
     "gnu goes gonna gratuit gratuitement gros hard https im impots "
     "include including indispensable innovation instead institutions "
     "interdiction interdire issues jeunes jours juridique jusqu k kind "
     "laisser language langue large lead less limite line lire lorsqu "
     "machine mails market material matiere meet meilleure mentioned mes "
     "microsoft minimum miss modalites modele modification modifie month "
     "morning mort mots myself nature net news notable notion o "
     "obligatoire operateur organisme ouvrir papier party personal phone "
     "photos physique plan plupart points politique politiques pose pourra "
     "pourraient pourtant premier present president programmation "
     "programmes propositions proprietaire proteger pub publications "
     "publicite publie puissent questions raison reading redaction "
     "references reflexion relative remember repondre reponse report "
     "request research response reutilisation revanche revert review run "
     "sante sauf saw scientifique scientifiques selon sentence several "
     "simplement simply social sociaux societes solutions sort sounds "
     "specifique started state subject suffit suggest supprimer talking te "
     "team techniques term territoire territoriales three tiers times "
     "title told tonight took totalement trouve trump tv uniquement users "
     "utilisent v valeur vente verifier veut voire votre vraiment vu vue "
     "wanted watch welcome whole wiki wish words works wouldn write "
     "yourself"},
    {20,
     "abord absence absolutely accessibles according account achat acheter "
     "actions active actual actuel adapter address administratives adresse "
     "afd agreed ahead aide aider ait algorithme almost although ameliorer "
     "american anonymat answer anti appear appears applicable applications "
     "applique appropriate aren asking aspect atteinte aupres available "
     "avait avez avons away babe bah bas become below biens billion "
     "bonjour books bordel bot bring british btc cada cant cartes celles "
     "certes chapitre cher chercheurs choisir civil clair cle clearly "
     "client close codes commencer commerciale commerciales commission "
     "commons communes communications communiquer community company "
     "competences completely complique concerne confidentialite confusion "
     "consider considere consommateurs context contexte continue "
     "contrainte contribution contributions control controler convient "
     "copyright correspondances cos cote couldn count country coup "
     "courrier court couts cover create creative currently danger "
     "dangereux deal dear debut decide decret defaut definitely dela "
     "delete demarche demarches depend deploiement derives dessus detail "
     "developper devient devoir devra devront differentes differents "
     "direct dis discuss discussed disponible disponibles disposer "
     "distribution document double doublon doubt doute due dun echanges "
     "ecoles ecrit edition electroniques elements elus email enfin "
     "enseignants entire epstein equivalent es espace especially esprit "
     "ethique etranger etudiants europeenne euros event eventuellement "
     "evidemment excellente existence experts explain explication f "
     "facebook fai failles fair faith famille family figure file final "
     "finally finance financee financer fins fix fixe fixed follow force "
     "form formes forum four fournisseur fournisseurs frais friends fun "
     "garantie garder gerer gestion gets glad god gone grace grandes "
     "gratuite group guy guys haha hand hap happen haut head hear heard "
     "hello helpful heure high histoire hit hours house ice idees ii "
     "imaginer impact impot included indeed individu individus "
     "informatiques informer initiative inscrire insee insere interdit "
     "interested interesting itself janvier jeu jeux justement known label "
     "laisse late learn lecture legislatif lequel level librement lie liee "
     "lies lieux likely limites liste listed livre local logique longer "
     "looked major majorite malheureusement mauvaise meant media mediation "
     "meilleur memes million millions mine minutes mises missed missions "
     "mobile months mot moved music names neanmoins necessaires needed "
     "neutralite nir nom nombreuses notice nouveaux nouvelle objets "
     "obliger obtenir obviously oeuvres office official offre offrir often "
     "onchain ondes ones op oppose option optique order ordinateurs "
     "otherwise outre ouverte ouverts pa paiement paragraph parce parfois "
     "parler partager partir partout past pay paye permettent pertinent "
     "photo pick picture pire play plein pls po porte position poste "
     "posted pov pre precise premiere prend presente prevoir primaire pris "
     "pro problemes produit produits projets proselytisme provide pu "
     "publicites puis puisque quelque quels quid quote ready realite "
     "recent recherches record red redevance redirect reel reellement "
     "regarding regards regle regles related releve removing rendu "
     "renseignement reply represente reserve respecter ressources rest "
     "resultats risques rs sais sait sanction school science search "
     "secteur securise seeing self semblent sent separate seraient series "
     "servir set seuls short shouldn shows side signes similar single "
     "sleep soi sommes souhaite space speak special specific starting "
     "statement states statistique statistiques stay story subventions "
     "suffisamment suivre super suppose suppression system table tag taken "
     "taking taxe technologies telephone telephonique television termes th "
     "themselves thinking together ton total toutefois traitements "
     "travailler travaux travers types universite update usa usagers "
     "useful utile uvres vague value varasco veulent videos view ville "
     "vite voie volonte vont vos votes w waiting wan wants war wat "
     "watching website whatever within worth writing written ya"},
    {14,
     "abus accepted achete act ad adapte administratifs administrative "
     "admins adoption advice air aisement algorithmes allez alone along "
     "alright alternative amelioration america analyse anymore app "
     "apparently apple apporte apporter appreciate archive arrive artistes "
     "assemblee assume assure auront authentification auto autorisation "
     "autorise avais avancee avantage avoid aware awesome baby beautiful "
     "behind biais birthday black bloquer blue bonnes bowl break brother "
     "brutes btw build building built business busy calling capable cases "
     "categories centre certificat cgu chain changer character characters "
     "chercheur chinese circulation citation citations cited citoyenne "
     "city claims claire clause closed cloud collectivite combien commence "
     "commerce commerciaux communaute commune comprend concernees concerns "
     "conduire confier conformite connaissances connaissent connect "
     "connection conseils consentement consequences considered considering "
     "constitue contact contenus contrairement contrat contribuable copie "
     "copy cut dead death debate deces decided decisions defense defi "
     "demain demandes dernier derriere detenus difficult diffuser digital "
     "direction directly disagree discussions dispositifs domaines dossier "
     "drive earlier easier easily easy eat economies economiques ecrire "
     "editeur egalite election elections empeche encourager encyclopedia "
     "enjeux enjoy enseigner entirely environnement etablissement etats "
     "etes eth etude excellent except explanation extremement facts faites "
     "fan fast faudra faux faveur feeling fiabilite files fin finalite "
     "finances finish following fondamental forget forgot formations forte "
     "forward francaises fuck fully ga games generally girl giving global "
     "gold government groupe gud h half handicapees happened happens hate "
     "heart hmm hold hopefully hour huge id identification identifier "
     "ignore ill imagine implique importance importante impose improve "
     "inclure inclusion indique infobox infrastructure installation "
     "installer instant institution intention interessante interest "
     "internaute internautes introduire invite involved john join journal "
     "juge juillet justice katy key khey knew lanceur lanceurs largement "
     "law leaving legal legislation liees light listing locales logo lost "
     "louable low lycee machines maintenance maintien mairies map march "
     "markets maximum meaning medical meeting mentions merci merge "
     "messages mesures metier mettent minima minor missing mistake mode "
     "modifier montant mooc moteur movie moving msg multiple near "
     "necessary network neutral nobody none nor norme normes notability "
     "notaire noticed nouveau nouvelles npov numero objectifs obligations "
     "oblige obvious online operation opinions opposer organisation "
     "outside pain panorama parents parfaitement paris participative "
     "participer particular particuliere particulierement pass payant pc "
     "penser perimetre periode permettra perry personally petit petites "
     "phrase piece pieces plate platform policies political poor "
     "population portable porter pourront power pr precis prefer "
     "preferable prefere prestataire previous prevoit prevu price primary "
     "prise prises prison privacy problematique problems procedure process "
     "production professionnels proper properly propos provided publiees "
     "published puisqu quant quelles quick radio raisons rajouter random "
     "rapidement rapports reach readers realisation reasons reduire "
     "referents referring regard regarder region regions reglement "
     "regulation release remplacer remuneration rend resultat retard "
     "retrouver reverted revient revoir rfc room route rule rules sache "
     "safe sanctions save sciences scolaires secondary security sein "
     "sensible serious sert seuil shall share shit sign signature "
     "significant small smartphone smile sociales sometimes somewhere "
     "souhaitable sound sourced sourds spam specifically stand standards "
     "star stated status statut step strategie street style suggested "
     "suggestion suivi summary supports supposed surement sweet takes "
     "techniquement telephonie templates terms territoires test thats "
     "third thk thread toi token tot touche train traite tried trust turn "
     "uk uses usually utc utilisant utilisees utilises valid vaut "
     "veritable veux vis vise visible vision vivre voit vs water weekend "
     "weeks weight white wifi wikimedia wikiproject win wonder wording "
     "worry worse wow wrote yesterday youtube yup zero zones"},
    {10,
     "abonnement abuse ac accept acceptable accompagnement accompagner "
     "accurate acteur activites actuelles actuels addition administratif "
     "affaires affichage afternoon agees agent agir agreement ahi aight "
     "ajout ajoute ajoutee al album alineas allow allowed amazon amende "
     "americains analysis anglais annee anonyme anonymisation anssi "
     "anybody anywhere apparait appareils appartiennent appelle apply "
     "approche april ar arbcom arcep archives area arrete arreter aspects "
     "assets assurance attack atteindre attempt audit author automatique "
     "autoriser autorites autrement avantages bac ban bande bank banques "
     "basically basis bear bed beginning belle belong belongs beneficiaire "
     "beneficier bientot bill bis blog blp body boites bold born bottom "
     "boy bringing brought budget builders bureau bureautique calls canada "
     "capacite capacites capital card cash catch centralisation certaine "
     "certainement certification cesse cgv chaine champ changing charte "
     "chat checked checking chiffre choice choisi choose cinema cites "
     "citoyennete cles click clients coeur coffee coherence collaborative "
     "collecte collectees collective commentaires communs complexe "
     "comprehension compter comptes computer concept concern concerned "
     "concertation conclusion confirme confirmed conflict confused connu "
     "conserver considerer constater contraintes contribuer contributeurs "
     "controles controversial conversation cookies copies core corps "
     "correspondance cost countries cour coute couverture coverage crazy "
     "createurs credit criteria critique crois cryptographique cycle dad "
     "dat dates davantage debats declaration decouverte deep definie "
     "dehors delais democratique demontre den dependance depends depenses "
     "depot derniere dernieres derniers described description design "
     "desire despite detriment deuxieme devant devenir di didnt died "
     "differences differente difficilement difficulte dinner directe "
     "directement disambiguation discussing dispose disposent dispute "
     "disruptive distance distinction dites documentation domicile dommage "
     "dr drm drop dude dunno earth eau echange echelle ecosystem ecoute "
     "ecriture ed edited eduquer effect effectuer efficacite effort "
     "efforts egard eh el element eleve elsewhere elu empecher encourage "
     "energy engager england enjeu enquetes entend entendre entite entry "
     "envers envisager envoyer episode equipements ere error espaces "
     "etaient europeens evening events evident evoluer examples exclusion "
     "exclusive excuse exercer exercice exiger exist existant existants "
     "exists expand expect expected expert explained explique exprimer "
     "extension exterieur extra extreme fa fac facilite facture failed "
     "fais faits false fausse favorable feb february feels fees felt "
     "figured financial financiere financieres financiers finding finished "
     "five flag flou fo focus fonctionne formulation fortement french "
     "frequences friday front funny fut futur gagne garanties garantit "
     "garde gas gave gaz gendarmerie gene generalement generaliser "
     "generations gere gives globale grands guide guideline guidelines ha "
     "haf hair handicap happening hasn heads hein helps heritiers heures "
     "heureusement higher highly historical historique hook http huh "
     "humain human hyper ideal ideas identifiant identifiants ie illegal "
     "imperatif importants impossibilite impression improvement "
     "inapplicable includes incorrect indemnisation independant "
     "independante india indiquer individual industrie industriel industry "
     "influence informationnel infos infrastructures input inside "
     "instructions integre integrer inter interesse interface "
     "international internationale interne interoperabilite intervenir "
     "inverse irrelevant irreversible iso issus january japanese jeanne "
     "joue jouer journalistes judicieux justifie keeping kept kinda kiss "
     "knows laquelle lar largest latest latter legiferer legitime leh "
     "length lets liao libreoffice license limit limited linked listen "
     "lists lit living livres location log longtemps lots loyale luck "
     "lucratif lunch lutter maintenant maintenir maitrise maitriser "
     "majority marches martin masse match materiels matters mauvais mec "
     "mecanisme medias meilleurs men merged merite messagerie michael "
     "middle milieu milliers ministere minute mobiles model modeles modern "
     "modifications moindre moitie mondial monnaie montre mostly mother "
     "motion mr ms musique named naming nation native navigation nearly "
     "neither neutre niveaux noel normalement noted notes nouvel nul "
     "numbers object objection offer officially opening opportunity "
     "opposition options orange ordi org organisations origine oublie "
     "oublier ouvre paie paper pareil parlementaires parmi parti "
     "participation particularly parties parts passant patrimoine pdf pe "
     "peine pendant perdre perfect performance period permis permission "
     "perso personnalite personnelle perspective physiques pi pictures "
     "placed places plans player players pm pointing pole police pop "
     "popular portee poser positive possibilites possibles possibly postes "
     "pourrais pouvant pouvez powered precedent presence presentes presque "
     "press prestataires pretexte previously prevue princess principes "
     "priori private privilegier procedures processus product professeurs "
     "profession professionnel profiter programme programmer promotion "
     "promouvoir proof proposal proposed proposent proposes protege "
     "protegees protocole prove ps publicitaires publiee publies pubs "
     "purement putain putting q quality quasi quelqu quickly qwant rappel "
     "rappeler rare rate reached realiser reasonable receive recently "
     "recompense reconnaissance recours reduction reelle ref refer "
     "referenced referendum refs regime regionaux reglementaire "
     "regrettable regulierement reinsertion relais relatif relation "
     "relations relevent remain remettre remise removal renforcement "
     "renforcer renouvellement replace reported repose representation "
     "reproduction requested requests require resolved respecte respond "
     "responsabilite responsable responsables restreint result results "
     "retour return reutilisable revenu reverting revision revues rights "
     "rock round running russian sachant sad saine san sat savent scale "
     "schema sea season seconde sections securisation seemed selection "
     "sella sensibles serais serieux seriously serveur serveurs showing "
     "siecle signifie simplification sir size sky slightly slow smart "
     "smartphones sms solana somebody songs sorte soumis south speaking "
     "spelling split sport stack stage station stopped straight streaming "
     "strong structure stub study su suffisant suggesting suisse suivant "
     "suivantes sujets sun supported surely surveillance suspect "
     "systematique systematiquement ta tablette tablettes tags taille tard "
     "teams tech technologie telephoniques teletravail tellement telles "
     "telling tels ten tend tendance tenu terrain testament therefore "
     "thoughts tiens tient til till titles tool topics totale totally "
     "touch towards town track trade trading traduction transition "
     "transmission transport travaille tribunal troisieme troll trouble "
     "truth turns ue understood unfortunately union universites university "
     "updated upon urgence usager usual utilite vais vandalism various "
     "vaste vendre venir verifiable versions vient villes visibilite vital "
     "vivant vocation voice voici voila voiture volume vouloir vraie wake "
     "walk wallet wanna warning west wif wife willing woman women "
     "wonderful wondering wont worked worst xxx yep yield yo yours"},
};

struct KnownRates {
  std::vector<std::pair<std::string_view, double>> sorted;
  absl::flat_hash_map<std::string_view, double, StringHash, std::equal_to<>>
      of_word;
};

const KnownRates& Known() {
  static const KnownRates* const rates = [] {
    auto* known = new KnownRates;
    for (const auto& group : kWords) {
      std::string_view words = group.words;
      while (!words.empty()) {
        const size_t end = std::min(words.find(' '), words.size());
        known->of_word.emplace(words.substr(0, end),
                               group.per_ten_thousand * 1e-4);
        words.remove_prefix(std::min(end + 1, words.size()));
      }
    }
    known->sorted.assign(known->of_word.begin(), known->of_word.end());
    std::sort(known->sorted.begin(), known->sorted.end());
    return known;
  }();
  return *rates;
}

// Of a word that is not in the table, by its length: all words of two letters
// are seen now and then, few of ten.
double UnknownRate(size_t letters) {
  constexpr double kRates[] = {1, 0.02, 0.003, 0.001, 0.0004, 0.0003};
  return letters < std::size(kRates) ? kRates[letters] : 0.0002;
}

}  // namespace

double WordRate(std::string_view word) {
  const auto known = Known().of_word.find(word);
  return known != Known().of_word.end() ? known->second
                                        : UnknownRate(word.size());
}

double PrefixRate(std::string_view prefix) {
  constexpr double kRates[] = {1, 0.5, 0.1, 0.01, 0.003, 0.001};
  double rate =
      prefix.size() < std::size(kRates) ? kRates[prefix.size()] : 0.0003;
  const auto& words = Known().sorted;
  const auto first = std::lower_bound(
      words.begin(), words.end(), prefix,
      [](const auto& word, std::string_view to) { return word.first < to; });
  for (auto it = first; it != words.end() && it->first.starts_with(prefix);
       ++it) {
    rate += it->second;
  }
  return std::min(rate, 1.0);
}

double PartRate(std::string_view part) {
  // Three times what is seen at the beginning of words.
  return std::min(3 * PrefixRate(part), 1.0);
}

double DigitsRate(size_t count) {
  constexpr double kRates[] = {1,    0.22, 0.17, 0.13, 0.12, 0.07, 0.06,
                               0.05, 0.05, 0.04, 0.04, 0.03, 0.03};
  return count < std::size(kRates) ? kRates[count] : 0.03;
}

double SinglesRate(size_t count) {
  constexpr double kRates[] = {1, 0.77, 0.18, 0.026, 0.006};
  return count < std::size(kRates) ? kRates[count] : 0.001;
}

double SignRate(char32_t sign) {
  switch (sign) {
    case '"':
    case ')':
    case '(':
    case ':':
      return 0.12;
    case '/':
    case ';':
      return 0.05;
    case '@':
    case '<':
    case '>':
    case '&':
      return 0.02;
    default:
      return sign < 0x80 ? 0.01 : 0.005;
  }
}

}  // namespace crible
