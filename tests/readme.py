"""What the README promises, taken out of it: its commands and its examples."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
README: Final = ROOT / "README.md"

_BLOCK: Final = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SET_UP: Final = "python3 -m venv "


def blocks(page: Path, language: str) -> list[str]:
    """Return the contents of a page's code blocks of one language."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [block["body"] for block in found if block["language"] == language]


def shell_lines(page: Path) -> list[str]:
    """Return every line a page tells to type into a shell."""
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line.strip()]


def set_up_commands() -> list[str]:
    """Return the README's commands that do everything from a fresh clone on: the demo's, the tests'."""
    return [line for line in shell_lines(README) if line.startswith(_SET_UP)]
