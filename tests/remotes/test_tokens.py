"""Where a token is kept, and that it is seen nowhere else."""

from collections.abc import Callable

import keyring.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.remotes.tokens import TokenKeeper, checked_token
from tests.builders import BEA
from tests.remotes.answers import TOKEN, URL


class Drawer(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError
        del self.kept[service, username]


class PlaintextKeyring(Drawer):
    """One that keeps in a file everybody can read."""


class Locked(Drawer):
    """One that refuses, and quotes what it was asked."""

    failure: Exception = keyring.errors.KeyringLocked(f"locked while setting {TOKEN}")

    def get_password(self, *_: str) -> str | None:
        raise self.failure

    def set_password(self, *_: str) -> None:
        raise self.failure


class Chain(chainer.ChainerBackend):
    """Several keyrings in a row."""

    backends: tuple[KeyringBackend, ...] = ()


def chain(*backends: KeyringBackend) -> KeyringBackend:
    made = Chain()  # type: ignore[no-untyped-call]
    made.backends = backends
    return made


NOT_THERE: tuple[KeyringBackend, ...] = (null.Keyring(), fail.Keyring())  # type: ignore[no-untyped-call]


def keeper(backend: KeyringBackend, token: str | None = None) -> TokenKeeper:
    return TokenKeeper({} if token is None else {"CXLOOP_TOKEN": token}, lambda: backend)


def asks(backend: KeyringBackend) -> tuple[Callable[[], object], ...]:
    """Return all that can be asked of a keyring."""
    kept = keeper(backend)
    return (
        lambda: kept.token(URL, BEA),
        lambda: kept.keep(URL, BEA, TOKEN),
        lambda: kept.forget(URL, BEA),
    )


def never() -> KeyringBackend:
    raise AssertionError("the keyring is asked although nobody needs it")


def test_what_is_kept_is_there_until_it_is_forgotten() -> None:
    drawer = Drawer()
    keeper(drawer).keep(URL, BEA, f" {TOKEN}\n")
    assert drawer.kept == {("cxloop", f"{BEA} at {URL}"): TOKEN}
    assert keeper(drawer).token(URL, BEA) == TOKEN
    assert keeper(drawer).token(URL, "eve@desk.example") is None
    assert keeper(drawer).token("https://other.example", BEA) is None
    keeper(drawer).forget(URL, BEA)
    keeper(drawer).forget(URL, BEA)
    assert keeper(drawer).token(URL, BEA) is None


def test_the_environment_wins_and_the_keyring_is_not_asked() -> None:
    assert TokenKeeper({"CXLOOP_TOKEN": f"{TOKEN}\n"}, never).token(URL, BEA) == TOKEN
    with pytest.raises(Unusable, match="CXLOOP_TOKEN: this is no token") as wrong:
        TokenKeeper({"CXLOOP_TOKEN": "canary two"}, never).token(URL, BEA)
    assert "canary" not in str(wrong.value)


def test_an_environment_without_one_leaves_it_to_the_keyring() -> None:
    drawer = Drawer()
    keeper(drawer).keep(URL, BEA, TOKEN)
    assert keeper(drawer, token=" ").token(URL, BEA) == TOKEN


@pytest.mark.parametrize(
    "backend",
    [*NOT_THERE, PlaintextKeyring(), chain(), chain(*NOT_THERE), chain(PlaintextKeyring(), Drawer())],
    ids=lambda backend: type(backend).__name__,
)
def test_a_keyring_that_keeps_nothing_or_for_everybody_is_refused(backend: KeyringBackend) -> None:
    for ask in asks(backend):
        with pytest.raises(Unusable, match="set CXLOOP_TOKEN instead") as refused:
            ask()
        assert TOKEN not in str(refused.value)


def test_the_first_of_several_keyrings_keeps() -> None:
    first, second = Drawer(), PlaintextKeyring()
    keeper(chain(first, second)).keep(URL, BEA, TOKEN)
    assert (len(first.kept), len(second.kept)) == (1, 0)


@pytest.mark.parametrize(
    "failure",
    [keyring.errors.KeyringLocked(TOKEN), keyring.errors.InitError(TOKEN), RuntimeError(TOKEN), OSError(TOKEN)],
    ids=lambda failure: type(failure).__name__,
)
def test_a_keyring_that_fails_is_one_sentence(failure: Exception) -> None:
    locked = Locked()
    locked.failure = failure
    for ask in asks(locked):
        with pytest.raises(Unusable, match=f"{type(failure).__name__}.*CXLOOP_TOKEN") as wrong:
            ask()
        assert TOKEN not in str(wrong.value)
        assert wrong.value.__cause__ is None
        assert wrong.value.__context__ is None


def test_the_keyring_of_this_computer_is_asked_for_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    drawer = Drawer()
    monkeypatch.setattr("keyring.core._keyring_backend", drawer)
    TokenKeeper({}).keep(URL, BEA, TOKEN)
    assert TokenKeeper({}).token(URL, BEA) == TOKEN


@given(
    st.text(st.characters(exclude_categories=()), max_size=40)
    | st.from_regex(r"[\w.~+/= \n-]{10,30}", fullmatch=True)
)
def test_a_token_is_what_a_header_can_carry(text: str) -> None:  # fmt: skip
    try:
        token = checked_token(text)
    except Unusable as wrong:
        assert len(text.strip()) < 16 or text.strip() not in str(wrong)  # noqa: PT017 - both ends are right
    else:
        assert token == text.strip()
        assert token.isascii()
        assert len(token) >= 16
        assert f"Bearer {token}".encode("latin-1").split() == [b"Bearer", token.encode()]
