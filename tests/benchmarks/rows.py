"""A row of the table: what is measured, for which programs, and what was promised."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from tests.benchmarks.programs import OURS
from tests.benchmarks.pty import Act, NeverShown

Samples = dict[str, list[float]]
"""What was measured, by its kind."""
Trial = Callable[[], Samples]
"""One run of a measurement."""
Results = Mapping[str, Samples | str]
"""Samples by program; why there are none where there are none."""
Figures = Mapping[str, float | str]
"""A figure by program, ours among them; why there is none where there is none."""


class AtMost(NamedTuple):
    """A target: this many times what it is compared with, or, without `ratio`, this much."""

    figure: float
    ratio: bool = True


@dataclass(frozen=True)
class Row:
    """What is measured, in which unit, and what ours is compared with; `figures` takes the number of runs."""

    what: str
    unit: str
    reference: str
    figures: Callable[[int], Figures]
    target: AtMost | None = None
    acts: Sequence[str] = ()
    """What `tours` are to do for it."""

    def verdict(self, figures: Figures) -> str:
        """Whether the target is met, or why that can't be said."""
        ours, theirs = figures[OURS], figures.get(self.reference, "")
        if isinstance(ours, str):
            return "FAILED" if ours != "not installed" else ours
        if self.target is None:
            return ""
        if not self.target.ratio:
            return "met" if ours <= self.target.figure else "MISSED"
        if isinstance(theirs, str):
            return "no peer"
        return "met" if ours <= self.target.figure * theirs else "MISSED"

    def line(self, figures: Figures) -> tuple[str, ...]:
        """The row as cells."""
        ours, theirs = figures[OURS], figures.get(self.reference, "")
        ratio = "" if isinstance(ours, str) or isinstance(theirs, str) or not theirs else f"{ours / theirs:.3g}"
        reference = f"{self.reference} {amount(theirs, self.unit)}".strip()
        rest = [name for name in figures if name not in (OURS, self.reference)]
        others = ", ".join(f"{name} {amount(figures[name], self.unit)}" for name in rest)
        return self.what, amount(ours, self.unit), reference, ratio, self._promised(), self.verdict(figures), others

    def _promised(self) -> str:
        """The target in words."""
        if self.target is None:
            return ""
        return f"≤ {self.target.figure:.3g} x" if self.target.ratio else f"≤ {amount(self.target.figure, self.unit)}"


def amount(figure: float | str, unit: str) -> str:
    """A figure as it is printed."""
    if isinstance(figure, str):
        return figure
    return f"{figure:,.0f} {unit}".rstrip() if figure >= 100 else f"{figure:.3g} {unit}".rstrip()


def note(samples: Samples, act: Act, name: str = "") -> None:
    """Add the figures of an act; `name`, if any, ends in a blank."""
    figures = {"cpu": act.cpu * 1000, "bytes": act.size, "frames": act.frames, "wall": act.last * 1000}
    for kind, figure in figures.items():
        samples.setdefault(name + kind, []).append(figure)


def interleaved(runs: int, trials: Mapping[str, Trial | None]) -> Results:
    """Run every trial in turn, so many times, so that what disturbs one run disturbs all; samples are pooled."""
    pooled: dict[str, Samples] = {name: {} for name in trials}
    reasons = {name: "" if trial else "not installed" for name, trial in trials.items()}
    for _ in range(runs):
        for name, trial in trials.items():
            if not trial or reasons[name]:
                continue
            try:
                samples = trial()
            except NeverShown as error:
                reasons[name] = str(error)
                print(f"{name}: {error}", file=sys.stderr)
                continue
            for kind, values in samples.items():
                pooled[name].setdefault(kind, []).extend(values)
    return {name: reasons[name] or pooled[name] for name in trials}


def medians(results: Results, kind: str) -> Figures:
    """Each program's median of one kind of sample."""
    return {
        name: samples if isinstance(samples, str) else median(samples[kind]) if samples.get(kind) else "painted nothing"
        for name, samples in results.items()
    }
