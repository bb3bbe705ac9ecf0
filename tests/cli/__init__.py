"""The command line, over a store in memory and over a real one."""
