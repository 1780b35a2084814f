"""The far ends of all kinds of channels: each refuses what the real one is known to refuse."""

import html
import json
import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.channels.smtp_end import Mail, SmtpEnd
from tests.loopback import Loopback, Reply
from tests.loopback import _Handler as Handler

SECRET = "123456:very-secret"
LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>]+>")  # of Slack


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        if self.headers["Content-Type"].endswith("x-www-form-urlencoded"):
            return {key: values[0] for key, values in parse_qs(self.body.decode()).items()}
        return json.loads(self.body)

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)


class _AllMethods(Handler):
    def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, dict(self.headers.items()), body)
        reply = self.server.handle(asked)  # type: ignore[arg-type]  # it also says the method
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_PUT = do_PATCH = do_POST  # noqa: N815 - the names that http.server calls


@dataclass
class FarEnd:
    """`taken`: what it has accepted; `refused`: why it did not take something else."""

    status: int = 200
    wait: float | None = None
    asked: list[Asked] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def start(self) -> None:
        self._server = Loopback(self._handle)  # type: ignore[arg-type]  # it also says the method
        self._server.RequestHandlerClass = _AllMethods
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    def play(self, status: int, wait: float | None = None) -> None:
        """What it answers from now on: 200 = it looks at what it is sent; 0 = it hangs up.

        `wait`: for how long it wants to be left alone.
        """
        self.status, self.wait = status, wait

    def _handle(self, asked: Asked) -> Reply | None:
        self.asked.append(asked)
        if not self.status:
            return None
        if self.status != 200:
            return self.trouble()
        if fault := self.fault(asked):
            self.refused.append(fault)
            return self.refusal(fault)
        self.taken.append(asked.document)
        return self.accepted(asked)

    def fault(self, asked: Asked) -> str:
        """Why it does not take this; "" when it does."""
        del asked
        return ""

    @abstractmethod
    def accepted(self, asked: Asked) -> Reply:
        """What it says to what it takes."""

    def refusal(self, fault: str) -> Reply:
        return Reply(400, json.dumps({"error": fault}).encode())

    def trouble(self) -> Reply:
        """The secret stands in it: some far ends repeat what they were told."""
        headers = {} if self.wait is None else {"Retry-After": str(self.wait)}
        said = {"error": f"no {SECRET}", "message": SECRET, "description": f"trouble {SECRET}"}
        return Reply(self.status, json.dumps(said).encode(), headers=headers)


class TelegramEnd(FarEnd):
    """What all kinds are held against; the strict stub has tests of its own."""

    def fault(self, asked: Asked) -> str:
        text = html.unescape(re.sub(r"<[^>]+>", "", asked.document["text"]))
        return "message is too long" if units(text) > 4096 else ""

    def accepted(self, asked: Asked) -> Reply:
        chat = {"id": -1001, "type": "supergroup"}
        result = {"message_id": 7, "date": 1, "chat": chat}
        return Reply(200, json.dumps({"ok": True, "result": result}).encode())

    def trouble(self) -> Reply:
        said = {400: "Bad Request: chat not found", 403: "Forbidden: bot was kicked"}
        document = {
            "ok": False,
            "error_code": self.status,
            "description": said.get(self.status, "trouble"),
            "parameters": {} if self.wait is None else {"retry_after": self.wait},
        }
        return Reply(self.status, json.dumps(document).encode())


class SlackHook(FarEnd):
    def fault(self, asked: Asked) -> str:
        return slack_fault(asked.document)

    def accepted(self, asked: Asked) -> Reply:
        return Reply(200, b"ok", "text/plain")


