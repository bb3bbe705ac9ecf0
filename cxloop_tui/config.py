"""The configuration file: taste only (theme, keys, places, refresh), read strictly and never written.

Whatever decides results is policy and lives in the store; secrets live in the keyring. A key that means nothing is an
error that names the file, the line and the nearest key that does. What is wrong about keys and theme, which the desk
can do without, is told and left out: it starts.

    theme = "cxloop-dark"
    ascii = false
    refresh_seconds = 2
    store = "~/desks/retail.db"

    [keys]
    ticket.comment = "c"
    ticket.escalate = ["E", "f8"]
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias, cast, get_args

from cxloop_tui.domain.address import StoreAddress, address_of
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.nearest import nearest

REFRESH_SECONDS: Final = 2.0
REFRESH_RANGE: Final = (0.2, 3600.0)
"""The fewest and the most seconds between two looks for changes by others."""

_MOST_LISTED: Final = 12
"""The most known words an error lists when none of them is near."""

_Toml: TypeAlias = Mapping[str, object]

Density: TypeAlias = Literal["normal", "compact"]


@frozen
class Mistake:
    """Something the file says that nobody can follow, but without which the desk works: told, and left out."""

    line: int | None
    """Where it stands, counted from 1; None when it cannot be told."""
    said: str
    """What is wrong, and what to do."""


@frozen
class Config:
    """What the file says, or the defaults."""

    theme: str | None = None
    """The name of a theme; None for the program's own."""
    ascii: bool = False
    """Draw with ASCII characters only."""
    refresh_seconds: float = REFRESH_SECONDS
    """How often to look for changes by others."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys by action id, in place of the action's own; an empty tuple takes its keys away."""
    copy: tuple[str, ...] = ()
    """The command that takes copied text on its standard input; empty for whatever this computer has."""
    start: str | None = None
    """The name of the view the desk begins with; None for all tickets."""
    columns: tuple[str, ...] = ()
    """The columns of the list, in their order; empty for those that fit."""
    density: Density = "normal"
    """How much room the bars take: `compact` leaves the filter bar out until it is asked for."""
    language: str | None = None
    """The language of the person, as ISO 639-1 has it; None for that of the environment."""
    signature: str = ""
    """What the person signs letters to customers with; empty for their name."""
    store: StoreAddress | None = None
    """The store to use when none is named on the command line."""
    file: Path | None = None
    """Where this was read; None when there is no file."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line each key stands in, counted from 1, as in `keys.comment`."""
    mistakes: tuple[Mistake, ...] = ()
    """What was found wrong on reading and can be left out."""

    def writes_in(self, environment: Mapping[str, str]) -> str:
        """Return the language of the person, as ISO 639-1 has it; English where nothing says it."""
        asked = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        found = self.language or asked.partition("_")[0]
        return found if len(found) == len("en") else "en"

    def with_mistake(self, key: str, said: str) -> Self:
        """Return this with one more thing that nobody can follow."""
        return replace(self, mistakes=(*self.mistakes, Mistake(self.lines.get(key), said)))

    def told(self, mistake: Mistake) -> str:
        """Return a mistake with its place, as it is shown."""
        return f"{_place(self.file, mistake.line)}: {mistake.said}"


def line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of a key such as `keys.ticket.comment`, else that of the table it stands in."""
    while key not in lines and "." in key:
        key = key.rpartition(".")[0]
    return lines.get(key)


def read_config(path: Path, *, must_exist: bool = False) -> Config:
    """Read a configuration file; without one everything has its default.

    Raises Unusable for a file that is no TOML, cannot be read, or says something this program does not know; also for
    one that is missing although somebody named it (`must_exist`).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if must_exist:
            raise Unusable(f"{path}: there is no such configuration file") from None
        return Config()
    except (OSError, UnicodeDecodeError) as trouble:
        raise Unusable(f"{path}: this configuration file cannot be read: {trouble}") from trouble
    return _config(path, _parsed(path, text), _lines_of(text))


def _parsed(path: Path, text: str) -> _Toml:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        problem, _, place = str(wrong).partition(" (at line ")
        line = place.partition(",")[0]
        raise Unusable(f"{_place(path, int(line) if line.isdecimal() else None)}: {problem}") from wrong


def _config(path: Path, toml: _Toml, lines: Mapping[str, int]) -> Config:
    values: dict[str, object] = {}
    for key, value in toml.items():
        if key not in _READERS:
            raise Unusable(f"{_place(path, lines.get(key))}: unknown key {key!r}{meant(key, _READERS)}")
        try:
            values[key] = _READERS[key](value, path)
        except ValueError as wrong:
            raise Unusable(f"{_place(path, lines.get(key))}: {key}: {wrong}") from None
    keys, mistakes = _keys(values.get("keys", {}), lines)
    return Config(
        theme=cast("str | None", values.get("theme")),
        ascii=cast("bool", values.get("ascii", False)),
        refresh_seconds=cast("float", values.get("refresh_seconds", REFRESH_SECONDS)),
        keys=keys,
        copy=cast("tuple[str, ...]", values.get("copy", ())),
        start=cast("str | None", values.get("start")),
        columns=cast("tuple[str, ...]", values.get("columns", ())),
        density=cast("Density", values.get("density", "normal")),
        language=cast("str | None", values.get("language")),
        signature=cast("str", values.get("signature", "")),
        store=cast("StoreAddress | None", values.get("store")),
        file=path,
        lines=lines,
        mistakes=tuple(mistakes),
    )


