"""The documentation is true: commands run, keys and settings exist, files are there, pictures are of this app."""

import re
import shlex
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from cxloop_tui.cli.commands import COMMANDS
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.main import run
from cxloop_tui.config import Config, read_config
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.ui.actions import ACTIONS
from cxloop_tui.ui.keymap import shown
from cxloop_tui.ui.taste import taste_of
from tests import keys_page, pictures
from tests.readme import README, ROOT, blocks, set_up_commands, shell_lines

DOCS = ROOT / "docs"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
OPENS_THE_DESK = {("cxloop",), ("cxloop", "demo")}

_LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")
_CODE = re.compile(r"`([^`]+)`")
_FOUND_ON_ONE_MACHINE = re.compile(r"(?<![\w.~$}*])/(?:work|root|home|Users|tmp/v|opt)/")
_REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|index-url", re.IGNORECASE)


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


# --- the README's commands --------------------------------------------------------------------------------------


def test_the_readme_sets_up_in_one_line_each_for_the_demo_and_the_tests() -> None:
    demo, tests = set_up_commands()
    assert demo.endswith("/cxloop demo")
    assert "'.[test]'" in tests
    assert "-m pytest" in tests


def test_the_readmes_example_imports_and_its_commands_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (
        "CXLOOP_STORE",
        "CXLOOP_USER",
        "CXLOOP_CONFIG",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
    ):
        monkeypatch.delenv(name, raising=False)
    (survey,) = blocks(README, "csv")
    Path("answers.csv").write_text(survey, encoding="utf-8")
    commands = [shlex.split(line) for line in shell_lines(README) if line.startswith("cxloop")]
    run_here = [words for words in commands if tuple(words) not in OPENS_THE_DESK]
    assert len(run_here) >= 8
    for words in run_here:
        assert run(words[1:], Invocation()) == 0, (words, capsys.readouterr().err)
    assert "2 tickets, 1 kept" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_command_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`cxloop ([a-z]+)[^`]*`", page.read_text(encoding="utf-8"))
    assert [name for name in named if name not in COMMANDS] == []


# --- keys -------------------------------------------------------------------------------------------------------


def test_the_page_of_keys_is_in_step_with_the_registry() -> None:
    assert keys_page.PAGE.read_text(encoding="utf-8") == keys_page.page(), "run `python -m tests.keys_page`"


def test_every_action_stands_on_the_page_of_keys_once() -> None:
    page = keys_page.page()
    assert [action.id for action in ACTIONS if page.count(f"| `{action.id}` |") != 1] == []


def test_the_readmes_ten_keys_do_what_it_says() -> None:
    rows = re.findall(r"^\| ((?:`[^`]+` ?)+) \| (?P<does>.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    promised = {
        "j": "move.down", "k": "move.up", "enter": "pane.open", "/": "find.search", "m": "find.mine",
        "c": "ticket.comment", "t": "ticket.contact", "E": "ticket.escalate", "d": "ticket.resolve",
        "z": "ticket.undo", "?": "app.keys",
    }  # fmt: skip
    keys = [key for cell, _ in rows for key in _CODE.findall(cell)]
    assert len(rows) == 10
    assert {key: _action_of(key) for key in keys} == promised


def _action_of(key: str) -> str:
    found = [action.id for action in ACTIONS if not action.id.startswith(("filter.", "form."))
             and key in {*action.keys, *map(shown, action.keys)}]  # fmt: skip
    return found[0] if found else "nothing"


# --- the configuration ------------------------------------------------------------------------------------------


def test_the_page_of_the_configuration_lists_every_key_and_no_other() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    table = page[page.index("| key | default | means |") :].split("\n\n")[0]
    listed = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    read_from_file = {field.name for field in fields(Config)} - {"file", "lines", "mistakes"}
    assert set(listed) == read_from_file


def test_the_example_configuration_is_read_as_it_stands(tmp_path: Path) -> None:
    (example,) = blocks(DOCS / "configuration.md", "toml")
    file = tmp_path / "config.toml"
    file.write_text(example, encoding="utf-8")
    config = read_config(file)
    assert taste_of(config).problems == ()
    assert config.keys["ticket.escalate"] == ("E", "f8")


@pytest.mark.parametrize(
    "line",
    ['theme = "nrd"', '[keys]\nticket.comment = "cc"', '[keys]\nticket.coment = "c"', '[keys]\nticket.comment = "E"',
     "[keys]\nticket.comment = 3", "[keys]\napp.quit = []", '[keys]\nform.submit = "s"'],
)  # fmt: skip
def test_a_mistake_in_keys_or_theme_is_told_and_left_out_as_the_page_says(tmp_path: Path, line: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(line, encoding="utf-8")
    taste = taste_of(read_config(file))
    assert len(taste.problems) == 1
    assert (taste.theme, dict(taste.keys.own)) == (None, {})


@pytest.mark.parametrize("line", ['thme = "nord"', "ascii = 1", 'theme = "nord'])
def test_any_other_mistake_in_a_configuration_is_refused_as_the_page_says(tmp_path: Path, line: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(Unusable):
        read_config(file)


def test_the_environment_the_page_lists_is_that_of_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    run(["--help"], Invocation())
    helped = set(re.findall(r"CXLOOP_[A-Z]+", capsys.readouterr().out))
    assert helped == set(re.findall(r"`(CXLOOP_[A-Z]+)` \|", page))


# --- files, links, pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = [found["target"] for found in _LINK.finditer(page.read_text(encoding="utf-8"))]
    broken = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_file_of_the_repository_that_a_page_names_exists(page: Path) -> None:
    named = [word for word in _CODE.findall(page.read_text(encoding="utf-8")) if _is_file_here(word)]
    missing = [name for name in named if not any((base / name).exists() for base in _BASES)]
    assert missing == []


_BASES = (ROOT, ROOT / "cxloop_tui", *(ROOT / "cxloop_tui" / room for room in ("domain", "services", "store", "ui")))
"""Pages name files from the top, from the package, or from the room they speak of."""


def _is_file_here(word: str) -> bool:
    return bool(re.fullmatch(r"[\w./-]+\.(py|md|toml|tcss|svg)|[a-z_.]+/[\w/]*", word)) and word != "config.toml"


def test_every_decision_is_listed_and_says_context_decision_and_consequences() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in sorted((DOCS / "decisions").glob("0*.md")):
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        assert f"- [{title}]({page.name})" in listed
        assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_the_pictures_are_what_the_app_paints() -> None:
    drawn = {name: (DOCS / name).read_text(encoding="utf-8") for name in pictures.PICTURES}
    differ = [name for name, picture in pictures.draw().items() if drawn[name] != picture]
    assert differ == [], "run `python -m tests.pictures` and look at the pictures"


def test_pictures_fetch_nothing_from_the_net() -> None:
    assert [name for name in pictures.PICTURES if "url(http" in (DOCS / name).read_text(encoding="utf-8")] == []


def test_no_file_names_a_place_of_one_machine_or_a_package_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout: which files belong to the repository is not known")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        if file.is_file() and file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if _FOUND_ON_ONE_MACHINE.search(line) or _REGISTRY.search(line)
    ]
    assert found == []
