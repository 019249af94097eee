"""Where masked text goes: stdout as bytes in the file's own encoding, or a file that appears only when complete."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from mcpgateway_native.cli._inputs import STDIN, Source
from mcpgateway_native.cli.output import Output


class Rewriter:
    """Takes the text of one source piece by piece. Does nothing where no rewriting is wanted."""

    def __init__(self, source: Source, target: str | None, out: Output, *, wanted: bool) -> None:
        """Write to ``target``: a file, a directory that gets a file of the same name, ``-`` or None for stdout."""
        self.complete = False
        self._source = source
        self._text: io.TextIOWrapper | None = None
        self._path: Path | None = None
        self._temporary: Path | None = None
        if wanted:
            self._open(target, out)

    def _open(self, target: str | None, out: Output) -> None:
        binary: BinaryIO | None
        if target is None or target == STDIN:
            binary = out.bytes_out() or cast("BinaryIO", io.BytesIO())
        else:
            path = Path(target).resolve()
            path = path / Path(self._source.name).name if path.is_dir() else path
            binary = self._temporary_for(path) if not path.exists() or path.is_file() else path.open("wb")
        self._text = io.TextIOWrapper(binary, self._source.encoding, self._source.errors, newline="")

    def _temporary_for(self, path: Path) -> BinaryIO:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        self._path, self._temporary = path, Path(name)
        return os.fdopen(descriptor, "wb")

    def write(self, text: str) -> None:
        """Add masked text."""
        if self._text is not None:
            self._text.write(text)

    def __enter__(self) -> Rewriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._text is None:
            return
        if self._temporary is None or self._path is None:
            self._text.flush()
            self._text.detach()  # stdout, or a device, is not ours to close
            return
        self._text.close()
        # A copy that lacks something is worse than none: it looks finished.
        if error is None and self.complete:
            self._temporary.chmod(_mode_of(self._source.name))
            self._temporary.replace(self._path)
        else:
            self._temporary.unlink(missing_ok=True)


def _mode_of(name: str) -> int:
    """Return the permissions of the source; of an ordinary new file where it is none."""
    path = Path(name)
    if path.is_file():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
