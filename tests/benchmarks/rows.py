"""A row of the table: what is measured, for which programs, and what was promised."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import isnan, nan
from statistics import median

from tests.benchmarks.programs import OURS, Program
from tests.benchmarks.pty import NeverShown

Samples = dict[str, list[float]]
"""What was measured, by its name."""
Trial = Callable[[], Samples]
"""One run of a measurement."""
Results = dict[str, Samples | None]
"""Samples by program; None where one is not installed, nothing where it failed."""
Figures = Mapping[str, float | None]
"""A figure by program, ours first; None where a program is not installed, not a number where it failed."""


@dataclass(frozen=True)
class Row:
    """What is measured; `figures` takes the number of runs.

    The target is `most` of ours, in its unit, or of ours over the `reference`'s when `ratio` is set; None is no target.
    """

    what: str
    unit: str
    reference: str
    figures: Callable[[int], Figures]
    most: float | None = None
    ratio: bool = True

    @property
    def target(self) -> str:
        """The target in words."""
        if self.most is None:
            return ""
        return f"≤ {self.most:.3g} x" if self.ratio else f"≤ {amount(self.most, self.unit)}"

    def verdict(self, figures: Figures) -> str:
        """Whether the target is met, or why that can't be said."""
        ours, theirs = figures[OURS], figures.get(self.reference)
        if self.most is None:
            return ""
        if ours is None or (self.ratio and theirs is None):
            return "not installed"
        reached = ours / theirs if self.ratio and theirs else ours
        return "FAILED" if isnan(reached) else "met" if reached <= self.most else "MISSED"

    def line(self, figures: Figures) -> tuple[str, ...]:
        """The row as cells."""
        ours, theirs = figures[OURS], figures.get(self.reference)
        ratio = f"{ours / theirs:.3g}" if ours and theirs else ""
        reference = f"{amount(theirs, self.unit)} {self.reference}" if self.reference else ""
        rest = [name for name in figures if name not in (OURS, self.reference)]
        others = ", ".join(f"{name} {amount(figures[name], self.unit)}" for name in rest)
        return self.what, amount(ours, self.unit), reference, ratio, self.target, self.verdict(figures), others


def amount(figure: float | None, unit: str) -> str:
    """A figure as it is printed."""
    if figure is None:
        return "not installed"
    if isnan(figure):
        return "failed"
    return f"{figure:,.0f} {unit}".rstrip() if figure >= 100 else f"{figure:.3g} {unit}".rstrip()


def interleaved(runs: int, trials: Mapping[str, Trial | None]) -> Results:
    """Run every trial in turn, so many times, so that what disturbs one run disturbs all; samples are pooled."""
    pooled: dict[str, Samples] = {name: {} for name in trials}
    for _ in range(runs):
        for name, trial in trials.items():
            try:
                samples = trial() if trial else {}
            except NeverShown as error:
                print(f"{name}: {error}", file=sys.stderr)
                continue
            for kind, values in samples.items():
                pooled[name].setdefault(kind, []).extend(values)
    return {name: pooled[name] if trial else None for name, trial in trials.items()}


def each(measure: Callable[[Program], Samples], programs: Mapping[str, Program | None]) -> dict[str, Trial | None]:
    """The same trial for every program that is installed."""
    return {name: partial(measure, program) if program else None for name, program in programs.items()}


def medians(results: Results, kind: str) -> dict[str, float | None]:
    """Each program's median of one kind of sample."""
    return {name: None if samples is None else median(samples.get(kind) or [nan]) for name, samples in results.items()}
