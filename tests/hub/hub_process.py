"""A hub in a process of its own: `python -m tests.hub.hub_process STORE`, with the devices of the tests."""

import sys
from functools import partial
from pathlib import Path

from cxloop_tui.bootstrap import new_id, wall_clock
from cxloop_tui.hub.app import Hub, HubApp
from cxloop_tui.hub.serving import Place, serve
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.adopting import Adopting
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.hub.team import FakeAnswering, FakeDevices


def main() -> None:
    path = Path(sys.argv[1])
    store = Writer.open(path)
    hub = Hub(
        accept=Accepting(store, wall_clock).accept,
        together=Accepting(store, wall_clock).accept_together,
        answering=FakeAnswering(),
        joins=Adopting(store, wall_clock, new_id),
        devices=FakeDevices(),
        open_reader=partial(ReadPath.open, path),
        clock=wall_clock,
        write_log=partial(print, end="", flush=True, file=sys.stderr),
    )
    serve(HubApp(hub), Place("127.0.0.1", 0), partial(print, flush=True))
    store.close()
    sys.stdout.write("closed\n")


if __name__ == "__main__":
    main()
