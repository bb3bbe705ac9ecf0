"""The least an export can be: a cursor, and the csv module. Arguments: store, file, columns or a query's own."""

import csv
import sqlite3
import sys
from pathlib import Path

store, file, sql = sys.argv[1:]
with Path(file).open("w", encoding="utf-8", newline="") as stream:
    csv.writer(stream).writerows(sqlite3.connect(store).execute(sql))
