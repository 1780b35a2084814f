"""What the answers of HTTP far ends come to."""

import httpx
import pytest
from pydantic import TypeAdapter, ValidationError

from tracker.channels import http
from tracker.errors import DeliveryError, Refused, TryLater, Unknown

DATE = "Wed, 25 Nov 2026 12:00:00 GMT"


def answer(status: int, json: object = None, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, json=json)


@pytest.mark.parametrize(
    ("response", "seconds"),
    [
        (answer(429), None),
        (answer(429, retry_after="17"), 17),
        (answer(429, retry_after="0"), 0),
        (answer(429, retry_after="-5"), 0),
        (answer(429, retry_after="soon"), None),
        (answer(429, retry_after="nan"), None),
        (answer(429, retry_after="9" * 400), None),
        (answer(429, retry_after="Wed, 25 Nov 2026 12:01:30 GMT", date=DATE), 90),
        (answer(429, retry_after="Wed, 25 Nov 2026 11:00:00 GMT", date=DATE), 0),
        (answer(429, retry_after="Wed, 25 Nov 2026 12:01:30 GMT"), None),
        (answer(429, retry_after="Wed, 25 Nov 2026 12:01:30 -0000", date=DATE), None),
        (answer(429, retry_after="4000000"), 86_400),
        (answer(429, {"retry_after": 0.65}), 0.65),
        (answer(429, {"retry_after": 0.65}, retry_after="1"), 1),
        (answer(429, {"retry_after_ms": 2500}), 2.5),
        (answer(429, {"retry_after": None}, x_ratelimit_reset_after="3.2"), 3.2),
        (answer(429, ["retry_after"]), None),
    ],
)
def test_the_longest_wait_that_is_asked_for_counts(
    response: httpx.Response, seconds: float | None
) -> None:
    assert http.patience(response) == seconds


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, Refused) for status in (302, 400, 404, 422)),
        *((status, TryLater) for status in (408, 425, 429, 503)),
        *((status, Unknown) for status in (500, 502, 504)),
    ],
)
def test_what_a_status_comes_to(status: int, kind: type[DeliveryError]) -> None:
    with pytest.raises(kind, match=f"^there answered {status} "):
        http.judge("there", answer(status))


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_success_is_nothing_to_speak_of(status: int) -> None:
    http.judge("there", answer(status))


@pytest.mark.parametrize(("status", "gone"), [(401, True), (404, True), (410, True), (400, False)])
def test_some_refusals_are_of_the_destination(status: int, *, gone: bool) -> None:
    with pytest.raises(Refused) as refusal:
        http.judge("there", answer(status))
    assert refusal.value.destination_gone is gone


def test_only_a_code_is_repeated_and_nothing_longer() -> None:
    with pytest.raises(Refused, match=r"Bad Request \(invalid_payload\)$"):
        http.judge("there", answer(400), "invalid_payload")
    with pytest.raises(Refused, match=r"Bad Request$"):
        http.judge("there", answer(400), "you sent https://there.example/token")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://matrix.example.org", "https://matrix.example.org"),
        ("http://127.0.0.1:8008/", "http://127.0.0.1:8008"),
        ("https://example.org/ntfy/", "https://example.org/ntfy"),
    ],
)
def test_a_server_is_an_address_without_a_slash_at_the_end(given: str, kept: str) -> None:
    assert TypeAdapter(http.Server).validate_python(given) == kept


@pytest.mark.parametrize(
    "given", ["matrix.example.org", "ftp://e.org", "https://", "https://a:b@e.org", "https://e/?x"]
)
def test_what_is_no_server_is_said_to_be_none(given: str) -> None:
    with pytest.raises(ValidationError, match="is not a server: write https://"):
        TypeAdapter(http.Server).validate_python(given)
