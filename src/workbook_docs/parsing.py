"""Parsing a stranger's file in a process of its own, under limits of time and memory.

A file can be small and cost a parser minutes or gigabytes. What it costs here is one
worker process, which is stopped and started anew; the caller learns the outcome. The
worker only turns bytes into an outline; all that is decided is decided outside it.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import pickle
import struct
import subprocess
import sys
import threading
from typing import IO, Any

from workbook_docs.errors import NotReadable
from workbook_docs.records import Outline
from workbook_docs.templates import Format, outline

SECONDS = 20.0
"""Wall time for one file."""
MEMORY = 1536 * 1024 * 1024
"""Address space of the worker in bytes, where the system can limit it."""

_LENGTH = struct.Struct("<Q")
_MODULES = {
    "workbook_docs.records": None,
    "datetime": {"date", "datetime", "timezone", "timedelta"},
}


def parse(data: bytes, format: Format, seconds: float | None = None) -> Outline:
    """The outline of a file, parsed under limits.

    Raises `NotReadable` with the outcome `time`, `memory`, or what the parser found.
    """
    return _WORKER.parse(data, format, SECONDS if seconds is None else seconds)


class _Worker:
    """One parsing process, started when it is first needed and after every death."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def parse(self, data: bytes, format: Format, seconds: float) -> Outline:
        with self._lock:
            process = self._running()
            late = threading.Event()

            def stop_late() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(seconds, stop_late)
            timer.daemon = True
            timer.start()
            try:
                reply = _ask(process, format.encode() + data)
            except BaseException:
                # Its answer would be taken for that to the next question.
                self.stop()
                raise
            finally:
                timer.cancel()
            if reply is None:
                self.stop()
        if reply is None and late.is_set():
            raise NotReadable("time", f"Reading the file took more than {seconds:.0f} seconds.")
        if reply is None:
            raise NotReadable("memory", "Reading the file took more memory than a workbook needs.")
        if isinstance(reply, Outline):
            return reply
        raise NotReadable(*reply)

    def _running(self) -> subprocess.Popen[bytes]:
        # A forked process must not talk through its parent's pipes.
        if (
            self._process is not None
            and self._owner == os.getpid()
            and self._process.poll() is None
        ):
            return self._process
        # -P: the folder one works in may hold a stranger's files; none of them is a module.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "workbook_docs.parsing", str(MEMORY)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the process that asks, not for this one
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )  # fmt: skip
        self._owner = os.getpid()
        return self._process

    def stop(self) -> None:
        """End the worker; a later file starts another."""
        if self._process is None or self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process = None


def _ask(process: subprocess.Popen[bytes], question: bytes) -> Any:
    """The worker's answer; None where it died over the question."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _put(process.stdin, question)
        answer = _take(process.stdout)
    except OSError:
        return None
    return None if answer is None else _Plain(io.BytesIO(answer)).load()


class _Plain(pickle.Unpickler):
    """Takes the neutral records only, whatever a worker says."""

    def find_class(self, module: str, name: str) -> Any:
        allowed = _MODULES.get(module, set())
        if allowed is None or name in allowed:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an outline")


def _put(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _take(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    data = pipe.read(length)
    return data if len(data) == length else None


# The worker's own side -----------------------------------------------------------------


def serve(questions: IO[bytes], answers: IO[bytes], memory: int) -> None:
    """Answer questions until there are no more: a format and a file, an outline back."""
    _limit_memory(memory)
    while (question := _take(questions)) is not None:
        format: Format = "docx" if question[:4] == b"docx" else "xlsx"
        try:
            answer: object = outline(question[4:], format)
        except NotReadable as problem:
            answer = (problem.outcome, str(problem))
        except MemoryError:
            return  # what is left of this process is not to be trusted with an answer
        except RecursionError:
            answer = ("unsafe", "The file is nested too deeply to read.")
        except Exception as problem:
            # A part that no editor writes so; its kind helps to find out, its words may not.
            answer = (
                "damaged",
                f"The file is damaged: it cannot be read ({type(problem).__name__}).",
            )
        _put(answers, pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows limits nothing this way; the time limit stands
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


_WORKER = _Worker()
atexit.register(_WORKER.stop)

if __name__ == "__main__":
    # What a library prints must not get between two answers.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, replies, int(sys.argv[1]))
