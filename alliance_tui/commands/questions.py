"""`alliance questions`: print the question banks or the questions of one, or check a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line, print_page
from alliance_tui.render.json_records import Record, bank_record
from alliance_tui.render.phrases import count
from alliance_tui.render.question_list import question_list
from alliance_tui.services.banks import file_or_built_in, problems_of
from alliance_tui.storage.bank_files import TEMPLATE, built_in_text
from alliance_tui.storage.paths import expanded
from alliance_tui.storage.question_banks import FoundBank, QuestionBanks, bank_folder, built_in_ids, read_bank
from alliance_tui.text.characters import one_line


def run(request: Request) -> int:
    """Print one bank; or which there are, and the questions of the first."""
    args = request.args
    if args.template:
        print(built_in_text(TEMPLATE), end="")
        return 0
    if args.check is not None and not args.json:
        return _check(args.check)
    question_banks = QuestionBanks(bank_folder())
    if args.json:
        return _print_as_json(question_banks, args)
    if args.bank_name is not None:
        return _print_bank(question_banks.find(args.bank_name))
    banks = question_banks.all()
    for each in banks:
        _summarize(each)
    print_line(f"Your own are in {question_banks.folder}. `alliance questions --template` prints one to start from.")
    print()
    return _print_bank(next(each for each in banks if each.offer))


def _print_as_json(question_banks: QuestionBanks, args: Namespace) -> int:
    """Print all banks, one, or a file that is checked; return 1 if one that was asked for can't be used."""
    one = args.check is not None or args.bank_name is not None
    if args.check is not None:
        banks = [read_bank(Path(expanded(args.check)), built_in_ids())]
    else:
        banks = [question_banks.find(args.bank_name)] if one else question_banks.all()
    print_json({"banks": [_record(bank) for bank in banks]})
    return int(one and banks[0].offer is None)


def _record(bank: FoundBank) -> Record:
    """Return a bank for `--json`, with where it is and what is wrong with it."""
    offer = bank.offer
    record: Record | None = None
    if offer:
        times = {"minutes": offer.length // 60, "reserve": offer.reserve // 60}
        record = {**bank_record(offer.bank), **times, "revisit": offer.revisit}
    return {
        "file": str(bank.file) if bank.file else None,
        "problems": [{"line": each.line, "problem": each.words, "note": each.note} for each in bank.problems],
        "bank": record,
    }


def _check(file: str) -> int:
    """Print everything that is wrong with a file; return 1 if it can't be used."""
    found = read_bank(Path(expanded(file)), built_in_ids())
    for problem in found.problems:
        print_line(str(problem))
    if found.offer is None:
        return 1
    bank = found.offer.bank
    return print_line(f"{one_line(bank.title)}: {count(len(bank.questions), 'question')}, and it can be used")


def _summarize(bank: FoundBank) -> None:
    """Print what a bank is, or why it can't be used."""
    where = file_or_built_in(bank)
    if bank.offer is None:
        first, *others = problems_of(bank)
        print_line(f"{where}: can’t be used. {first}")
        if others:
            print(f"  {one_line(f'and {len(others)} more: alliance questions --check {where}')}")
        return
    offered = bank.offer.bank
    facts = [offered.title, count(len(offered.questions), "question"), f"{bank.offer.length // 60} minutes"]
    facts += ["for a revisit"] if bank.offer.revisit else []
    print_line(f"{offered.id}: {' · '.join([*facts, where if bank.file else 'built in'])}")


def _print_bank(bank: FoundBank) -> int:
    """Print a bank's questions, or what is wrong with it and return 1."""
    if bank.offer is None:
        for problem in problems_of(bank):
            print_line(f"{file_or_built_in(bank)}: {problem}")
        return 1
    return print_page(question_list(bank.offer.bank))
