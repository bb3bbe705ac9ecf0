"""Long texts in the user's own editor, and back."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from cxloop_tui.domain.errors import CxloopError


def edited(app: App[object], text: str) -> str:
    """Let the user write `text` in $VISUAL or $EDITOR and return what they left.

    Raises CxloopError when there is no editor, it cannot be started or it fails; the text is as it was then.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise CxloopError("no editor: set EDITOR to the command of yours")
    name = Path(command[0]).name
    with tempfile.TemporaryDirectory(prefix="cxloop-") as directory:
        file = Path(directory) / "text.txt"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        try:
            with app.suspend():
                finished = subprocess.run([*command, str(file)], check=False)  # noqa: S603 - the user's own editor
        except (OSError, SuspendNotSupported) as trouble:
            raise CxloopError(f"{name} could not be started: {trouble}; your text is as it was") from trouble
        if finished.returncode:
            raise CxloopError(f"{name} ended with {finished.returncode}; your text is as it was")
        return file.read_text(encoding="utf-8", errors="replace").rstrip("\n")
