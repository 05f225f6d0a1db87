"""What benches of the mathematics share: CPU seconds, memory, and how figures are printed."""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

Figure = dict[str, Any]
Part = Callable[[], Iterator[Figure]]


def timed(function: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    """What the function returns, and the CPU-seconds it took."""
    start = process_time()
    result = function(*arguments)
    return result, process_time() - start


def memory() -> int:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def rounded(value: float, digits: int = 3) -> float:
    return round(float(value), digits)


def report(bench: str, part: Part) -> list[Figure]:
    """Print each figure of one part as it is measured; returns them."""
    figures = []
    for figure in part():
        print(json.dumps({"bench": f"{bench}.{part.__name__}", **figure}), flush=True)
        figures.append(figure)
    return figures


def report_asked_for(bench: str, parts: list[Part]) -> None:
    """Report the parts named on the command line, or all."""
    for part in parts:
        if len(sys.argv) == 1 or part.__name__ in sys.argv[1:]:
            report(bench, part)
