"""Mail, held against a small strict server."""

import logging
from collections.abc import Iterator

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from tests.channels.far_ends import SECRET
from tests.channels.smtp_end import CERTIFICATE, SmtpEnd
from tests.samples import alert_card
from tracker.channels import Email, Envelope, Lines
from tracker.channels.email import mail, message_id
from tracker.core.message import Card
from tracker.errors import DeliveryError, Refused, TryLater, Unknown

ANN, BOB = "ann@example.org", "bob@example.org"


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpEnd]:
    played = SmtpEnd(password=SECRET)
    played.start()
    monkeypatch.setenv("SMTP_PASSWORD", SECRET)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    yield played
    played.stop()


def channel(end: SmtpEnd | None = None, **changes: object) -> Email:
    given = {
        "kind": "email",
        "to": [ANN, BOB],
        "from": "tracker@example.org",
        "server": "127.0.0.1",
        "port": end.port if end else 25,
        "security": "none",
    }
    return Email.model_validate(given | changes)


def envelope(card: Card | None = None, *, silent: bool = False, reply_to: str = "") -> Envelope:
    shown = card or alert_card()
    return Envelope(key="k", card=shown, address="", silent=silent, reply_to=reply_to)


async def test_a_mail_has_a_text_and_the_same_as_html(end: SmtpEnd, lines: Lines) -> None:
    await channel(end).send(envelope(alert_card(title="Fab & <b>出口</b>")), lines)

    [taken] = end.mails
    assert (taken.sender, taken.recipients) == ("tracker@example.org", (ANN, BOB))
    message = taken.message
    assert message["Subject"] == "🟠 Fab & <b>出口</b>"
    assert message["From"] == "Regulatory Tracker <tracker@example.org>"
    assert message["To"] == f"{ANN}, {BOB}"
    assert message["Date"]
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert text.get_content().startswith("🟠 Fab & <b>出口</b>\r\n📜 Gazette Desk")
    assert html.get_content_type() == "text/html"
    assert "🟠 <b>Fab &amp; &lt;b&gt;出口&lt;/b&gt;</b><br>" in html.get_content()
    assert end.faults == []


async def test_every_try_has_the_same_message_id(end: SmtpEnd, lines: Lines) -> None:
    remote = [await channel(end).send(envelope(), lines) for _ in range(2)]

    assert remote[0] == remote[1] == message_id("k", "tracker@example.org")
    assert [taken.message["Message-ID"] for taken in end.mails] == remote
    assert message_id("other", "tracker@example.org") not in remote


async def test_an_answer_names_the_mail_that_it_answers(end: SmtpEnd, lines: Lines) -> None:
    sender = f"tracker@{'compliance.' * 4}example.org"
    first = await channel(end, **{"from": sender}).send(envelope(), lines)
    await channel(end, **{"from": sender}).send(envelope(reply_to=first), lines)

    message = end.mails[1].message
    assert message["In-Reply-To"] == message["References"] == first
    assert f"References: {first}\r\n".encode() in end.mails[1].raw  # whole, though it is long


@pytest.mark.parametrize("title", ["A\r\nBcc: eve@example.org\r\n\r\nHello", "A\n.\nB", "\r", "\0"])
async def test_no_title_can_write_a_header_or_end_the_mail(
    end: SmtpEnd, lines: Lines, title: str
) -> None:
    card = alert_card(title=title, publisher=title, excerpt=title, change=title)
    await channel(end).send(envelope(card, reply_to=f"<a@b>{title}"), lines)

    [taken] = end.mails
    assert taken.recipients == (ANN, BOB)
    assert set(taken.message.keys()) == {
        *("Subject", "From", "To", "Date", "Message-ID", "In-Reply-To", "References"),
        *("Auto-Submitted", "Content-Type", "MIME-Version"),
    }
    assert "\n" not in taken.message["Subject"]
    assert end.faults == []


@pytest.mark.parametrize(
    ("severity", "silent", "importance"),
    [("critical", False, "high"), ("high", False, None), ("critical", True, "low")],
)
def test_a_silent_mail_is_of_low_importance(
    severity: str, importance: str | None, *, silent: bool
) -> None:
    made = mail(envelope(alert_card(severity=severity), silent=silent), "a@b.org", (ANN,))

    assert made["Importance"] == importance


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_password_goes_over_a_protected_line(
    end: SmtpEnd, lines: Lines, security: str
) -> None:
    end.security = security
    await channel(end, security=security, password="env:SMTP_PASSWORD", user="me").send(
        envelope(), lines
    )

    [taken] = end.mails
    assert taken.protected
    assert taken.user == "me"


async def test_the_sender_logs_in_if_no_user_is_named(end: SmtpEnd, lines: Lines) -> None:
    await channel(end, security="starttls", password="env:SMTP_PASSWORD").send(envelope(), lines)

    assert end.mails[0].user == "tracker@example.org"


