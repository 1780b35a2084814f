"""Mail by SMTP: text and HTML. https://www.rfc-editor.org/rfc/rfc5321

What went wrong before the text was sent is certain; what breaks off after it may have arrived.
"""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.headerregistry import Address, HeaderRegistry, MessageIDHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from hashlib import sha256
from typing import Annotated, Literal, Self

import structlog
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, SecretName
from tracker.channels.fitting import head_and_rest, html
from tracker.core.model import Severity
from tracker.core.render import plain, visible
from tracker.errors import DeliveryError, Refused, TryLater, Unknown
from tracker.settings import secret

log = structlog.get_logger()

# Ids of other mails are kept whole like a mail's own: the library would encode one that is longer
# than a line, and no program would know it again. Not every server takes 8 bits.
HEADERS = HeaderRegistry()
for _name in ("in-reply-to", "references"):
    # The stubs know only of whole types; the library mixes this one into a type of its own.
    HEADERS.map_to_type(_name, MessageIDHeader)  # type: ignore[arg-type]
POLICY = SMTP.clone(cte_type="7bit", header_factory=HEADERS)
PORTS = {"starttls": 587, "tls": 465, "none": 25}
SUBJECT = 200  # code points
# What a mail program makes of them: https://www.rfc-editor.org/rfc/rfc2156
IMPORTANT, UNIMPORTANT = "high", "low"

Replies = Mapping[str, tuple[int, bytes]]  # recipient -> code and words


def many(value: object) -> object:
    """One may stand for a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


def _is_an_address(text: str) -> str:
    if not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+", text, re.ASCII):
        raise ValueError(f"'{text}' is not a mail address: write name@example.org")
    return text


def _is_a_host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.-]+|[0-9a-f:]+", text):
        raise ValueError(f"'{text}' is not a mail server: write its name alone, and port beside it")
    return text


MailAddress = Annotated[str, AfterValidator(_is_an_address)]
HostName = Annotated[str, AfterValidator(_is_a_host)]


class Email(BaseChannel):
    """One mail to all of `to`. `security`: how the line is protected; `none` sends no password.

    `user` is the name to log in with, if it is not the address of the sender.
    """

    kind: Literal["email"]
    to: Annotated[tuple[MailAddress, ...], BeforeValidator(many), Field(min_length=1)]
    sender: MailAddress = Field(alias="from")
    server: HostName
    port: int | None = Field(default=None, gt=0, lt=65_536)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretName | None = None

    @model_validator(mode="after")
    def _no_password_in_the_open(self) -> Self:
        if self.password and self.security == "none":
            raise ValueError("a password needs a protected line: set security to starttls or tls")
        return self

    @property
    def address(self) -> str:
        """The recipients."""
        return f"email:{','.join(sorted(self.to))}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the password."""
        return (self.password.removeprefix("env:"),) if self.password else ()

    @property
    def pace(self) -> Pace:
        """What large providers take from one account."""
        return Pace(gap=1.0, per_minute=30)

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Returns the Message-ID, which is the same at every try.

        Who of several is refused is told of in the log: the others have it, and get it once.
        """
        message = mail(envelope, self.sender, self.to)
        refused = await asyncio.to_thread(self._deliver, message, lines.timeout)
        for recipient, (code, _) in refused.items():
            log.warning("recipient refused", channel=self.address, recipient=recipient, code=code)
        return str(message["Message-ID"])

    def _deliver(self, message: EmailMessage, timeout: float) -> Replies:
        """Send to all who are taken; who is not is returned."""
        with self._certainly_not_sent():
            server = self._open(timeout)
        try:
            with self._certainly_not_sent():
                refused = self._address(server)
            self._transmit(server, message)
        finally:
            with suppress(smtplib.SMTPException, OSError):  # whatever became of it is known
                server.quit()
        return refused

    def _open(self, timeout: float) -> smtplib.SMTP:
        port = self.port or PORTS[self.security]
        context = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.server, port, timeout=timeout, context=context
            )
        else:
            server = smtplib.SMTP(self.server, port, timeout=timeout)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.password:
                server.login(self.user or self.sender, secret(self.password))
        except BaseException:
            server.close()
            raise
        return server

    def _address(self, server: smtplib.SMTP) -> Replies:
        """Say from whom and to whom; returns who is refused. Raises when all are."""
        server.ehlo_or_helo_if_needed()
        code, said = server.mail(self.sender)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, said, self.sender)
        replies = {recipient: server.rcpt(recipient) for recipient in self.to}
        refused = {who: reply for who, reply in replies.items() if reply[0] not in {250, 251}}
        if len(refused) == len(self.to):
            raise smtplib.SMTPRecipientsRefused(refused)
        return refused

    def _transmit(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        try:
            code, said = server.data(message.as_bytes(policy=POLICY))
        except smtplib.SMTPDataError as error:  # before the text, so nothing was sent
            raise self._sorted(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            what = f"{self.address}: {self.server} broke off, it may have arrived"
            raise Unknown(f"{what}: {type(error).__name__}") from error
        if code != 250:
            raise self._sorted(code, said)

    @contextmanager
    def _certainly_not_sent(self) -> Iterator[None]:
        """Errors before the text: an answer says whether it is final, all else is worth a try."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            code, said = min(error.recipients.values())  # 4xx of one: worth another try
            raise self._sorted(code, said) from error
        except smtplib.SMTPAuthenticationError as error:
            # `from None`: some servers repeat what they were told.
            raise self._sorted(error.smtp_code, b"it does not take the password") from None
        except smtplib.SMTPResponseException as error:
            raise self._sorted(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(f"{self.address}: {self.server}: {error}") from error
        except UnicodeError:
            raise Refused(f"{self.address}: a password must be of ASCII characters") from None
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(f"{self.address}: {self.server} cannot be reached: {error}") from error

    def _sorted(self, code: int, said: bytes | str) -> DeliveryError:
        """https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1"""
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        what = f"{self.address}: {self.server} answered {code} {visible(words, 200)}"
        return Refused(what) if 500 <= code < 600 else TryLater(what)


def mail(envelope: Envelope, sender: str, recipients: tuple[str, ...]) -> EmailMessage:
    """The card as a mail; what stands in its heading is one line, whatever the title holds."""
    message, card = EmailMessage(policy=POLICY), envelope.card
    head, _ = head_and_rest(plain(card))
    message["Subject"] = _one_line(head) or "(no title)"
    message["From"] = Address("Regulatory Tracker", addr_spec=sender)
    message["To"] = ", ".join(recipients)
    message["Date"] = localtime()  # for the reader; no decision of ours depends on it
    message["Message-ID"] = message_id(envelope.key, sender)
    if envelope.reply_to:
        message["In-Reply-To"] = message["References"] = _one_line(envelope.reply_to)
    message["Auto-Submitted"] = "auto-generated"  # so that no absence answers it, RFC 3834
    if envelope.silent or card.severity is Severity.critical:
        message["Importance"] = UNIMPORTANT if envelope.silent else IMPORTANT
    message.set_content(plain(card))
    message.add_alternative(f"<html><body>\n{html(card)}\n</body></html>\n", subtype="html")
    return message


def message_id(key: str, sender: str) -> str:
    """Made of the key, so that many a server and reader knows a repeat."""
    return f"<{sha256(key.encode()).hexdigest()[:24]}@{sender.rpartition('@')[2]}>"


def _one_line(text: str) -> str:
    return " ".join(visible(text, SUBJECT).split())
