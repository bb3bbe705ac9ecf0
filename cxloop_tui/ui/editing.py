"""Long texts in the user's own editor, and back."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

from cxloop_tui.domain.errors import CxloopError

_UNCHANGED = "your text is as it was"


def edited(app: App[object], text: str) -> str:
    """Let the user write `text` in $VISUAL or $EDITOR and return what they left.

    Raises CxloopError when there is no editor, it cannot be started or it fails; the text is as it was then.
    """
    command = _editor()
    with tempfile.TemporaryDirectory(prefix="cxloop-") as directory:
        file = Path(directory) / "text.txt"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        _run(app, [*command, str(file)])
        try:
            return file.read_text(encoding="utf-8", errors="replace").rstrip("\n")
        except OSError as trouble:
            left = f"{Path(command[0]).name} left no text behind ({trouble.strerror})"
            raise CxloopError(f"{left}; {_UNCHANGED}") from trouble


def _editor() -> Sequence[str]:
    """Return the words of the user's command. Raises CxloopError, naming the variable to set."""
    variable = "VISUAL" if os.environ.get("VISUAL", "").strip() else "EDITOR"
    try:
        command = shlex.split(os.environ.get(variable, ""))
    except ValueError as wrong:
        raise CxloopError(f"set {variable} to your editor: {str(wrong).lower()}") from wrong
    if not command:
        raise CxloopError("set EDITOR to your editor, as in EDITOR=nano")
    if shutil.which(command[0]) is None:
        raise CxloopError(f"set {variable} to your editor: there is no {command[0]}")
    return command


def _run(app: App[object], command: Sequence[str]) -> None:
    """Give the terminal to a command until it ends. Raises CxloopError when it cannot be started or fails."""
    name = Path(command[0]).name
    ended: int | OSError
    try:
        with app.suspend():
            try:
                ended = subprocess.run(command, check=False).returncode  # noqa: S603 - the user's own editor
            except OSError as trouble:  # raised out of here, Textual would never take the terminal back
                ended = trouble
    except SuspendNotSupported as trouble:
        raise CxloopError(f"this terminal cannot be given to {name}; {_UNCHANGED}") from trouble
    if isinstance(ended, OSError):
        raise CxloopError(f"{name} could not be started ({ended.strerror}); {_UNCHANGED}") from ended
    if ended:
        raise CxloopError(f"{name} ended with {ended}; {_UNCHANGED}")
