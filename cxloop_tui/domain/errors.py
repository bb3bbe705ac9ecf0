"""Everything cxloop says no with.

CxloopError                something a person can act on; its text is one plain sentence
|- Refused                 a rule of the desk says no (command line: exit 4)
|  '- Clashing             somebody else decided otherwise meanwhile (exit 4)
|- NotFound                nobody and nothing of that name (exit 3)
|- Unusable                the input cannot be used as it stands (exit 2)
|- StoreTrouble            the store file cannot be opened, read or trusted (exit 1)
'- RemoteTrouble           the hub cannot be reached or does not answer as one (exit 5)
   |- SignedOut            it does not know the token of this desk
   '- NotSpoken            it speaks another protocol
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxloop_tui.domain.clash import Clash


class CxloopError(Exception):
    """A plain sentence for a person: what is wrong, where, and what to do next."""

    exit_code = 1


class Refused(CxloopError):
    """A rule of the desk says no; nothing was changed."""

    exit_code = 4


class Clashing(Refused):
    """Carrying it out would overwrite what its maker had not seen; `clashes` says where."""

    def __init__(self, sentence: str, clashes: Sequence["Clash"]) -> None:
        super().__init__(sentence)
        self.clashes = tuple(clashes)


class NotFound(CxloopError):
    """No ticket, segment or person goes by that name."""

    exit_code = 3


class Unusable(CxloopError):
    """What was typed, mapped or configured cannot be used as it stands."""

    exit_code = 2


class StoreTrouble(CxloopError):
    """The store file is unreadable, foreign, newer than this program, or damaged."""


class RemoteTrouble(CxloopError):
    """The hub cannot be reached, or does not answer as one; whether it took what was sent nobody knows."""

    exit_code = 5

    def __init__(self, sentence: str, *, retry_after: float | None = None) -> None:
        """`retry_after` is how many seconds it asks to be left alone, None when it did not say."""
        super().__init__(sentence)
        self.retry_after = retry_after


class SignedOut(RemoteTrouble):
    """The hub does not know the token of this desk (any more): everything stays here until it has another."""


class NotSpoken(RemoteTrouble):
    """The hub speaks another protocol than this program: everything stays here until one of them is updated."""
