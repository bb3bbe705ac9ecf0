"""The demo: lifelike example tickets of a company called Harbour, made by the desk's own verbs.

    house        its segments and people               languages/   what its customers write, a file each
    customers    who they are                          verbatim     a text, put together from a language
    arrivals     which complaints come when            casework     what the staff writes
    admission    how a complaint becomes a ticket      case         what people do with a ticket
    fates        what becomes of tickets               build        all of it in the order of time
    contented    promoters and passives                regular      Elin, the first ticket a newcomer opens
    clock        time and ids that the seed decides

The same seed and now give the same desk, so that pictures of it can be compared.
"""

from cxloop_tui.services.demo.arrivals import HISTORY, history
from cxloop_tui.services.demo.build import DemoSummary, build
from cxloop_tui.services.demo.clock import DemoClock, demo_desk

__all__ = ["HISTORY", "DemoClock", "DemoSummary", "build", "demo_desk", "history"]
