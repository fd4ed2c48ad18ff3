"""The command line: what can be done without the app, and the door to it.

Only argparse is imported here; the rest comes when a command runs, so that `alliance --help` is quick.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from alliance_tui import __version__

TYPE_CHECKING = False  # as typing has it, without importing typing
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from alliance_tui.domain.countdown import Clock

WRONG_USAGE, BY_SIGNAL, INTERRUPTED, PIPE_CLOSED = 2, 128, 130, 141
INTERACTIVE = (None, "open", "demo")
FORMATS = ("html", "markdown", "json", "text", "ics")
WITHOUT_A_TERMINAL = "list, due, show, diff, history, check, repair, undelete, invite, export, import, questions"
PLAIN_OUTPUT = "draw as Textual does: more is sent"
MOUSE = "take clicks and the wheel, or leave the mouse to the terminal, as over ssh unless told"
EPILOG = f"""Without a command, the library opens. These work without a terminal: {WITHOUT_A_TERMINAL}.
NAME is an alliance's name in `alliance list`, or the beginning of it. ALLIANCE_STORE names a store too."""


def main(argv: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run one command; returns its exit code. `clock` is the machine's own unless a test brings another."""
    try:
        code = _run(sys.argv[1:] if argv is None else argv, clock)
        if code > BY_SIGNAL:  # the terminal may be gone, and its streams with it
            _drop_output()
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where a failure can still be said plainly
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        _drop_output()
        return _complain(f"That could not be done: {error.strerror}. No alliance was changed by it.")
    except Exception as error:
        return _complain(f"Alliance stopped by a fault of its own ({_where(error)}). What was saved before is whole.")


def _where(error: Exception) -> str:
    """A fault's kind and place in the code: never its message, which may quote somebody's words."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""  # noqa: PTH119
    return f"{type(error).__name__}{place}"


def _drop_output() -> None:
    """Let go of what the streams will not take, or the interpreter's own last flush changes the exit code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(argv: Sequence[str], clock: Clock | None) -> int:
    """Run one command, with what goes wrong said plainly."""
    try:
        args = _arguments(argv)
    except SystemExit as done:  # argparse has said what there was to say
        return done.code if isinstance(done.code, int) else WRONG_USAGE
    if args.command in INTERACTIVE and (lacking := _lacking_terminal()):
        locked = getattr(args, "locked", False)
        advice = "Try ssh -t." if locked else f"These work without one: alliance {WITHOUT_A_TERMINAL}."
        return _complain(f"{lacking} {advice}", WRONG_USAGE)
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (pathlib is not imported here)
    from alliance_tui.collecting import keeping_all
    from alliance_tui.domain.errors import AllianceError

    try:
        with keeping_all():  # modules stay, and what a command makes goes when it ends
            from alliance_tui import commands

            return commands.run(args, clock)
    except AllianceError as error:
        return _complain(str(error))


def _complain(message: str, code: int = 1) -> int:
    """Say on stderr what is wrong."""
    from alliance_tui.domain.text import clean

    try:
        print(clean(message), file=sys.stderr, flush=True)
    except OSError:
        _drop_output()
    return code


def _lacking_terminal() -> str:
    """Why the app can't be shown here, or "" when it can; it reads stdin and draws on stdout and stderr."""
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


# What may be asked for


class _Help(argparse.HelpFormatter):
    """Help laid out without asking shutil, whose import costs more than argparse's."""

    def __init__(self, prog: str) -> None:
        """Take the width from COLUMNS, or from the terminal."""
        try:
            columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns)
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, max_help_position=28, width=max(columns, 40) - 2)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints carry nothing a terminal would obey."""

    def __init__(self, **options: Any) -> None:
        """Be like any other, with our layout."""
        super().__init__(formatter_class=_Help, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the usage, and exit with 2."""
        from alliance_tui.domain.text import one_line

        super().error(one_line(message))


