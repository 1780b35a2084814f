"""A length of time is read as people write it, or refused with a hint."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.duration import duration, spelt


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 900),
        ("6h", 21_600),
        ("3d", 259_200),
        ("2w", 1_209_600),
        ("1.5h", 5_400),
        (" 10 m ", 600),
        ("0s", 0),
        (30, 30),
        (0.5, 0.5),
    ],
)
def test_a_length_of_time_is_read(text: object, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", "90", "m", "5 min", "5M", "-5m", "1h30m", "1.m", ".5h", "1e3s", "٣d", "５m", True, None],
)
def test_anything_else_is_refused_with_a_hint(text: object) -> None:
    with pytest.raises(ValueError, match="write 90s, 15m, 6h or 3d"):
        duration(text)


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.sampled_from("smhdw"))
def test_a_longer_time_is_longer(number: int, unit: str) -> None:
    assert (
        duration(f"{number + 1}{unit}")
        > duration(f"{number}{unit}")
        == duration(f" {number} {unit}")
    )


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (60, "1m"), (90, "90s"), (5400, "90m"), (86_400, "1d"), (129_600, "36h"),
     (0.5, "0.5s")],
)  # fmt: skip
def test_a_length_of_time_is_spelt_as_people_write_it(seconds: float, text: str) -> None:
    assert spelt(timedelta(seconds=seconds)) == text


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_what_is_spelt_is_read_as_the_same(seconds: int) -> None:
    assert duration(spelt(timedelta(seconds=seconds))) == seconds
