"""Notifications on phones by ntfy. https://docs.ntfy.sh/publish/#publish-as-json"""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator

from tracker.channels import http
from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, SecretName
from tracker.channels.fitting import Form, fitted, head_and_rest
from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.render import MARK, plain, safe_url
from tracker.errors import Refused
from tracker.settings import secret

TOPIC = "[-_A-Za-z0-9]{1,64}"
MESSAGE, DOCUMENT = 4096, 8192  # bytes; a longer message becomes an attached file
PRIORITY = {
    Severity.critical: 5,
    Severity.high: 4,
    Severity.medium: 3,
    Severity.low: 2,
    Severity.info: 1,
}
ORDINARY, WITHOUT_SOUND = 3, 2
# https://docs.ntfy.sh/emojis/; the app puts them before the title
TAG = {
    Severity.critical: "red_circle",
    Severity.high: "orange_circle",
    Severity.medium: "yellow_circle",
    Severity.low: "large_blue_circle",
    Severity.info: "white_circle",
}


def _is_a_topic(text: str) -> str:
    if not re.fullmatch(rf"({TOPIC})?", text):
        raise ValueError(f"'{text}' is not a topic: use up to 64 letters, digits, _ and -")
    return text


TopicName = Annotated[str, AfterValidator(_is_a_topic)]


class Ntfy(BaseChannel):
    """A topic. Who knows its name can read it, so either that is a secret, as `url`, the whole
    address; or it is protected on the server, and `token` may write to it."""

    kind: Literal["ntfy"]
    url: SecretName | None = None
    server: http.Server = "https://ntfy.sh"
    topic: TopicName = ""
    token: SecretName | None = None

    @model_validator(mode="after")
    def _one_topic(self) -> Self:
        if bool(self.url) == bool(self.topic):
            raise ValueError("give it either url:, or topic:")
        return self

    @property
    def address(self) -> str:
        """The server and the topic, or the name of the variable that holds both."""
        return f"ntfy:{self.url or f'{self.server}/{self.topic}'}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variables that hold the address and the token."""
        return tuple(name.removeprefix("env:") for name in (self.url, self.token) if name)

    @property
    def pace(self) -> Pace:
        """What ntfy.sh allows for long. https://docs.ntfy.sh/publish/#limitations"""
        return Pace(gap=1.0, per_minute=12)

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Returns the id."""
        server, topic = self._place()
        form = {"topic": topic, **fitted(envelope.card, message, fits)}
        if envelope.silent:
            form["priority"] = min(form["priority"], WITHOUT_SOUND)
        headers = {"Authorization": f"Bearer {secret(self.token)}"} if self.token else {}
        call = http.Call(name=self.address, url=server, body=http.encoded(form), headers=headers)
        response = await http.ask(lines, call)
        said = http.document(response)
        http.judge(self.address, response, str(said.get("code", "")))
        return str(said.get("id", ""))

    def _place(self) -> tuple[str, str]:
        if self.url is None:
            return self.server, self.topic
        server, _, topic = secret(self.url).rstrip("/").rpartition("/")
        if not re.fullmatch(TOPIC, topic):
            raise Refused(f"{self.address} does not hold the address of a topic: mend it")
        return server, topic


def message(card: Card) -> Form:
    """The first line as title, the rest below it; pressing it opens the article."""
    head, rest = head_and_rest(plain(card))
    form = {
        "title": head.removeprefix(MARK[card.severity]).strip(),
        "message": rest or head,
        "priority": ORDINARY,
    }
    if card.is_alert or card.rows:
        form |= {"priority": PRIORITY[card.severity], "tags": [TAG[card.severity]]}
    link = safe_url(card.url)
    return {**form, "click": link} if link else form


def fits(form: Form) -> bool:
    """Whether ntfy takes it as a message; 200 bytes are for the topic."""
    size = len(http.encoded(form)) + 200
    return len(form["message"].encode()) <= MESSAGE and size <= DOCUMENT
