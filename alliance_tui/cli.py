"""The grammar of the command line, and how a command ends: exit codes and errors.

Only argparse is imported at the top, so that `alliance --help` is quick: the commands take twice its CPU.
Figures are parts of the CPU of `alliance --version`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from alliance_tui import __version__

TYPE_CHECKING = False  # as typing has it, whose import takes 12 %
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from alliance_tui.domain.countdown import Clock

WRONG_USAGE, BY_SIGNAL, INTERRUPTED, PIPE_CLOSED = 2, 128, 130, 141
INTERACTIVE = (None, "open", "pulse", "demo")
FORMATS = ("html", "markdown", "json", "text", "ics")


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
        from alliance_tui.render.faults import stopped_by_fault  # 14 %

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
    from alliance_tui.text.characters import clean  # 4 %

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


def compared_number(text: str) -> int:
    """Return a version's number, or 0 for the word "open": the open session."""
    return 0 if text == "open" else version_number(text)


def version_number(text: str) -> int:
    """Return the number of a version as a person writes it: "2" or "v2"."""
    number = text.removeprefix("v")
    if not number.isdecimal():
        raise argparse.ArgumentTypeError(f"a version is a number, like 2, and not {text!r}")
    return int(number[:9])


def days(text: str) -> int:
    """Return the days of a time as a person writes it: "14d", "2w", or "14"."""
    number, unit = (text[:-1], text[-1]) if text[-1:] in ("d", "w") else (text, "d")
    if not number.isdecimal() or len(number) > 4:
        raise argparse.ArgumentTypeError(f"a time is a number of days or weeks, like 14d or 2w, and not {text!r}")
    return int(number) * (7 if unit == "w" else 1)


Argument = tuple[str, "dict[str, Any]"]
"""An argument's name, and what else `add_argument` takes."""


def argument(name: str, about: str, **options: Any) -> Argument:
    """Describe an argument."""
    return name, options | {"help": about}


def flag(name: str, about: str, **options: Any) -> Argument:
    """Describe an option without a value."""
    return argument(name, about, action="store_true", **options)


BEFORE_TOO = {"default": argparse.SUPPRESS}
"""Of an option that may also be given before the command: after it, no default replaces what was given there."""
STORE = argument("--store", "the folder that holds it", metavar="DIR", **BEFORE_TOO)
MOUSE = "take clicks and the wheel, or leave the mouse to the terminal, as over ssh unless told"
APP = (
    flag("--plain-output", "draw and edit as Textual does: more is sent", **BEFORE_TOO),
    argument("--mouse", MOUSE, action=argparse.BooleanOptionalAction, **BEFORE_TOO),
)
"""The options of every command that opens the app, `alliance` itself included."""
WHO: dict[str, Any] = {"metavar": "WHO", "dest": "who"}
NAME = argument("name", "the alliance", metavar="NAME")
JSON = flag("--json", "print JSON, for programs", **BEFORE_TOO)
YES = flag("--yes", "do it without asking")
COMPARED = "the last two, unless told; NEW may be the word open, for the open session"

