"""Does work on a file in a process of its own: whatever a hostile file does to it, only that process dies.

What goes up the pipe are pickled tuples of plain values, made by our own code in the child.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from typing import TYPE_CHECKING, Any

from app.exchange.sheet_worker import run
from chains.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from chains.pipes import Pipe
    from chains.steps import Step

SECONDS = 60
"""So long may a child be silent."""
_LOOK_EVERY_S = 0.1


def messages_of(task: str, path: Path, step: Step, *told: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Messages of a task of sheet_worker.TASKS, as they come.

    The child is killed when it is silent for 60 s, when `step` raises, and when nobody listens any more.
    Raises FileRefused when it refuses the file or dies.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=run, args=(theirs, os.getpid(), task, str(path), *told), daemon=True)
    child.start()
    theirs.close()
    try:
        yield from _listen(path.name, ours, step)
    finally:
        _end(child)
        ours.close()


def _end(child: SpawnProcess) -> None:
    if child.is_alive():
        child.kill()
    child.join()
    child.close()


def _listen(file: str, pipe: Pipe, step: Step) -> Iterator[tuple[Any, ...]]:
    silent = 0.0
    done, total, text = 0, 0, "读取文件"
    while True:
        step(done, total, text)
        if silent > SECONDS:
            raise FileRefused(file=file, reason="timeout", seconds=SECONDS)
        message = _next(file, pipe)
        if message is None:
            silent += _LOOK_EVERY_S
            continue
        silent = 0.0
        if message[0] == "refused":
            raise FileRefused(file=file, reason=message[1], **message[2])
        if message[0] == "end":
            return
        if message[0] == "progress":
            done, total, text = message[1:]
        else:
            yield message


def _next(file: str, pipe: Pipe) -> tuple[Any, ...] | None:
    """The next message, None when none came for a moment. A child that died ran out of memory or crashed."""
    try:
        if not pipe.poll(_LOOK_EVERY_S):
            return None
        message: tuple[Any, ...] = pickle.loads(pipe.recv_bytes())
    except (EOFError, OSError) as error:
        raise FileRefused(file=file, reason="memory") from error
    return message
