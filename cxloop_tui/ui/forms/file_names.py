"""Names of files as people type them: `~` for their home, completed by what lies there."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path


def path_of(name: str) -> Path:
    """Return the path that somebody typed, `~` for their home."""
    return Path(os.path.expanduser(name))  # noqa: PTH111 - which leaves what is nobody's home


def place_of(directory: str) -> str:
    """Return a directory as it would be typed, to go on from there; nothing for none."""
    if not directory:
        return ""
    home = str(Path.home())
    inside = directory == home or directory.startswith(f"{home}/")
    typed = f"~{directory[len(home) :]}" if inside else directory
    return f"{typed.rstrip('/')}/"


@dataclass(frozen=True, slots=True)
class Completed:
    """What a name that was begun can become."""

    text: str
    """As far as it is certain."""
    among: tuple[str, ...]
    """Which names begin so, directories with `/`."""


def completed(typed: str) -> Completed:
    """Complete the last part of a path by what lies there."""
    if typed == "~":
        return Completed("~/", ("~/",))
    above, slash, begun = typed.rpartition("/")
    names = sorted(name for name in _names_in(path_of(f"{above}{slash}" or ".")) if _continues(name, begun))
    common = _common_beginning(names) or begun
    return Completed(f"{above}{slash}{common}", tuple(names))


def _common_beginning(names: Sequence[str]) -> str:
    """Return what all names begin with; of names in order the first and the last tell."""
    if not names:
        return ""
    pairs = zip(names[0], names[-1], strict=False)
    return "".join(letter for letter, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _continues(name: str, begun: str) -> bool:
    """Whether a name goes on from what was begun; hidden ones are for those who type the dot."""
    return name.startswith(begun) and (not name.startswith(".") or begun.startswith("."))


def _names_in(directory: Path) -> Iterator[str]:
    """Yield what lies in a directory that can be typed; nothing where nobody may look."""
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name.isprintable():
                    yield f"{entry.name}/" if entry.is_dir() else entry.name
    except (OSError, ValueError):
        return
