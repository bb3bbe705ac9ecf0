"""The way in: `cxloop`, and `python -m cxloop_tui`, which is the same."""

import gc


def main() -> None:
    """Load the program and run it to its end."""
    # What is loaded at the start lives as long as the program: the collector need not walk it again and again.
    gc.disable()
    from cxloop_tui.cli.main import main as run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
