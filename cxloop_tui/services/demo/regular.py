"""Elin, who has bought at Harbour for years: content each time, until this morning."""

from typing import Final

from cxloop_tui.domain.clock import HOUR
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.services.demo.arrivals import Arrival, Earlier
from cxloop_tui.services.demo.customers import Customer
from cxloop_tui.services.demo.languages import LANGUAGES
from cxloop_tui.services.demo.languages.language import Facts, Theme

_CAME: Final = 2 * HOUR
"""How long ago her complaint came."""

_BEFORE: Final = (
    Earlier(455, 9, "A lovely lamp, well packed, and the courier was kind."),
    Earlier(398, 7, "Fine. The manual for the lamp is hard to read."),
    Earlier(330, 10, "I recommended you to the whole choir."),
    Earlier(263, 9, "Quick answer about the shade, thank you."),
    Earlier(201, 9, "Your shop in Lisbon is a pleasure, such friendly people."),
    Earlier(140, 8, "Good as ever. The courier came a little late."),
    Earlier(91, 10, "Third order, third time perfect. The courier even called ahead."),
    Earlier(46, 9, "The lamp is lovely and the courier carried it up for me."),
)

_COMPLAINT: Final = (
    "I have recommended you for years, and now this: the courier left my lamp in the rain, it does not work, and for "
    "a week nobody answers. I am really disappointed."
)


def regular(now: int) -> Arrival:
    """Return what she says this morning."""
    english = next(language for language in LANGUAGES if language.name == "English")
    elin = Customer("Elin Sandberg", "elin.sandberg@fastpost.example", "+44 1632 960 118", None, english)
    return Arrival(
        at=now - _CAME,
        customer=elin,
        anonymous=False,
        theme=Theme.LATE,
        facts=Facts(order="HB-20418", item="Lumo", days=7, times=3, amount="£140"),
        comment=_COMPLAINT,
        answer=(2, ScoreKind.NPS),
        channel="e-mail",
        touchpoint="delivery",
        segment="care",
        earlier=_BEFORE,
    )
