"""Slow work off the screen's thread; screens hear of it only through messages."""

from __future__ import annotations

import sys
from functools import cache, partial
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.worker import Worker, get_current_worker

from evidencelog.errors import Cancelled, EvidencelogError, FileRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress

    Work = Callable[[Case, Progress], Any]


class Finished(Message):
    """A job came to its end."""

    def __init__(self, job: str, result: Any) -> None:
        super().__init__()
        self.job = job
        self.result = result


class Broke(Message):
    """A job could not be done; nothing of it was kept."""

    def __init__(self, job: str, error: EvidencelogError) -> None:
        super().__init__()
        self.job = job
        self.error = error


class Step(Message):
    """A job is so far; several in a row may be taken as one."""

    def __init__(self, job: str, done: int, total: int | None) -> None:
        super().__init__()
        self.job = job
        self.done = done
        self.total = total

    def can_replace(self, message: Message) -> bool:
        """Only the last one matters."""
        return isinstance(message, Step) and message.job == self.job


class Watched:
    """Progress that tells a widget about ten times a second and stops the work when its worker is cancelled."""

    def __init__(self, widget: Widget, job: str, worker: Worker[Any]) -> None:
        self._widget = widget
        self._job = job
        self._worker = worker
        self._next = 0.0

    def step(self, done: int, total: int | None) -> None:
        """``done`` of ``total`` units are finished. Raises ``Cancelled`` after the person stopped the work."""
        if self._worker.is_cancelled:
            raise Cancelled
        now = monotonic()
        if now >= self._next:
            self._next = now + 0.1
            self._widget.post_message(Step(self._job, done, total))


_ARENA_MAX, _ARENAS = -8, 2


@cache
def _share_memory() -> None:
    """Lets threads take memory from the same two heaps: glibc gives each one of its own, which keeps what it frees."""
    if sys.platform == "linux":
        import ctypes

        set_option = getattr(ctypes.CDLL(None), "mallopt", None)
        if set_option is not None:
            set_option(_ARENA_MAX, _ARENAS)


def start(widget: Widget, case: Case, job: str, work: Work) -> Worker[None]:
    """Runs ``work`` in a thread, where the case reads and writes over a connection of its own.

    A job of the same name under way is stopped first and sends nothing more; the widget gets ``Step`` messages, then
    ``Finished`` or ``Broke``.
    """
    _share_memory()
    return widget.run_worker(
        partial(_run, widget, case, job, work), name=job, group=job, exclusive=True, thread=True, exit_on_error=True
    )


def _run(widget: Widget, case: Case, job: str, work: Work) -> None:
    worker = get_current_worker()
    try:
        result = work(case, Watched(widget, job, worker))
    except (EvidencelogError, OSError) as error:
        if not worker.is_cancelled:
            widget.post_message(Broke(job, FileRefused(error) if isinstance(error, OSError) else error))
    else:
        if not worker.is_cancelled:
            widget.post_message(Finished(job, result))


class Stoppable:
    """Work that a person can stop: it ends by itself at its next step, so that how it ends is what became of it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.stopped = False

    def __call__(self, case: Case, progress: Progress) -> Any:
        """The work itself; Cancelled where it was stopped before its end."""
        self._outer = progress
        return self._work(case, self)

    def step(self, done: int, total: int | None) -> None:
        """Raises Cancelled once it was stopped."""
        if self.stopped:
            raise Cancelled
        self._outer.step(done, total)


class Newest:
    """Jobs of which only the last one asked for matters: one runs, the newest waits, those between are never begun."""

    def __init__(self, widget: Widget, case: Case, job: str) -> None:
        self._widget, self._case, self._job = widget, case, job
        self._lock = Lock()
        self._running = False
        self._waiting: Work | None = None

    def ask(self, work: Work) -> None:
        """Runs ``work`` now, or after the one under way. Each one run sends its ``Finished`` or ``Broke``."""
        with self._lock:
            if self._running:
                self._waiting = work
                return
            self._running = True
        _share_memory()
        self._widget.run_worker(
            partial(self._run, work), name=self._job, group=self._job, thread=True, exit_on_error=True
        )

    def _run(self, work: Work) -> None:
        following: Work | None = work
        while following is not None:
            _run(self._widget, self._case, self._job, following)
            with self._lock:
                following, self._waiting = self._waiting, None
                self._running = following is not None
