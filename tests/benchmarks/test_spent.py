"""What a program took is its own, whoever started it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.benchmarks.spent import Failed, run


def test_a_small_program_is_small_though_a_large_one_started_it(tmp_path: Path) -> None:
    large = b"x" * (200 << 20)
    spent = run([sys.executable, "-c", "print('done')"], env=os.environ, cwd=tmp_path)
    assert spent.output == "done\n"
    assert spent.peak < 100, f"{len(large):,} bytes of its parent's were counted"


def test_what_a_program_complained_of_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="ended with 3: no"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)"], env=os.environ, cwd=tmp_path)
