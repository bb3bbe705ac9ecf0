"""What Portuguese words of praise and of complaint weigh."""

COMMON = """
a à ainda algo ao aos apenas as às até cada com como da das de dela dele depois deste do dois dos e é ela ele
eles em entre era essa esse esta está estão estava este eu faz fazer foi foram fui há isso isto já lhe mais mas
me mesmo meu minha muito na nas nem no nos nossa nosso não o onde os ou para pela pelo pelos por porque pois pra
qual quando que quem se sem ser seu sem sido só sobre sou sua são também te tem tenho ter tinha todo todos tudo
um uma umas uns você vou
"""

NEGATORS = "não nunca jamais nada nenhum nenhuma ninguém sem nem tampouco n ñ nao"

BOOSTERS = "muito realmente tão demais extremamente absolutamente totalmente completamente super sempre bastante"

TURNS = "mas porém entretanto contudo infelizmente embora exceto"

WEIGHTS = {
    3: """
        excelente* perfeito perfeita perfeitamente fantástic* maravilhos* magnífic* incrível incríveis genial
        sensacional* excepciona* extraordinári* impecáve* ótim* melhor_de melhores espetacular* nota_10
        show_de_bola
    """,
    2: """
        obrigad* agradec* adoro adorei amo amei recomendo recomendad* feliz felizes content* satisfeit* parabéns
        gosto gostei agradáve* muito_bom muito_boa nenhum_problema sem_problemas elogi* carinhos* encantad*
        lind* impressionad*
    """,
    1: """
        bom boa bons boas bem gentil gentis simpátic* útil úteis ajudou ajudaram ajudam prestativ* educad*
        profissional* eficiente* eficaz* rápid* fácil fáceis simples clar* confortáve* limp* atencios* paciente
        confiáve* barat* melhorou melhorad* respeitos* tranquil* segur* corret* positiv* prátic* pontua*
        competente* acolhedor* honest* resolvido resolveram solucionado agilidade ágil
    """,
    -1: """
        nenhuma_resposta nenhum_retorno sem_retorno lent* lentidão espera esperar esperando esperei aguardo
        aguardando aguardei demora* demorou demorado atras* tarde problema* transtorno* difícil difíceis
        dificuldade* complicad* confus* caro cara caros caras erro* errad* falha* falt* perd* cancel* queixa*
        reclam* decepcion* decepção insatisfeit* insatisfação mal mau má maus ruim ruins pior travando trava
        travou fecha_sozinho bug* defeito* quebrad* estragad* suj* fri* barulh* incomod* estress* ignor* esquec*
        infelizmente impossíve* nunca_chegou não_chegou não_recebi sem_resposta não_funciona não_abre
        não_responde não_atendem não_consigo nada_resolvido não_resolve* não_resolv* desinstal* pesado negad*
        negou negaram recus* constrangimento estorno reembolso cobrança* cobrando cobrado indevid* prazo
        descumpr* sem_solução sem_previsão procon protocolo* várias_vezes até_agora até_hoje dor dores indign*
        prejuízo* absurdo enrola* desmarc*
    """,
    -2: """
        horríve* terríve* péssim* desastr* inaceitáve* vergonh* vergonhos* incompeten* ridícul* golpe engan*
        roubo ladrões mentir* mentira* mentiros* lixo merda nojo odeio odiei raiva furios* inútil inúteis
        nunca_mais perda_de_tempo não_recomendo pesadelo deplorá* lamentáve* descaso desrespeit*
        falta_de_respeito humilha* negligên* revolta* caos fraude palhaçada indignad* descas* abus* má_fé
    """,
}
