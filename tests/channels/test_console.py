"""Every form of a card can be read in a terminal."""

import pytest

from tests.samples import full_card, list_card, notice_card, update_card
from tracker.channels import Console, Envelope, Lines
from tracker.core.message import Card, Row


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Shown":
    monkeypatch.setenv("COLUMNS", "120")
    return Shown(capsys)


class Shown:
    """What stands in the terminal, without the frame around it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    async def __call__(self, card: Card) -> list[str]:
        async with Lines() as lines:
            await Console(kind="console").send(Envelope(key="k", card=card, address=""), lines)
        printed = self._capsys.readouterr().out.splitlines()
        return [line.strip("│ ") for line in printed]


async def test_an_alert_of_which_all_is_known(shown: Shown) -> None:
    first, *lines, _last = await shown(full_card())
    assert "🟠 HIGH" in first
    assert lines == [
        "Commerce adds nine toolmakers",
        "📜 Gazette Desk · official · 12 Oct 2026, 09:00 UTC",
        "when In force 24 Nov 2026 · comments until 12 Dec 2026",
        "now  Amended: 7 -> 9",
        "",
        "Nine firms were added to the Entity List on Monday.",
        "",
        "why  Entity List changes (export-controls/entity-list): Entity List",
        "who  Nvidia",
        "link https://gazette.example/rules/9",
        "also Also reported by 5: Harbour Times, The Wire, Chip Weekly, De Haven and 1 more",
        "🔕 muted by Ann until 29 Nov",
        "👎 not relevant: Bob",
    ]


async def test_an_update(shown: Shown) -> None:
    _first, *lines, _last = await shown(update_card(notes=("⚠️ possible repeat",)))
    assert lines == [
        "Update: Commerce adds nine toolmakers",
        "now  Amended: nine -> twelve firms",
        "📜 Gazette Desk · official · 12 Oct 2026, 09:00 UTC",
        "link https://gazette.example/rules/9",
        "⚠️ possible repeat",
    ]


async def test_a_list(shown: Shown) -> None:
    _first, *lines, _last = await shown(list_card())
    assert lines == [
        "3 alerts · Entity List changes",
        "Told together, as they came within ten minutes.",
        "",
        "Export controls",
        "1. 🟠 Notice 1 & annex · Gazette Desk ×2 · https://gazette.example/rules/1",
        "2. 🟡 Notice 3 & annex · Gazette Desk ×2 · https://gazette.example/rules/3",
        "",
        "AI regulation",
        "3. 🟡 Notice 2 & annex · Gazette Desk ×2 · https://gazette.example/rules/2",
        "",
        "📅 The next 14 days",
        "• 24 Nov: in force · Notice 1",
    ]


async def test_a_notice(shown: Shown) -> None:
    assert await shown(notice_card()) == ["· Gazette Desk: first look. 40 entries read, 7 match."]


@pytest.mark.parametrize(
    "nasty", ["[bold]x[/bold]", "\x1b[31mred\x07", "a\ud800b\u202ec", "𠮷" * 900]
)
async def test_what_an_article_says_does_not_control_the_terminal(nasty: str, shown: Shown) -> None:
    alert = full_card(
        title=nasty, publisher=nasty, entities=(nasty,), also=(nasty,), notes=(nasty,), change=nasty
    )
    listed = Card(title=nasty, rows=(Row(title=nasty, note=nasty, section=nasty),), footer=nasty)
    for card in (alert, update_card(title=nasty), listed, Card(title=nasty, summary=nasty)):
        lines = "\n".join(await shown(card))
        assert not {"\x1b", "\x07", "\ud800", "\u202e"} & set(lines)
        assert ("[bold]x[/bold]" in lines) == (nasty == "[bold]x[/bold]")
