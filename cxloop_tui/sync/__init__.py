"""Working offline and syncing later: the pure algorithm, over its ports (docs/decisions/0027-sync.md).

It knows no database, no network and no screen; time and chance come in from outside.
"""
