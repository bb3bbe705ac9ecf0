"""The body of a request as JSON: read up to a limit, and whatever is wrong with it is a problem, never an error.

What RFC 8259 leaves open is closed here: one name twice, numbers that are none, another character set.
"""

import asyncio
import json
from typing import Any, Final, Never

from starlette.requests import Request

from cxloop_tui.domain.operation import Json
from cxloop_tui.hub.problems import Problem

_PLAIN: Final = frozenset({"", "identity"})
_CHARSETS: Final = frozenset({"", "utf-8", "utf8"})


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """Return the octets of a JSON body, `most` at most, which have to be here within some seconds. Raises Problem."""
    _check_media(request)
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told[:20]) > most:
        raise _too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise _too_large(most)
    except TimeoutError:
        raise Problem("malformed", f"the body was not there after {seconds:.0f} s") from None
    return bytes(body)


def json_of(body: bytes) -> Json:
    """Read JSON. Raises Problem."""
    try:
        text = body.decode()
    except UnicodeDecodeError as wrong:
        raise _malformed(f"the byte at {wrong.start:,} is not UTF-8") from None
    try:
        found: Json = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as wrong:
        raise _malformed(f"this is no JSON: {wrong.msg} at character {wrong.pos:,}") from None
    except RecursionError:
        raise _malformed("this JSON is nested too deep") from None
    except ValueError as wrong:  # a whole number of thousands of digits
        raise _malformed("this JSON has too long a number") from wrong
    return found


def _check_media(request: Request) -> None:
    if request.headers.get("content-encoding", "").strip().lower() not in _PLAIN:
        raise Problem("media-type", "a body is sent as it is, without Content-Encoding")
    media, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('" ') for part in parameters if part.startswith("charset=")), "")
    if media != "application/json" or charset not in _CHARSETS:
        raise Problem("media-type", "application/json in UTF-8 is expected")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _malformed("an object in this JSON has one name twice")
    return made


def _no_number(word: str) -> Never:
    raise _malformed(f"{word} is no JSON")


def _too_large(most: int) -> Problem:
    return Problem("too-large", f"at most {most:,} octets are taken at once: send less")


def _malformed(detail: str) -> Problem:
    return Problem("malformed", detail)
