"""What every kind of channel promises, tested once for all of them."""

import importlib.util
import logging
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from tests.channels import far_ends
from tests.channels.far_ends import SECRET, FarEnd, MailEnd
from tests.channels.smtp_end import CERTIFICATE
from tests.samples import alert_card, notice_card
from tracker.channels import (
    KINDS,
    Apprise,
    BaseChannel,
    Console,
    Discord,
    Email,
    Envelope,
    Lines,
    Matrix,
    Ntfy,
    Slack,
    Teams,
    Telegram,
    Webhook,
)
from tracker.core.message import Applies, Card, Reason, Row
from tracker.core.model import Evidence, Severity
from tracker.errors import ConfigError, DeliveryError, Refused, TryLater, Unknown

ENDS = {
    "telegram": far_ends.TelegramEnd,
    "slack-webhook": far_ends.SlackHook,
    "slack-bot": far_ends.SlackApi,
    "discord": far_ends.DiscordEnd,
    "teams": far_ends.TeamsEnd,
    "matrix": far_ends.MatrixEnd,
    "ntfy": far_ends.NtfyEnd,
    "ntfy-url": far_ends.NtfyEnd,
    "email": MailEnd,
    "webhook": far_ends.WebhookEnd,
    "apprise": far_ends.AppriseEnd,
}
APPRISE = pytest.mark.skipif(
    importlib.util.find_spec("apprise") is None, reason="the optional extra is not installed"
)
# Apprise comes with a module for Pythons that have imghdr no more, and looks for it here.
IMGHDR = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
URLS = ("slack-webhook", "discord", "teams", "ntfy-url", "webhook")
EDITABLE = ("slack-bot", "discord", "matrix", "webhook")  # Telegram has a stub of its own
TOKENS = ("slack-bot", "matrix", "ntfy", "email")
MUTE = ("email", "apprise")  # they have no way to say how long to wait


def channels(server: str = "https://far.example", port: int = 25) -> dict[str, BaseChannel]:
    """One of each, as its rule file has it."""
    return {
        "telegram": Telegram(kind="telegram", chat="-1001"),
        "slack-webhook": Slack(kind="slack", webhook="env:HOOK"),
        "slack-bot": Slack(kind="slack", token="env:TOKEN", channel="C0123ABCD", server=server),
        "discord": Discord(kind="discord", webhook="env:HOOK"),
        "teams": Teams(kind="teams", webhook="env:HOOK"),
        "matrix": Matrix(kind="matrix", server=server, room="!room:example.org", token="env:TOKEN"),
        "ntfy": Ntfy(kind="ntfy", server=server, topic="alerts", token="env:TOKEN"),
        "ntfy-url": Ntfy(kind="ntfy", url="env:TOPIC"),
        "email": Email.model_validate(
            {
                "kind": "email",
                "to": ["ann@example.org", "bob@example.org"],
                "from": "tracker@example.org",
                "server": "127.0.0.1",
                "port": port,
                "password": "env:TOKEN",
            }
        ),
        "webhook": Webhook(kind="webhook", url="env:HOOK", secret="env:TOKEN"),
        "apprise": Apprise(kind="apprise", url="env:OTHER"),
    }


@dataclass(frozen=True, slots=True)
class Spoken:
    name: str
    channel: BaseChannel
    end: FarEnd | MailEnd

    @property
    def is_vague(self) -> bool:
        """Whether it cannot tell one failure from another."""
        return self.name == "apprise"


@pytest.fixture(
    params=[
        pytest.param(name, marks=[APPRISE, IMGHDR] if name == "apprise" else ()) for name in ENDS
    ]
)
def spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spoken]:
    end: FarEnd | MailEnd = ENDS[request.param]()
    end.start()
    monkeypatch.setenv("TELEGRAM_API_URL", end.url)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", SECRET)
    monkeypatch.setenv("TOKEN", SECRET)
    monkeypatch.setenv("HOOK", f"{end.url}/hook/{SECRET}")
    monkeypatch.setenv("TOPIC", f"{end.url}/very-secret")
    monkeypatch.setenv("OTHER", f"{end.url.replace('http', 'json', 1)}/{SECRET}")
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    far = channels(port=end.port) if isinstance(end, MailEnd) else channels(end.url)
    yield Spoken(request.param, far[request.param], end)
    end.stop()


def envelope(card: Card | None = None, **changes: object) -> Envelope:
    return replace(
        Envelope(key="key-1", card=card or alert_card(), address="-1001"),
        **changes,  # type: ignore[arg-type]
    )


