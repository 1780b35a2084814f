"""A small mail server on loopback, as strict as the standard; it can also hang up at any step.

https://www.rfc-editor.org/rfc/rfc5321
"""

import base64
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

# For nothing but 127.0.0.1: a key that everybody has, and a certificate that it has signed itself.
CERTIFICATE = Path(__file__).with_name("localhost.pem")
LONGEST_LINE = 998


@dataclass(frozen=True, slots=True)
class Mail:
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    protected: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


@dataclass
class SmtpEnd:
    """`replies`: what is answered to a step (CONNECT, AUTH, MAIL, RCPT or RCPT <address>, DATA,
    TEXT, QUIT) instead of yes; "" = it hangs up. `faults`: what a mail broke of the standard.
    """

    security: str = "starttls"
    password: str = ""
    offers: tuple[str, ...] = ("STARTTLS", "AUTH PLAIN")
    replies: dict[str, str] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    port: int = 0

    def start(self) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERTIFICATE)
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.end = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    end: SmtpEnd


class _HangUp(Exception):
    pass


class _Talk(StreamRequestHandler):
    server: _Server
    timeout = 10

    def setup(self) -> None:
        self.protected = False
        super().setup()
        if self.server.end.security == "tls":
            self._protect()

    def handle(self) -> None:
        self.user, self.sender, self.recipients = "", "", []
        try:
            self._say("CONNECT", "220 ready")
            while line := self.rfile.readline():
                self._answer(line.decode("ascii").strip())
        except (_HangUp, ConnectionError, ssl.SSLError):
            pass  # what these tests are about

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def _answer(self, line: str) -> None:
        match line.split(" ", 1)[0].upper():
            case "EHLO":
                self._greet()
            case "STARTTLS":
                self._write("220 go on")
                self._protect()
            case "AUTH":
                self._log_in(line)
            case "MAIL":
                self.sender, self.recipients = _within(line), []
                self._say("MAIL", "250 ok")
            case "RCPT":
                self._add(_within(line))
            case "DATA" if self._say("DATA", "354 go on"):
                self._take(b"".join(self._text()))
            case "DATA":
                pass
            case "QUIT":
                self._say("QUIT", "221 bye")
                raise _HangUp
            case _:
                self._write("502 what?")

    def _greet(self) -> None:
        offers = [o for o in self.server.end.offers if o != "STARTTLS" or not self.protected]
        for offer in ("here", *offers):
            self._write(f"250-{offer}")
        self._write("250 8BITMIME")

    def _add(self, recipient: str) -> None:
        step = f"RCPT {recipient}"
        if self._say(step if step in self.server.end.replies else "RCPT", "250 ok"):
            self.recipients.append(recipient)

    def _log_in(self, line: str) -> None:
        _, user, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
        assert self.protected, "a password in the open"
        self.user = user
        right = password == self.server.end.password
        self._say("AUTH", "235 ok" if right else f"535 5.7.8 not with {password!r}")

    def _text(self) -> Iterator[bytes]:
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _HangUp
            if len(line) > LONGEST_LINE + 2 or not line.endswith(b"\r\n"):
                self.server.end.faults.append(f"a line of {len(line)} bytes")
            yield line.removeprefix(b".")

    def _take(self, raw: bytes) -> None:
        end = self.server.end
        if not raw.isascii():
            end.faults.append("8 bits")
        if end.replies.get("TEXT", "250").startswith("250"):  # kept before anybody is told so
            mail = Mail(self.sender, tuple(self.recipients), raw, self.protected, self.user)
            end.mails.append(mail)
        self._say("TEXT", "250 taken")

    def _say(self, step: str, usual: str) -> bool:
        """Whether it was a yes."""
        reply = self.server.end.replies.get(step, usual)
        if not reply:
            raise _HangUp
        self._write(reply)
        return reply[0] in "23"

    def _write(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _protect(self) -> None:
        self.request = self.server.end.context.wrap_socket(self.request, server_side=True)
        self.connection = self.request
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.protected = True


def _within(line: str) -> str:
    return line[line.index("<") + 1 : line.index(">")]
