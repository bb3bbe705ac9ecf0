"""A real terminal for journeys through the whole program: a pty, an emulated screen and every byte that came.

A journey starts the program as a person would, presses keys, and reads what a person would read:

    with Terminal(["cxloop"], env=environment, cwd=tmp_path) as terminal:
        terminal.wait_for("Inbox")
        terminal.press("j", "enter")
        terminal.wait_for("Comments")

Linux only (`pidfd_open`, `/proc`). The emulated screen is pyte's; the splitting of the byte stream is ours, because
pyte 0.8.2 draws the payload of DCS and APC strings, takes `CSI > 4 ; 2 m` for colours, and knows no alternate screen.
"""

from tests.terminal.keys import key_bytes
from tests.terminal.pty_process import PATIENCE
from tests.terminal.screen import Cell
from tests.terminal.stream import control_sequences
from tests.terminal.terminal import Terminal

__all__ = ["PATIENCE", "Cell", "Terminal", "control_sequences", "key_bytes"]
