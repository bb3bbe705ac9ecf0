"""What Italian words of praise and of complaint weigh."""

COMMON = """
a abbiamo ad ai al alla alle allo anche ancora avere aveva c'è che chi ci come con così cui da dal dalla dalle
dei del dell della delle dello di dopo dove due e è ed era erano essere fa fare fino fra gli ha hai hanno ho i
il in io l la le lei li lo loro lui ma me mentre mi mia mio molto ne nei nel nella noi non nostro o ogni oltre
per perché però più poi prima qual quando quanto quella quello questa questo qui se sei sempre senza si sia
siamo solo sono sta stato su sua sui sul sulla suo te ti tra tu tutti tutto un una uno vi voi
"""

NEGATORS = "non mai niente nulla nessun nessuna nessuno senza né neanche nemmeno neppure"

BOOSTERS = (
    "molto davvero così troppo estremamente assolutamente totalmente completamente veramente super sempre tanto"
)

TURNS = "ma però tuttavia purtroppo sebbene peccato tranne"

WEIGHTS = {
    3: """
        eccellent* perfett* fantastic* meraviglios* magnific* incredibil* geniale eccezional* straordinari*
        impeccabil* ottim* splendid* migliore migliori favolos* stupend* spettacolar* niente_da_dire
    """,
    2: """
        grazie ringrazi* adoro amo piace piaciuto consiglio consigliato consigliatissim* raccomand* felice
        felici content* soddisfatt* bravo brava bravi bravissim* complimenti piacevol* gradevol* bell*
        impression* molto_bene nessun_problema senza_problemi niente_male super entusiast* apprezz* cordial*
        calorous*
    """,
    1: """
        buon buono buona buoni buone bene gentil* cortes* simpatic* util* aiut* disponibil* educat*
        professional* efficient* efficac* rapid* veloc* facil* semplic* chiar* comod* pulit* attent* pazient*
        affidabil* economic* migliorat* rispettos* tranquill* sicur* corrett* positiv* pratic* puntual*
        preparat* competent* accoglient* onest* risolto interessant* celere ok funziona
    """,
    -1: """
        eterno inusabil* costretto non_vale lent* lentezza attesa aspett* ritard* tardi problem* difficil*
        complicat* confus* caro cara cari care costos* errore errori sbagliat* sbagli* guast* manca* mancanza
        pers* perdere annull* disdett* disdire reclam* lament* delus* deludent* delusion* insoddisfatt*
        scontent* scortes* maleducat* mal* cattiv* peggior* scars* mediocr* bug crash* blocca* bloccat*
        si_chiude chiude impalla* impiant* rallent* non_funziona non_va non_apre non_carica non_risponde
        non_si_apre rott* sporc* fredd* rumoros* fastidi* stress* ignorat* dimenticat* purtroppo impossibil*
        nessuna_risposta mai_arrivat* disinstall* pesant* scomod* rimborso rimbors* peccato lag inaffidabil*
        noios* antipatic* non_mi_piace instabil* obsolet* spreco
    """,
    -2: """
        lentissim* orribil* terribil* pessim* penos* disastr* vergogn* inaccettabil* scandalos* incompetent*
        incompetenza ridicol* truff* ladri bugiard* bugie menti* schif* merda spazzatura odio odi* arrabbiat*
        furios* inutil* inservibil* mai_più perdita_di_tempo sconsigli* incubo pietos* indecent* cagata assurd*
        imbarazzant* inutilizzabil* non_consiglio non_lo_consiglio caos
    """,
}
