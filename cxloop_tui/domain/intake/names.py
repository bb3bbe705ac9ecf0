"""Names that every laptop derives alike from a file's content, so that nothing is taken twice."""

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from json.encoder import encode_basestring_ascii as quoted

from cxloop_tui.domain.identity import derived


def source_of(names: Iterable[str]) -> str:
    """Name the survey that a file with these headers holds, whatever the file is called."""
    return blake2b(json.dumps(sorted(names)).encode(), digest_size=16).hexdigest()


class Fingerprints:
    """Names the content of rows; neither the order of columns nor the kind of line break in a cell matters.

    What is named is the JSON of a sorted list of pairs, header and cell. The headers, all different, are sorted and
    written once for all rows.
    """

    def __init__(self, names: Sequence[str]) -> None:
        order = sorted(range(len(names)), key=names.__getitem__)
        self._columns = [(f"[{quoted(names[place])}, ", place) for place in order]

    def of(self, cells: Sequence[str]) -> str:
        """Return the name of one row, as long as the headers."""
        said = [name + quoted(cells[place].replace("\r\n", "\n")) for name, place in self._columns if cells[place]]
        pairs = "], ".join(said) + "]" if said else ""
        return blake2b(f"[{pairs}]".encode(), digest_size=16).hexdigest()


def response_id(source: str, key: str) -> str:
    """Return the id every laptop gives to the response that `key` names in `source`."""
    return derived("response", source, key)


def ticket_id(response: str) -> str:
    """Return the id of the ticket that a response makes."""
    return derived("ticket", response)


def addition_id(response: str) -> str:
    """Return the id of the operation that puts a response to a ticket there is."""
    return derived("addition", response)
