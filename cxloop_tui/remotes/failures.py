"""What it means when a hub cannot be reached: from what the network said to a sentence for a person.

None of it repeats what was sent: the texts of the libraries may quote a header, and with it the token.
"""

import socket
import ssl
from collections.abc import Iterator
from typing import Final

import httpx

from cxloop_tui.domain.text import clean_line
from cxloop_tui.remotes.hub_address import HubAddress, proxy_on_the_way

_NOT_YET_VALID: Final = 9
_EXPIRED: Final = 10
_OTHER_NAME: Final = frozenset({62, 64})
_UNKNOWN_AUTHORITY: Final = frozenset({2, 18, 19, 20, 21})
"""What OpenSSL calls the failures of a certificate that are told apart here."""


_CAUSES: Final = (
    (ssl.SSLError, "{address} does not speak TLS as it should: check the port, and whether the hub has https"),
    (socket.gaierror, "nobody knows the name {address.host}: check the address, and that this computer is online"),
    (ConnectionRefusedError, "nothing listens at {address}: check the port, and that the hub is running"),
)
"""What it came from that there is no connection, as far as that is told apart."""

_UNCONNECTED: Final = (httpx.ConnectError, OSError)
_WAITING: Final = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""Not a failure of TLS, but how it says that the rest has not come yet."""

_FAILURES: Final = (
    (httpx.ConnectTimeout, "{address} cannot be connected in time: check the network, or try again later"),
    ((httpx.TimeoutException, TimeoutError), "{address} takes too long to answer: try again later"),
    (httpx.ProxyError, "the proxy on the way to {address} does not let it through: ask whoever runs the proxy"),
    (httpx.DecodingError, "what {address} sent cannot be unpacked: try again"),
    (httpx.ConnectError, "{address} cannot be reached: check the address, and that this computer is online"),
    (Exception, "the connection to {address} broke off: try again"),
)
"""What it is otherwise, by its own kind; the first that fits."""


def sentence_of(failure: Exception, address: HubAddress) -> str:
    """Return what kept this computer from asking a hub, and what to do."""
    through = " (through the proxy that the environment names)" if proxy_on_the_way(address) else ""
    return f"{_what(failure, address)}{through}"


def _what(failure: Exception, address: HubAddress) -> str:
    for cause in _causes(failure) if isinstance(failure, _UNCONNECTED) else ():
        if isinstance(cause, ssl.SSLCertVerificationError):
            return certificate_sentence(cause, address)
        for kind, sentence in _CAUSES:
            if isinstance(cause, kind) and not isinstance(cause, _WAITING):
                return sentence.format(address=address)
    return next(sentence for kinds, sentence in _FAILURES if isinstance(failure, kinds)).format(address=address)


def certificate_sentence(failure: ssl.SSLCertVerificationError, address: HubAddress) -> str:
    """Return what is wrong with the certificate of a hub, and what to do."""
    code = failure.verify_code
    if code == _EXPIRED:
        return (
            f"the certificate of {address} has expired: whoever runs the hub has to renew it "
            "(or the clock of this computer is wrong)"
        )
    if code == _NOT_YET_VALID:
        return f"the certificate of {address} is not valid yet: check the clock of this computer"
    if code in _OTHER_NAME:
        return f"the certificate of {address} is not for the name {address.host}: use the name that it is for"
    if code in _UNKNOWN_AUTHORITY:
        return (
            f"the certificate of {address} is from an authority that is unknown here: "
            "name the file with that authority's certificate in SSL_CERT_FILE"
        )
    return f"the certificate of {address} cannot be trusted ({clean_line(failure.verify_message, 100)})"


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """Yield an exception and everything it came from, each once."""
    seen: set[int] = set()
    left: list[BaseException | None] = [failure]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += [one.__context__, one.__cause__]
        if isinstance(one, BaseExceptionGroup):
            left += one.exceptions