async def test_a_server_without_protection_gets_neither_password_nor_mail(
    end: SmtpEnd, lines: Lines
) -> None:
    end.offers = ("AUTH PLAIN",)
    protected = channel(end, security="starttls", password="env:SMTP_PASSWORD")

    with pytest.raises(Refused, match="STARTTLS"):
        await protected.send(envelope(), lines)
    assert end.mails == []


async def test_a_certificate_of_somebody_else_is_not_trusted(
    end: SmtpEnd, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(TryLater, match="certificate"):
        await channel(end, security="starttls").send(envelope(), lines)
    assert end.mails == []


async def test_a_wrong_password_is_a_refusal_that_does_not_repeat_it(
    end: SmtpEnd, lines: Lines
) -> None:
    end.password = "other"
    wrong = channel(end, security="starttls", password="env:SMTP_PASSWORD")

    with pytest.raises(Refused, match=r"answered 535 it does not take the password$"):
        await wrong.send(envelope(), lines)


@pytest.mark.parametrize(
    ("step", "reply", "kind"),
    [
        ("CONNECT", "554 go away", Refused),
        ("CONNECT", "421 too many of you", TryLater),
        ("CONNECT", "", TryLater),
        ("MAIL", "550 not from you", Refused),
        ("MAIL", "451 not now", TryLater),
        ("MAIL", "", TryLater),
        ("RCPT", "550 nobody here", Refused),
        ("RCPT", "450 not now", TryLater),
        ("RCPT", "", TryLater),
        ("DATA", "554 no", Refused),
        ("DATA", "451 not now", TryLater),
        ("DATA", "", Unknown),
        ("TEXT", "554 that is spam", Refused),
        ("TEXT", "452 disk full", TryLater),
        ("TEXT", "", Unknown),
    ],
)
async def test_what_goes_wrong_before_the_text_is_certain(
    end: SmtpEnd, lines: Lines, step: str, reply: str, kind: type[DeliveryError]
) -> None:
    end.replies = {step: reply}

    with pytest.raises(kind) as fault:
        await channel(end).send(envelope(), lines)
    assert type(fault.value) is kind
    assert reply in str(fault.value)
    assert end.mails == []


@pytest.mark.parametrize("reply", ["", "500 what?"])
async def test_what_goes_wrong_after_the_text_does_not_matter(
    end: SmtpEnd, lines: Lines, reply: str
) -> None:
    end.replies = {"QUIT": reply}
    await channel(end).send(envelope(), lines)

    assert len(end.mails) == 1


@pytest.mark.parametrize("reply", ["550 5.1.1 nobody here", "450 4.2.2 mailbox full"])
async def test_one_who_is_refused_keeps_it_from_nobody_else(
    end: SmtpEnd, lines: Lines, reply: str
) -> None:
    end.replies = {f"RCPT {BOB}": reply}
    with capture_logs() as told:
        await channel(end).send(envelope(), lines)

    assert [taken.recipients for taken in end.mails] == [(ANN,)]
    [event] = told
    assert (event["event"], event["recipient"]) == ("recipient refused", BOB)
    assert event["code"] == int(reply[:3])


async def test_when_all_are_refused_one_who_may_come_back_is_worth_another_try(
    end: SmtpEnd, lines: Lines
) -> None:
    end.replies = {f"RCPT {ANN}": "550 nobody here", f"RCPT {BOB}": "450 not now"}

    with pytest.raises(TryLater, match="450 not now"):
        await channel(end).send(envelope(), lines)


async def test_what_is_said_on_the_line_stands_in_no_log(
    end: SmtpEnd, lines: Lines, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await channel(end, security="starttls", password="env:SMTP_PASSWORD").send(envelope(), lines)

    assert SECRET not in caplog.text


def test_a_password_is_not_sent_in_the_open() -> None:
    with pytest.raises(ValidationError, match="a password needs a protected line"):
        channel(password="env:SMTP_PASSWORD", security="none")


@pytest.mark.parametrize(
    "address", ["ann", "Ann <ann@e.org>", "a@b.org\nBcc: x", "a b@e.org", "a@b@c.org", "@e.org"]
)
def test_what_is_no_mail_address_is_said_to_be_none(address: str) -> None:
    for key in ("to", "from"):
        with pytest.raises(ValidationError, match="is not a mail address: write name@example"):
            channel(**{key: address})


def test_one_recipient_needs_no_list_and_the_order_of_many_does_not_matter() -> None:
    assert channel(to=ANN).address == f"email:{ANN}"
    assert channel(to=[BOB, ANN]).address == channel(to=[ANN, BOB]).address
    with pytest.raises(ValidationError):
        channel(to=[])


def test_a_password_is_all_that_it_may_need() -> None:
    assert channel().secrets == ()
    assert channel(password="env:P", security="tls").secrets == ("P",)


def test_a_server_is_named_without_its_port() -> None:
    with pytest.raises(ValidationError, match="is not a mail server: write its name alone"):
        channel(server="smtp://e.org:25")
