"""Timing in turns: whoever is compared is measured in the same run, by turns and block by block."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass
class Contender:
    """Something to time, how often per block, and the microseconds that each time took."""

    name: str
    once: Callable[[], object]
    per_block: int = 1
    took: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median, in microseconds."""
        return statistics.median(self.took)

    @property
    def slowest_of_a_hundred(self) -> float:
        """The 99th percentile, in microseconds."""
        return sorted(self.took)[int(len(self.took) * 0.99)]


def in_turns(contenders: Iterable[Contender], blocks: int) -> None:
    """Let each have its turn, block by block, so that a machine that slows down slows all."""
    contenders = list(contenders)
    for _ in range(blocks):
        for contender in contenders:
            for _ in range(contender.per_block):
                began = time.perf_counter_ns()
                contender.once()
                contender.took.append((time.perf_counter_ns() - began) / 1_000)


def goal(value: float, most: float) -> str:
    """Whether a figure is at most its goal."""
    return f"≤ {most:g}: {'met' if value <= most else 'not met'}"
