"""What went wrong while a strange file was read in a process of its own, as a reason to refuse the file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.exchange.preflight import PreflightRefused
from chains.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PANIC = "PanicException"
"""What calamine raises where a file breaks what it takes for granted: no Exception, nor to be imported."""


@contextmanager
def refusing(tell: Callable[[str, dict[str, Any]], None]) -> Iterator[None]:
    """Whatever the reading raises is told as a reason and its facts: what the preflight found, or `damaged`.

    `reader_failed` is our own mistake. What is no fault of the file (an interruption) is raised.
    """
    try:
        yield
    except PreflightRefused as refused:
        tell(refused.reason, _without_name(refused.facts))
    except FileRefused as refused:
        tell(str(refused.facts["reason"]), _without_name(refused.facts))
    except MemoryError:
        tell("memory", {})
    except BaseException as error:  # readers raise of many types on broken files, panics too
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        tell(_reason_of(error), {})


def _without_name(facts: Any) -> dict[str, Any]:  # noqa: ANN401 - facts of an error
    return {key: value for key, value in facts.items() if key not in {"file", "reason"}}


def _reason_of(error: BaseException) -> str:
    if isinstance(error, AttributeError | NameError | TypeError):
        return "reader_failed"
    told = f"{type(error).__name__} {error}".lower()
    return "password" if "password" in told else "damaged"
