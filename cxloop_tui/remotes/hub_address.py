"""Where a hub is: behind https anywhere, behind http on this computer alone, where nobody can listen in."""

import re
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpx

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen

_FORM: Final = "https://hub.example:8765"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_PORTS: Final = {"http": 80, "https": 443}
_PORT_MOST: Final = 65_535
_PATH: Final = re.compile(r"[A-Za-z0-9._~/-]*")


@frozen
class HubAddress:
    """The address of a hub. It holds no secret, so it may be shown."""

    url: str
    """In one spelling, without a slash at its end, the host as it goes over the wire (`xn--...`)."""
    host: str
    port: int
    is_secure: bool

    def __str__(self) -> str:
        return self.url


def hub_address(text: str) -> HubAddress:
    """Read the address of a hub. Raises Unusable, without repeating what may hold a password or a token."""
    try:
        url = httpx.URL(text.strip())
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        raise Unusable(f"the address of the hub cannot be read: write it as {_FORM}") from None
    if url.scheme not in _PORTS or not host:
        raise Unusable(f"the address of a hub begins with https:// and its name: write it as {_FORM}")
    if url.userinfo or url.query or url.fragment or not _PATH.fullmatch(url.path):
        raise Unusable(
            f"the address of a hub is its name, a port and perhaps a path, as {_FORM}; "
            "names, passwords and tokens do not belong into it"
        )
    if url.scheme == "http" and host not in _LOOPBACK:
        raise Unusable(f"anybody on the way to {host} could read along: write https://, http:// is for this computer")
    if url.port is not None and not 0 < url.port <= _PORT_MOST:
        raise Unusable(f"there is no port {url.port}: write the address of the hub as {_FORM}")
    place = f"[{host}]" if ":" in host else host
    port = "" if url.port is None else f":{url.port}"
    return HubAddress(
        url=f"{url.scheme}://{place}{port}{url.path.rstrip('/')}",
        host=host,
        port=url.port or _PORTS[url.scheme],
        is_secure=url.scheme == "https",
    )


def proxy_on_the_way(address: HubAddress) -> bool:
    """Say whether the environment names a proxy for a hub; what stays on this computer never goes through one."""
    proxies = getproxies()
    return address.is_secure and bool(proxies.get("https") or proxies.get("all")) and not proxy_bypass(address.host)
