"""One screen a file: what it is composed of, its keys, and where its messages go."""
