"""Sorting answers: a document, nothing new, or a failure with one clear line."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import httpx

from tracker.core.model import Outcome, Validators
from tracker.errors import SourceError
from tracker.sources.client.http import fresh_for, retry_after
from tracker.sources.client.walls import wall
from tracker.sources.reply import Document, Reply
from tracker.sources.text.charset import decode

LONGEST_WAIT = 86_400.0  # seconds; a server that asks for more is asked again after a day
LAST_SUCCESS = 299
# Statuses with which sites refuse a client, whatever their page says. 437 is legislation.gov.uk's.
REFUSALS = frozenset({403, 437, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response, read to its end where its body matters."""

    status: int
    reason: str
    headers: httpx.Headers
    charset: str = ""
    body: bytes = b""

    @property
    def line(self) -> str:
        """Status and reason, as `404 Not Found`."""
        return f"{self.status} {self.reason or _phrase(self.status)}".strip()


def raise_for_status(place: str, answer: Answer, now: datetime) -> None:
    """Raise the SourceError of an answer that brings no document. `place`: its URL, as shown."""
    status, line = answer.status, f"{answer.line}: {place}"
    if status == HTTPStatus.NOT_MODIFIED:
        return
    wait = retry_after(answer.headers.get("retry-after", ""), now)
    wait = None if wait is None else min(wait, LONGEST_WAIT)
    if status == HTTPStatus.TOO_MANY_REQUESTS:  # the quota is the host's, not the feed's
        raise SourceError(Outcome.rate_limited, line + _asked(wait), wait, whole_host=True)
    if wait is not None and status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.FORBIDDEN}:
        raise SourceError(Outcome.rate_limited, line + _asked(wait), wait)
    if status == HTTPStatus.GONE:
        raise SourceError(Outcome.gone, line, wait)
    if refused := _refused(answer):
        raise SourceError(Outcome.blocked, f"{refused}: {line}", wait)
    if not HTTPStatus.OK <= status <= LAST_SUCCESS:
        raise SourceError(Outcome.http_error, line, wait)


def replied(name: str, answer: Answer, known: Validators, now: datetime) -> Reply:
    """What a successful answer brings, beside what is known of the last one."""
    fresh = fresh_for(answer.headers, now)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Reply(outcome=Outcome.not_modified, validators=known, fresh_for=fresh)
    validators = Validators(
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
        body_hash=hashlib.sha256(answer.body).hexdigest(),
        edge=known.edge,
    )
    if validators.body_hash == known.body_hash:
        return Reply(outcome=Outcome.unchanged, validators=validators, fresh_for=fresh)
    document = Document(
        name=name,
        body=answer.body,
        content_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
        charset=answer.charset,
    )
    return Reply(outcome=Outcome.ok, documents=(document,), validators=validators, fresh_for=fresh)


def _refused(answer: Answer) -> str:
    """Who or what keeps us out, in words; "" when nothing does.

    What came with a plain success is judged when it cannot be read: it may be about challenges.
    """
    is_page = HTTPStatus.OK <= answer.status <= LAST_SUCCESS
    if is_page and answer.status != HTTPStatus.ACCEPTED:
        return wall("", answer.headers)
    reason = wall(decode(answer.body, answer.charset), answer.headers)
    if reason or answer.status not in REFUSALS:
        return reason
    return "the site refuses us (a key may be wrong, or another `user_agent` be let in)"


def _asked(wait: float | None) -> str:
    return "" if wait is None else f" (asked to wait {wait:.0f} s)"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
