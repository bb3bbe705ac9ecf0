"""What a query string asks for. Whatever cannot be meant is a problem that names the parameter."""

from typing import Final

from starlette.requests import Request

from cxloop_tui.domain.feed import Cursor
from cxloop_tui.hub.problems import Problem

SEQ_MOST: Final = 2**62
"""No place in an order is as high."""

NAME_MOST: Final = 100
"""The most characters of the name of an order, and of an operation's id."""

_DIGITS_MOST: Final = 19


def cursor_asked(request: Request) -> Cursor:
    """Return up to where a client has the order; without any of it, the start. Raises Problem."""
    return Cursor(_text(request, "epoch"), whole_asked(request, "seq", 0, most=SEQ_MOST - 1), _text(request, "last"))


def whole_asked(request: Request, name: str, default: int, *, least: int = 0, most: int) -> int:
    """Return a whole number of a query string. Raises Problem."""
    text = _once(request, name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MOST and least <= int(text) <= most):
        raise Problem("malformed", f"{name} is a whole number from {least} to {most}")
    return int(text)


def _text(request: Request, name: str) -> str:
    text = _once(request, name) or ""
    if len(text) > NAME_MOST:
        raise Problem("malformed", f"{name} has at most {NAME_MOST} characters")
    return text


def _once(request: Request, name: str) -> str | None:
    found = request.query_params.getlist(name)
    if len(found) > 1:
        raise Problem("malformed", f"{name} is there {len(found)} times")
    return found[0] if found else None
