"""Italian."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

ITALIAN: Final = Language(
    name="Italian",
    weight=7,
    given=(
        "Ada", "Bruno", "Chiara", "Dario", "Elisa", "Fabrizio", "Ginevra", "Irene", "Lorenzo", "Marta", "Niccolò",
        "Ornella", "Paolo", "Rosa", "Silvio", "Viola",
    ),
    family=(
        "Amato", "Bellini", "Caruso", "D'Angelo", "Esposito", "Ferri", "Galli", "Longo", "Marchetti", "Neri",
        "Orlando", "Palmieri", "Rinaldi", "Serra", "Testa", "Vitale",
    ),
    phone="+39 080 555 0###",
    mail_domains=("example.org", "posta-viva.example", "casella.example"),
    money="{} €",
    openings=(
        "Compro da voi da anni.",
        "Che delusione.",
        "È già la seconda volta.",
        "Sarò breve.",
        "Il negozio mi piace, il resto no.",
    ),
    problems={
        Theme.LATE: (
            "L'ordine {order} è in ritardo di {days} giorni.",
            "Il corriere scrive «assente», ma in casa c'eravamo tutti.",
            "La data di consegna è cambiata {times} volte.",
        ),
        Theme.BROKEN: (
            "Il modello {item} è arrivato rotto.",
            "Mancano le viti e le istruzioni sono di un altro modello.",
            "Dopo {days} giorni ha smesso di funzionare.",
        ),
        Theme.RUDE: (
            "Alla cassa mi hanno risposto male davanti a tutti.",
            "Mi hanno chiuso il telefono in faccia.",
            "In negozio nessuno sapeva niente di {item}, e nessuno voleva saperlo.",
        ),
        Theme.BILLED: (
            "Avete addebitato {amount} due volte per {order}.",
            "Il rimborso di {amount} era promesso {days} giorni fa.",
            "La fattura non corrisponde all'offerta.",
        ),
        Theme.IGNORED: (
            "Ho chiamato {times} volte e nessuno richiama.",
            "Mezz'ora di musica, poi cade la linea.",
            "Alle mie e-mail risponde sempre un automa.",
        ),
        Theme.WEB: (
            "L'app mi butta fuori proprio al momento di pagare.",
            "Il sito dice «disponibile», la conferma dice di no.",
            "Non riesco a cambiare l'indirizzo dell'ordine {order}.",
        ),
    },
    consequences=(
        "Era un regalo di compleanno.",
        "Ho dovuto comprarlo altrove.",
        "Ho perso un giorno di lavoro.",
        "Così non va, perché la fiducia finisce.",
        "Il bar sabato è rimasto chiuso.",
    ),
    closings=(
        "Chiamatemi, per favore.",
        "Rivoglio i miei soldi.",
        "E adesso?",
        "Aspetto una risposta entro venerdì.",
    ),
)  # fmt: skip