def rows(count: int, url: str = "https://gazette.example/{}", length: int = 80) -> tuple[Row, ...]:
    return tuple(
        Row(
            title=(f"{n} firms, *more* <b>lists</b> & [names] in 半导体_出口 " * 300)[:length],
            severity=Severity.high,
            url=url.format(n),
            note="2 reports",
            section="Export controls",
        )
        for n in range(count)
    )


NASTY = "*&<>_[]()`|~#🔴\n中\ud800\x00" * 600  # about 10,000 characters
LONG = Card(
    title=NASTY,
    severity=Severity.critical,
    summary=NASTY,
    url="https://gazette.example/?" + "&" * 970,
    publisher=NASTY,
    tier="official",
    reasons=tuple(
        Reason(
            watch=NASTY,
            name=NASTY,
            severity=Severity.critical,
            evidence=tuple(
                Evidence(term=str(n), field="body", start=0, end=1, text=f"{n}{NASTY}")
                for n in range(8)
            ),
        )
        for _ in range(4)
    ),
    entities=(NASTY,) * 60,
    excerpt=NASTY,
    marks=tuple((n, n + 5) for n in range(0, 9000, 10)),
    change=NASTY,
    applies=(Applies(what=NASTY, on=date(2027, 1, 1)),) * 20,
    also=(NASTY,) * 60,
    notes=(NASTY,) * 60,
    footer=NASTY,
)
CARDS = {
    "alert": alert_card(),
    "update": alert_card(change="Amended: 12 -> 37 firms", brief=True),
    "list": Card(title="50 alerts in an hour", rows=rows(50), footer="/latest"),
    "notice": notice_card(),
    "bare": Card(title="", reasons=alert_card().reasons),
    "long alert": LONG,
    "long list": replace(
        LONG, reasons=(), rows=rows(60, "https://gazette.example/{}?" + "&" * 960, 10_000)
    ),
    "long notice": Card(title=NASTY, summary=NASTY, footer=NASTY),
}


async def test_an_accepted_message_is_sent_once(spoken: Spoken, lines: Lines) -> None:
    await spoken.channel.send(envelope(), lines)

    assert len(spoken.end.taken) == 1


@pytest.mark.parametrize("form", CARDS)
async def test_every_form_is_taken_however_long_it_is(
    spoken: Spoken, lines: Lines, form: str
) -> None:
    for silent in (False, True):
        await spoken.channel.send(envelope(CARDS[form], key=f"{silent}", silent=silent), lines)

    assert spoken.end.refused == []
    assert len(spoken.end.taken) == 2


async def test_an_answer_stands_under_the_message_that_was_sent(
    spoken: Spoken, lines: Lines
) -> None:
    first = await spoken.channel.send(envelope(), lines)
    await spoken.channel.send(envelope(CARDS["update"], key="key-2", reply_to=first), lines)

    assert spoken.end.refused == []
    assert len(spoken.end.taken) == 2


@pytest.mark.parametrize("spoken", EDITABLE, indirect=True)
@pytest.mark.parametrize("form", CARDS)
async def test_what_was_sent_can_be_changed_and_twice_is_no_harm(
    spoken: Spoken, lines: Lines, form: str
) -> None:
    assert spoken.channel.can_edit
    first = await spoken.channel.send(envelope(), lines)
    for _ in range(2):
        await spoken.channel.edit(envelope(CARDS[form]), first, lines)

    assert spoken.end.refused == []
    assert len(spoken.end.taken) == (2 if spoken.channel.knows_repeats else 3)


@pytest.mark.parametrize(
    "spoken", sorted(ENDS.keys() - {*EDITABLE, "telegram", "apprise"}), indirect=True
)
async def test_what_cannot_be_changed_says_so(spoken: Spoken, lines: Lines) -> None:
    assert not spoken.channel.can_edit
    with pytest.raises(NotImplementedError):
        await spoken.channel.edit(envelope(), "1", lines)


async def test_a_repeat_is_dropped_where_it_is_said_so(spoken: Spoken, lines: Lines) -> None:
    first = await spoken.channel.send(envelope(), lines)
    second = await spoken.channel.send(envelope(), lines)

    assert len(spoken.end.taken) == (1 if spoken.channel.knows_repeats else 2)
    assert first == second or not spoken.channel.knows_repeats