class _Command(_Parser):
    """A command's own grammar, made when it is asked for: to make them all takes longer than the rest."""

    def __init__(self, **options: Any) -> None:
        """Nothing is made yet."""
        self._options = options
        self._taken: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def takes(self, *names: str, **options: Any) -> None:
        """Take an argument, as `add_argument` says it."""
        self._taken.append((names, options))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Make it, then parse."""
        super().__init__(**self._options)
        for names, options in self._taken:
            self.add_argument(*names, **options)
        return super().parse_known_args(args, namespace)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    """What was asked for; SystemExit when that was help, or makes no sense."""
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
    """The grammar of the command line."""
    parser = _Parser(prog="alliance", description="Design your alliance: two partners, ninety minutes.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"alliance {__version__}")
    parser.add_argument("--store", metavar="DIR", help="the folder that holds your alliances")
    parser.add_argument("--bank", metavar="BANK", help="the questions of new sessions: a TOML file, or a bank’s id")
    parser.add_argument("--plain-output", action="store_true", help=PLAIN_OUTPUT)
    parser.add_argument("--mouse", action=argparse.BooleanOptionalAction, help=MOUSE)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Command)

    def command(name: str, about: str, *options: str) -> _Command:
        """Add a command."""
        added: _Command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        added.takes("--store", metavar="DIR", default=argparse.SUPPRESS, help="the folder that holds it")
        if "key" in options:
            added.takes("key", metavar="KEY.pub", help="the file of the public key")
        if "yes" in options:
            added.takes("--yes", action="store_true", help="do it without asking")
        if "name" in options:
            added.takes("name", metavar="NAME", help="the alliance")
        if "json" in options:
            added.takes("--json", action="store_true", help="print JSON, for programs")
        return added

    opened = command("open", "open one alliance", "name")
    opened.takes("--locked", action="store_true", help="that one alone, by its folder's name, until it is left")
    opened.takes("--bank", metavar="BANK", default=argparse.SUPPRESS, help="the questions of its next session")
    sample = command("demo", "open a sample in a store of its own, gone when it ends")
    for interactive in (opened, sample):
        interactive.takes("--plain-output", action="store_true", default=argparse.SUPPRESS, help=PLAIN_OUTPUT)
        interactive.takes("--mouse", action=argparse.BooleanOptionalAction, default=argparse.SUPPRESS, help=MOUSE)
    command("list", "list the alliances", "json")
    command("due", "print whose review is due, and nothing when none is", "json")
    show = command("show", "print a version: the latest, unless told", "name", "json")
    show.takes("--version", metavar="N", type=version_number, help="which version")
    diff = command("diff", "print what changed between two versions", "name", "json")
    told = "the last two, unless told; NEW may be the word open, for the open session"
    diff.takes("versions", metavar="OLD NEW", nargs="*", type=compared_number, help=told)
    diff.takes("--inline", action="store_true", help="one text with marks, not two side by side")
    diff.takes("--section", help="of one section alone: intentions, atmosphere ...")
    diff.takes("--side", metavar="NAME", help="by one partner alone: a name, or left or right")
    diff.takes("--kind", help="of one kind alone: reworded, moved, new-answer ...")
    command("history", "print how much each answer and agreement changed, version by version", "name", "json")
    command("check", "read every file whole and say whether all is well")
    repair = command("repair", "put the newest good copy in the place of a damaged file", "yes")
    repair.takes("name", metavar="NAME", nargs="?", help="the alliance; the whole store, unless told")
    undelete = command("undelete", "bring back what was deleted or abandoned; without NAME, list what can be")
    undelete.takes("name", metavar="NAME", nargs="?", help="the newest of this name, or the beginning of it")
    invite = command("invite", "let somebody's ssh key into one alliance, and into nothing else", "key", "name", "yes")
    invite.takes("--install", action="store_true", help="add the line to ~/.ssh/authorized_keys, after asking")
    export = command("export", "write an alliance to a file: to read, to print, for a calendar, or to import", "name")
    export.takes("--version", metavar="N", type=version_number, help="which version: the latest, unless told")
    export.takes("--format", choices=FORMATS, help="as what: by FILE's ending, unless told; json is the whole")
    export.takes("--output", metavar="FILE", help="the file, - for stdout; a new file here, unless told")
    export.takes("--with-diff", action="store_true", help="html: with what changed since the version before")
    export.takes("--force", action="store_true", help="replace FILE if it is there")
    brought = command("import", "bring in an alliance that was exported as json")
    brought.takes("file", metavar="FILE", help="the file, - for stdin")
    asked = command("questions", "print the question banks, or the questions of one; check one of your own")
    asked.takes("bank_name", metavar="BANK", nargs="?", help="a bank’s id, or a TOML file")
    asked.takes("--check", metavar="FILE", help="say what is wrong with a file, line by line")
    asked.takes("--template", action="store_true", help="print a bank to start from, with the format explained")
    return parser


def compared_number(text: str) -> int:
    """A version, or 0 for the word "open": the open session."""
    return 0 if text == "open" else version_number(text)


def version_number(text: str) -> int:
    """A version as a person writes it: "2" or "v2"."""
    number = text.removeprefix("v")
    if not number.isdecimal():
        raise argparse.ArgumentTypeError(f"a version is a number, like 2, and not {text!r}")
    return int(number[:9])
