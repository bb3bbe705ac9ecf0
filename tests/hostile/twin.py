"""Two stores alike but for their words, hostile here and harmless there, and what a terminal receives from each.

A twin's text takes the cells of its original, cleaned, and breaks where that breaks: so both are drawn with the same
strokes, and whatever else a terminal receives came out of the text.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.cells import split_graphemes

from cxloop_tui.domain.text import clean_block, clean_same_length
from tests.hostile import strings
from tests.hostile.house import build
from tests.terminal import Terminal, control_sequences

_NARROW: Final = "x"
_WIDE: Final = "한"
"""Two cells, and no line breaks beside it."""

_BREAKING: Final = range(0x2E80, 0xAC00), range(0xF900, 0xFB00), range(0xFF00, 0xFF61), range(0x20000, 0x3FFFE)
"""Letters and stops of Chinese and Japanese, beside which a line may break: they stand for themselves."""


def disguised(text: str) -> str:
    """Return the harmless twin of a stored text: as wide where it is shown, in a line or in a block."""
    tab = next(letter for letter in map(chr, range(0xE000, 0xF8FF)) if letter not in text)
    return _in_x(clean_block(strings.kept(text).replace("\t", tab)).replace(tab, "\t"))


def disguised_in_a_box(text: str) -> str:
    """Return the harmless twin of a text that is typed or pasted: as wide in a box, which shows letter for letter."""
    return _in_x(clean_same_length(text))


def _in_x(text: str) -> str:
    """Return the text in letters of the same width; line ends and tabs stay."""
    return re.sub(r"[^\n\t]+", lambda run: "".join(_letters_for(run[0])), text)


def _letters_for(text: str) -> Iterator[str]:
    spans, _ = split_graphemes(text)
    return (_letter_for(text[start:end], cells) for start, end, cells in spans)


def _letter_for(letter: str, cells: int) -> str:
    if letter.isspace() or any(ord(letter[0]) in span for span in _BREAKING):
        return letter
    return _WIDE if cells == 2 else _NARROW * cells


@dataclass(frozen=True)
class Paste:
    """A text from the clipboard; the twin pastes its twin."""

    text: str


Step = str | Paste
"""A key, or a text to paste."""

PASTED: Final = "a\x9b31m b\x07\x08\x1a c\u202ed \x9d0;pwned\x9c\u2066 e\x7f"
"""What is pasted. No ESC is in it: Textual 8.2.8 ends a paste there and takes the rest for keys; real terminals
take it out of what they paste. No line end either, for a box of one line takes the first line alone. Its words differ
in length: a query holds each word once."""


def wide_steps(tickets: int) -> list[Step]:
    """List and ticket side by side: every ticket, then every screen from tickets of every status, then pasting."""
    by_status = {
        0: "c esc t esc s esc p esc a esc M esc e esc E esc d esc",
        1: "c esc H esc d esc",
        2: "c esc X esc",
        3: "c esc e esc n esc",
    }
    forms = " j ".join(by_status[(tickets - 1 - place) % 4] for place in range(4))
    line = f"{'j ' * tickets} g {forms} g x 2 2 1 S esc f g esc o esc p esc esc ? pagedown esc ctrl+p esc"
    box = "/ ctrl+u"
    return [*line.split(), *box.split(), Paste(PASTED), "enter", "F", "g", "c", Paste(PASTED), Paste(PASTED), "esc"]


def narrow_steps(tickets: int) -> Sequence[Step]:
    """One pane at a time: the log of every ticket, then comments page by page, then forms in what room there is."""
    return (
        f"enter 2 {'J ' * tickets} G 1 x pagedown pagedown G esc g E esc j H esc j X esc j e esc n esc ? esc".split()
    )


def other_steps() -> Sequence[Step]:
    """The screens over the list: tabs, views, many tickets at once, export, import; then the organisation."""
    tabs = "3 4 1 v down down down down down down down down down down down down esc"
    many = "* s esc a down down esc M down down esc p esc i esc c esc e esc d esc X esc W esc U I esc"
    segments = "O a pagedown g l pagedown esc e esc n esc j m enter esc"
    people = "2 pagedown G l pagedown esc e esc n esc g j j j x enter esc"
    rules = "3 G l esc e esc /"
    return [*f"{tabs} {many} {segments} {people} {rules}".split(), Paste(PASTED), "esc", "q"]


@dataclass(frozen=True)
class Received:
    """What a terminal got from a desk, and the screen before it was left."""

    raw: bytes
    screen: Sequence[str]

    @property
    def sequences(self) -> Counter[str]:
        """The control sequences, with how often they came."""
        return Counter(control_sequences(self.raw))

    @property
    def harmful(self) -> set[str]:
        """Characters that no desk sends on its own: it begins sequences, ends lines and rings the bell."""
        return set(strings.HARMFUL.findall(self.raw.decode("utf-8", "replace"))) - set("\x1b\r\n\x07")


def run(store: Path, steps: Sequence[Step], size: tuple[int, int], *, harmless: bool) -> Received:
    """Open the desk on a store, do the steps, each when the screen stands still, and quit."""
    home = store.with_suffix(".home")
    home.mkdir(exist_ok=True)
    config = home / "config.toml"
    config.write_text("refresh_seconds = 3600\n", encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TEXTUAL_ANIMATIONS": "none"}
    command = [
        sys.executable,
        "-m",
        "cxloop_tui",
        "--store",
        str(store),
        "--config",
        str(config),
        "desk",
        "sort:number",
    ]
    with Terminal(command, columns=size[0], rows=size[1], env=environment, cwd=Path(__file__).parents[2]) as terminal:
        terminal.wait_for("highest number first")
        for step in ("", *steps):
            if isinstance(step, Paste):
                terminal.paste(disguised_in_a_box(step.text) if harmless else step.text)
            elif step:
                terminal.press(step)
            terminal.wait_settled()
        screen = terminal.screen()
        terminal.press("ctrl+q")
        if terminal.exit_code() != 0:
            raise AssertionError("the desk did not end in good order:\n" + "\n".join(screen))
        return Received(terminal.raw, screen)


@dataclass(frozen=True)
class Compared:
    """What two terminals got, and in what the hostile one's bytes differ every time."""

    hostile: Received
    harmless: Received
    differences: Sequence[str]


