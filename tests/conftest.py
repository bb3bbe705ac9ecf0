"""What holds for every test: how long one takes is measured by the benchmarks and never judged here."""

from hypothesis import settings

settings.register_profile("cxloop", deadline=None)
settings.load_profile("cxloop")
