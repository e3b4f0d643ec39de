"""One supervised child process: requests in, answers out, a time limit on each, replaced when lost.

Native code (encoders, the voice) cannot be interrupted from a thread and may take the process
with it, so it runs here. The child ends with its parent, ignores Ctrl-C (its parent decides),
and never writes onto standard output.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import structlog

from foundation.errors import CampaignError, RenderError, RowError, SollecitoError, StorageError
from foundation.refusals import worded
from workers.processor_share import yield_to_others

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from types import TracebackType

STOP_GRACE_S = 2.0
"""Seconds an idle child has to end by itself before it is killed."""

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables that keep numpy's libraries from threads of their own, which wait by spinning."""

COLLECTING = (10_000, 20, 50)
"""Thresholds of Python's garbage collector in a child: ten times rarer than by default."""

log = structlog.get_logger(__name__)


MEMORY_LIMIT = 400 << 20
"""Bytes of memory from which on an idle child is replaced: what native libraries do not return."""

SETTLED_AFTER = 50
"""Answers that a child gives before it may be replaced for its memory."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child sends back: a value, or why there is none; and its memory in bytes."""

    value: Any = None
    error: SollecitoError | None = None
    row_error: tuple[str, str] | None = None
    memory: int = 0


class _ChildLostError(Exception):
    """The child hung or died; ``str()`` says how, for a person."""


def _where(error: BaseException) -> str:
    """Return ``module.py:123``, the innermost place: the text may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "an unknown place"
    return f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}"  # noqa: PTH119 - a name, not a path


def load_responder(place: str, *arguments: Any) -> Callable[[Any], Any]:
    """Return what ``MODULE:FUNCTION`` makes of the arguments; the module is only loaded here.

    So a parent that has nothing to render does not load what renders.
    """
    module, _, name = place.partition(":")
    responder: Callable[[Any], Any] = getattr(importlib.import_module(module), name)(*arguments)
    return responder


def resident_bytes() -> int:
    """Return the memory that this process holds for itself now (Linux; 0 where it is not told).

    Pages of mapped files are not among it, where the kernel tells them apart: it takes those back
    whenever it needs them.
    """
    try:
        for line in Path("/proc/self/status").read_bytes().splitlines():
            if line.startswith(b"RssAnon:"):
                return int(line.split()[1]) << 10
        pages = Path("/proc/self/statm").read_bytes().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _answer(respond: Callable[[Any], Any], request: Any) -> Answer:
    try:
        return Answer(value=respond(request), memory=resident_bytes())
    except RowError as error:
        return Answer(row_error=(error.field, error.reason))
    except CampaignError as error:
        return Answer(error=RenderError(f"The campaign cannot be used: {error}"))
    except SollecitoError as error:
        return Answer(error=type(error)(*error.args))
    except OSError as error:
        log.warning("rendering.refused", reason=worded(error))
        return Answer(error=StorageError(worded(error)))
    except Exception as error:
        log.exception("rendering.unexpected")
        reason = f"Unexpected {type(error).__name__} at {_where(error)}"
        return Answer(error=RenderError(f"{reason}. This is a fault of the program."))


def end_with_parent() -> None:
    """Wait for the parent's end, then end this process at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _child(
    connection: Connection, make_responder: Callable[[], Callable[[Any], Any]], *, yielding: bool
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if yielding:
        yield_to_others()
    os.dup2(2, 1)  # libraries that print must not reach a --json document
    threading.Thread(target=end_with_parent, daemon=True).start()
    for variable in ONE_THREAD:
        os.environ.setdefault(variable, "1")  # read when numpy is loaded, which is next
    respond = make_responder()
    # What was loaded stays until the end: it need not be looked through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTING)
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        if request is None:
            return
        try:
            connection.send(_answer(respond, request))
        except BrokenPipeError:
            return


class RenderingProcess:
    """A child process that answers one request at a time; use from one thread at a time.

    The child is started by ``begin`` or the first request, and again whenever it was lost.

    Args:
        make_responder: importable callable, called once in each child, that returns what answers
            requests there. Requests and answers are pickled.
        time_limit_s: seconds for one request; a child that takes longer is killed.
        memory_limit: bytes from which on an idle child is replaced (native memory is not returned
            otherwise).
        settled_after: answers before that, so that a child that needs much is not always new.
        yielding: whether processes that answer requests go before the child.
    """

    def __init__(
        self,
        make_responder: Callable[[], Callable[[Any], Any]],
        *,
        time_limit_s: float,
        memory_limit: int = MEMORY_LIMIT,
        settled_after: int = SETTLED_AFTER,
        yielding: bool = False,
    ) -> None:
        self._yielding = yielding
        self._make_responder = make_responder
        self._time_limit_s = time_limit_s
        self._memory_limit = memory_limit
        self._settled_after = settled_after
        self._context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._answered = 0
        self._memory = 0
        self._abandoned = False

    @property
    def pid(self) -> int | None:
        """The child's process id, or None when there is none at the moment."""
        return self._process.pid if self._process is not None else None

    def begin(self) -> None:
        """Start the child before anything is asked of it; it loads what it needs meanwhile."""
        self._start()

    def ask(self, request: Any) -> Any:
        """Return the child's answer to a request.

        A request that loses the child (it hangs or dies) is given to a new child once; when that
        one is lost as well, RenderError says how. Errors raised while answering are raised here.
        """
        reason = ""
        for _ in range(2):
            if self._abandoned:
                raise RenderError("Rendering was stopped.")
            try:
                answer = self._ask_once(request)
            except _ChildLostError as lost:
                reason = str(lost)
                log.warning("rendering.process_lost", request=type(request).__name__, reason=reason)
                continue
            if answer.row_error is not None:
                raise RowError(*answer.row_error)
            if answer.error is not None:
                raise answer.error
            return answer.value
        raise RenderError(f"Rendering was given up: twice {reason}.")

    def _ask_once(self, request: Any) -> Answer:
        if self._answered >= self._settled_after and self._memory > self._memory_limit:
            log.info("rendering.process_replaced", megabytes=self._memory >> 20)
            self.close()
        connection = self._start()
        try:
            connection.send(request)
            if not connection.poll(self._time_limit_s):
                self._kill()
                raise _ChildLostError(f"the process took longer than {self._time_limit_s:g} s")
            answer = connection.recv()
        except (EOFError, ConnectionError) as error:
            raise _ChildLostError(f"the process {self._kill()}") from error
        if not isinstance(answer, Answer):
            raise TypeError(f"a child answered with {type(answer).__name__}")
        self._answered += 1
        self._memory = answer.memory
        return answer

    def _start(self) -> Connection:
        if self._connection is not None:
            return self._connection
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_child,
            args=(theirs, self._make_responder),
            kwargs={"yielding": self._yielding},
            daemon=True,
            name="rendering",
        )
        process.start()
        theirs.close()
        self._process, self._connection, self._answered = process, ours, 0
        return ours

    def _kill(self) -> str:
        """End the child at once and return how it had ended, if it had."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None:
            return "was not running"
        process.join(0.2)
        code = process.exitcode
        process.kill()
        process.join()
        process.close()
        if code is None:
            return "stopped answering"
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    def close(self) -> None:
        """Ask the child to end, and kill it when it does not within two seconds."""
        if self._process is not None and self._connection is not None:
            try:
                self._connection.send(None)
            except ConnectionError:
                log.debug("rendering.process_already_gone")
            self._process.join(STOP_GRACE_S)
        self._kill()

    def abandon(self) -> None:
        """Kill the child from another thread: the request at hand, and any later, RenderError."""
        self._abandoned = True
        process = self._process
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