COMMANDS: dict[str, tuple[str, *tuple[Argument, ...]]] = {
    "open": (
        "open one alliance",
        NAME,
        argument("--as", "for one partner alone: a name, or left or right; for both, unless told", **WHO),
        flag("--locked", "that one alone, by its folder's name, until it is left"),
        argument("--bank", "the questions of its next session", metavar="BANK", **BEFORE_TOO),
        *APP,
    ),
    "pulse": (
        "say which agreements are living and which slipped, in a minute and without a session",
        NAME,
        argument("--as", "whose pulse it is: a name, or left or right", required=True, **WHO),
        *APP,
    ),
    "demo": ("open a sample in a store of its own, gone when it ends", *APP),
    "list": (
        "list the alliances; with several of --due, --open and --slips, those for which all hold",
        JSON,
        flag("--due", "those whose review or pulse is due"),
        flag("--open", "those with an open session"),
        flag("--slips", "those with a slip that is not repaired"),
        flag("--names", "the names of their folders alone, a line each"),
        argument("--sort", "by the last signature, by the next date, or by name", choices=("signed", "next", "name")),
    ),
    "due": (
        "print whose review or pulse is due, and nothing when none is",
        JSON,
        argument("--within", "in this time, too: 14d or 2w", metavar="TIME", type=days, default=0),
        flag("--brief", "one line for all, for a shell's greeting"),
    ),
    "show": (
        "print a version: the latest, unless told",
        NAME,
        JSON,
        argument("--version", "which version, or the word open: the open session", metavar="N", type=compared_number),
    ),
    "diff": (
        "print what changed between two versions",
        NAME,
        JSON,
        argument("versions", COMPARED, metavar="OLD NEW", nargs="*", type=compared_number),
        flag("--inline", "one text with marks, not two side by side"),
        argument("--section", "of one section alone: intentions ..., or agreements"),
        argument("--side", "by one partner alone: a name, or left or right", metavar="NAME"),
        argument("--kind", "of one kind alone: reworded, moved, new-answer ..."),
    ),
    "history": ("print how much each answer and agreement changed, version by version", NAME, JSON),
    "agreements": (
        "print what became of each agreement, version by version: verdicts, slips, wordings",
        NAME,
        JSON,
        argument("--side", "those of one partner alone: a name, or left or right", metavar="NAME"),
        argument("--only", "slipped, no-verdict, retired, or since: changed since it was last read", metavar="WHAT"),
    ),
    "answer": (
        "write an answer in the open session, from stdin",
        NAME,
        argument("question", "the question’s id or its words, or the beginning of them", metavar="QUESTION"),
        argument("--as", "whose answer it is: a name, or left or right", required=True, **WHO),
        argument("--over", "replace the answer with this fingerprint", metavar="FINGERPRINT"),
    ),
    "slip": (
        "note that an agreement slipped: what happened, from stdin",
        NAME,
        argument("agreement", "the agreement’s words, or the beginning of them", metavar="AGREEMENT"),
        argument("--repaired", "how it was repaired, if it was", metavar="WORDS", default=""),
    ),
    "check": ("read every file whole and say whether all is well", JSON),
    "search": (
        "find words in every version, agreement, slip and pulse, and in open sessions",
        argument(
            "words", "all of them must be in one text; in quotes, they follow each other", metavar="WORDS", nargs="+"
        ),
        JSON,
        argument("--in", "in this alliance alone", metavar="NAME", dest="name"),
    ),
    "repair": (
        "put the newest good copy in the place of a damaged file",
        YES,
        argument("name", "the alliance; the whole store, unless told", metavar="NAME", nargs="?"),
    ),
    "undelete": (
        "bring back what was deleted or abandoned; without NAME, list what can be",
        argument("name", "the newest of this name, or the beginning of it", metavar="NAME", nargs="?"),
        flag("--json", "without NAME: print JSON, for programs", **BEFORE_TOO),
    ),
    "invite": (
        "let somebody's ssh key into one alliance, and into nothing else",
        argument("given", "the file of the public key, and the alliance", metavar="KEY.pub NAME", nargs="*"),
        argument("--as", "whose key it is: a name, or left or right; without it, it serves both", **WHO),
        flag("--install", "add the line to ~/.ssh/authorized_keys, after asking"),
        YES,
        flag("--list", "print whose keys open the store’s alliances, or NAME’s alone"),
        flag("--json", "with --list: print JSON, for programs", **BEFORE_TOO),
    ),
    "export": (
        "write an alliance to a file: to read, to print, for a calendar, or to import",
        argument("name", "the alliance", metavar="NAME", nargs="?"),
        flag("--all", "all alliances, each to a file in the folder that --output names"),
        argument("--version", "which version, or the word open: the open session", metavar="N", type=compared_number),
        argument("--format", "as what: by FILE's ending, unless told; json is the whole", choices=FORMATS),
        argument("--output", "the file, - for stdout; a new file here, unless told", metavar="FILE"),
        flag("--with-diff", "html: with what changed since the version before"),
        flag("--force", "replace FILE if it is there"),
    ),
    "import": (
        "bring in an alliance that was exported as json",
        argument("file", "the file, - for stdin", metavar="FILE"),
    ),
    "backup": (
        "write all alliances of the store into one file",
        argument("file", "the file, like alliances.zip, - for stdout", metavar="FILE"),
        flag("--force", "replace FILE if it is there"),
    ),
    "restore": (
        "bring back the alliances of a backup; what was saved here later is replaced only after asking",
        argument("file", "the backup, - for stdin", metavar="FILE"),
        YES,
    ),
    "config": (
        "print the settings in force, and what is wrong in their file",
        flag("--init", "write a file to start from, with each setting explained"),
        JSON,
    ),
    "questions": (
        "print the question banks, or the questions of one; check one of your own",
        argument("bank_name", "a bank’s id, or a TOML file", metavar="BANK", nargs="?"),
        argument("--check", "say what is wrong with a file, line by line", metavar="FILE"),
        flag("--template", "print a bank to start from, with the format explained"),
        JSON,
    ),
}
"""What each command does, and its arguments. `run` in the module of its name in `commands/` does it."""
NOT_AS_JSON = {"list": "names", "due": "brief", "diff": "inline", "questions": "template", "config": "init"}
"""Options that say how text is printed, or that print none. --json may stand before the command, where no group of
argparse sees it."""
WITHOUT_A_TERMINAL = ", ".join(name for name in COMMANDS if name not in INTERACTIVE)
EPILOG = f"""Without a command, the library opens. These work without a terminal: {WITHOUT_A_TERMINAL}.
NAME is an alliance's name in `alliance list`, or the beginning of it. ALLIANCE_STORE names a store too."""


