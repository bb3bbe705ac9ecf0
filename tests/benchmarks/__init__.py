"""Benchmarks: what the desk costs, against something that does the least there is, in the same run.

    python -m tests.benchmarks --tickets 10000          the table of figures
    python -m tests.benchmarks --only down page         some of it; `show` prints all that was measured
    python -m tests.benchmarks --growth 1000,10000      how cost grows with the number of tickets, and its chart
    python -m tests.benchmarks random --minutes 10      all keys at random: nothing breaks, stalls or leaks
    python -m tests.benchmarks together                 two desks and an import on one file
    python -m tests.benchmarks profile                  where the time of a key goes

Absolute times differ from machine to machine and from minute to minute, so every figure is measured in turns with its
reference and judged by their ratio. A line of the table is a `Figure` in the module of its family (starting, keys,
held, reading, searching, bulk, edits, random_run, together), beside the `Experiment` that measures it; nothing else
needs to know it.

    data         the stores, made once by `cxloop demo`        figures      a line of the table, and its judgement
    bench        what an experiment may use                    samples      medians and percentiles
    program      a program in a pseudo-terminal on the clock   frames       the moments a screen was complete
    sights       what is read off the painted screen           truth        what ought to be on it
    measuring    all experiments, one after the other          table, growth, chart, results   what came of it

docs/performance.md has the results and what they mean.
"""
