"""`alliance diff`: two versions, or a version and the open session, whole or sifted."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from enum import StrEnum
from typing import TypeVar

from alliance_tui.domain.alliance import SIDES, Alliance, Partners, Version
from alliance_tui.domain.changes import Compared, Comparison, Kind, compare, standing
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import AllianceError, NotFound
from alliance_tui.domain.questions import Section
from alliance_tui.domain.session import Session
from alliance_tui.domain.sifting import Sieve, sift
from alliance_tui.looking import print_json
from alliance_tui.render import records
from alliance_tui.render.streams import is_unicode, width_of
from alliance_tui.storage.library import Library

Word = TypeVar("Word", bound=StrEnum)


def diff(library: Library, name: str, args: Namespace, clock: Clock) -> int:
    """Print what changed; NotFound or AllianceError with what there is to say."""
    alliance, session = library.load(name)
    numbers = args.versions or [version.number for version in alliance.versions[-2:]]
    if len(numbers) < 2:
        raise NotFound(f"A diff takes two versions; {alliance.partners} have signed {len(numbers) or 'none yet'}.")
    old, new = (_compared(alliance, session, number) for number in numbers)
    sieve = _sieve(args, alliance.partners)
    comparison = sift(_compare(old, new), sieve, (old.bank, new.bank))
    if args.json:
        print_json(records.difference(comparison, new))
        return 0
    from alliance_tui.render.diff import Style, difference
    from alliance_tui.render.output import put
    from alliance_tui.render.streams import WIDE

    if sieve and not comparison.changed:
        print("Nothing of that changed.")
        return 0
    width = width_of(sys.stdout, os.environ)
    style = Style(args.inline or width < WIDE, not is_unicode(sys.stdout))
    put(difference(old, new, comparison, clock, style), sys.stdout, width)
    return 0


def version_of(alliance: Alliance, number: int) -> Version:
    """The version with this number; NotFound when there is none."""
    version = alliance.version(number)
    if version is None:
        there = len(alliance.versions)
        has = f"they have signed {there}" if there else "they have signed none yet"
        raise NotFound(f"{alliance.partners} have no version {number}: {has}.")
    return version


def _compared(alliance: Alliance, session: Session | None, number: int) -> Compared:
    """A version, or at 0 the open session."""
    if number:
        return version_of(alliance, number)
    if session is None:
        raise NotFound(f"{alliance.partners} have no session open.")
    return standing(session, alliance.latest)


def _sieve(args: Namespace, partners: Partners) -> Sieve:
    """What the options let through; AllianceError when one of them names nothing there is."""
    sides = {partners[side].casefold(): side for side in SIDES} | {side.value: side for side in SIDES}
    side = None if args.side is None else sides.get(args.side.casefold())
    if args.side is not None and side is None:
        raise AllianceError(f"There is no partner {args.side!r}: say {', '.join(sides)}.")
    return Sieve(_word(args.section, Section), side, _word(args.kind, Kind))


def _word(text: str | None, words: type[Word]) -> Word | None:
    """One of an enumeration's words as a person writes it; AllianceError that lists them otherwise."""
    if text is None:
        return None
    plain = {word.value.replace("_", "-"): word for word in words}
    if (found := plain.get(text.casefold().replace("_", "-").replace(" ", "-"))) is None:
        raise AllianceError(f"{text!r} is none of these: {', '.join(plain)}.")
    return found


def _compare(old: Compared, new: Compared) -> Comparison:
    """What changed; AllianceError when a version lacks the wording of a question that it answers."""
    try:
        return compare(old, new)
    except KeyError as error:
        raise AllianceError(
            "A version answers a question whose wording it does not carry, so the two can't be compared. "
            "Nothing was changed; `alliance check` says whether the file was altered."
        ) from error
