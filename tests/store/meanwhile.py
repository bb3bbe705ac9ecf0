"""What others do to a store while somebody looks through it: a bit of everything, by chance."""

from contextlib import suppress
from random import Random

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.operation import Json
from cxloop_tui.services.desk import Desk, Sitting
from tests.builders import ADA, BEA, CREATED


class Meanwhile:
    """Somebody at a desk of `found_house`, who has tickets of a day on it, and does a few things at a time."""

    def __init__(self, desk: Desk, seed: int, *, most: int = 60) -> None:
        self._desk = desk
        self._random = Random(seed)
        self._most = most
        self.done = 0

    def work(self) -> None:
        """Do the next few things, as long as there are any left to do; what is refused counts too."""
        for _ in range(min(3, self._most - self.done)):
            self.done += 1
            with suppress(CxloopError):
                self._desk.sit(self._random.choice((ADA, BEA)), self._something)

    def _something(self, sitting: Sitting) -> None:
        chance, word = self._random, f"word{self.done}"
        lying = [*sitting.lying_in("bari"), *sitting.lying_in("south")]
        ticket = chance.choice(lying) if lying else sitting.create(CREATED, "the first").ticket.id
        match chance.randrange(12):
            case 0:
                sitting.create({**CREATED, "category": word}, f"meanwhile {word}", tags=[word])
            case 1:
                sitting.comment(ticket, f"{word} said meanwhile")
            case 2 | 3:
                sitting.change(ticket, {"customer_name": f"Ana {word}"})
            case 4:
                sitting.change(ticket, {"priority": chance.choice(("low", "critical"))})
            case 5:
                sitting.resolve(ticket, root_cause=word, action_taken="wired", told="call")
            case 6:
                sitting.escalate(ticket, "south", f"too big {word}")
            case 7 | 8:
                sitting.undo()
            case 9:
                sitting.redo()
            case 10:
                hours: Json = chance.randrange(1, 90)
                sitting.put_policy("deadline.medium.resolve_hours", hours)
            case _:
                answer: dict[str, Json] = {"score": 9, "score_kind": "nps"}
                sitting.record_response(f"response-{word}", answer, "nice")
