"""What notmuch is asked is what was meant."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from cxloop_tui.bootstrap import build_demo
from tests.benchmarks.notmuch import Mail, as_beginning, as_word


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Mail:
    if shutil.which("notmuch") is None:
        pytest.skip("notmuch is not installed")
    store = tmp_path_factory.mktemp("mail") / "desk.db"
    build_demo(store, 10, 1, lambda *_: None)
    return Mail.of(store, store.parent / "notmuch")


@pytest.mark.parametrize("word", ["and", "or", "not", "xor", "near", "adj", "the"])
def test_a_word_is_no_operator(mail: Mail, word: str) -> None:
    asked = mail.search(as_word(word))
    said = subprocess.run(asked, env=mail.environment, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("letters", ["and", "not", "xor", "the", "an"])
def test_a_beginning_is_no_operator_or_is_not_asked_for(mail: Mail, letters: str) -> None:
    asked = mail.search(as_beginning(letters) or f"{letters}*")
    answered = subprocess.run(asked, env=mail.environment, capture_output=True, text=True, check=False)
    assert (answered.returncode == 0) == (as_beginning(letters) is not None)
