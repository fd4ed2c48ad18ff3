"""An emulated xterm: pyte, with what it gets wrong put right, and answers to what programs ask."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pyte
from rich.cells import cell_len, split_graphemes

ALTERNATE_SCREEN = {47, 1047, 1049}
KNOWN_MODES = {1, 5, 6, 7, 25, 1000, 1002, 1003, 1004, 1006, 1015, *ALTERNATE_SCREEN, 2004}
IGNORED_MODES = {3}  # DECCOLM, 132 columns: xterm ignores it unless told otherwise
WIDE_BLANK = "\u3000"
CURSOR_KEYS_MODE, BRACKETED_PASTE_MODE = 1, 2004

# What a program may ask. Kitty's keyboard query is known so that it is left out of the
# picture; like xterm we do not answer it.
QUERY = re.compile(
    rb"(?P<device>\x1b\[0?c)"
    rb"|(?P<device2>\x1b\[>0?c)"
    rb"|(?P<version>\x1b\[>0?q)"
    rb"|(?P<well>\x1b\[5n)"
    rb"|(?P<cursor>\x1b\[(?P<private>\??)6n)"
    rb"|(?P<mode>\x1b\[\?(?P<number>\d+)\$p)"
    rb"|(?P<kitty>\x1b\[\?u)"
    rb"|(?P<keys>\x1b\[\?4m)"
    rb"|(?P<size>\x1b\[18t)"
    rb"|(?P<colour>\x1b\](?P<which>1[01]);\?(?P<end>\x07|\x1b\\))"
    rb"|(?P<setting>\x1bP\$q[^\x1b]*\x1b\\)"
    rb"|(?P<capability>\x1bP\+q[^\x1b]*\x1b\\)"
)
# Well-formed sequences that pyte would print or misread.
NOT_FOR_PYTE = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[@-~]"  # kitty's keyboard, XTMODKEYS and other private ones
    rb"|\x1b\[\?[0-9;]*[@-gi-km-~]"  # private and neither set nor reset
    rb"|\x1b\[[0-9;?]*[ -/]+[@-~]"  # with an intermediate: cursor shape, soft reset
    rb"|\x1b\[[0-9;]*:[0-9;:]*m"  # colours and underlines with sub-parameters
    rb"|\x1b [@-~]"
    rb"|\x1b[=>]"  # the keypad
    rb"|\x1b\](?![02];)[^\x1b\x07]*(?:\x07|\x1b\\)"  # every OSC but the titles
    rb"|\x1b[P_^X][^\x1b]*\x1b\\"  # DCS, APC, PM, SOS
)
KITTY_KEYBOARD = re.compile(rb"\x1b\[(?P<how>[<=>])(?P<value>\d*)(?:;\d*)?u")
XTMODKEYS = re.compile(rb"\x1b\[>(?P<key>\d*)(?:;(?P<value>\d*))?[mn]")
UNFINISHED = re.compile(rb"\x1b(?:[PX^_\]][^\x1b\x07]*\x1b?|\[[0-9:;?<>=]*[ -/]*| ?)\Z")


class Screen(pyte.Screen):
    """pyte's screen with the widths Textual counts on, and xterm's torn characters, second buffer and scrolling."""

    _primary: tuple[Any, Any] | None = None
    _last = ""
    _tail = "", 0, 0, 0
    """The last grapheme, the column where it begins, and the place of the cursor behind it."""

    def draw(self, data: str) -> None:
        """Draw text, grapheme by grapheme; one that came in two pieces is drawn again as a whole."""
        self._last = data[-1:]
        before, *place = self._tail
        if before and place[1:] == [self.cursor.x, self.cursor.y]:
            joined = before + data
            if split_graphemes(joined)[0][0][1] > len(before):
                self.cursor.x, data = place[0], joined
        for start, end, width in split_graphemes(data)[0]:
            grapheme, x = data[start:end], self.cursor.x
            if not width:
                self._attach(grapheme)
                continue
            if width == 2 and x == self.columns - 1:
                super().draw(" ")
            super().draw(WIDE_BLANK if width == 2 else grapheme if grapheme.isascii() else " ")
            row, first = self.buffer[self.cursor.y], self._before()
            row[first] = row[first]._replace(data=grapheme)
            self._tail = grapheme, first, self.cursor.x, self.cursor.y

    def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
        """Set the pen; what is drawn with another one is another grapheme."""
        self._tail = "", 0, 0, 0
        super().select_graphic_rendition(*attrs, **kwargs)

    def _before(self) -> int:
        """Return the column of the character before the cursor, -1 for none."""
        x = self.cursor.x - 1
        return x - 1 if x > 0 and self.buffer[self.cursor.y][x].data == "" else x

    def _attach(self, marks: str) -> None:
        """Add what takes no cell of its own to the character before the cursor."""
        row, x = self.buffer[self.cursor.y], self._before()
        if x >= 0:
            row[x] = row[x]._replace(data=row[x].data + marks)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """Set modes; a switch to the alternate screen puts the primary one aside."""
        if kwargs.get("private"):
            modes = tuple(mode for mode in modes if mode not in IGNORED_MODES)
            if self._primary is None and ALTERNATE_SCREEN & set(modes):
                self._primary = (self.buffer, copy.copy(self.cursor))
                self.buffer = copy.copy(self.buffer)
                self.buffer.clear()
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """Reset modes; leaving the alternate screen brings the primary one back."""
        if kwargs.get("private"):
            modes = tuple(mode for mode in modes if mode not in IGNORED_MODES)
            if self._primary is not None and ALTERNATE_SCREEN & set(modes):
                (self.buffer, self.cursor), self._primary = self._primary, None
        super().reset_mode(*modes, **kwargs)

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """Resize, keeping the cursor inside as xterm does; pyte deletes lines for it, which are not to be coloured."""
        attributes, self.cursor.attrs = self.cursor.attrs, self.default_char
        super().resize(lines, columns)
        self.cursor.attrs = attributes
        self.cursor.x = min(self.cursor.x, self.columns - 1)
        self.cursor.y = min(self.cursor.y, self.lines - 1)

    def insert_lines(self, count: int | None = None) -> None:
        """Move lines down (IL)."""
        super().insert_lines(count)
        self._colour(self.cursor.y, self.cursor.y + (count or 1))

    def delete_lines(self, count: int | None = None) -> None:
        """Move lines up (DL)."""
        super().delete_lines(count)
        bottom = self.lines - 1 if self.margins is None else self.margins.bottom
        self._colour(bottom + 1 - (count or 1), bottom + 1)

    def index(self) -> None:
        """Move down, and all up at the end."""
        bottom = self.lines - 1 if self.margins is None else self.margins.bottom
        at_end = self.cursor.y == bottom
        super().index()
        if at_end:
            self._colour(bottom, bottom + 1)

    def reverse_index(self) -> None:
        """Move up, and all down at the top."""
        top = 0 if self.margins is None else self.margins.top
        at_top = self.cursor.y == top
        super().reverse_index()
        if at_top:
            self._colour(top, top + 1)

    def _colour(self, first: int, end: int) -> None:
        """Give lines that came in the background that is set, as xterm does; pyte alone has none there."""
        top, bottom = self.margins or (0, self.lines - 1)
        if self.cursor.attrs.bg != "default" and top <= self.cursor.y <= bottom:
            for y in range(max(first, top), min(end, bottom + 1)):
                for x in range(self.columns):
                    self.buffer[y][x] = self.default_char._replace(bg=self.cursor.attrs.bg)

    def repeat(self, count: int = 1) -> None:
        """Draw the last character again (REP)."""
        self.draw(self._last * max(count, 1))

    def scroll_up(self, count: int = 1) -> None:
        """Scroll the lines between the margins up (SU)."""
        self._scroll(count, self.lines - 1 if self.margins is None else self.margins.bottom, self.index)

    def scroll_down(self, count: int = 1) -> None:
        """Scroll the lines between the margins down (SD)."""
        self._scroll(count, 0 if self.margins is None else self.margins.top, self.reverse_index)

    def _scroll(self, count: int, edge: int, step: Callable[[], None]) -> None:
        """Scroll by stepping over an edge, the cursor staying where it was."""
        y, self.cursor.y = self.cursor.y, edge
        for _ in range(max(count, 1)):
            step()
        self.cursor.y = y

    def visible_rows(self) -> list[list[Any]]:
        """Its cells, row by row, without what nobody can see of blanks."""
        return [[visible(self.buffer[y][x]) for x in range(self.columns)] for y in range(self.lines)]

    def lines_of_text(self) -> list[str]:
        """What each line shows, without the blanks at its end."""
        rows = ([self.buffer[y][x].data for x in range(self.columns)] for y in range(self.lines))
        return ["".join(shown(cells, x) for x in range(len(cells))).rstrip() for cells in rows]


def visible(cell: Any) -> Any:
    """A cell without what nobody can see: a blank's foreground, weight and slant, where no line or reversal shows it.

    Also of one to which a mark was added: whoever draws the mark at the beginning of a text can't know the blank's.
    """
    if cell.data[:1] != " " or cell.underscore or cell.strikethrough or cell.reverse or cell.blink:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)


def wide(cell: str) -> bool:
    """Whether a cell holds a character that needs the next cell too."""
    return cell_len(cell) == 2


def shown(cells: list[str], x: int) -> str:
    """What a cell adds to its line: nothing behind a wide character, a blank for half of one."""
    if cells[x] == "":
        return "" if x > 0 and wide(cells[x - 1]) else " "
    if wide(cells[x]) and (x + 1 == len(cells) or cells[x + 1] != ""):
        return " "
    return cells[x]


class Stream(pyte.ByteStream):
    """pyte's parser with the scrolling commands and REP."""

    csi = {**pyte.ByteStream.csi, "S": "scroll_up", "T": "scroll_down", "b": "repeat"}


