"""Headless Chromium, driven through its own pipe (--remote-debugging-pipe): no port, no other library.

Messages are JSON, each ended by a NUL, on descriptors 3 (to it) and 4 (from it):
https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds for any one answer, on a loaded machine."""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)

Message = dict[str, Any]


def find_chromium() -> str:
    """The browser's command, or "" when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), "")


class Chromium:
    """One page of a running browser, with what it has said and asked for since it was opened."""

    def __init__(self, to: int, back: int) -> None:
        """Talk over these two descriptors."""
        self._to, self._back = to, back
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.events: list[Message] = []

    def attach(self) -> None:
        """Open an empty page, and listen to all it does."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Message:
        """Ask for something and wait for the answer."""
        self._number += 1
        message: Message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._next(deadline)
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: Message = answer["result"]
                return result
            self.events.append(answer)

    def _next(self, deadline: float) -> Message:
        """The next message."""
        while b"\0" not in self._buffer:
            ready = select.select([self._back], [], [], max(0.0, deadline - time.monotonic()))[0]
            assert ready, "Chromium does not answer"
            data = os.read(self._back, 1 << 20)
            assert data, "Chromium has ended"
            self._buffer += data
        raw, _, self._buffer = self._buffer.partition(b"\0")
        message: Message = json.loads(raw)
        return message

    # The page

    def open(self, page: Path) -> None:
        """Load a file and wait until it has loaded."""
        self.events.clear()
        self.call("Page.navigate", url=page.as_uri())
        deadline = time.monotonic() + PATIENCE
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next(deadline))
        self.evaluate("document.fonts.ready.then(() => true)")

    def evaluate(self, script: str) -> Any:
        """What a script gives, promises waited for; the page's own policy does not hold for it."""
        given = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in given, given["exceptionDetails"]
        return given["result"].get("value")

    def resize(self, width: int, height: int = 900, dark: bool = False) -> None:
        """Be a screen of this many CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def pdf(self, width: float, height: float) -> bytes:
        """The page printed on paper of this many inches, with the margins it asks for."""
        printed = self.call("Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=True)
        return base64.b64decode(printed["data"])

    # What it did

    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def complaints(self) -> list[str]:
        """What stands in the console."""
        told = [event for event in self.events if event.get("method") in ("Log.entryAdded", "Runtime.consoleAPICalled")]
        thrown = [event for event in self.events if event.get("method") == "Runtime.exceptionThrown"]
        return [json.dumps(event["params"]) for event in (*told, *thrown)]


def _high(descriptor: int) -> int:
    """The same under a number that nobody else uses."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 50)
    os.close(descriptor)
    return high


@contextmanager
def run_chromium(command: str, profile: Path) -> Iterator[Chromium]:
    """Start a browser with an empty profile; it is gone at the end."""
    down, to = os.pipe()
    back, up = os.pipe()
    down, up = _high(down), _high(up)  # out of the way of 3 and 4, which are Chromium's
    shell = f'exec 3<&{down} 4>&{up} {down}<&- {up}>&-; exec "$0" "$@"'
    words = ["bash", "-c", shell, command, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with (profile.parent / "chromium.log").open("wb") as log:
        process = subprocess.Popen(words, pass_fds=(down, up), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    os.close(down)
    os.close(up)
    try:
        page = Chromium(to, back)
        page.attach()
        yield page
        page._session = ""
        page.call("Browser.close")
        process.wait(10)
    finally:
        os.close(to)
        os.close(back)
        process.terminate()
        process.wait(10)
