"""The start of the desk: what is loaded before there is something to read, and keys typed before that."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desk import configure, demo_store, home_of
from tests.terminal import Terminal

NOT_BEFORE = (
    # other people's
    "sqlalchemy", "alembic", "xlsxwriter", "tomllib", "secrets", "csv",
    "textual.widgets._text_area",
    # of the command line
    "cxloop_tui.cli.reading", "cxloop_tui.cli.views", "cxloop_tui.cli.table", "cxloop_tui.cli.report",
    # what a ticket is made of, and the query language
    "cxloop_tui.domain.operation", "cxloop_tui.domain.ticket", "cxloop_tui.domain.ticket_view",
    "cxloop_tui.domain.customer", "cxloop_tui.domain.survey", "cxloop_tui.domain.history",
    "cxloop_tui.domain.chronicle", "cxloop_tui.domain.exchange", "cxloop_tui.domain.intent",
    "cxloop_tui.domain.legality", "cxloop_tui.domain.undo", "cxloop_tui.domain.organisation_puts",
    "cxloop_tui.domain.query_parse",
    "cxloop_tui.domain.query_language", "cxloop_tui.domain.json_text", "cxloop_tui.domain.intake",
    # what people do
    "cxloop_tui.services.desk", "cxloop_tui.services.bulk", "cxloop_tui.services.organising",
    "cxloop_tui.services.views", "cxloop_tui.services.records", "cxloop_tui.services.intake",
    "cxloop_tui.services.export", "cxloop_tui.services.exchange", "cxloop_tui.services.demo",
    # the store beyond lists
    "cxloop_tui.store.rows", "cxloop_tui.store.histories", "cxloop_tui.store.customers", "cxloop_tui.store.tables",
    "cxloop_tui.store.writer", "cxloop_tui.store.transaction", "cxloop_tui.store.migrate", "cxloop_tui.store.doctor",
    # the screen beyond list and bars
    "cxloop_tui.ui.working", "cxloop_tui.ui.verbs", "cxloop_tui.ui.bulk", "cxloop_tui.ui.finding",
    "cxloop_tui.ui.viewing", "cxloop_tui.ui.repeating", "cxloop_tui.ui.importing", "cxloop_tui.ui.exporting",
    "cxloop_tui.ui.editing", "cxloop_tui.ui.clipboard", "cxloop_tui.ui.pasted", "cxloop_tui.ui.palette",
    "cxloop_tui.ui.forms", "cxloop_tui.ui.screens.modal", "cxloop_tui.ui.screens.picker",
    "cxloop_tui.ui.screens.form", "cxloop_tui.ui.screens.keys", "cxloop_tui.ui.screens.organisation",
    "cxloop_tui.ui.widgets.chooser", "cxloop_tui.ui.widgets.text_box", "cxloop_tui.ui.widgets.line_table",
    "cxloop_tui.ui.render.page", "cxloop_tui.ui.render.line", "cxloop_tui.ui.render.detail",
    "cxloop_tui.ui.render.comments", "cxloop_tui.ui.render.customer", "cxloop_tui.ui.render.log",
    "cxloop_tui.ui.render.on_demand", "cxloop_tui.ui.render.survey",
    # what a desk with a hub shows
    "cxloop_tui.services.syncing", "cxloop_tui.services.news", "cxloop_tui.sync", "cxloop_tui.ui.companion",
    "cxloop_tui.ui.corresponding", "cxloop_tui.ui.conflicts", "cxloop_tui.ui.render.hub",
    "cxloop_tui.domain.mail", "cxloop_tui.store.letter_rows", "cxloop_tui.ui.screens.letters",
    "cxloop_tui.ui.screens.outbox", "cxloop_tui.ui.screens.conflicts", "cxloop_tui.ui.widgets.card_pane",
)  # fmt: skip
"""Modules and packages that the first paint does without: it takes no longer because of them."""

_TELLING_WHAT_WAS_LOADED = """
import json, os, sys
from textual.drivers.linux_driver import LinuxDriver

def writing(driver, data, write=LinuxDriver.write, seen=[]):
    write(driver, data)
    if not seen and "#60" in data:
        seen.append(True)
        with open(os.environ["LOADED"], "w") as file:
            json.dump(sorted(sys.modules), file)

LinuxDriver.write = writing

from cxloop_tui.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_store(tmp_path_factory.mktemp("start"))


@pytest.fixture(scope="module")
def loaded(store: Path) -> frozenset[str]:
    """What is loaded when the first row is on its way to the terminal."""
    report = store.with_name("loaded.json")
    command = [sys.executable, "-c", _TELLING_WHAT_WAS_LOADED, "--store", str(store)]
    environment = {**home_of(store), "LOADED": str(report)}
    with Terminal(command, columns=120, rows=40, env=environment, cwd=store.parent) as terminal:
        terminal.wait_for("? keys")
        terminal.wait_settled()
        terminal.press("q")
        assert terminal.exit_code() == 0
    return frozenset(json.loads(report.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NOT_BEFORE)
def test_it_is_not_loaded_before_there_is_something_to_read(name: str, loaded: frozenset[str]) -> None:
    assert importlib.util.find_spec(name) is not None
    assert not any(module == name or module.startswith(f"{name}.") for module in loaded)


def test_what_draws_the_list_is_loaded_by_then(loaded: frozenset[str]) -> None:
    assert {"cxloop_tui.ui.widgets.ticket_list", "cxloop_tui.store.read_path", "textual.app"} <= loaded


@pytest.fixture
def just_started(store: Path) -> Iterator[Terminal]:
    """A desk of which nothing is on screen yet."""
    command = [sys.executable, "-m", "cxloop_tui", "--store", str(store), "--config", str(configure(store))]
    with Terminal(command, columns=120, rows=40, env=home_of(store), cwd=store.parent) as terminal:
        assert not terminal.raw
        yield terminal


def test_keys_typed_ahead_move(just_started: Terminal) -> None:
    just_started.press("j", "j")
    just_started.wait_for(lambda lines: any(line.startswith("▌") and "#59 " in line for line in lines))
    just_started.wait_for("│ #59 ")


def test_words_typed_ahead_are_searched(just_started: Terminal) -> None:
    just_started.press("/")
    just_started.type("#7")
    just_started.wait_for(lambda lines: any(line.startswith(" / #7") for line in lines))
    just_started.wait_for(lambda lines: any(line.startswith("▌") and "#7 " in line for line in lines))
    just_started.wait_for("1 of 60")


def test_a_form_asked_for_ahead_opens_as_it_should_look(just_started: Terminal) -> None:
    just_started.press("c")
    just_started.type("a comment typed ahead")
    just_started.wait_for("Comment on #60")
    just_started.wait_for("a comment typed ahead")
    frame = next(line for line in just_started.screen() if "Comment on #60" in line)
    assert "╭" in frame


def test_help_asked_for_ahead_opens(just_started: Terminal) -> None:
    just_started.press("?")
    just_started.wait_for("next ticket, or scroll the detail")
