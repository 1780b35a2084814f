"""The date in a longer text is found where it is beyond doubt, and nowhere else."""

from datetime import UTC, datetime

import pytest

from tracker.sources.text.dates import parse_date
from tracker.sources.text.dates.within import date_within

JUNE_25 = datetime(2026, 6, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("25 June 2026", JUNE_25),
        ("Published: 25 June 2026 | Rule", JUNE_25),
        ("[25/06/2026]", JUNE_25),
        ("(2026-06-25)", JUNE_25),
        ("发布日期：2026-06-25 来源：商务部", JUNE_25),
        ("発表 2026年6月25日（木）", JUNE_25),
        ("2026年6月25日（令和8年6月25日）", JUNE_25),
        ("Press release - June 25, 2026", JUNE_25),
        ("Brussels, 25. Juni 2026", JUNE_25),
        ("Publicado el 25 de junio de 2026", JUNE_25),
        ("Dated: 25-Jun-26, New Delhi", JUNE_25),
        ("Posted on Thursday, June 25th, 2026 by staff", JUNE_25),
        ("Issued 25 June 2026 at 10:00 UTC (press)", datetime(2026, 6, 25, 10, tzinfo=UTC)),
        ("Updated 2026-06-25T10:00:00-04:00 by X", datetime(2026, 6, 25, 14, tzinfo=UTC)),
        ("Washington, June 25, 2026 10:00 a.m. EDT", datetime(2026, 6, 25, 14, tzinfo=UTC)),
    ],
)
def test_a_date_is_found_among_other_words(text: str, date: datetime):
    assert date_within(text, parse_date) == date


@pytest.mark.parametrize(
    "text",
    [
        "Published 25 June 2026, comments due 25 July 2026",
        "25-27 June 2026",
        "25 June to 3 July 2026",
        "24 and 25 June 2026",
        "June 25 - July 3, 2026",
        "Due 06/05/2026 (May or June?)",
        "In force 1.7.2026, adopted 06/05/2026",
        "No. A-2026-06-25",
        "List 2026-06-25-17",
        "Case 125/06/2026",
        "Version 1.25.06.2026",
        "Reference number 20260625",
        "30 February 2026 or so",
        "Section 12 2026",
        "June 2026",
        "",
        "25 June 2026 " * 200,
    ],
)
def test_a_date_that_is_not_sure_is_none(text: str):
    assert date_within(text, parse_date) is None
