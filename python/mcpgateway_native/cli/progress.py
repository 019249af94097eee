"""A progress bar on stderr for work that takes long, and nothing at all for work that does not."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from mcpgateway_native.cli.output import Output, printable, showable

_PATIENCE = 0.5  # seconds of silence before the bar appears
_INTERVAL = 0.1
_CELLS = 24


class Progress:
    """Told how many bytes are done; decides itself when that is worth showing."""

    def __init__(self, stream: TextIO | None, total: int | None) -> None:
        """Show on a stream, or nowhere."""
        self._stream = stream
        self._total = total
        self._next = monotonic() + _PATIENCE
        self._bar: _PlainBar | _RichBar | None = None

    def update(self, done: int, label: str) -> None:
        """Report bytes done in all."""
        if self._stream is None or monotonic() < self._next:
            return
        if self._bar is None:
            self._bar = _bar(self._stream, self._total)
        self._next = monotonic() + _INTERVAL
        self._bar.show(done, label)

    def close(self) -> None:
        """Take the bar away; the next update may bring it back."""
        if self._bar is not None:
            self._bar.close()
        self._bar = None


@contextmanager
def progress(out: Output, total: int | None, *, wanted: bool = True) -> Iterator[Progress]:
    """Make a bar that is gone when the block ends, however it ends."""
    bar = Progress(out.talk_stream if wanted and out.talk_is_terminal else None, total)
    try:
        yield bar
    finally:
        bar.close()


class _PlainBar:
    def __init__(self, stream: TextIO, total: int | None) -> None:
        self._stream, self._total, self._widest = stream, total, 0

    def show(self, done: int, label: str) -> None:
        if self._total:
            share = min(1.0, done / self._total)
            bar = "#" * round(share * _CELLS)
            line = f"[{bar:<{_CELLS}}] {share:4.0%}  {done / 1e6:,.0f} MB  {printable(label)}"
        else:
            line = f"{done / 1e6:,.0f} MB  {printable(label)}"
        line = showable(line[:78], self._stream.encoding)
        self._stream.write("\r" + line.ljust(self._widest))
        self._stream.flush()
        self._widest = max(self._widest, len(line))

    def close(self) -> None:
        self._stream.write("\r" + " " * self._widest + "\r")
        self._stream.flush()


class _RichBar:
    def __init__(self, stream: TextIO, total: int | None) -> None:
        from rich import progress as rich
        from rich.console import Console

        self._progress = rich.Progress(
            rich.BarColumn(_CELLS),
            rich.TaskProgressColumn(),
            rich.DownloadColumn(),
            rich.TimeRemainingColumn(),
            rich.TextColumn("{task.description}", markup=False),
            console=Console(file=stream),
            transient=True,
        )
        self._task = self._progress.add_task("", total=total)
        self._progress.start()

    def show(self, done: int, label: str) -> None:
        self._progress.update(self._task, completed=done, description=printable(label))

    def close(self) -> None:
        self._progress.stop()


def _bar(stream: TextIO, total: int | None) -> _PlainBar | _RichBar:
    unicode = (getattr(stream, "encoding", None) or "").lower().startswith("utf")
    if unicode and importlib.util.find_spec("rich") is not None:
        return _RichBar(stream, total)
    return _PlainBar(stream, total)
