"""`alliance pulse NAME --as WHO`: say which agreements are living and which slipped, without a session."""

from __future__ import annotations

from alliance_tui.commands import Request, interactive
from alliance_tui.commands.console import print_line
from alliance_tui.domain.side_names import side_called
from alliance_tui.render.phrases import count
from alliance_tui.services.pulses import agreements_for_pulse


def run(request: Request) -> int:
    """Open the app at one partner's pulse alone; print of how many agreements something was noted."""
    args, library, name = request.args, request.library, request.name
    alliance, session = library.load(name)
    side = side_called(args.who, alliance.partners)
    agreements_for_pulse(alliance, session)  # a refusal is said here, where it stays in view
    code = interactive.run_app(args, library, request.clock, name, side=side, pulse=True)
    noted = [pulse for pulse in library.alliance(name).pulses[len(alliance.pulses) :] if pulse.side is side]
    if noted and not code:
        print_line(f"Noted, of {count(len(noted), 'agreement')}. `alliance agreements {name}` shows it.")
    return code
