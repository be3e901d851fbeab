"""Where the files of a roster lie: a folder, a zip file or a single file."""

import stat
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from eduport.sync.errors import (
    BrokenZipError,
    NoRosterError,
    UnsafeZipError,
    ZipTooLargeError,
)

MAX_UNPACKED_SIZE = 4 * 1024**3
# Rosters pack to a tenth, the most repetitive ones to a fiftieth. A file below ten
# megabytes does no harm, however tightly it is packed.
MAX_RATIO = 200
RATIO_IS_CHECKED_FROM = 10 * 1024**2
READ_AHEAD = 1 << 18


class Source(Protocol):
    """Files by their lower-case names; nothing is unpacked to disk or memory."""

    path: Path

    def names(self) -> Collection[str]:
        """The lower-case names of the files that are there."""

    def shown(self, name: str) -> str:
        """The name of the file as its sender wrote it."""

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file for reading bytes."""


class FolderSource:
    """The plain files of one folder, or one file standing in for another name."""

    def __init__(self, path: Path, files: dict[str, Path] | None = None) -> None:
        self.path = path
        if files is None:
            files = {file.name.lower(): file for file in sorted(path.iterdir())}
        self._files = {name: file for name, file in files.items() if file.is_file()}

    def names(self) -> Collection[str]:
        return self._files.keys()

    def shown(self, name: str) -> str:
        return self._files[name].name if name in self._files else name

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with self._files[name].open("rb", buffering=READ_AHEAD) as stream:
            yield stream


class ZipSource:
    """The members of a zip file that bear an expected name.

    Refuses links, encrypted members, paths that lead out, two members of one name,
    and archives that unpack to more than `max_size` or are packed suspiciously well.
    """

    def __init__(self, path: Path, expected: Collection[str], *, max_size: int) -> None:
        self.path = path
        self._members: dict[str, zipfile.ZipInfo] = {}
        with _broken_zips_explained(path), zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                self._take(member, expected)
        self._check_size(max_size)

    def names(self) -> Collection[str]:
        return self._members.keys()

    def shown(self, name: str) -> str:
        if name not in self._members:
            return name
        return PurePosixPath(self._members[name].filename).name

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with (
            _broken_zips_explained(self.path),
            zipfile.ZipFile(self.path) as archive,
            archive.open(self._members[name]) as stream,
        ):
            yield stream

    def _take(self, member: zipfile.ZipInfo, expected: Collection[str]) -> None:
        path = PurePosixPath(member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.filename:
            raise UnsafeZipError(path=self.path.name, entry=member.filename)
        name = path.name.lower()
        # One folder level is what "compress this folder" makes on every desktop.
        if member.is_dir() or name not in expected or len(path.parts) > 2:  # noqa: PLR2004
            return
        if name in self._members or not _is_plain(member):
            raise UnsafeZipError(path=self.path.name, entry=member.filename)
        self._members[name] = member

    def _check_size(self, max_size: int) -> None:
        # zipfile reads no more of a member than its declared size: it can be trusted.
        size = sum(member.file_size for member in self._members.values())
        if size > max_size or any(map(_is_too_tight, self._members.values())):
            raise ZipTooLargeError(path=self.path.name, size=size, limit=max_size)


def open_source(path: Path, expected: frozenset[str], *, max_size: int) -> Source:
    """The files at `path`; raises RosterError if there are none or they are unsafe."""
    if path.is_dir():
        folder = FolderSource(path)
        archives = sorted(path.glob("*.zip"))
        if len(archives) != 1 or not expected.isdisjoint(folder.names()):
            return folder
        # The folder into which the export was put as it came.
        path = archives[0]
    if not path.is_file():
        raise NoRosterError(path=path.name)
    if path.suffix.lower() == ".csv":
        return FolderSource(path, {"personen.csv": path})
    return ZipSource(path, expected, max_size=max_size)


def _is_plain(member: zipfile.ZipInfo) -> bool:
    mode = member.external_attr >> 16
    is_regular = stat.S_IFMT(mode) in (0, stat.S_IFREG)
    is_encrypted = bool(member.flag_bits & 0x1)
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return is_regular and not is_encrypted and member.compress_type in known


def _is_too_tight(member: zipfile.ZipInfo) -> bool:
    if member.file_size < RATIO_IS_CHECKED_FROM:
        return False
    return member.file_size > MAX_RATIO * max(member.compress_size, 1)


@contextmanager
def _broken_zips_explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise BrokenZipError(path=path.name, reason=str(error)) from error
