"""German."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

GERMAN: Final = Language(
    name="German",
    weight=12,
    given=(
        "Anke", "Bernd", "Carla", "Dörte", "Emil", "Frauke", "Günther", "Heike", "Jonas", "Käthe", "Lukas", "Mareike",
        "Nils", "Petra", "Ralf", "Sabine", "Thorsten", "Ute",
    ),
    family=(
        "Albrecht", "Böhm", "Castrop", "Dreyer", "Engel", "Fuchs", "Groß", "Hansen", "Jäger", "Krüger", "Lehmann",
        "Möller", "Neumann", "Petersen", "Reuter", "Schäfer", "Voß", "Weiß",
    ),
    phone="+49 30 23125 ###",
    mail_domains=("example.org", "briefkasten.example", "nordpost.example"),
    money="{} €",
    openings=(
        "Seit Jahren kaufe ich bei Ihnen.",
        "So etwas habe ich noch nicht erlebt.",
        "Leider schon das zweite Mal.",
        "Ich fasse mich kurz.",
        "Eigentlich mag ich Ihren Laden.",
        "Schade, wirklich schade.",
        "Ich hatte mich auf die Lieferung gefreut.",
    ),
    problems={
        Theme.LATE: (
            "Die Bestellung {order} ist seit {days} Tagen überfällig.",
            "Der Fahrer hat angeblich geklingelt, ich war den ganzen Tag zu Hause.",
            "Das Paket liegt laut Sendungsverfolgung seit {days} Tagen im selben Lager.",
            "Der Liefertermin wurde {times} Mal verschoben, ohne ein Wort der Erklärung.",
        ),
        Theme.BROKEN: (
            "Beim Modell {item} ist eine Ecke abgebrochen.",
            "Es fehlen Schrauben, und die Anleitung passt nicht zum Modell {item}.",
            "Nach {days} Tagen ging gar nichts mehr.",
            "Geliefert wurde die falsche Farbe, zum zweiten Mal.",
        ),
        Theme.RUDE: (
            "An der Kasse wurde ich vor allen Leuten angeschrien.",
            "Der Verkäufer hat nicht einmal aufgeschaut, als ich nach {item} fragte.",
            "Mir wurde unterstellt, ich hätte das Gerät selbst beschädigt.",
            "Ihr Kollege hat einfach aufgelegt.",
        ),
        Theme.BILLED: (
            "Für {order} wurden {amount} doppelt abgebucht.",
            "Auf die Erstattung von {amount} warte ich seit {days} Tagen.",
            "Rechnung falsch, Mahnung trotzdem gekommen.",
            "Der Gutschein wurde eingelöst, aber nicht abgezogen.",
        ),
        Theme.IGNORED: (
            "Ich habe {times} Mal angerufen, zurückgerufen hat niemand.",
            "Eine halbe Stunde Warteschleife, dann war die Leitung tot.",
            "Auf meine Mails kommt immer dieselbe Antwort vom Automaten.",
            "Jedes Mal erkläre ich {order} einem anderen Menschen von vorn.",
        ),
        Theme.WEB: (
            "Die App meldet mich mitten im Bezahlen ab.",
            "Im Shop steht „sofort lieferbar“, in der Bestätigung nicht mehr.",
            "Die Adresse zu {order} lässt sich nicht ändern.",
            "Das Passwort wurde {times} Mal zurückgesetzt, ich komme trotzdem nicht hinein.",
        ),
    },
    consequences=(
        "Die Gäste saßen auf dem Boden.",
        "Es sollte ein Geburtstagsgeschenk sein.",
        "Ich musste es woanders kaufen.",
        "Das hat mich einen Urlaubstag gekostet.",
        "Meine Geduld ist am Ende.",
        "Das alte Gerät ist schon entsorgt.",
    ),
    closings=(
        "Bitte rufen Sie mich an.",
        "Ich möchte mein Geld zurück.",
        "Wie geht es jetzt weiter?",
        "Ich erwarte bis Freitag eine Antwort.",
        "Mit freundlichen Grüßen",
        "Eine Entschuldigung wäre das Mindeste.",
    ),
)  # fmt: skip
