"""Names that every laptop derives alike from a file's content, so that nothing is taken twice."""

import json
from collections.abc import Iterable
from hashlib import blake2b

from cxloop_tui.domain.identity import derived


def source_of(names: Iterable[str]) -> str:
    """Name the survey that a file with these headers holds, whatever the file is called."""
    return blake2b(json.dumps(sorted(names)).encode(), digest_size=16).hexdigest()


def fingerprint(names: Iterable[str], cells: Iterable[str]) -> str:
    """Name the content of a row; neither the order of columns nor the kind of line break in a cell matters."""
    pairs = sorted((name, cell.replace("\r\n", "\n")) for name, cell in zip(names, cells, strict=True) if cell)
    return blake2b(json.dumps(pairs).encode(), digest_size=16).hexdigest()


def response_id(source: str, key: str) -> str:
    """Return the id every laptop gives to the response that `key` names in `source`."""
    return derived("response", source, key)


def ticket_id(response: str) -> str:
    """Return the id of the ticket that a response makes."""
    return derived("ticket", response)


def addition_id(response: str) -> str:
    """Return the id of the operation that puts a response to a ticket there is."""
    return derived("addition", response)
