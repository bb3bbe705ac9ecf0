"""Line 8: every screen and state at both sizes in both themes can be drawn; looking at them is for people."""

import tempfile
from pathlib import Path

from cxloop_tui.ui.themes import THEMES
from tests import gallery
from tests.acceptance import Outcome


def run() -> Outcome:
    """Draw them all and count them."""
    with tempfile.TemporaryDirectory() as directory:
        drawn = gallery.draw(Path(directory))
    counts = {
        "scenes": len(gallery.SCENES),
        "pictures": drawn,
        "sizes": len(gallery.SIZES),
        "themes": len(THEMES),
    }
    return Outcome(8, "screens and states drawn, for people to look at", counts, [])
