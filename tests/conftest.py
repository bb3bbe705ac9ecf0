"""What holds for every test: how long one takes is measured by the benchmarks and never judged here."""

import gc

from hypothesis import settings

settings.register_profile("cxloop", deadline=None)
settings.load_profile("cxloop")


def pytest_collection_finish() -> None:
    """Keep the collector off what stays until the end, thousands of tests and all that they import."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
