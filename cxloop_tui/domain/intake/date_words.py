"""Words in dates, folded as `document` does it, in en de fr es it pt nl pl."""

from typing import Final

from cxloop_tui.domain.folding import document

_MONTHS: Final = (
    "january jan januar jaenner jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia sty",
    "february feb februar feber février févr fév febrero febbraio fevereiro fev februari luty lutego lut",
    "march mar märz mär mrz mars marzo março maart mrt marzec marca",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi",
    "may mai mayo maggio mag maio mei maj maja",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip",
    "august aug août aou agosto ago augustus sierpień sierpnia sie",
    "september sep sept septembre septiembre settembre set setembro wrzesień września wrz",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź",
    "november nov novembre noviembre novembro listopad listopada lis",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru",
)
"""The names of each month, full, short and inflected."""

MONTHS: Final = {document(name): month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
"""From a folded name to the number of the month."""

WEEKDAYS: Final = frozenset(
    document(
        """
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
        montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
        lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
        lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
        lunedì martedì mercoledì giovedì venerdì sabato domenica gio
        segunda terça quarta quinta sexta feira seg ter qua qui sex
        maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
        poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz
        """
    ).split()
)
"""Days of the week; `mar` is also a month."""

AROUND: Final = frozenset({
    "st", "nd", "rd", "th", "de", "del", "di", "du", "den", "der", "le", "el", "o", "a", "as", "at", "of", "the",
    "om", "um", "am", "r", "er", "on", "dia", "z",
})  # fmt: skip
"""What stands around the numbers of a date and says nothing: 21st, 21 de mayo, 21 listopada 2026 r."""
