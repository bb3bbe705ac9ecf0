"""What German words of praise and of complaint weigh."""

COMMON = """
aber alle als also am an andere auch auf aus bei bin bis da damit dann das dass daß dem den der des die dies
diese dieser doch dort du durch ein eine einem einen einer er es etwas euch für gegen gibt habe haben hat hatte
hier ich ihm ihn ihr ihre im immer in ist ja jetzt kann kein keine können machen man mehr mein meine mich mir
mit muss nach nicht noch nun nur ob oder schon sein seine seit sich sie sind so über um und uns unter vom von
vor war waren warum was weil wenn werden wie wieder wir wird wurde zu zum zur zwei
"""

NEGATORS = "nicht kein keine keinen keinem keiner keines nie niemals nichts ohne weder kaum nirgends nich net"

BOOSTERS = (
    "sehr wirklich so zu total absolut extrem völlig äußerst besonders echt unglaublich viel ziemlich immer mega"
)

TURNS = "aber jedoch allerdings obwohl leider trotzdem nur"

WEIGHTS = {
    3: """
        ausgezeichnet* hervorragend* perfekt* fantastisch* großartig* exzellent* begeistert* begeister* spitze
        erstklassig* wunderbar* genial* einwandfrei* tadellos* vorbildlich* beste bester bestes besten grandios*
        traumhaft* überragend* nichts_auszusetzen keine_beschwerden
    """,
    2: """
        super toll tolle toller tolles tollen liebe lieben danke dank dankbar* dankeschön empfehle empfehlen
        empfehlenswert* glücklich zufrieden* sehr_schön schöne schöner schönes angenehm* beeindruck* freundlich*
        herzlich* kompetent* klasse prima sehr_gut lobenswert* keine_probleme kein_problem problemlos*
        reibungslos* gerne_wieder immer_wieder_gern* nicht_schlecht vielen_dank weiter_so gefällt
    """,
    1: """
        gut gute guter gutes guten nett* hilfsbereit* hilfreich* geholfen hilft höflich* professionell* schnell*
        zügig* pünktlich* einfach* leicht verständlich* klar* bequem* sauber* ordentlich* aufmerksam* geduldig*
        zuverlässig* günstig* preiswert* besser verbessert nützlich* respektvoll* ruhig* sicher* okay ok
        positiv* fair* unkompliziert* passt funktioniert freue freut lecker* praktisch* gemütlich* fachkundig*
        ehrlich* gründlich* flott*
    """,
    -1: """
        lange_ladezeit* ladezeiten sehr_lang zu_lang nicht_mehr_brauchbar wieso essig schikane* etliche langsam*
        warten warte gewartet wartezeit* verspätung* verspätet* verzöger* spät problem* schwierig* verwirr*
        kompliziert* umständlich* teuer* teure überteuert* fehler* fehlerhaft* falsch* verloren fehlt fehlen
        fehlend* storniert* gekündigt kündigen beschwer* unzufrieden* enttäusch* unfreundlich* unzuverlässig*
        unprofessionell* unhöflich* schlecht* schlimm* mangel* mangelhaft* mäßig* stürzt absturz* abstürz*
        abgestürzt hängt ruckelt kaputt* defekt* dreckig* schmutzig* kalt laut* überfüllt* ärger* genervt nervt
        nervig* stress* ignoriert* vergessen leider unmöglich umsonst keine_antwort keine_rückmeldung
        keine_reaktion funktioniert_nicht geht_nicht läuft_nicht klappt_nicht nicht_mehr deinstall* lahm*
        vergebens unbrauchbar* unklar* unpünktlich* mies* unangenehm* werbung nie_angekommen nicht_angekommen
        hotline schade dauert verschlechter* nachteil* veraltet* sinnlos*
    """,
    -2: """
        schrecklich* furchtbar* katastroph* grauenhaft* grausam* unverschämt* frech* frechheit inkompetent*
        unfähig* lächerlich* skandal* wut wütend* sauer betrug betrüg* betrogen lüge* gelogen abzocke müll mist
        scheiß* scheiss* dreck schrott nutzlos* hasse zumutung unzumutbar* nie_wieder niemals_wieder finger_weg
        zeitverschwendung geldverschwendung schlechteste* schlimmste* unterirdisch* miserabel* ungenügend*
        inakzeptabel* peinlich* saftladen nicht_empfehle* nicht_zu_empfehlen ekel* entsetz* horror
    """,
}
