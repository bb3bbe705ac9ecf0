"""Something that may take its time: when it does, a bar says how far it is and lets it be stopped."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from textual.screen import Screen

    from cxloop_tui.ui.screens.progress import Progress, Talk

T = TypeVar("T")


async def watched(
    screen: "Screen[None]",
    title: str,
    total: int,
    work: "Callable[[Progress], Coroutine[None, None, T]]",
    talk: "Talk | None" = None,
) -> T:
    """Do `work`, which writes its `Progress` and is stopped by it; `talk` says what it means to stop."""
    from cxloop_tui.ui.screens import progress as shown  # noqa: PLC0415 - not for the first paint

    progress = shown.Progress(total)
    doing = asyncio.ensure_future(work(progress))
    await asyncio.wait({doing}, timeout=shown.SHOWN_AFTER_SECONDS)
    if not doing.done():
        bar = shown.ProgressScreen(title, progress, talk or shown.Talk())
        await screen.app.push_screen(bar)
        await asyncio.wait({doing})
        bar.end()
    return doing.result()
