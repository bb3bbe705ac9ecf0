"""`hub serve`: what is said on the command line, and a hub that really runs."""

import json
import shutil
import signal
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from cxloop_tui import bootstrap
from cxloop_tui.domain.errors import CxloopError
from tests.cli.conftest import Line, MemoryFront


def test_a_hub_says_for_whom_it_is_there_and_where(line: Line, front: MemoryFront) -> None:
    assert line("hub", "serve").err == "hub for 3 people at http://127.0.0.1:8765; stop with ctrl+c\n"
    line("hub", "serve", "--host", "::1", "--port", "0", "--tls-cert", "a/chain.pem", "--tls-key", "a/key.pem")
    assert front.opened == [
        ("hub", "desk.db", "127.0.0.1", 8765, None),
        ("hub", "desk.db", "::1", 0, ("chain.pem", "key.pem")),
    ]


@pytest.mark.parametrize("half", ["--tls-cert", "--tls-key"])
def test_a_certificate_comes_with_its_key(line: Line, half: str) -> None:
    said = line("hub", "serve", half, "a.pem")
    assert (said.code, said.err) == (2, "cxloop: --tls-cert and --tls-key belong together: name both, or none\n")


class Real:
    """The command as a process."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cxloop_tui", *arguments], stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def first_line(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def end(self) -> tuple[int, str]:
        _, rest = self.process.communicate(timeout=30)
        return self.process.returncode, rest


@pytest.fixture
def store(tmp_path: Path) -> str:
    name = str(tmp_path / "team.db")
    subprocess.run(
        [sys.executable, "-m", "cxloop_tui", "--store", name, "init", "--name", "Ana", "--email", "ana@desk.example"],
        check=True,
        capture_output=True,
    )
    return name


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_hub_runs_until_it_is_stopped(store: str, stop: signal.Signals) -> None:
    hub = Real("--store", store, "hub", "serve", "--port", "0")
    said = hub.first_line()
    assert said.startswith("hub for 1 person at http://127.0.0.1:")
    url = said.split()[5].rstrip(";")
    with urlopen(f"{url}/v1/hello") as answer:
        assert json.load(answer)["protocol"] == [1]
        assert answer.headers["Cxloop-Protocol"] == "1"
        assert "server" not in answer.headers
    hub.process.send_signal(stop)
    code, log = hub.end()
    assert code == 0
    assert [json.loads(entry)["route"] for entry in log.splitlines()] == ["/v1/hello"]
    assert not Path(f"{store}-wal").exists()


def test_a_hub_speaks_tls_when_it_has_a_certificate(store: str, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl here to make a certificate with")
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(chain)],
        check=False, capture_output=True,
    )  # fmt: skip
    assert made.returncode == 0
    hub = Real(
        *("--store", store, "hub", "serve", "--host", "localhost", "--port", "0"),
        *("--tls-cert", str(chain), "--tls-key", str(key)),
    )
    url = hub.first_line().split()[5].rstrip(";")
    assert url.startswith("https://localhost:")
    with urlopen(f"{url}/v1/hello", context=ssl.create_default_context(cafile=str(chain))) as answer:
        assert answer.status == 200
    hub.process.send_signal(signal.SIGTERM)
    assert hub.end()[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--host", "0.0.0.0"), 2, "plain http is for this computer alone"),
        (("--host", "0.0.0.0", "--tls-cert", "no.pem", "--tls-key", "no.pem"), 2, "cannot be used"),
        (("--host", "nowhere.invalid", "--tls-cert", "no.pem", "--tls-key", "no.pem"), 2, "cannot be used"),
    ],
)
def test_what_is_not_served_is_told_in_a_sentence(
    store: str, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ended, said = Real("--store", store, "hub", "serve", *arguments).end()
    assert ended == code
    assert sentence in said
    assert said.count("\n") == 1


def test_a_store_that_nobody_has_set_up_is_not_served(tmp_path: Path) -> None:
    ended, said = Real("--store", str(tmp_path / "none.db"), "hub", "serve").end()
    assert ended == 2
    assert "cxloop init" in said


def test_without_its_packages_the_hub_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("cxloop_tui.hub.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "starlette.applications", None)
    with pytest.raises(CxloopError, match=r"pip install 'cxloop\[hub\]'") as missing:
        bootstrap.serve_hub(tmp_path / "any.db", "127.0.0.1", 0, None, lambda _people, _url: None)
    assert missing.value.exit_code == 1
