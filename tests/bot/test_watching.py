"""A new watch is checked beside all the others and tried on the past before it is live."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.bot import world
from tests.bot.world import ADMIN, Hall
from tracker.bot.commands import watching
from tracker.errors import ConfigError
from tracker.rulebook import build
from tracker.rulebook.authoring import adding


async def ask(hall: Hall, text: str) -> str:
    return await hall.ask(text, ADMIN, ADMIN)


def written(hall: Hall) -> str:
    return (hall.local / "mine.yaml").read_text(encoding="utf-8")


async def test_a_watch_is_written_and_shown_as_it_was_written(hall: Hall) -> None:
    answer = await ask(hall, "/watch Photonics: silicon photonics, 硅光子、光模块")

    assert "local/photonics is watched from now on" in answer
    assert "In local/mine.yaml:" in answer
    assert "- watch: Photonics\n  any: [silicon photonics, 硅光子, 光模块]" in answer
    assert "any: [silicon photonics, 硅光子, 光模块]" in written(hall)
    built = build.load(hall.rules, hall.local)
    assert "local/photonics" in built.definitions


async def test_a_watch_has_a_severity_if_it_is_given(hall: Hall) -> None:
    await ask(hall, "/watch high Photonics: silicon photonics")
    await ask(hall, "/watch High hopes: high hopes")
    built = build.load(hall.rules, hall.local)

    assert built.definitions["local/photonics"].rule.severity.name == "high"
    assert built.definitions["local/high-hopes"].rule.watch == "High hopes"


async def test_a_watch_says_what_it_would_have_caught(hall: Hall) -> None:
    await hall.alert("Nvidia and gallium: the Entity List grows", name="a")
    await hall.alert("Nvidia ships the H20 again", name="b")
    answer = await ask(hall, "/watch Gallium: gallium, germanium")

    assert "Of 2 articles of 30 days it would have caught 1, and sent 1 alert." in answer
    assert "the Entity List grows (gallium)" in answer
    assert "H20" not in answer


async def test_without_a_past_it_says_so(hall: Hall) -> None:
    assert "no stored articles" in await ask(hall, "/watch Gallium: gallium")


async def test_what_the_lints_doubt_is_shown_with_its_place(hall: Hall) -> None:
    answer = await ask(hall, "/watch Short: ai, gallium arsenide")

    assert "⚠️ local/mine.yaml:4:11: L002" in answer
    assert "L008" not in answer  # examples are not written on a phone
    assert "ai" in written(hall)


async def test_other_watches_and_remarks_stay_as_they_are(hall: Hall) -> None:
    before = "version: 1\nwatches:\n  - watch: One  # mine\n    any: [first word]\n"
    (hall.local / "mine.yaml").write_text(before, encoding="utf-8")
    await ask(hall, "/watch Two: second word")

    assert written(hall) == before + "  - watch: Two\n    any: [second word]\n"


@pytest.mark.parametrize("text", ["", "Name", "Name:", ": gallium", "Name: , ,", "Name gallium"])
async def test_what_is_no_watch_is_answered_with_how_to_write_one(hall: Hall, text: str) -> None:
    assert "As /watch" in await ask(hall, f"/watch {text}")
    assert list(hall.local.iterdir()) == []


async def test_a_fault_is_shown_with_its_place_and_nothing_is_written(hall: Hall) -> None:
    answer = await ask(hall, "/watch Bad: $nothing")

    assert "local/mine.yaml:4:11: unknown-reference" in answer
    assert "was not added" in answer
    assert list(hall.local.iterdir()) == []


async def test_a_watch_may_be_called_like_one_of_another_pack(hall: Hall) -> None:
    assert "is watched" in await ask(hall, "/watch US lists: gallium")


async def test_the_same_watch_twice_is_a_fault(hall: Hall) -> None:
    await ask(hall, "/watch One: gallium")
    before = written(hall)
    answer = await ask(hall, "/watch One: germanium")

    assert "local/mine.yaml:5:12: duplicate-id" in answer
    assert written(hall) == before


async def test_rules_that_have_a_fault_already_are_not_added_to(hall: Hall) -> None:
    (hall.rules / "broken.yaml").write_text("version: 1\nwatchs: []\n", encoding="utf-8")
    answer = await ask(hall, "/watch One: gallium")

    assert "broken.yaml:2:1" in answer
    assert list(hall.local.iterdir()) == []


async def test_a_flood_is_not_let_in(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "FLOOD", 1 / 30)  # one alert in all the days
    await hall.alert("Nvidia opens a shop", name="a")
    await hall.alert("Two makers of lamps join the Entity List", name="b")
    answer = await ask(hall, "/watch All: shop, lamps")

    assert "would have sent 2 alerts in 30 days" in answer
    assert list(hall.local.iterdir()) == []


async def test_a_folder_that_cannot_be_written_is_told(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = await ask(hall, "/watch One: gallium")

    assert "local/mine.yaml: cannot be written: No space left on device" in answer
    assert list(hall.local.iterdir()) == []


def drafted(folder: Path) -> adding.Draft:
    rules, local = folder / "rules", folder / "rules" / "local"
    local.mkdir(parents=True, exist_ok=True)
    (rules / "pack.yaml").write_text(world.RULES, encoding="utf-8")
    return adding.drafted(rules, local, "One", ["gallium"])


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    draft.path.write_text("version: 1\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="changed meanwhile"):
        adding.write(draft)
    assert draft.path.read_text(encoding="utf-8") == "version: 1\n"


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "rules" / "local").mkdir(parents=True)
    real = tmp_path / "real.yaml"
    real.write_text("version: 1\n", encoding="utf-8")
    real.chmod(0o600)
    link = tmp_path / "rules" / "local" / "mine.yaml"
    link.symlink_to(real)
    adding.write(drafted(tmp_path))

    assert link.is_symlink()
    assert "gallium" in real.read_text(encoding="utf-8")
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_beside_a_file_that_is_hard_to_change_a_new_one_is_made(tmp_path: Path) -> None:
    (tmp_path / "rules" / "local").mkdir(parents=True)
    mine = tmp_path / "rules" / "local" / "mine.yaml"
    mine.write_text("{version: 1, watches: []}\n", encoding="utf-8")
    draft = drafted(tmp_path)
    adding.write(draft)

    assert draft.path.name == "one.yaml"
    assert mine.read_text(encoding="utf-8") == "{version: 1, watches: []}\n"
    assert "local/one" in build.load(tmp_path / "rules", tmp_path / "rules" / "local").definitions
