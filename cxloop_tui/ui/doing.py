"""Carrying out an action by its id: the one Textual action that every binding, click and palette entry runs."""

from inspect import isawaitable

from cxloop_tui.ui.actions import Deed, Deeds


class Doer:
    """Has a table of deeds; Textual finds `action_do` on whichever screen, widget or app it is."""

    _deeds: Deeds

    @property
    def deeds(self) -> Deeds:
        """What each action does, by its id."""
        return self._deeds

    def deed(self, action_id: str) -> Deed:
        """Return what an action does."""
        return self.deeds[action_id]

    async def action_do(self, action_id: str) -> None:
        """Do it."""
        result = self.deed(action_id)()
        if isawaitable(result):
            await result
