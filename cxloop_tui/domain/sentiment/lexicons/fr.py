"""What French words of praise and of complaint weigh."""

COMMON = """
a ai ainsi alors après au aussi autre autres aux avait avec avez avoir avons car ce cela ces cet cette chez ci
comme comment dans de depuis des deux donc du elle elles en encore entre es est et été être eu fait faire faut
font ici il ils j'ai je jusqu l la le les leur leurs lors lui m ma mais me même mes mon n ne nos notre nous on
ont ou où par parce pas pendant peu peut plus pour pourquoi puis qu quand que quel quelle qui quoi s sa sans se
ses si son sont sur ta te tes toi ton tous tout toute toutes très tu un une vos votre vous y d c'est n'est d'un
d'une
"""

NEGATORS = "pas jamais rien aucun aucune sans ni guère nulle plus_aucun plus_aucune"

BOOSTERS = (
    "très vraiment trop extrêmement absolument totalement tellement si complètement super hyper toujours fort bien"
)

TURNS = "mais cependant pourtant malheureusement toutefois dommage sauf"

WEIGHTS = {
    3: """
        excellent* parfait parfaite parfaitement parfaits fantastique* magnifique* génial* merveilleux
        merveilleuse* exceptionnel* formidable* remarquable* irréprochable* impeccable* meilleur meilleure
        meilleurs meilleures top extraordinaire* incroyable* rien_à_redire au_top
    """,
    2: """
        merci remercie* remerciement* adore* aime j'aime aimé recommande* recommander ravi ravie ravis heureux
        heureuse content contente satisfait* satisfaction bravo super agréable* félicitation* plaisir beau belle
        très_bien très_bon très_bonne pas_de_problème aucun_problème sans_problème pas_mal chaleureux
        chaleureuse* apprécié* apprécie
    """,
    1: """
        bon bonne bons bonnes bien gentil* aimable* sympa sympathique* utile* aide aidé aidée serviable* poli
        polie professionnel* efficace* rapide* rapidement vite facile* facilement simple* simplement clair*
        confortable* propre* attentif* attentive* patient* compétent* fiable* mieux amélioré* pratique*
        respectueux calme* accueillant* accueil rassurant* rassuré* correct* positif* fluide* ponctuel*
        à_l'écoute disponible* soigné* léger légère intéressant* abordable*
    """,
    -1: """
        interminable* galère* bof mou molle patine bazar désolant désinstaller figer planter crasher crash
        pédale bémol saturé lenteurs devenu lent* lenteur* attente* attendre attendu attends retard* problème*
        souci* difficile* compliqué* cher chère chers coûteux erreur* faute* faux manque* manquant* perdu* perte
        annulé* annulation* résilié* résilier plainte* plaindre réclamation* déçu* décevant* déception*
        mécontent* insatisfait* impoli* désagréable* impossible bug* bugue* buggé* plante plantage* plantent
        plantages crash* bloque* bloqué* gèle* rame* ramer saccad* marche_pas marche_plus fonctionne_pas
        fonctionne_plus ne_fonctionne ne_marche ne_répond n'ouvre panne* cassé* sale* froid* bruyant* bruit*
        ennuyeux énervant* énervé* stress* ignoré* oublié* mauvais* mal pire dommage malheureusement
        pas_de_réponse aucune_réponse sans_réponse jamais_reçu désinstall* inutilement régresse* régression*
        pénible* médiocre* moyen* incompatible* ferme_tout lourd lourde insupportable* instable* trop_long
        trop_longue remboursement rembours* incompréhensible* gênant* pourquoi_avoir pas_compatible chiant*
        débile* fuit
    """,
    -2: """
        horreur* parodie horrible* affreux affreuse* terrible* catastroph* nul nulle nuls nulles inadmissible*
        inacceptable* honteux honteuse* honte scandaleux scandaleuse* scandale lamentable* déplorable*
        incompétent* incompétence* ridicule* arnaque* arnaqu* escroc* vol voleurs mensong* menti menteur* merde
        merdique* pourri* poubelle déteste* colère furieux furieuse* inutilisable* inutile* à_fuir fuyez
        jamais_plus plus_jamais perte_de_temps cauchemar* exécrable* minable* daube bidon déconseille*
        pitoyable* zéro dégueulasse* catastrophe
    """,
}
