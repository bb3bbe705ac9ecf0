"""Customers of the demo who are content: promoters to be thanked, passives to be asked what would make it better."""

from collections.abc import Iterator
from random import Random
from typing import Final

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.services.demo.arrivals import Arrival
from cxloop_tui.services.demo.casework import CASEWORK
from cxloop_tui.services.demo.customers import Customers
from cxloop_tui.services.demo.languages.language import Theme
from cxloop_tui.services.demo.verbatim import facts

_ONE_IN: Final = 20
"""Of so many tickets one comes of somebody content: only the newest are asked for here, the others need nothing."""

_MOST: Final = 24

_SPAN: Final = 4 * DAY
"""How far back they came."""

_PROMOTER: Final = (9, 10)
_PASSIVE: Final = (7, 8)

_PRAISE: Final = {
    "English": ("Friendly people, and the {item} is lovely.", "Quick, careful, a pleasure. I told my sister."),
    "German": ("Sehr freundliche Beratung, der {item} ist wunderschön.", "Schnell und sorgfältig, gerne wieder."),
    "French": ("Un accueil parfait, et le {item} est magnifique.", "Rapide et soigné, je recommande."),
    "Spanish": ("Muy amables, y el {item} es precioso.", "Rápido y cuidadoso, lo recomiendo."),
    "Italian": ("Personale gentile, e il {item} è bellissimo.", "Veloci e attenti, consigliatissimo."),
    "Portuguese": ("Atendimento ótimo, e o {item} é lindo.", "Rápidos e atenciosos, recomendo."),
}
_ALMOST: Final = {
    "English": ("Good, though the delivery window could be shorter.", "Nice lamp, the manual is hard to read."),
    "German": ("Gut, nur das Lieferfenster könnte kürzer sein.", "Schöne Lampe, die Anleitung ist schwer zu lesen."),
    "French": ("Bien, mais le créneau de livraison est trop long.", "Jolie lampe, la notice est difficile à lire."),
    "Spanish": ("Bien, aunque la franja de entrega es muy larga.", "Buena lámpara, el manual se lee mal."),
    "Italian": ("Bene, ma la fascia di consegna è troppo lunga.", "Bella lampada, il manuale si legge male."),
    "Portuguese": ("Bom, mas a janela de entrega é longa.", "Boa luminária, o manual é difícil de ler."),
}
"""What they write, by language; the others write in English."""


def how_many(tickets: int) -> int:
    """Return how many of a demo's tickets come of somebody content."""
    return min(tickets // _ONE_IN, _MOST)


def contented(count: int, now: int, random: Random) -> Iterator[Arrival]:
    """Make up what they answered, in the order of time: a promoter and a passive by turns."""
    customers = Customers(random)
    for place in range(count):
        at = now - HOUR - _SPAN * (count - place) // max(count, 1)
        yield _arrival(at, customers, random, is_promoter=place % 2 == 0)


def _arrival(at: int, customers: Customers, random: Random, *, is_promoter: bool) -> Arrival:
    customer = customers.next()
    about = facts(customer.language, random)
    theme = random.choice(list(Theme))
    said = _PRAISE if is_promoter else _ALMOST
    words = random.choice(said.get(customer.language.name, said["English"]))
    return Arrival(
        at=at,
        customer=customer,
        anonymous=False,
        theme=theme,
        facts=about,
        comment=about.told_in(words),
        answer=(random.choice(_PROMOTER if is_promoter else _PASSIVE), ScoreKind.NPS),
        channel="e-mail",
        touchpoint=random.choice(CASEWORK[theme].touchpoints),
        segment="care",
    )