class _Help(argparse.HelpFormatter):
    """Help as wide as COLUMNS or the terminal says; argparse asks shutil, whose import takes 8 %."""

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
        from alliance_tui.text.characters import one_line  # 4 %

        super().error(one_line(message))


class _Command(_Parser):
    """A command's own grammar, made when it is first looked at; to make all of them takes 6 %."""

    def __init__(self, arguments: Sequence[Argument], **options: Any) -> None:
        self._arguments, self._options = arguments, options

    def __getattr__(self, name: str) -> Any:
        """Make the grammar: argparse asks for something that is not there yet."""
        if "_options" not in self.__dict__:
            raise AttributeError(name)
        super().__init__(**self.__dict__.pop("_options"))
        for argument, options in self._arguments:
            self.add_argument(argument, **options)
        return getattr(self, name)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Parse the command line; SystemExit if that was a request for help, or wrong usage."""
    parser = grammar()
    args, rest = parser.parse_known_args(argv)
    if rest and args.command == "diff":  # argparse takes no more of a list once an option stood between
        numbers = [word for word in rest if word == "open" or word.removeprefix("v").isdecimal()]
        args.versions += [compared_number(word) for word in numbers]
        rest = [word for word in rest if word not in numbers]
    if args.command == "search":
        args.words += [word for word in rest if not word.startswith("-")]
        rest = [word for word in rest if word.startswith("-")]
    if args.command == "invite":
        args.given += [word for word in rest if not word.startswith("-")]
        rest = [word for word in rest if word.startswith("-")]
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if args.command == "diff" and len(args.versions) not in (0, 2):
        parser.error("a diff takes two versions, OLD and NEW, or none for the last two")
    if args.command == "invite" and (problem := _problem_of_invitation(args)):
        parser.error(problem)
    if args.bank is not None and args.command not in (None, "open"):
        parser.error("--bank is for new sessions: alliance --bank BANK, or alliance open NAME --bank BANK")
    if args.command == "open" and args.locked and args.bank is not None:
        parser.error("--locked offers the built-in question banks alone; leave --bank out")
    if args.diagnostic:
        if args.command:
            parser.error("--diagnostic goes without a command")
        args.command = "diagnostic"
    form = NOT_AS_JSON.get(args.command or "", "")
    if args.json and form and getattr(args, form):
        parser.error(f"give --{form} or --json, not both")
    if args.json and args.command != "diagnostic" and not _has_json(args.command):
        parser.error("--json is for commands that print")
    if args.command == "undelete" and args.json and args.name:
        parser.error("--json prints what is in the trash; leave NAME out")
    if args.command == "export" and (bool(args.name) == args.all or (args.all and args.output in (None, "-"))):
        parser.error("give the NAME of an alliance, or --all with --output and a folder")
    if args.command == "questions" and sum(map(bool, (args.bank_name, args.check, args.template))) > 1:
        parser.error("give a bank to print, or --check FILE, or --template")
    if args.store == "":
        parser.error("--store needs a folder")
    return args


def _has_json(command: str | None) -> bool:
    return any(name == "--json" for name, _ in COMMANDS.get(command or "", ("",))[1:])


def _problem_of_invitation(args: argparse.Namespace) -> str:
    """Give an invitation its key and name; return why it can't be meant so, "" if it can."""
    args.key, args.name = (*args.given, "", "")[:2]
    if args.list:
        args.key, args.name = "", args.key
        alone = len(args.given) < 2 and args.who is None and not (args.install or args.yes)
        return "" if alone else "--list invites nobody: it takes NAME and --json, and nothing else"
    if len(args.given) != 2:
        return "an invitation takes KEY.pub and NAME; --list prints those there are"
    if args.yes and not args.install:
        return "--yes is for --install, which asks"
    return "--json is for --list" if args.json else ""


def grammar() -> argparse.ArgumentParser:
    """Return the grammar of the command line, for itself and for what makes completions and the manual page of it."""
    parser = _Parser(prog="alliance", description="Design your alliance: two partners, ninety minutes.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"alliance {__version__}")
    parser.add_argument("--store", metavar="DIR", help="the folder that holds your alliances")
    parser.add_argument("--bank", metavar="BANK", help="the questions of new sessions: a TOML file, or a bank’s id")
    for name, options in APP:
        parser.add_argument(name, **options)
    parser.add_argument("--diagnostic", action="store_true", help="print what a report of a fault needs, and no names")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.set_defaults(plain_output=False, mouse=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Command)
    for command, (about, *arguments) in COMMANDS.items():
        description = f"{about[0].upper()}{about[1:]}."
        commands.add_parser(command, help=about, description=description, arguments=[STORE, *arguments])
    return parser
