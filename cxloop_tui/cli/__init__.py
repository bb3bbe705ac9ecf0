"""The `cxloop` command: one front end of the desk; data on standard output, talk on standard error."""
