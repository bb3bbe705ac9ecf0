"""What people can do at the desk, over the ports of `ports.py`; no screen, no SQL, no network."""
