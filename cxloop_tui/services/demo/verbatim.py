"""What customers write: sentences of one language put together, each text a little different from all others."""

from random import Random
from typing import Final

from cxloop_tui.services.demo.chances import Chances
from cxloop_tui.services.demo.languages.language import Facts, Language, Theme

_EMOJI: Final = (
    "😡",
    "😤",
    "😞",
    "🙄",
    "👎🏽",
    "😢",
    "📦❓",
    "⏰",
    "💸",
    "🤦",
    "🤷‍♀️",
    "💔",
    "😡😡😡",
    "☹️",
    "🪑",
    "🇪🇺",
)

_ITEMS: Final = (
    "Tidal 40", "Lumo", "Kestrel", "Fjord", "Halden", "Brisa", "Norra", "Pico 2", "Salina", "Dune XL", "Mola", "Orsa",
    "Alba 120", "Vela", "Skarv", "Quinta", "Torre 3", "Marea", "Bruma", "Loft 80", "Ostra", "Faro", "Junco", "Sirene",
)  # fmt: skip

_SHAPES: Final = Chances({
    "p": 5, "pc": 5, "op": 2, "opc": 2, "pq": 4, "pk": 4, "opcq": 1, "opk": 1, "pkc": 3, "cp": 3,
    "pcq": 3, "pkcq": 3, "opkcq": 1, "p q": 2, "p cq": 2, "o pc q": 1, "op kc q": 1,
})  # fmt: skip
"""How often a text has which parts: Opening, Problem, Kindred problem, Consequence, Question or demand at the end.

Parts after a blank stand in a paragraph of their own.
"""

ODD_SHARE: Final = 0.02
"""How many texts are of the kind that breaks careless programs."""


def facts(language: Language, random: Random) -> Facts:
    """Make up what a complaint is about."""
    amount = random.randrange(9, 480) * language.money_scale
    return Facts(
        order=f"HB-{random.randrange(10_000, 99_999)}",
        item=random.choice(_ITEMS),
        days=random.randint(3, 10),
        times=random.randint(3, 6),
        amount=language.money.format(amount),
    )


def compose(language: Language, theme: Theme, about: Facts, random: Random) -> str:
    """Write a text of one to five sentences, now and then with an emoji, now and then an odd one."""
    shape = _SHAPES.draw(random)
    problem, kindred = random.sample(language.problems[theme], 2)
    parts = {
        "o": random.choice(language.openings),
        "p": problem,
        "k": kindred,
        "c": random.choice(language.consequences),
        "q": random.choice(language.closings),
    }
    paragraphs = (language.space.join(parts[letter] for letter in letters) for letters in shape.split())
    text = about.told_in("\n\n".join(paragraphs))
    if random.random() < ODD_SHARE:
        return _odd(text, about, random)
    return _in_a_mood(text, random)


def _in_a_mood(text: str, random: Random) -> str:
    mood = random.random()
    if mood < 0.12:
        return f"{text} {random.choice(_EMOJI)}"
    if mood < 0.15:
        return text.upper()
    if mood < 0.2:
        return text.rstrip(".。") + random.choice(("!!!", "...", "!", " !!"))
    return text


def _odd(text: str, about: Facts, random: Random) -> str:
    """Make a text of what programs stumble over: markup, quotes, formulas, very long words."""
    return random.choice(
        (
            f"[b]{text}[/b] [/] [red]",
            f'=HYPERLINK("{about.order}") {text}',
            text.replace(" ", "_") + "_" + "a" * 180,
            f"\"'{text}'\" -- \\n %s {{}} ${{order}} `{about.order}`",
            f"<b>{text}</b> & <script>alert('{about.order}')</script>",
            "N" + "O" * 240 + "!!! " + text,
            f"[link=https://harbour.example/{about.order}]{text}[/link]",
            f'{text}\n\n> On Monday you wrote:\n> [order {about.order}] is "on its way"\n> --\n> Harbour',
        )
    )
