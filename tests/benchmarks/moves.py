"""What somebody does at the desk in a minute or two, at random: moves of some keys each, all keys among them.

Only leaving is left out (the run would be over), the editor (it is another program), and agreeing to do something to
everything that is found. Whatever a move leaves open, the next begins in: only the pauses clear it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from cxloop_tui.ui.actions import ACTIONS
from cxloop_tui.ui.keymap import shown

_NOT_PRESSED = frozenset({"app.leave", "app.quit", "form.editor", "organisation.back", "list.mark_all"})

_WALKING = ("down", "down", "down", "j", "up", "k", "pagedown", "pageup", "ctrl+d", "ctrl+u", "home", "end", "g", "G")
_READING = ("1", "2", "3", "4", "[", "]", "J", "K", "x", "j", "k", "tab", "0")
_WORDS = ("called them back", "asked the depot", "wants a new one", "spoke to them", "no answer, trying again")
_QUERIES = (
    "status:open", "owner:me", "owner:none", "priority:>=high", "due:<2d", "overdue:yes", "score:<=2 channel:sms",
    "sort:customer", "status:new,open sort:due", "not:status:resolved", "zzzz", '"', "#", "()*:", "status:", "-",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Press:
    """A key, and how long to look at what it does."""

    key: str
    wait: float
    """Seconds."""


Move = Callable[[Random], Iterator[Press]]


def every_key() -> list[str]:
    """Return all keys of the registry that may be pressed anywhere, as terminals call them."""
    keys = {key for action in ACTIONS if action.id not in _NOT_PRESSED for key in action.keys}
    keys -= {key for action in ACTIONS if action.id in _NOT_PRESSED for key in action.keys}
    return sorted(sign if (sign := shown(key)).isascii() and len(sign) == 1 else key for key in keys)


def moves(words: Sequence[str]) -> list[tuple[str, int, Move]]:
    """Return what can be done: its name, how often of a hundred or so, and how; `words` are to be searched for."""
    keys = every_key()
    return [
        ("walk", 22, _walk),
        ("hold a key", 5, _hold),
        ("read a ticket", 10, _read),
        ("search", 14, lambda random: _search(random, words)),
        ("filter", 8, _filter),
        ("order and views", 8, _order),
        ("comment", 6, lambda random: _form(random, "c", submits=True)),
        ("change", 10, _change),
        ("forms", 5, lambda random: _form(random, random.choice("EHdXneaMsW"), submits=random.random() < 0.5)),
        ("undo and redo", 4, lambda random: _each(random, [random.choice("zzZ")], slow=True)),
        ("marks", 3, _mark),
        ("all marked", 1, lambda random: _each(random, ["*", "down", "pagedown", "end", "home", "U"], slow=True)),
        ("other screens", 3, _elsewhere),
        ("any keys", 5, lambda random: _each(random, random.choices(keys, k=random.randint(2, 8)))),
    ]


def chosen(random: Random, among: Sequence[tuple[str, int, Move]]) -> tuple[str, Move]:
    """Choose a move by its weight."""
    name, _, move = random.choices(among, weights=[weight for _, weight, _ in among])[0]
    return name, move


def _each(random: Random, keys: Sequence[str], *, slow: bool = False) -> Iterator[Press]:
    for key in keys:
        yield Press(key, random.uniform(0.05, 0.3) if slow else random.uniform(0, 0.08))


def _walk(random: Random) -> Iterator[Press]:
    key = random.choice(_WALKING)
    yield from _each(random, [key if random.random() < 0.7 else random.choice(_WALKING) for _ in range(15)])


def _hold(random: Random) -> Iterator[Press]:
    key = random.choice(("down", "up", "pagedown", "pageup", "j", "k"))
    for _ in range(random.randint(20, 90)):
        yield Press(key, 1 / 30)


def _read(random: Random) -> Iterator[Press]:
    yield Press("enter", random.uniform(0, 0.2))
    yield from _each(random, random.choices(_READING, k=8))
    yield Press("esc", 0.1)


def _search(random: Random, words: Sequence[str]) -> Iterator[Press]:
    yield Press("/", random.uniform(0, 0.1))
    text = random.choice(words if random.random() < 0.8 else _QUERIES)
    yield from _each(random, [key for key in text if key != "q"], slow=random.random() < 0.3)
    if random.random() < 0.3:
        yield from _each(random, ["backspace"] * random.randint(1, len(text)))
    yield Press(random.choice(("enter", "enter", "esc")), random.uniform(0, 0.2))


def _filter(random: Random) -> Iterator[Press]:
    yield Press("f", 0.05)
    yield from _each(random, random.choices("1234", k=random.randint(1, 4)))
    if random.random() < 0.4:
        yield Press(random.choice("spgo"), 0.2)
        yield from _each(random, ["down"] * random.randint(0, 4))
        yield Press("enter", 0.1)
    yield Press("esc", 0.1)


def _order(random: Random) -> Iterator[Press]:
    key = random.choice(("S", "m", "!", "N", "F", "F", "f5", "v"))
    yield Press(key, 0.2)
    if key in "Sv":
        yield from _each(random, ["down"] * random.randint(0, 5))
        yield Press("enter" if key == "S" else "esc", 0.1)


def _change(random: Random) -> Iterator[Press]:
    key = random.choice(("p", "p", "t", "i", "s", "a"))
    yield Press(key, random.uniform(0, 0.3))
    if key in "pts":
        yield Press(random.choice("1234"), 0.1)
    elif key == "a":
        yield from _each(random, ["down"] * random.randint(0, 3))
        yield Press("enter", 0.1)
    yield Press("esc", 0.1)


def _form(random: Random, key: str, *, submits: bool) -> Iterator[Press]:
    yield Press(key, random.uniform(0, 0.4))
    for _ in range(random.randint(1, 3)):
        yield from _each(random, list(random.choice(_WORDS)))
        yield Press("tab", 0.05)
    yield Press("ctrl+s" if submits and key != "W" else "esc", 0.2)
    yield Press("esc", 0.1)


def _mark(random: Random) -> Iterator[Press]:
    yield from _each(random, ["space"] * random.randint(1, 5))
    yield from _each(random, ["V", *["down"] * random.randint(1, 40), "V"])
    yield from _each(random, [random.choice("pac"), "esc", "U"], slow=True)


def _elsewhere(random: Random) -> Iterator[Press]:
    key = random.choice(("O", "?", "ctrl+p", "I", "y", "Y"))
    yield Press(key, 0.3)
    yield from _each(random, random.choices(("down", "up", "pagedown", "pageup"), k=6))
    yield Press("esc", 0.2)
