"""Requests: polite HTTP for the archives of papers, with the standard library alone.

So many a second and no more; again after a fault that may pass, with growing pauses; never more
bytes or time than a paper can need.
"""

import email.utils
import http.client
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sarcoma_kg.errors import SourceError

T = TypeVar("T")

_LARGEST = 64 * 2**20
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({400, 404, 410})
_AGENT = "sarcoma-kg (https://w3id.org/sarcoma-kg/)"


class Unreachable(SourceError):  # noqa: N818 - named for the state that it reports
    """A host could not be reached, or did not give a whole answer."""


class Missing(SourceError):  # noqa: N818 - named for the state that it reports
    """A host says that it has no such record."""


class _Passing(Exception):  # noqa: N818 - a fault that may be gone at the next attempt
    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class _Pace:
    """Slots in time for each host, shared by all threads of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: str, gap: float, clock: Callable[[], float]) -> float:
        """Take the next slot of a host and give the seconds until it."""
        with self._lock:
            now = clock()
            slot = max(now, self._next.get(host, now))
            self._next[host] = slot + gap
            return slot - now


_PACE = _Pace()


def _retry_after(value: str | None) -> float | None:
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:9])
    try:
        moment: float = email.utils.parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment - time.time())


@dataclass(frozen=True, slots=True)
class Client:
    """How requests are made: attempts, pauses and time limits in seconds."""

    timeout: float = 30.0  # of one step: connecting, one block
    deadline: float = 120.0  # of one whole answer
    attempts: int = 4
    backoff: float = 1.0  # the first pause; each next is twice as long
    longest_pause: float = 60.0  # a host that asks for more is given up
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def get(self, url: str, per_second: float, parse: Callable[[bytes], T]) -> T:
        """Fetch a URL and parse the answer; what does not parse counts as cut off.

        Raises `Missing` where the host has no such thing, `Unreachable` where it cannot be
        asked, or still fails after the last attempt.
        """
        host = urllib.parse.urlsplit(url).netloc
        fault = _Passing("no answer")
        for attempt in range(self.attempts):
            if attempt:
                self.sleep(self._pause(host, attempt, fault))
            self.sleep(_PACE.wait(host, 1 / per_second, self.clock))
            try:
                data = self._answer(url, host)
                try:
                    return parse(data)
                except Missing:
                    raise
                except SourceError as error:
                    fault = _Passing(f"its answer is no whole record: {error}")
            except _Passing as error:
                fault = error
        times = f" (asked {self.attempts} times)" if self.attempts > 1 else ""
        raise Unreachable(f"{host} does not answer as it should{times}: {fault}")

    def _pause(self, host: str, attempt: int, fault: _Passing) -> float:
        pause: float = self.backoff * 2 ** (attempt - 1)
        if fault.pause is not None:
            pause = max(pause, fault.pause)
        if pause > self.longest_pause:
            raise Unreachable(f"{host} asks to wait {pause:,.0f} s ({fault}); try again then")
        return pause

    def _answer(self, url: str, host: str) -> bytes:
        if not url.startswith(("http://", "https://")):
            raise SourceError(f"{host or url!r} is no http address")
        request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310 - http
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
                return self._body(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error, host) from None
        except urllib.error.URLError as error:
            reason = error.reason
            if isinstance(reason, TimeoutError):
                raise _Passing(f"no answer within {self.timeout:g} s") from None
            if isinstance(reason, ConnectionResetError | ConnectionAbortedError):
                raise _Passing("the connection was cut") from None
            what = getattr(reason, "strerror", None) or str(reason)
            raise Unreachable(f"{host} cannot be reached ({what})") from None
        except TimeoutError:
            raise _Passing(f"no answer within {self.timeout:g} s") from None
        except (http.client.HTTPException, OSError) as error:
            raise _Passing(f"the answer was cut off ({type(error).__name__})") from None
        except ValueError as error:  # a URL that urllib does not take
            raise SourceError(f"{host} cannot be asked: {error}") from None

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        end, blocks, size = self.clock() + self.deadline, [], 0
        while block := answer.read1(65536):
            blocks.append(block)
            size += len(block)
            if size > _LARGEST:
                raise SourceError(f"the answer is larger than {_LARGEST // 2**20} MB")
            if self.clock() > end:
                raise _Passing(f"the answer was not whole after {self.deadline:g} s")
        if answer.length:  # bytes that were promised and did not come
            raise _Passing("the answer was cut off")
        return b"".join(blocks)

    @staticmethod
    def _refusal(error: urllib.error.HTTPError, host: str) -> Exception:
        if error.code in _PASSING:
            return _Passing(
                f"HTTP {error.code} {error.reason}", _retry_after(error.headers.get("Retry-After"))
            )
        try:
            told = error.read(4096).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            told = ""
        if "api key" in told.lower():
            return SourceError(f"{host} refuses the API key; check NCBI_API_KEY")
        if error.code in _GONE:
            return Missing(f"{host} has no such record")
        return Unreachable(f"{host} answers HTTP {error.code} {error.reason}")