def compared(
    directory: Path, texts: Sequence[str], size: tuple[int, int], steps: Sequence[Step], *, now: int
) -> Compared:
    """Run the same steps on a store of these texts and on its harmless twin, at once.

    Where they differ it is done again: a frame that a busy machine left out has one place of the cursor less, but
    what comes out of a text comes every time.
    """
    build(directory / "hostile.db", texts, now=now)
    build(directory / "harmless.db", texts, now=now, disguise=disguised)
    hostile, harmless = _run_both(directory, size, steps)
    lasting = differences(hostile, harmless, texts)
    for _ in range(_MORE_ATTEMPTS if lasting else 0):
        hostile, harmless = _run_both(directory, size, steps)
        found = differences(hostile, harmless, texts)
        lasting = [difference for difference in lasting if difference in found]
    return Compared(hostile, harmless, lasting)


def _run_both(directory: Path, size: tuple[int, int], steps: Sequence[Step]) -> tuple[Received, Received]:
    with ThreadPoolExecutor(2) as both:
        hostile = both.submit(run, directory / "hostile.db", steps, size, harmless=False)
        harmless = both.submit(run, directory / "harmless.db", steps, size, harmless=True)
        return hostile.result(), harmless.result()


_MORE_ATTEMPTS: Final = 2

_DRAWN: Final = re.compile(r"CSI [\d;]*[mH]|CSI \?2026[hl]|\^[MJ]")
"""What is repeated with every frame: colours, places, line ends, and the brackets around a frame."""


def differences(hostile: Received, harmless: Received, texts: Sequence[str]) -> list[str]:
    """Say in what the hostile desk's bytes differ from the harmless one's; nothing is what is wanted.

    How many frames a key leads to depends on how busy the machine is, so what every frame repeats is compared by
    kind: each colour and each place on both sides or on neither. All other sequences must come equally often.
    """
    here, there = hostile.sequences, harmless.sequences
    unequal = [sequence for sequence in sorted(here | there) if not _is_equal(sequence, here, there)]
    harmful = sorted(hostile.harmful | harmless.harmful)
    leaked = [text for text in texts if _came(text, hostile) and not _came(text, harmless)]
    return [
        *(f"{sequence!r} does not come from both alike" for sequence in unequal),
        *(f"the character {letter!r} came" for letter in harmful),
        *(f"the bytes of {text!r} came" for text in leaked),
    ]


def _is_equal(sequence: str, here: Counter[str], there: Counter[str]) -> bool:
    is_repeated = _DRAWN.fullmatch(sequence) and here[sequence] and there[sequence]
    return bool(is_repeated) or here[sequence] == there[sequence]


def _came(text: str, received: Received) -> bool:
    """Say whether a text with something harmful in it came as it is."""
    kept = strings.kept(text)
    return bool(strings.HARMFUL.search(kept)) and kept.encode() in received.raw
