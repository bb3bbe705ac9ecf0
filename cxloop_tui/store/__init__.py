"""Where operations are kept, with the rows, counters and full text that follow from them. The only SQL of cxloop."""
