"""The answer of a widget that paints whole lines itself to a compositor that wants a part of them."""

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip


def cropped(lines: Sequence[Strip], crop: Region, width: int) -> list[Strip]:
    """Return the cells of `crop` in the lines of its height; `width` is that of the widget, in cells.

    Nearly every frame wants whole lines: those are handed on as they are, with what Textual keeps in each.
    """
    if crop.x or crop.width != width:
        return [line.crop(crop.x, crop.right) for line in lines]
    return list(lines)
