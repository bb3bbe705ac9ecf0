"""Opening a screen without doing anything twice: for a form that is half of the moment it takes."""

from textual.events import Resize, ScreenResume
from textual.geometry import Size


class OpensAtOnce:
    """For screens, before Textual's own among the bases.

    When a screen opens Textual gives each widget its styles, and then all of them once more because the screen has
    become the one in sight. It lays the screen out, tells it of the size that came of that, and for that size lays it
    and all that is behind it out again, and paints both.
    """

    outer_size: Size
    _was_in_sight = False

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Keep the styles that were given a moment ago; those of a screen come back to may be old."""
        event.refresh_styles = event.refresh_styles and self._was_in_sight
        self._was_in_sight = True

    def on_resize(self, event: Resize) -> None:
        """Keep what has been laid out for this size already."""
        if event.size == self.outer_size:
            event.prevent_default()
