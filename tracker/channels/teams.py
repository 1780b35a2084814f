"""Microsoft Teams, by a workflow that posts what it is sent as an adaptive card.

https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
The connectors of Office 365, and their message cards, are retired.
"""

import re
from typing import Literal

from tracker.channels import http
from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, SecretName
from tracker.channels.fitting import Form, fitted, head_and_rest, host, one_line, unlisted
from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.render import Style, write
from tracker.settings import secret

BYTES = 27_000  # 28 KB are taken, and the workflow adds a little
ADAPTIVE = "application/vnd.microsoft.card.adaptive"
COLOUR = {Severity.critical: "Attention", Severity.high: "Warning"}  # of the head; else default


def _escaped(text: str) -> str:
    """Only what would format: phones show the backslash beside the sign.

    https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
    """
    for sign in "*_":
        if text.count(sign) > 1:
            text = text.replace(sign, f"\\{sign}")
    return text.replace("](", "]\\(")


def _bold(text: str) -> str:
    return f"**{_escaped(one_line(text))}**" if text.strip() else text


def _link(words: str, url: str) -> str:
    words = re.sub(r"([\[\]])", r"\\\1", _escaped(words))
    return f"[{words}]({url.replace('(', '%28').replace(')', '%29')})"


MARKDOWN = Style(
    text=_escaped,
    bold=_bold,
    quote=lambda text: text,
    link=lambda url: _link(host(url), url),
    named=_link,
)


class Teams(BaseChannel):
    """The chat or channel of a workflow, of the template that begins with "Post to a channel when
    a webhook request is received". What was sent can be neither changed nor answered."""

    kind: Literal["teams"]
    webhook: SecretName

    @property
    def address(self) -> str:
        """The name of the variable that holds the address of the workflow."""
        return f"teams:{self.webhook}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the address of the workflow."""
        return (self.webhook.removeprefix("env:"),)

    @property
    def pace(self) -> Pace:
        """A flow may post about once a second (the limits of the Teams connector)."""
        return Pace(gap=1.05)

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """The workflow only says that it has begun: there is no id."""
        form = fitted(envelope.card, message, fits)
        call = http.Call(name=self.address, url=secret(self.webhook), body=http.encoded(form))
        response = await http.ask(lines, call)
        error = http.document(response).get("error")
        code = error.get("code", "") if isinstance(error, dict) else ""
        http.judge(self.address, response, str(code))  # such as WorkflowNotFound
        return ""


def message(card: Card) -> Form:
    """A card with a block for each line, because a line break within one is shown as a space."""
    head, rest = head_and_rest(unlisted(write(card, MARKDOWN)))
    first = {**_block(head), "size": "Medium", "color": COLOUR.get(card.severity, "Default")}
    further = [_block(line) for line in rest.split("\n") if line.strip()]
    return {
        "type": "message",
        "attachments": [
            {
                "contentType": ADAPTIVE,
                "contentUrl": None,
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "body": [first, *further],
                    "msteams": {"width": "Full"},
                },
            }
        ],
    }


def fits(form: Form) -> bool:
    """Whether Teams takes it."""
    return len(http.encoded(form)) <= BYTES


def _block(text: str) -> Form:
    return {"type": "TextBlock", "text": text, "wrap": True, "spacing": "Small"}