class SlackApi(FarEnd):
    """Answers 200 to everything that it understands; whether it is well stands within."""

    error = ""

    def fault(self, asked: Asked) -> str:
        form = asked.document
        known = {str(number) for number in range(1, len(self.taken) + 1)}
        faults = {
            self.error: bool(self.error),
            "invalid_auth": asked.headers.get("Authorization") != f"Bearer {SECRET}",
            "channel_not_found": form["channel"] != "C0123ABCD",
            "message_not_found": form.get("ts", "1") not in known | {"1"},
            "thread_not_found": form.get("thread_ts", "1") not in known | {"1"},
            slack_fault(form): bool(slack_fault(form)),
        }
        return next((fault for fault, is_so in faults.items() if is_so), "")

    def accepted(self, asked: Asked) -> Reply:
        assert asked.path in {"/api/chat.postMessage", "/api/chat.update"}
        return Reply(200, json.dumps({"ok": True, "ts": str(len(self.taken))}).encode())

    def refusal(self, fault: str) -> Reply:
        return Reply(200, json.dumps({"ok": False, "error": fault}).encode())


class DiscordEnd(FarEnd):
    def fault(self, asked: Asked) -> str:
        if asked.query.get("wait") != ["true"]:
            return "nobody waits for the id"
        if asked.method == "PATCH" and asked.path.rsplit("/", 1)[1] not in {"1", "2"}:
            return "10008"
        return discord_fault(asked.document)

    def accepted(self, asked: Asked) -> Reply:
        return Reply(200, json.dumps({"id": str(len(self.taken))}).encode())

    def refusal(self, fault: str) -> Reply:
        if fault == "10008":
            return Reply(404, json.dumps({"message": "Unknown Message", "code": 10008}).encode())
        return Reply(400, json.dumps({"message": fault, "code": 50035}).encode())

    def trouble(self) -> Reply:
        document = {"message": SECRET, "retry_after": self.wait, "global": False}
        return Reply(self.status, json.dumps(document).encode())


class TeamsEnd(FarEnd):
    def fault(self, asked: Asked) -> str:
        return teams_fault(asked.document, len(asked.body))

    def accepted(self, asked: Asked) -> Reply:
        return Reply(202, b"", "text/plain")