def _text(value: object, _: Path) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise ValueError("text in quotes is expected")


def _yes_or_no(value: object, _: Path) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("true or false is expected")


def _language(value: object, _: Path) -> str:
    if isinstance(value, str) and len(value) == len("en") and value.isascii() and value.isalpha():
        return value.lower()
    raise ValueError('two letters are expected, as in "de"')


def _seconds(value: object, _: Path) -> float:
    low, high = REFRESH_RANGE
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    raise ValueError(f"a number of seconds from {low:g} to {high:g} is expected")


def _store(value: object, path: Path) -> StoreAddress:
    """Return where the store is; a relative file name counts from the directory of the configuration file."""
    try:
        address = address_of(_text(value, path))
    except Unusable as wrong:
        raise ValueError(str(wrong)) from wrong
    if isinstance(address, Path):
        return path.parent / address
    if address.has_password:
        raise ValueError("a password does not belong into this file: leave it to PGPASSWORD or ~/.pgpass")
    return address


def _section(value: object, _: Path) -> _Toml:
    if isinstance(value, Mapping):
        return value
    raise ValueError('a section is expected: [keys], then lines such as ticket.comment = "c"')


def _words(value: object, _: Path) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(dict.fromkeys(value))
    raise ValueError('a list is expected, as in ["state", "customer", "due"]')


def _density(value: object, _: Path) -> str:
    if value in get_args(Density):
        return str(value)
    raise ValueError(f"{' or '.join(get_args(Density))} is expected")


def _command(value: object, path: Path) -> tuple[str, ...]:
    """Return a command as its words; quotes are those of a shell."""
    import shlex

    try:
        return tuple(shlex.split(_text(value, path)))
    except ValueError as wrong:
        raise ValueError(f'a command is expected, as in "xclip -selection clipboard" ({wrong})') from None


def _keys(section: object, lines: Mapping[str, int]) -> tuple[dict[str, tuple[str, ...]], list[Mistake]]:
    """Return the keys by action, without the entries that are no keys; these are mistakes."""
    keys: dict[str, tuple[str, ...]] = {}
    mistakes: list[Mistake] = []
    for action, value in _flat(cast("_Toml", section)).items():
        listed: list[object] = value if isinstance(value, list) else [value]
        named = [key for key in listed if isinstance(key, str) and key.strip()]
        if len(named) == len(listed):
            keys[action] = tuple(dict.fromkeys(named))
        else:
            said = f'{action} takes a key or a list of keys, as in "c" or ["c", "f5"]'
            mistakes.append(Mistake(line_of(f"keys.{action}", lines), said))
    return keys, mistakes


def _flat(table: _Toml, before: str = "") -> dict[str, object]:
    """Return a table without nesting: TOML reads `ticket.new = "n"` as a table in a table."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        key = f"{before}{name}"
        flat.update(_flat(value, f"{key}.") if isinstance(value, Mapping) else {key: value})
    return flat


_READERS: Final[Mapping[str, Callable[[object, Path], object]]] = {
    "theme": _text,
    "ascii": _yes_or_no,
    "refresh_seconds": _seconds,
    "keys": _section,
    "copy": _command,
    "start": _text,
    "columns": _words,
    "density": _density,
    "language": _language,
    "signature": _text,
    "store": _store,
}
"""How each key is read; they raise ValueError with what is expected."""

_HEADER: Final = re.compile(r"\s*\[\[?\s*(?P<table>[^\]]+?)\s*\]")


def _lines_of(text: str) -> Mapping[str, int]:
    """Return where each key and table begins; `tomllib` does not say."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        key, is_assigned, _ = line.partition("=")
        if header := _HEADER.match(line):
            table = _bare(header["table"])
            lines.setdefault(table, number)
        elif is_assigned and not key.lstrip().startswith("#"):
            lines.setdefault(f"{table}.{_bare(key)}" if table else _bare(key), number)
    return lines


def _bare(key: str) -> str:
    return re.sub(r"[\"'\s]", "", key)


def meant(word: str, known: Collection[str]) -> str:
    """Return what to do about a word that is not known: the nearest one that is, or all of them if they are few."""
    close = nearest(word, known)
    if close is not None:
        return f"; did you mean {close}?"
    return f"; use one of {', '.join(sorted(known))}" if len(known) <= _MOST_LISTED else ""


def _place(file: Path | None, line: int | None) -> str:
    return f"{file}" if line is None else f"{file}, line {line}"
