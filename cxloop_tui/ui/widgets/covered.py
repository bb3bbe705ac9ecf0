"""What others lie upon: nothing of it is ever in sight, so it costs next to nothing to draw."""

from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip


class Covered:
    """Answers with empty lines: in every frame the compositor asks what is covered for its lines as well.

    To be mixed into a container or a screen whose children leave no cell of it free. It is no widget itself: Textual
    takes the styles of a class from the first of its bases that is one.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return as many lines as are asked for."""
        return [Strip.blank(crop.width)] * crop.height


class Panes(Covered, Horizontal):
    """Panes side by side."""
