"""The server of a model: the OpenAI chat protocol over plain HTTP, with the standard library."""

import email.utils
import http.client
import json
import os
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sarcoma_kg.errors import SourceError

_LARGEST = 16 * 2**20
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_NO_SCHEMA = re.compile(r"response_format|json_schema|schema", re.I)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST_SAID = 160  # characters of a server's own words in a message


class _Passing(Exception):  # noqa: N818 - a fault that may be gone at the next attempt
    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class _NoSchema(Exception):  # noqa: N818 - the server knows no structured output
    pass


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirection: it would carry the key to another host."""

    def redirect_request(self, *_: object) -> None:
        return None


def key_for(url: str) -> str:
    """Give the key for a server: `SARCOMA_KG_MODEL_KEY`, else `OPENAI_API_KEY`, else nothing.

    The second one, which other programs use too, goes by https or to this machine alone.
    """
    own = os.environ.get("SARCOMA_KG_MODEL_KEY", "")
    parts = urlsplit(url)
    private = parts.scheme == "https" or parts.hostname in _LOOPBACK
    key = own or (os.environ.get("OPENAI_API_KEY", "") if private else "")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise SourceError("the key of the model holds signs that no key has; set it anew")
    return key


@dataclass(frozen=True, slots=True)
class Server:
    """A server that speaks the OpenAI chat protocol; `url` is its base, as `http://…/v1`.

    Times are in seconds: `timeout` for one step, `deadline` for one whole answer.
    """

    url: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    deadline: float = 600.0
    attempts: int = 4
    backoff: float = 1.0  # the first pause; each next is twice as long
    longest_pause: float = 60.0  # a server that asks for more is given up
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    @property
    def host(self) -> str:
        """The host and port, for messages."""
        return urlsplit(self.url).netloc

    def chat(self, body: dict[str, Any]) -> object:
        """Ask once and give the answer's JSON; again after faults that may pass.

        A server that knows no JSON schema is asked for plain JSON instead.
        Raises `SourceError` with one clear line.
        """
        fault = _Passing("no answer")
        for attempt in range(self.attempts):
            if attempt:
                self.sleep(self._pause(attempt, fault))
            try:
                return self._answer(body)
            except _NoSchema:
                body = body | {"response_format": {"type": "json_object"}}
                fault = _Passing("it knows no structured output")
            except _Passing as error:
                fault = error
        times = f" (asked {self.attempts} times)" if self.attempts > 1 else ""
        raise self._error(f"does not answer as it should{times}: {fault}")

    def _error(self, what: str) -> SourceError:
        if self.key:
            what = what.replace(self.key, "…")  # some servers repeat the key that they refuse
        said = "".join(sign if sign.isprintable() else " " for sign in what)
        return SourceError(f"the model's server {self.host} {said}")

    def _pause(self, attempt: int, fault: _Passing) -> float:
        pause: float = self.backoff * 2 ** (attempt - 1)
        if fault.pause is not None:
            pause = max(pause, fault.pause)
        if pause > self.longest_pause:
            raise self._error(f"asks to wait {pause:,.0f} s ({fault}); try again then")
        return pause

    def _answer(self, body: dict[str, Any]) -> object:
        headers = {"Content-Type": "application/json", "User-Agent": "sarcoma-kg"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(  # noqa: S310 - http(s) only, see `Model.parse`
            f"{self.url.rstrip('/')}/chat/completions",
            data=json.dumps(body).encode("utf-8"),
            headers=headers,
        )
        local = urlsplit(self.url).hostname in _LOOPBACK
        handlers = [_Stay(), *([urllib.request.ProxyHandler({})] if local else [])]
        try:
            with urllib.request.build_opener(*handlers).open(request, timeout=self.timeout) as got:
                data = self._body(got)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error, body) from None
        except urllib.error.URLError as error:
            raise self._unreachable(error.reason) from None
        except TimeoutError:
            raise _Passing(f"no answer within {self.timeout:g} s") from None
        except (http.client.HTTPException, OSError) as error:
            raise _Passing(f"the answer was cut off ({type(error).__name__})") from None
        except ValueError as error:  # a URL that urllib does not take
            raise self._error(f"cannot be asked: {error}") from None
        try:
            answer: object = json.loads(data)
        except (ValueError, RecursionError):
            raise _Passing("its answer is no JSON") from None
        return answer

    def _unreachable(self, reason: object) -> Exception:
        if isinstance(reason, TimeoutError):
            return _Passing(f"no answer within {self.timeout:g} s")
        if isinstance(reason, ConnectionResetError | ConnectionAbortedError):
            return _Passing("the connection was cut")
        what = getattr(reason, "strerror", None) or str(reason)
        if isinstance(reason, ConnectionRefusedError | socket.gaierror):
            what += "; is it running, and is the URL right?"
        return self._error(f"cannot be reached ({what})")

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        end, blocks, size = self.clock() + self.deadline, [], 0
        while block := answer.read1(65536):
            blocks.append(block)
            size += len(block)
            if size > _LARGEST:
                raise self._error(f"answers with more than {_LARGEST // 2**20} MB")
            if self.clock() > end:
                raise _Passing(f"the answer was not whole after {self.deadline:g} s")
        if answer.length:  # bytes that were promised and did not come
            raise _Passing("the answer was cut off")
        return b"".join(blocks)

    def _refusal(self, error: urllib.error.HTTPError, body: dict[str, Any]) -> Exception:
        told = self._told(error)
        said = f"HTTP {error.code} {error.reason}" + (f": {told}" if told else "")
        if error.code in _PASSING:
            return _Passing(said, _retry_after(error.headers.get("Retry-After")))
        strict = body["response_format"]["type"] == "json_schema"
        if error.code in (400, 404, 415, 422, 501) and strict and _NO_SCHEMA.search(told):
            return _NoSchema()
        if error.code in (401, 403):
            return self._error(f"refuses the key ({said}); set SARCOMA_KG_MODEL_KEY")
        if error.code == 404:  # noqa: PLR2004 - not found
            return self._error(f"has no such model or address ({said}); see MODEL@URL")
        return self._error(f"answers {said}")

    @staticmethod
    def _told(error: urllib.error.HTTPError) -> str:
        """Give what the server says of the fault, if it says it as others do."""
        try:
            found = json.loads(error.read(65536))
        except (OSError, ValueError, http.client.HTTPException, RecursionError):
            return ""
        inner = found.get("error", found.get("message")) if isinstance(found, dict) else None
        told = inner.get("message") if isinstance(inner, dict) else inner
        return " ".join(str(told).split())[:_MOST_SAID] if told else ""


def _retry_after(value: str | None) -> float | None:
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d+)?", value.strip(), re.ASCII):
        return float(value.strip())
    try:
        moment: float = email.utils.parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError, TypeError):
        return None
    return max(0.0, moment - time.time())
