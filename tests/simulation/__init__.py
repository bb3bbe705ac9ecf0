"""A whole team in one thread: desks that work offline, an authority, a network and disks that fail, all from a seed.

The real desk and the real sync run over ports that live in memory. `python -m tests.simulation --seeds N` plays N
worlds and checks what must always hold (`invariants`); a failure names its seed and can be played again. What the
simulator is worth is measured with mistakes put into the ports on purpose (`mistakes`): each must be noticed.
"""
