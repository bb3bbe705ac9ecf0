"""The store in a PostgreSQL database: what there is different from a SQLite file. Needs the extra `postgres`."""

from cxloop_tui.domain.errors import StoreTrouble

try:
    import psycopg as psycopg
except ImportError as missing:
    raise StoreTrouble(
        f"a store on PostgreSQL needs its driver ({missing}): `pip install 'cxloop[postgres]'`"
    ) from missing
