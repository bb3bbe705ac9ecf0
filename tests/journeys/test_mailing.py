"""Mail on a desk alone, and with a hub and two desks: who must get a letter gets it once."""

from pathlib import Path

from tests.journeys.mailing import Mailed, alone, lone_desk, with_desks
from tests.journeys.team import team_of
from tests.mail_sink import mail_sink


def test_a_desk_alone_tells_each_once(tmp_path: Path) -> None:
    mailed = Mailed()
    with mail_sink() as sink, lone_desk(tmp_path) as desk:
        alone(desk, tmp_path, mailed, sink)
    assert mailed.problems == []
    assert mailed.kills == 1


def test_a_hub_tells_what_desks_did_offline_each_once(tmp_path: Path) -> None:
    mailed = Mailed()
    with mail_sink() as sink, team_of(tmp_path, "sqlite") as team:
        with_desks(team, mailed, sink)
    assert mailed.problems == []
    assert mailed.repeated == 2
