"""A code lets one person in, once, for a while."""

import asyncio
from datetime import timedelta

import pytest

from tests.bot.world import ADMIN, DESK, NOWHERE, READER, STRANGER, Hall
from tests.samples import NOW
from tracker.store import Readers

SOON = NOW + timedelta(minutes=10)


async def test_a_code_lets_a_person_in_who_may_then_do_everything(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    assert await hall.ask("/status", READER, READER) == ""

    assert "Welcome" in await hall.ask(f"/start {code}", READER, READER)
    assert "Sources" in await hall.ask("/status", READER, READER)
    assert "no dead letters" in await hall.ask("/dead", DESK, READER)
    (reader,) = Readers(hall.database).listed()
    assert (reader.id, reader.name) == (READER, f"user {READER} ({READER})")


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace("-", "")])
async def test_a_code_may_be_typed_carelessly(hall: Hall, change: type[str]) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    assert "Welcome" in await hall.ask(f"/start {change(code)}", READER, READER)


async def test_a_code_is_used_up(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    await hall.ask(f"/start {code}", READER, READER)
    before = hall.tables()

    assert await hall.ask(f"/start {code}", STRANGER, STRANGER) == ""
    assert hall.tables() == before


async def test_a_code_is_over_after_its_time(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    hall.office.clock.now = SOON
    before = hall.tables()

    assert await hall.ask(f"/start {code}", STRANGER, STRANGER) == ""
    assert hall.tables() == before


@pytest.mark.parametrize(
    "text", ["/start", "/start WRONG-CODE-HERE", "/start {code}X", "/pair {code}", "{code}"]
)
async def test_what_is_not_the_code_lets_nobody_in(hall: Hall, text: str) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    before = hall.tables()

    assert await hall.ask(text.format(code=code), STRANGER, STRANGER) == ""
    assert hall.tables() == before


async def test_a_code_is_of_no_use_in_a_group(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    await hall.ask(f"/start {code}", NOWHERE, STRANGER)
    await hall.ask(f"/start {code}", DESK, STRANGER)

    assert Readers(hall.database).listed() == []


async def test_a_code_is_not_used_up_by_one_who_is_known(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    await hall.ask(f"/start {code}", ADMIN, ADMIN)

    assert "Welcome" in await hall.ask(f"/start {code}", READER, READER)


async def test_the_code_itself_is_not_stored(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    stored = repr(hall.tables()["invite"])

    assert code not in stored
    assert code.replace("-", "") not in stored


async def test_of_many_who_send_a_code_at_once_one_is_let_in(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    people = range(1, 9)
    admitted = await asyncio.gather(
        *(
            asyncio.to_thread(Readers(hall.database).admit, code, person, "x", NOW)
            for person in people
        )
    )

    assert sorted(admitted) == [False] * 7 + [True]
    assert len(Readers(hall.database).listed()) == 1


async def test_who_is_removed_is_a_stranger_again(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, SOON)
    await hall.ask(f"/start {code}", READER, READER)
    message = await hall.alert()

    assert Readers(hall.database).remove(READER)
    assert not Readers(hall.database).remove(READER)
    assert await hall.ask("/status", READER, READER) == ""
    assert "is for operators" in await hall.ask("/dead", DESK, READER)  # a member like any other
    assert "not relevant" in (await hall.press(message, "irrelevant", user=READER))[0]


async def test_old_codes_are_forgotten(hall: Hall) -> None:
    Readers(hall.database).invite(NOW, SOON)
    Readers(hall.database).invite(SOON, SOON + timedelta(minutes=1))

    assert len(hall.tables()["invite"]) == 1