class Emulator:
    """The picture a program's output makes, and the answers its questions get."""

    def __init__(self, columns: int, rows: int, kind: type[Screen] = Screen) -> None:
        """Make an empty screen of so many cells."""
        self.screen = kind(columns, rows)
        self._stream = Stream(self.screen)
        self._held = b""
        self._fresh = self.screen.mode.copy()
        self._keypad = False
        self._flags: list[int] = []
        self._modified: dict[int, int] = {}

    @property
    def left(self) -> frozenset[str]:
        """What is not as in a fresh terminal: modes, the keys' forms, the margins."""
        changed = ((mode, mode in self.screen.mode) for mode in self.screen.mode ^ self._fresh)
        found = {f"{'private ' * (mode >= 1 << 5)}mode {mode >> 5 or mode} {on}" for mode, on in changed}
        found |= {f"key form {key} {value}" for key, value in self._modified.items() if value}
        if any(self._flags):
            found.add("kitty's keyboard")
        if self._keypad:
            found.add("application keypad")
        if self.screen.margins is not None:
            found.add("margins")
        return frozenset(found)

    @property
    def modes(self) -> frozenset[int]:
        """The private (DEC) modes that are set, by number."""
        return frozenset(mode >> 5 for mode in self.screen.mode if mode >= 1 << 5)

    def feed(self, data: bytes) -> bytes:
        """Draw output and return what the terminal answers; a sequence cut in two is kept for later."""
        data = self._held + data
        cut = UNFINISHED.search(data)
        self._held = cut[0] if cut else b""
        data = data[: len(data) - len(self._held)]
        answers, done = [], 0
        for query in QUERY.finditer(data):
            self._draw(data[done : query.start()])
            answers.append(self._answer(query))
            done = query.end()
        self._draw(data[done:])
        return b"".join(answers)

    def _draw(self, data: bytes) -> None:
        """Give pyte what it understands."""
        self._stream.feed(NOT_FOR_PYTE.sub(self._note, data))

    def _note(self, sequence: re.Match[bytes]) -> bytes:
        """Remember what changes the form of keys; nothing is left for pyte."""
        if sequence[0] in (b"\x1b=", b"\x1b>"):
            self._keypad = sequence[0] == b"\x1b="
        elif keys := XTMODKEYS.fullmatch(sequence[0]):
            self._modified[int(keys["key"] or 0)] = int(keys["value"] or 0)
        elif kitty := KITTY_KEYBOARD.fullmatch(sequence[0]):
            if kitty["how"] == b"<":
                del self._flags[-int(kitty["value"] or 1) :]
            else:
                self._flags[len(self._flags) - (kitty["how"] == b"=") :] = [int(kitty["value"] or 0)]
        return b""

    def _answer(self, query: re.Match[bytes]) -> bytes:
        """Answer as xterm 390 set to VT220, the level pyte can keep (no left and right margins)."""
        screen = self.screen
        match query.lastgroup:
            case "device":
                return b"\x1b[?62;1;2;6;9;15;16;22c"
            case "device2":
                return b"\x1b[>1;390;0c"
            case "version":
                return b"\x1bP>|XTerm(390)\x1b\\"
            case "well":
                return b"\x1b[0n"
            case "cursor":
                column = min(screen.cursor.x, screen.columns - 1) + 1
                return b"\x1b[%s%d;%dR" % (query["private"], screen.cursor.y + 1, column)
            case "mode":
                return b"\x1b[?%s;%d$y" % (query["number"], self._mode_state(int(query["number"])))
            case "keys":
                return b"\x1b[>4;0m"
            case "size":
                return b"\x1b[8;%d;%dt" % (screen.lines, screen.columns)
            case "colour":
                colour = b"ffff/ffff/ffff" if query["which"] == b"10" else b"0000/0000/0000"
                return b"\x1b]%s;rgb:%s%s" % (query["which"], colour, query["end"])
            case "setting":
                return b"\x1bP0$r\x1b\\"
            case "capability":
                return b"\x1bP0+r\x1b\\"
        return b""

    def _mode_state(self, mode: int) -> int:
        """DECRPM's figure for a mode: 0 not known, 1 set, 2 reset."""
        if mode not in KNOWN_MODES:
            return 0
        return 1 if mode in self.modes else 2
