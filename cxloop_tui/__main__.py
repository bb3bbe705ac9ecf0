"""`python -m cxloop_tui` is the `cxloop` command."""

from cxloop_tui.cli.main import main

if __name__ == "__main__":
    main()
