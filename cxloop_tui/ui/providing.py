"""What offers something in the palette. What goes wrong in one Textual only logs; here it is told."""

from abc import abstractmethod

from textual.command import Hits, Provider

from cxloop_tui.domain.errors import CxloopError


class DeskProvider(Provider):
    """Offers what is possible on the screen behind the palette."""

    @abstractmethod
    def find(self, query: str) -> Hits:
        """Yield what matches what is typed."""

    async def search(self, query: str) -> Hits:
        """Offer what is found; what a person can act on is told, anything else ends the desk and is reported."""
        try:
            async for hit in self.find(query):
                yield hit
        except CxloopError as trouble:
            self.app.notify(str(trouble), severity="error", markup=False)
        except Exception as error:  # noqa: BLE001 - raised again where Textual does not swallow it
            self.app.call_later(_raise, error)


def _raise(error: Exception) -> None:
    raise error
