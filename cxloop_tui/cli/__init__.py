"""The `cxloop` command."""
