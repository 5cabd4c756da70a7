"""Headless Chromium for tests: opens a page, and keeps what it says and whom it calls.

It speaks the DevTools protocol over a pipe (file descriptors 3 and 4), so that no port is opened
and nothing but the standard library is needed.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
# puts the two pipes at 3 and 4, by way of numbers where they cannot be in each other's way
_START = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for number, end in zip((3, 4), ends):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
_PATIENCE = 60.0  # seconds that a busy machine may take for one answer


def executable() -> str | None:
    """Find a Chromium on the PATH."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


class Browser:
    """A headless Chromium with one page; a context manager."""

    def __init__(self) -> None:
        found = executable()
        if found is None:
            raise RuntimeError("no Chromium on the PATH")
        self._profile = tempfile.mkdtemp(prefix="sarcoma-kg-browser-")
        self._number, self._buffer = 0, b""
        self._events: list[dict[str, Any]] = []
        # the browser reads commands at 3 and writes answers at 4
        read_end, self._commands = os.pipe()
        self._answers, write_end = os.pipe()
        ends = (str(read_end), str(write_end))
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _START,
                *ends,
                found,
                *_FLAGS,
                f"--user-data-dir={self._profile}",
            ],
            pass_fds=(read_end, write_end),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(read_end)
        os.close(write_end)
        try:
            self._attach()
        except BaseException:
            self.close()
            raise

    def _attach(self) -> None:
        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        attach = {"targetId": target, "flatten": True}
        self._session = self._call("Target.attachToTarget", attach)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> "Browser":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the browser and remove what it wrote."""
        try:
            self._call("Browser.close", {})
            self._process.wait(20)
        except (RuntimeError, OSError, subprocess.TimeoutExpired):
            os.killpg(self._process.pid, 9)
            self._process.wait()
        os.close(self._commands)
        os.close(self._answers)
        shutil.rmtree(self._profile, ignore_errors=True)

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method of the DevTools protocol in the page."""
        return self._call(method, params, self._session)

    def _call(
        self, method: str, params: dict[str, Any], session: str | None = None
    ) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + _PATIENCE
        while True:
            answer = self._message(until)
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _message(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._answers], [], [], max(0, until - time.monotonic()))
            part = os.read(self._answers, 1 << 20) if ready else b""
            if not part:
                raise RuntimeError("Chromium does not answer")
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if "method" in message:
            self._events.append(message)
        return message

    def open(self, path: Path, *, width: int = 1280, height: int = 800, dark: bool = False) -> None:
        """Open a file and wait until its picture is drawn."""
        self._events.clear()
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[theme])
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Page.navigate", url=path.resolve().as_uri())
        self.wait("document.documentElement?.dataset.ready === 'yes'")

    def wait(self, condition: str, seconds: float = 30) -> None:
        """Wait until a JavaScript expression is true; raises `TimeoutError`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.value(condition) is True:
                return
            time.sleep(0.05)
        raise TimeoutError(f"{condition} never came true; {self.faults()}")

    def value(self, expression: str) -> Any:
        """Give the value of a JavaScript expression in the page."""
        # DevTools runs this outside the page's Content Security Policy
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key in what has the focus."""
        text = {"text": "\r"} if key == "Enter" else {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def write(self, text: str) -> None:
        """Write a text where the focus is."""
        self.call("Input.insertText", text=text)

    def faults(self) -> list[str]:
        """Give every console error, warning and exception since the page was opened."""
        self.call("Runtime.evaluate", expression="1")  # so that what is under way has come in
        found = []
        for event in self._events:
            params = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                found.append(str(params["exceptionDetails"]))
            elif event["method"] == "Log.entryAdded" and params["entry"]["level"] != "verbose":
                found.append(params["entry"]["text"])
            elif event["method"] == "Runtime.consoleAPICalled":
                found.append(str(params["args"]))
            elif event["method"] == "Page.javascriptDialogOpening":
                found.append(f"dialog {params['message']}")
        return found

    def requests(self) -> list[str]:
        """Give every URL that the page asked for, itself included."""
        self.call("Runtime.evaluate", expression="1")
        return [
            event["params"]["request"]["url"]
            for event in self._events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def picture(self) -> bytes:
        """Give a screenshot as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])
