"""Apprise, which is there only if it was asked for."""

import sys

import pytest

from tests.channels.test_contract import APPRISE, IMGHDR
from tests.samples import alert_card
from tracker.channels import Apprise, Envelope, Lines
from tracker.errors import Refused

CHANNEL = Apprise(kind="apprise", url="env:OTHER")
ENVELOPE = Envelope(key="k", card=alert_card(), address="")


async def test_without_the_extra_it_says_how_to_get_it(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)

    with pytest.raises(
        Refused, match=r"not installed: pip install 'regulatory-tracker\[apprise\]'"
    ):
        await CHANNEL.send(ENVELOPE, lines)


@APPRISE
@IMGHDR
async def test_an_address_that_it_does_not_know_is_a_refusal(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER", "nonsense://very-secret")

    with pytest.raises(Refused, match=r"^apprise:env:OTHER holds no address that Apprise knows$"):
        await CHANNEL.send(ENVELOPE, lines)
