"""Line 5: what was acknowledged survives 200 kills and power cuts at random moments."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.acceptance import Outcome
from tests.crash import harness, shim
from tests.crash.power import PowerCut, cut_power
from tests.crash.writer_process import Fault

KILLS = 200
INSIDE = 100
PROCESSES = 4
POWER_CUTS = 20
"""Half of them with one writer, half with PROCESSES."""


def run() -> Outcome:
    """Kill, cut the power, and see that a writer whose commits are not synced would have been noticed."""
    with tempfile.TemporaryDirectory() as directory:
        killed, kill_problems = _kill(_made(Path(directory) / "killed"))
        cut, cut_problems = _cut_power(Path(directory))
    return Outcome(5, "kill -9 and power cuts", {**killed, **cut}, [*kill_problems, *cut_problems])


def _made(directory: Path) -> Path:
    directory.mkdir()
    return directory


def _kill(directory: Path) -> tuple[Mapping[str, int | str], list[str]]:
    report = harness.run(directory, kills=KILLS, processes=PROCESSES, at_least_inside=INSIDE)
    counts = {
        "writers at once": PROCESSES,
        "kills": report.kills,
        "kills inside a transaction": report.inside,
        "operations acknowledged": report.acknowledged,
        "operations in the store": report.operations,
        "of these not acknowledged, set-up included": report.unacknowledged,
        "pauses between kills with a checkpoint": report.checkpoints,
        "seconds of killing": round(report.seconds),
    }
    enough = report.kills >= KILLS and report.inside >= INSIDE
    return counts, report.problems if enough else ["too few kills", *report.problems]


def _cut_power(directory: Path) -> tuple[Mapping[str, int | str], list[str]]:
    library = shim.build(directory)
    if library is None:
        return {"power cuts": 0}, ["power cuts could not be shown: they need Linux and a C compiler"]
    cuts = [_one_cut(directory, library, number) for number in range(POWER_CUTS)]
    planted = cut_power(_made(directory / "planted"), library, fault=Fault.UNSYNCED)
    noticed = any("acknowledged and lost" in problem for problem in planted.problems)
    counts = {
        "power cuts": len(cuts),
        "operations acknowledged before them": sum(cut.acknowledged for cut in cuts),
        "copies cut and examined": sum(cut.cuts for cut in cuts),
        "power cuts with a tail of the log not on the disk": sum(cut.synced < cut.written for cut in cuts),
        "seconds of power cuts": round(sum(cut.seconds for cut in cuts)),
        "losses planted by leaving out the sync": planted.acknowledged,
        "planted losses noticed": "yes" if noticed else "no",
    }
    problems = [f"power cut {number}: {problem}" for number, cut in enumerate(cuts) for problem in cut.problems]
    return counts, problems if noticed else ["a planted loss was not noticed", *problems]


def _one_cut(directory: Path, library: Path, number: int) -> PowerCut:
    processes = PROCESSES if number % 2 else 1
    return cut_power(_made(directory / f"cut-{number}"), library, processes=processes, seed=number)