async def test_a_plea_for_patience_is_kept_to_the_second(spoken: Spoken, lines: Lines) -> None:
    spoken.end.play(429, 17)

    with pytest.raises(Unknown if spoken.is_vague else TryLater) as later:
        await spoken.channel.send(envelope(), lines)
    if spoken.name not in MUTE:
        assert isinstance(later.value, TryLater)
        assert later.value.wait == 17


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_at_the_far_end_is_no_refusal(
    spoken: Spoken, lines: Lines, status: int
) -> None:
    spoken.end.play(status)

    with pytest.raises((TryLater, Unknown)):
        await spoken.channel.send(envelope(), lines)


@pytest.mark.parametrize("status", [400, 403])
async def test_a_refusal_is_final(spoken: Spoken, lines: Lines, status: int) -> None:
    spoken.end.play(status)

    with pytest.raises(Unknown if spoken.is_vague else Refused):
        await spoken.channel.send(envelope(), lines)


async def test_a_lost_connection_is_not_a_refusal(spoken: Spoken, lines: Lines) -> None:
    spoken.end.play(0)

    with pytest.raises(Unknown):
        await spoken.channel.send(envelope(), lines)


async def test_what_cannot_be_reached_has_got_nothing(spoken: Spoken, lines: Lines) -> None:
    spoken.end.stop()

    with pytest.raises(Unknown if spoken.is_vague else TryLater):
        await spoken.channel.send(envelope(), lines)


@pytest.mark.parametrize("status", [0, 200, 400, 403, 429, 500])
async def test_no_secret_stands_in_an_error_a_log_or_the_configuration(
    spoken: Spoken, lines: Lines, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    spoken.end.play(status)
    for name in ("telegram", "httpcore"):  # as when the service runs
        caplog.set_level(logging.WARNING, name)
    caplog.set_level(logging.DEBUG)  # last, as it is that of the handler too
    said = ""
    try:
        await spoken.channel.send(envelope(), lines)
    except DeliveryError as error:
        said = f"{error!r} {error}"

    channel = spoken.channel
    assert bool(said) is (status != 200)
    told = (said, caplog.text, repr(channel), channel.address, channel.model_dump_json())
    assert [text for text in told if "very-secret" in text] == []


async def test_what_a_missing_variable_is_called_is_said(
    spoken: Spoken, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spoken.channel.secrets
    for name in spoken.channel.secrets:
        with monkeypatch.context() as without:
            without.delenv(name)
            with pytest.raises(ConfigError, match=name):
                await spoken.channel.send(envelope(), lines)
    assert spoken.end.taken == []


@pytest.mark.parametrize("spoken", URLS, indirect=True)
@pytest.mark.parametrize(
    "url", [SECRET, f"ftp://h/{SECRET}", f"http://127.0.0.1:99999/{SECRET}", f"http://h/\n{SECRET}"]
)
async def test_a_variable_that_holds_no_url_is_a_refusal_that_does_not_repeat_it(
    spoken: Spoken, lines: Lines, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spoken.channel.secrets[0], url)

    with pytest.raises(Refused) as refusal:
        await spoken.channel.send(envelope(), lines)
    assert "very-secret" not in "".join(traceback.format_exception(refusal.value))


@pytest.mark.parametrize("spoken", TOKENS, indirect=True)
async def test_a_token_that_no_header_takes_is_a_refusal_that_does_not_repeat_it(
    spoken: Spoken, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    for token in (f"é{SECRET}", f"a\n{SECRET}"):
        monkeypatch.setenv("TOKEN", token)
        with pytest.raises(Refused) as refusal:
            await spoken.channel.send(envelope(), lines)
        assert "very-secret" not in "".join(traceback.format_exception(refusal.value))
    assert spoken.end.taken == []


def test_no_two_kinds_have_the_same_address() -> None:
    addresses = [channel.address for channel in (*channels().values(), Console(kind="console"))]

    assert len(set(addresses)) == len(ENDS) + 1


def test_every_kind_is_held_to_the_promises() -> None:
    assert {type(channel) for channel in channels().values()} == {*KINDS} - {Console}


async def test_the_terminal_shows_the_verdict_the_reason_and_the_link(
    capsys: pytest.CaptureFixture[str], lines: Lines
) -> None:
    await Console(kind="console").send(envelope(), lines)

    shown = capsys.readouterr().out
    for part in ("HIGH", "Commerce adds nine toolmakers", "Entity List changes", "gazette.example"):
        assert part in shown
