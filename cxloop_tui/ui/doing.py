"""Carrying out an action by its id: the one Textual action that every binding, click and palette entry runs."""

from inspect import isawaitable

from cxloop_tui.ui.actions import Deeds


class Doer:
    """Has a table of deeds; Textual finds `action_do` on whichever screen, widget or app it is."""

    deeds: Deeds

    async def action_do(self, action_id: str) -> None:
        """Do it."""
        result = self.deeds[action_id]()
        if isawaitable(result):
            await result
