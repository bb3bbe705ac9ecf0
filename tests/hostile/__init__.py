"""Text that wants to harm a terminal, in every field, on every screen, in the command line and in the bytes received.

`strings` are the texts, `house` is a store full of them, `matrix` finds screens, forms and fields by itself so that a
new one is not forgotten, `walk` opens them all in a headless app and looks, `twin` runs the same keys on a hostile
and on a harmless store and compares what the terminal received.
"""
