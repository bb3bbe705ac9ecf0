"""What Spanish words of praise and of complaint weigh."""

COMMON = """
a al algo algunas algunos ante antes aquí así aunque cada como con contra cual cuando de del desde donde dos
durante e el él ella ellos en entre era eran es esa ese eso esta está están este esto estos fue fueron ha había
hace hacer hacia han hasta hay he la las le les lo los me mi mis mucho muy más no nos nosotros o os otra otro
para pero poco por porque pues que qué quien se sea ser si sí sido sin sobre solo son su sus también tan tanto
te tengo tiene tienen todo todos tu tuve un una uno unos usted y ya yo
"""

NEGATORS = "no nunca jamás nada ningún ninguna ninguno sin ni tampoco nadie"

BOOSTERS = (
    "muy realmente tan demasiado extremadamente absolutamente totalmente completamente super siempre bastante mucho"
)

TURNS = "pero sin_embargo aunque lamentablemente desgraciadamente sino excepto"

WEIGHTS = {
    3: """
        excelente* perfecto perfecta perfectamente fantástico* fantástica* maravilloso* maravillosa* magnífic*
        increíble* genial* espectacular* excepcional* extraordinari* inmejorable* impecable* mejor_de mejores
        sobresaliente* encanta encantó
    """,
    2: """
        gracias agradec* encantad* recomiendo recomendar recomendable* recomendado feliz felices contento
        contenta contentos satisfech* súper estupend* amo gusta gustó gustado agradable* felicit* enhorabuena
        muy_bien muy_bueno muy_buena ningún_problema sin_problemas sin_problema amabl* cariños* impresion*
        disfrut* hermos* bonit*
    """,
    1: """
        bueno buena buenos buenas buen bien útil* ayuda ayudó ayudaron ayudan educad* profesional* eficiente*
        eficaz* rápido rápida rápidamente fácil* sencill* clar* cómod* limpi* atent* atención paciente*
        comprens* fiable* barat* mejoró mejorado respet* tranquil* segur* correct* positiv* práctic* puntual*
        económic* interesante* competente* acogedor* simpátic* honest* resuelto resolvieron solucionado
        solucionaron
    """,
    -1: """
        lento lenta lentos lentas lentitud espera esperar esperando esperé demora* demoró demorado retras* tarde
        tarda* problema* inconveniente* difícil* complicad* confus* caro cara caros caras costos* error* fall*
        falta* perdido* perdí perder cancel* queja* quejar* reclam* decepcion* insatisfech* descontent* grosero*
        mal mala malo malos malas regular mediocre* cuelga* traba se_cierra bloquea* congela* no_funciona
        no_sirve no_abre no_carga no_responde no_contestan dejó_de roto rota averiad* sucio sucia frío ruid*
        molest* estres* ignor* olvid* lamentablemente imposible nunca_llegó sin_respuesta desinstal* incómod*
        inútilmente desactualiz* pesad* devolución reembols* equivocad* incumpl* engorros* peor tedios* cobraron
        cobran desde_hace
    """,
    -2: """
        horrible* terrible* pésim* fatal* espantos* desastr* inaceptable* vergüenza vergonzos* indignante*
        incompeten* ridícul* estafa* estafador* robo ladrones mentir* mentira* mentiros* basura mierda asco
        asqueros* odio odio* enfad* furios* inútil* inservible* nunca_más pérdida_de_tiempo no_recomiendo
        no_lo_recomiendo no_la_recomiendo pesadilla deplorable* nefast* caos lamentable* porquería maltrato
        abuso fraude
    """,
}