class MatrixEnd(FarEnd):
    """`taken` are its events; a transaction that it knows is answered as the first time."""

    def start(self) -> None:
        self.events: dict[str, str] = {}
        super().start()

    def fault(self, asked: Asked) -> str:
        if asked.headers.get("Authorization") != f"Bearer {SECRET}":
            return "M_UNKNOWN_TOKEN"
        relation = asked.document.get("m.relates_to", {})
        of = relation.get("event_id") or relation.get("m.in_reply_to", {}).get("event_id")
        if of and of not in self.events.values():
            return "M_NOT_FOUND"
        return matrix_fault(asked.document, len(asked.body))

    def accepted(self, asked: Asked) -> Reply:
        form = r"/_matrix/client/v3/rooms/([^/]+)/send/m\.room\.message/([^/]+)"
        found = re.fullmatch(form, asked.path)
        assert found
        assert asked.method == "PUT"
        assert unquote(found[1]) == "!room:example.org"
        if found[2] in self.events:
            self.taken.pop()
        event = self.events.setdefault(found[2], f"${len(self.taken)}")
        return Reply(200, json.dumps({"event_id": event}).encode())

    def refusal(self, fault: str) -> Reply:
        status = {"M_NOT_FOUND": 404, "M_UNKNOWN_TOKEN": 401, "M_TOO_LARGE": 413}.get(fault, 400)
        return Reply(status, json.dumps({"errcode": fault, "error": fault}).encode())

    def trouble(self) -> Reply:
        document = {"errcode": "M_UNKNOWN", "error": SECRET}
        if self.wait is not None:
            document |= {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": self.wait * 1000}
        return Reply(self.status, json.dumps(document).encode())


class NtfyEnd(FarEnd):
    def fault(self, asked: Asked) -> str:
        if asked.path != "/":
            return "a document is sent to the root"
        return ntfy_fault(asked.document, len(asked.body))

    def accepted(self, asked: Asked) -> Reply:
        return Reply(200, json.dumps({"id": f"n{len(self.taken)}"}).encode())


class WebhookEnd(FarEnd):
    """Keeps one of each key, as it must."""

    def accepted(self, asked: Asked) -> Reply:
        keys = [document["key"] for document in self.taken]
        if len(set(keys)) < len(keys):
            self.taken.pop()
        return Reply(204, b"")


class AppriseEnd(FarEnd):
    """What Apprise's own form of webhook, json://, speaks to."""

    def accepted(self, asked: Asked) -> Reply:
        return Reply(200, b"{}")


class MailEnd:
    """The mail server, which is asked for the same things as the others."""

    url = ""

    def start(self) -> None:
        self._smtp = SmtpEnd(password=SECRET)
        self._smtp.start()
        self.port = self._smtp.port

    def stop(self) -> None:
        self._smtp.stop()

    @property
    def taken(self) -> list[Mail]:
        return self._smtp.mails

    @property
    def refused(self) -> list[str]:
        return self._smtp.faults

    def play(self, status: int, wait: float | None = None) -> None:
        """As of HTTP; there is no way to say how long to wait."""
        del wait
        step, reply = "RCPT", "451 4.3.0 not now"
        if not status:
            step, reply = "TEXT", ""
        elif status == 403:
            step, reply = "AUTH", f"535 5.7.8 no {SECRET}"
        elif status == 400:
            reply = "550 5.1.1 nobody here"
        self._smtp.replies = {} if status == 200 else {step: reply}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def slack_fault(form: Mapping[str, Any]) -> str:
    """https://docs.slack.dev/reference/block-kit/blocks"""
    blocks = form["blocks"]
    texts = [block["text"]["text"] for block in blocks]
    if not 1 <= units(form["text"]) <= 4000 or sum(map(units, texts)) > 13_000:
        return "msg_too_long"
    if len(blocks) > 50 or not all(1 <= units(text) <= 3000 for text in texts):
        return "invalid_blocks"
    for text in [form["text"], *texts]:
        left = re.sub(r"(?m)^>", "", LINK.sub("", text))
        if re.search(r"[<>]|&(?!(amp|lt|gt);)", left):
            return "invalid_blocks_format"
    return ""


def discord_fault(form: Mapping[str, Any]) -> str:
    """https://docs.discord.com/developers/resources/message#embed-object-embed-limits"""
    described = [units(embed["description"]) for embed in form["embeds"]]
    if form["allowed_mentions"] != {"parse": []}:
        return "somebody is called"
    if not 1 <= units(form["content"]) <= 2000:
        return "Must be 2000 or fewer in length."
    if len(described) > 10 or sum(described) > 6000 or not all(1 <= d <= 4096 for d in described):
        return "Embed size exceeds maximum size"
    return "" if form.get("flags", 4096) == 4096 else "flags"


def teams_fault(form: Mapping[str, Any], size: int) -> str:
    """A card of 28 KB at most, in which no block is empty."""
    if size > 28 * 1024:
        return "RequestEntityTooLarge"
    [attachment] = form["attachments"]
    card = attachment["content"]
    if form["type"] != "message" or card["type"] != "AdaptiveCard" or card["version"] > "1.5":
        return "NotACard"
    return "" if all(block["text"].strip() for block in card["body"]) else "EmptyBlock"


def matrix_fault(content: Mapping[str, Any], size: int) -> str:
    """https://spec.matrix.org/v1.15/client-server-api/#size-limits, less what a server adds"""
    if size > 60_000:
        return "M_TOO_LARGE"
    is_text = content["msgtype"] in {"m.text", "m.notice"} and content["body"].strip()
    return "" if is_text and content["m.mentions"] == {} else "M_BAD_JSON"


def ntfy_fault(form: Mapping[str, Any], size: int) -> str:
    """https://docs.ntfy.sh/publish/#limitations"""
    if len(form["message"].encode()) > 4096 or size > 8192 or "\n" in form["title"]:
        return "it would become an attachment"
    if form["priority"] not in range(1, 6) or not re.fullmatch(r"[-\w]{1,64}", form["topic"]):
        return "invalid"
    return "" if form.get("click", "https://").startswith(("https://", "http://")) else "click"
