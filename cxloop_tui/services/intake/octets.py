"""The octets of a survey file, unpacked when it is gzip, in chunks and as often as they are asked for."""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cxloop_tui.services.intake.unreadable import Unreadable

CHUNK: Final = 1 << 16
"""Octets that are read at once: all that is ever in memory of a file, however far it unpacks."""

_GZIP: Final = b"\x1f\x8b"


class Octets:
    """A regular file. Whether it is gzip is told by how it begins, never by its name."""

    def __init__(self, path: Path) -> None:
        """Look at how it begins. Raises Unreadable."""
        self._path = path
        self.read = 0
        """How much of the file, as it lies on disk, was read in this round."""
        try:
            kind = path.stat().st_mode
            _refuse_what_is_no_file(kind)
            with path.open("rb") as stream:
                self.is_gzip = stream.read(len(_GZIP)) == _GZIP
                self.size = os.fstat(stream.fileno()).st_size
        except OSError as trouble:
            raise Unreadable(f"cannot be read: {trouble.strerror}") from trouble
        self.head = next(self.chunks(), b"")
        """The first chunk, unpacked; empty when there is nothing in it."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the octets, unpacked. Raises Unreadable when the file is damaged or cut off."""
        self.read = 0
        try:
            with self._path.open("rb") as stream:
                yield from self._unpacked(stream) if self.is_gzip else self._plain(stream)
        except EOFError as trouble:
            raise Unreadable("is cut off: its gzip data end too early; fetch the file again") from trouble
        except (gzip.BadGzipFile, zlib.error) as trouble:
            raise Unreadable("is damaged gzip; fetch the file again") from trouble
        except OSError as trouble:
            raise Unreadable(f"cannot be read: {trouble.strerror}") from trouble

    def _plain(self, stream: BinaryIO) -> Iterator[bytes]:
        while chunk := stream.read(CHUNK):
            self.read += len(chunk)
            yield chunk

    def _unpacked(self, stream: BinaryIO) -> Iterator[bytes]:
        with gzip.GzipFile(fileobj=stream, mode="rb") as packed, io.BufferedReader(packed, CHUNK) as unpacked:
            while chunk := unpacked.read(CHUNK):
                self.read = stream.tell()
                yield chunk
            self.read = stream.tell()


def _refuse_what_is_no_file(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise Unreadable("is a directory; name a file in it")
    if not stat.S_ISREG(mode):
        raise Unreadable("is a device or a pipe, which cannot be read twice; save the answers as a file")
