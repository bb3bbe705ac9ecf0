"""The words of survey files: how a header is cut into words, which question it asks, what tools call good and bad."""

import re
from collections.abc import Iterable
from typing import Final

from cxloop_tui.domain.feedback import Band, ScoreKind
from cxloop_tui.domain.folding import document


def _words(text: str) -> frozenset[str]:
    """Read words, folded; one that ends in `*` stands for all that begin so."""
    return frozenset(text.split())


KIND_WORDS: Final[dict[ScoreKind, frozenset[str]]] = {
    ScoreKind.NPS: _words(
        "nps recommend* recommand* recomend* recomien* weiterempf* empfehl* empfiehl* consigli* raccomand* aanbevel*"
        " polec*"
    ),
    ScoreKind.CES: _words(
        "ces effort easy ease easily aufwand einfach leicht facile facil facilidade facilidad facilita esforco"
        " esfuerzo sforzo moeite inspanning makkelijk gemakkelijk wysilek latwo latwe latwosc"
    ),
    ScoreKind.CSAT: _words(
        "csat satisf* star stars rating rate zufrieden* stern sterne etoile etoiles estrella estrellas estrela"
        " estrelas stelle soddisf* tevreden* sterren zadowol* satysfakcj* gwiazdk* gwiazdek bewertung bewerten"
        " valoracion calificacion valutazione avaliacao beoordeling ocena"
    ),
}
"""Which words of a header say which question was asked; the first kind that is named counts."""

EITHER_END: Final = _words("effort aufwand esforco esfuerzo sforzo moeite inspanning wysilek")
"""Words that name a question and leave open which end is the good one: a high effort may be either."""

STAR_WORDS: Final = _words(
    "star stars stern sterne etoile etoiles estrella estrellas estrela estrelas stelle sterren gwiazdk* gwiazdek"
)

_PROMOTERS: Final = _words("promoter promoters promotor promoteur promotore promotores promotorzy")
_PASSIVES: Final = _words("passive passives passiv passif passivo pasivo passief pasywny indifferent")
_DETRACTORS: Final = _words(
    "detractor detractors detraktor kritiker detracteur detrattore detrator criticus krytyk krytycy"
)

NPS_BANDS: Final = _PROMOTERS | _DETRACTORS
"""Words that stand for an end of NPS, folded."""

BANDS_OF_WORDS: Final[dict[str, Band]] = {
    **dict.fromkeys(_PROMOTERS | _words("positive positiv positif positivo positief happy good"), Band.SATISFIED),
    **dict.fromkeys(_PASSIVES | _words("neutral neutrals neutre neutro neutraal neutralny"), Band.NEUTRAL),
    **dict.fromkeys(
        _DETRACTORS | _words("negative negativ negatif negativo negatief unhappy bad"), Band.DISSATISFIED
    ),
}
"""What tools call the answers, folded."""

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_E_MAIL: Final = re.compile(r"\be[-_ ]mail", re.IGNORECASE)


def header_words(name: str) -> frozenset[str]:
    """Cut a header into its words, folded: `NPS_SCORE`, `npsScore`, `NPS score?` are the same."""
    apart = _HUMP.sub(" ", _E_MAIL.sub("email", name))
    return frozenset(word for part in _WORD.findall(apart) for word in document(part).split())


def says(words: frozenset[str], wanted: str) -> bool:
    """Whether a header has a word, or one that begins as a stem such as `recommend*` does."""
    if wanted.endswith("*"):
        return any(word.startswith(wanted[:-1]) for word in words)
    return wanted in words


def says_any(words: frozenset[str], wanted: Iterable[str]) -> bool:
    """Whether a header has one of these words or stems."""
    return any(says(words, one) for one in wanted)


def kind_in(header: str) -> ScoreKind | None:
    """Return the question a header asks; None when it names none."""
    words = header_words(header)
    return next((kind for kind, names in KIND_WORDS.items() if says_any(words, names)), None)
