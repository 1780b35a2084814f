"""What a fetch brings: documents as they were received, and what the answer says besides."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.core.model import Outcome, Validators
from tracker.errors import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One body as received. `name` is the final URL or the file name; `charset` the HTTP label."""

    name: str
    body: bytes
    content_type: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Document):
    """One of several that could not be fetched: parsing it raises why, and costs no other."""

    error: SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a fetch brought. No documents unless `outcome` is ok.

    `moved_to`: where a permanent redirect led, or "". `fresh_for`: seconds for which the server
    says that asking again is of no use; 0 = it does not say.
    """

    outcome: Outcome
    documents: tuple[Document, ...] = ()
    validators: Validators = field(default_factory=Validators)
    moved_to: str = ""
    fresh_for: float = 0.0


def fingerprint(documents: Iterable[Document]) -> str:
    """A hash of names and bodies: the same only if every one of them is."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(f"{len(document.name)}:{document.name}:{len(document.body)}:".encode())
        digest.update(document.body)
    return digest.hexdigest()
