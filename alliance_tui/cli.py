"""The grammar of the command line, and how a command ends: exit codes and errors.

Only argparse is imported at the top, so that `alliance --help` is quick: the commands take half as much again.
Figures are parts of the CPU of `alliance --version`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from alliance_tui import __version__

TYPE_CHECKING = False  # as typing has it, whose import takes 14 %
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from alliance_tui.domain.countdown import Clock

WRONG_USAGE, BY_SIGNAL, INTERRUPTED, PIPE_CLOSED = 2, 128, 130, 141
INTERACTIVE = (None, "open", "demo")
FORMATS = ("html", "markdown", "json", "text", "ics")
WITHOUT_A_TERMINAL = "list, due, show, diff, history, check, repair, undelete, invite, export, import, questions"
EPILOG = f"""Without a command, the library opens. These work without a terminal: {WITHOUT_A_TERMINAL}.
NAME is an alliance's name in `alliance list`, or the beginning of it. ALLIANCE_STORE names a store too."""


def main(argv: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run one command and return its exit code. `clock` is the machine's own unless a test brings another."""
    try:
        code = _run(sys.argv[1:] if argv is None else argv, clock)
        if code > BY_SIGNAL:  # the terminal may be gone, and its streams with it
            _drop_output()
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where a failure can still be reported
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        _drop_output()
        return _print_error(f"That could not be done: {error.strerror}. No alliance was changed by it.")
    except Exception as error:
        from alliance_tui.render.faults import stopped_by_fault

        return _print_error(stopped_by_fault(error, "What was saved before is whole."))


def _drop_output() -> None:
    """Discard what the streams will not take, or the interpreter's own last flush changes the exit code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(argv: Sequence[str], clock: Clock | None) -> int:
    """Run one command; print what goes wrong in a sentence."""
    try:
        args = _arguments(argv)
    except SystemExit as done:  # argparse has printed the reason
        return done.code if isinstance(done.code, int) else WRONG_USAGE
    if args.command in INTERACTIVE and (problem := _terminal_problem()):
        locked = getattr(args, "locked", False)
        advice = "Try ssh -t." if locked else f"These work without one: alliance {WITHOUT_A_TERMINAL}."
        return _print_error(f"{problem} {advice}", WRONG_USAGE)
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (pathlib is not imported here)
    from alliance_tui import commands
    from alliance_tui.domain.errors import AllianceError

    try:
        return commands.run(args, clock)
    except AllianceError as error:
        return _print_error(str(error))


def _print_error(message: str, code: int = 1) -> int:
    """Print on stderr what is wrong; return the exit code."""
    from alliance_tui.text.characters import clean  # 24 %

    try:
        print(clean(message), file=sys.stderr, flush=True)
    except OSError:
        _drop_output()
    return code


def _terminal_problem() -> str:
    """Return why the app can't be shown here, "" if it can; it reads stdin and draws on stdout and stderr."""
    for stream, name in ((sys.stdin, "stdin"), (sys.stdout, "stdout"), (sys.stderr, "stderr")):
        if stream is None or not stream.isatty():
            return f"This needs a terminal, and {name} is not one."
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "This needs a terminal that can be drawn on; TERM is unset or says that it can't."
    encoding = getattr(sys.stderr, "encoding", None) or "unknown"
    if encoding.lower().replace("-", "") != "utf8":
        return (
            f"This needs a terminal of UTF-8, and the locale or PYTHONIOENCODING says {encoding}: "
            "start it with LC_ALL=C.UTF-8."
        )
    return ""


# Grammar


class _Help(argparse.HelpFormatter):
    """Help as wide as COLUMNS or the terminal says; argparse asks shutil, whose import takes 12 %."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns)
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, max_help_position=28, width=max(columns, 40) - 2)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors carry nothing that a terminal would obey."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Print what is wrong with the usage, and exit with 2."""
        from alliance_tui.text.characters import one_line  # 24 %

        super().error(one_line(message))


class _Command(_Parser):
    """A command's own grammar, made when the command is given; to make all of them takes 11 %."""

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._arguments: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def argument(self, *names: str, **options: Any) -> None:
        """Add an argument; takes what `add_argument` takes."""
        self._arguments.append((names, options))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Make the grammar, then parse."""
        super().__init__(**self._options)
        for names, options in self._arguments:
            self.add_argument(*names, **options)
        return super().parse_known_args(args, namespace)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Parse the command line; SystemExit if that was a request for help, or wrong usage."""
    parser = _parser()
    args, rest = parser.parse_known_args(argv)
    if rest and args.command == "diff":  # argparse takes no more numbers once an option stood between
        numbers = [word for word in rest if word == "open" or word.removeprefix("v").isdecimal()]
        args.versions += [compared_number(word) for word in numbers]
        rest = [word for word in rest if word not in numbers]
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if args.command == "diff" and len(args.versions) not in (0, 2):
        parser.error("a diff takes two versions, OLD and NEW, or none for the last two")
    if args.bank is not None and args.command not in (None, "open"):
        parser.error("--bank is for new sessions: alliance --bank BANK, or alliance open NAME --bank BANK")
    if args.command == "questions" and sum(map(bool, (args.bank_name, args.check, args.template))) > 1:
        parser.error("give a bank to print, or --check FILE, or --template")
    if args.store == "":
        parser.error("--store needs a folder")
    return args


def _parser() -> _Parser:
    """Return the grammar of the command line."""
    parser = _Parser(prog="alliance", description="Design your alliance: two partners, ninety minutes.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"alliance {__version__}")
    parser.add_argument("--store", metavar="DIR", help="the folder that holds your alliances")
    parser.add_argument("--bank", metavar="BANK", help="the questions of new sessions: a TOML file, or a bank’s id")
    _add_app_options(parser.add_argument)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Command)

    def command(name: str, about: str, *options: str) -> _Command:
        """Add a command."""
        added: _Command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        added.argument("--store", metavar="DIR", default=argparse.SUPPRESS, help="the folder that holds it")
        if "key" in options:
            added.argument("key", metavar="KEY.pub", help="the file of the public key")
        if "yes" in options:
            added.argument("--yes", action="store_true", help="do it without asking")
        if "name" in options:
            added.argument("name", metavar="NAME", help="the alliance")
        if "json" in options:
            added.argument("--json", action="store_true", help="print JSON, for programs")
        return added

    opened = command("open", "open one alliance", "name")
    opened.argument("--locked", action="store_true", help="that one alone, by its folder's name, until it is left")
    opened.argument("--bank", metavar="BANK", default=argparse.SUPPRESS, help="the questions of its next session")
    sample = command("demo", "open a sample in a store of its own, gone when it ends")
    for interactive in (opened, sample):
        _add_app_options(interactive.argument, default=argparse.SUPPRESS)
    command("list", "list the alliances", "json")
    command("due", "print whose review is due, and nothing when none is", "json")
    show = command("show", "print a version: the latest, unless told", "name", "json")
    show.argument("--version", metavar="N", type=version_number, help="which version")
    diff = command("diff", "print what changed between two versions", "name", "json")
    which = "the last two, unless told; NEW may be the word open, for the open session"
    diff.argument("versions", metavar="OLD NEW", nargs="*", type=compared_number, help=which)
    diff.argument("--inline", action="store_true", help="one text with marks, not two side by side")
    diff.argument("--section", help="of one section alone: intentions, atmosphere ...")
    diff.argument("--side", metavar="NAME", help="by one partner alone: a name, or left or right")
    diff.argument("--kind", help="of one kind alone: reworded, moved, new-answer ...")
    command("history", "print how much each answer and agreement changed, version by version", "name", "json")
    command("check", "read every file whole and say whether all is well")
    repair = command("repair", "put the newest good copy in the place of a damaged file", "yes")
    repair.argument("name", metavar="NAME", nargs="?", help="the alliance; the whole store, unless told")
    undelete = command("undelete", "bring back what was deleted or abandoned; without NAME, list what can be")
    undelete.argument("name", metavar="NAME", nargs="?", help="the newest of this name, or the beginning of it")
    invite = command("invite", "let somebody's ssh key into one alliance, and into nothing else", "key", "name", "yes")
    invite.argument("--install", action="store_true", help="add the line to ~/.ssh/authorized_keys, after asking")
    export = command("export", "write an alliance to a file: to read, to print, for a calendar, or to import", "name")
    export.argument("--version", metavar="N", type=version_number, help="which version: the latest, unless told")
    export.argument("--format", choices=FORMATS, help="as what: by FILE's ending, unless told; json is the whole")
    export.argument("--output", metavar="FILE", help="the file, - for stdout; a new file here, unless told")
    export.argument("--with-diff", action="store_true", help="html: with what changed since the version before")
    export.argument("--force", action="store_true", help="replace FILE if it is there")
    import_ = command("import", "bring in an alliance that was exported as json")
    import_.argument("file", metavar="FILE", help="the file, - for stdin")
    questions = command("questions", "print the question banks, or the questions of one; check one of your own")
    questions.argument("bank_name", metavar="BANK", nargs="?", help="a bank’s id, or a TOML file")
    questions.argument("--check", metavar="FILE", help="say what is wrong with a file, line by line")
    questions.argument("--template", action="store_true", help="print a bank to start from, with the format explained")
    return parser


def _add_app_options(add: Callable[..., object], **default: Any) -> None:
    """Add the options of every command that opens the app, `alliance` itself included.

    After a command their default is SUPPRESS, so that it does not replace what was given before the command.
    """
    add("--plain-output", action="store_true", help="draw and edit as Textual does: more is sent", **default)
    mouse = "take clicks and the wheel, or leave the mouse to the terminal, as over ssh unless told"
    add("--mouse", action=argparse.BooleanOptionalAction, help=mouse, **default)


def compared_number(text: str) -> int:
    """Return a version's number, or 0 for the word "open": the open session."""
    return 0 if text == "open" else version_number(text)


def version_number(text: str) -> int:
    """Return the number of a version as a person writes it: "2" or "v2"."""
    number = text.removeprefix("v")
    if not number.isdecimal():
        raise argparse.ArgumentTypeError(f"a version is a number, like 2, and not {text!r}")
    return int(number[:9])
