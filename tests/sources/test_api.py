"""Every JSON API is read by paths; those known here need none."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.rulebook.schema import SOURCE_KINDS
from tracker.sources import Api, Document, Fields
from tracker.sources.apis.paths import find, said, texts
from tracker.sources.apis.presets import PRESETS, Preset

calm = settings(deadline=None)

URL = "https://api.example.org/v1/notices.json"
KEYS: dict[str, str] = {"gdelt": "query"}  # parameters that a preset asks for


def api(**keys: Any) -> Api:
    keys = {"url": URL, "fields": {"title": "title", "url": "link"}} | keys
    return Api.model_validate({"id": "notices", "name": "Notices"} | keys)


def preset(name: str, **keys: Any) -> Api:
    needed = {"params": {KEYS[name]: "x"}} if name in KEYS else {}
    return Api.model_validate({"id": "known", "name": "Known", "preset": name} | needed | keys)


def parse(source: Api, data: Any, name: str = URL) -> tuple[Entry, ...]:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return source.parse(Document(name=name, body=body))


def fault(source: Api, data: Any, outcome: Outcome = Outcome.parse_error) -> str:
    with pytest.raises(SourceError) as caught:
        parse(source, data)
    assert caught.value.outcome == outcome
    assert "\n" not in str(caught.value)
    return str(caught.value)


def mistakes(**keys: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        api(**keys)
    return [error["msg"].removeprefix("Value error, ") for error in caught.value.errors()]


# --- paths ---------------------------------------------------------------------------------------

TREE = {
    "title": " One ",
    "number": 7,
    "flag": True,
    "none": None,
    "agencies": [{"name": "A"}, {"name": "B"}, {}],
    "words": ["x", "", "y", ["deeper"]],
    "byDay": {"monday": {"list": [1]}, "tuesday": {"list": [2, 3]}},
    "row": {"case.number": "12-34", "case": {"number": "other"}},
}


@pytest.mark.parametrize(
    ("steps", "said_there"),
    [
        ("title", ("One",)),
        ("number", ("7",)),
        ("flag", ()),
        ("none", ()),
        ("missing.deeper", ()),
        ("agencies.*.name", ("A", "B")),
        ("agencies.1.name", ("B",)),
        ("agencies.9.name", ()),
        ("agencies.name", ()),
        ("words", ("x", "y")),
        ("byDay.*.list", ("1", "2", "3")),
        ("row.case.number", ("12-34",)),
        ("title.*", ()),
    ],
)
def test_a_path_leads_to_texts_and_numbers(steps: str, said_there: tuple[str, ...]):
    assert texts(TREE, steps) == said_there


def test_the_first_path_that_says_something_counts():
    assert said(TREE, ("none", "missing", "number", "title")) == ("7",)
    assert said(TREE, ("none",)) == ()


def test_a_template_says_nothing_while_one_of_its_places_is_empty():
    assert said(TREE, ("no. {number}: {title}",)) == ("no. 7: One",)
    assert said(TREE, ("{title} {none}", "{title}!")) == ("One!",)
    assert said({"a": "{b}", "b": "B"}, ("{a}",)) == ("{b}",)  # filled once, never again


@calm
@given(st.text(alphabet="a.*0", max_size=8))
def test_no_path_breaks_on_any_tree(steps: str):
    find(TREE, steps)


# --- what a source of this kind says --------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"fields": {"url": "link"}}, "an api needs fields with a title"),
        ({"preset": "gdelt"}, "the preset gdelt needs params with a query"),
        ({"items": "a..b"}, "'a..b' is not a path: write keys with dots between them"),
        ({"next": ".b"}, "'.b' is not a path"),
        ({"fields": {"title": "a[0].b"}}, "'a[0].b' is not a path: items of a list are written"),
        ({"fields": {"title": ["ok", "{a"]}}, "'{a' has a brace without its other half"),
        ({"fields": {"title": "{a.}"}}, "'a.' is not a path"),
        ({"fields": {"title": ""}}, "'' is not a path"),
        ({"fields": {"title": "t", "titel": "t"}}, "Extra inputs are not permitted"),
    ],
)
def test_a_mistake_is_one_clear_line(keys: dict[str, Any], says: str):
    (line,) = mistakes(**keys)
    assert line.startswith(says)


def test_an_address_is_given_or_known():
    with pytest.raises(ValidationError, match="an api needs a url, or one of these as preset: fed"):
        Api(id="a", name="A", fields={"title": "t"})


def test_an_unknown_preset_is_told_with_those_there_are():
    (line,) = mistakes(preset="federal-registry")
    assert "'congress-gov'" in line


def test_what_a_source_says_counts_before_its_preset():
    source = preset(
        "federal-register-public-inspection",
        url="https://mirror.example.org/pi.json",
        timezone="UTC",
        params={"conditions[agencies][]": ["a", "b"]},
        fields={"summary": "toc_subject", "topics": []},
    )
    assert source.url == "https://mirror.example.org/pi.json"
    assert (source.timezone, len(source.slots)) == ("UTC", 5)
    assert source.params == {"conditions[agencies][]": ("a", "b")}
    assert (source.fields.id, source.fields.summary) == (("document_number",), ("toc_subject",))
    assert source.fields.topics == ()


def test_every_key_of_every_kind_is_explained():
    page = (Path(__file__).parent.parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    for model in (*SOURCE_KINDS, Fields):
        assert [key for key in model.model_fields if f"`{key}`" not in page] == [], model


# --- what is known here ---------------------------------------------------------------------------


def moment(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


RULE = {
    "document_number": "2026-00017",
    "title": "Controls on Certain Lithography Parts  ",
    "type": "Rule",
    "action": "Interim final rule.",
    "abstract": None,
    "excerpts": 'adds <span class="match">lithography</span> parts &amp; tools',
    "publication_date": "2026-03-04",
    "html_url": "https://www.federalregister.gov/documents/2026/03/04/2026-00017/controls",
    "raw_text_url": "https://www.federalregister.gov/documents/full_text/text/2026-00017.txt",
    "agencies": [{"name": "Commerce Department"}, {"raw_name": "X", "name": "Industry Bureau"}],
    "topics": ["Exports"],
    "docket_ids": ["Docket No. 1"],
}
KNOWN: dict[str, tuple[Any, Entry]] = {
    "federal-register": (
        {"description": "Documents", "count": 1, "total_pages": 1, "results": [RULE]},
        Entry(
            id="2026-00017",
            title="Controls on Certain Lithography Parts",
            url="https://www.federalregister.gov/documents/2026/03/04/2026-00017/controls",
            text_url="https://www.federalregister.gov/documents/full_text/text/2026-00017.txt",
            published=moment(2026, 3, 4),
            summary="adds lithography parts & tools",
            topics=("Exports",),
            type="Rule",
            publisher="Commerce Department, Industry Bureau",
        ),
    ),
    "federal-register-public-inspection": (
        {
            "count": 1,
            "special_filings_updated_at": "2026-03-03T11:15:00.000-05:00",
            "results": [
                {
                    "document_number": "2026-00018",
                    "title": None,
                    "toc_doc": "Additions to a List",
                    "type": "Rule",
                    "filed_at": "2026-03-03T08:45:00.000-05:00",
                    "publication_date": None,
                    "filing_type": "special",
                    "editorial_note": "Withdrawn at the request of the agency.",
                    "html_url": "https://www.federalregister.gov/public-inspection/2026-00018/x",
                    "raw_text_url": "https://www.federalregister.gov/pi/2026-00018.txt",
                    "agencies": [{"raw_name": "INDUSTRY BUREAU", "name": "Industry Bureau"}],
                    "docket_numbers": ["260303-1"],
                }
            ],
        },
        Entry(
            id="2026-00018",
            title="Additions to a List",
            url="https://www.federalregister.gov/public-inspection/2026-00018/x",
            text_url="https://www.federalregister.gov/pi/2026-00018.txt",
            published=moment(2026, 3, 3, 13, 45),
            summary="Withdrawn at the request of the agency.",
            topics=("260303-1",),
            type="Rule",
            publisher="Industry Bureau",
        ),
    ),
    "regulations-gov": (
        {
            "data": [
                {
                    "type": "documents",
                    "id": "BIS-2026-0001-0002",
                    "attributes": {
                        "agencyId": "BIS",
                        "commentEndDate": "2026-04-01T03:59:59Z",
                        "docketId": "BIS-2026-0001",
                        "documentType": "Proposed Rule",
                        "lastModifiedDate": "2026-03-04T12:00:00Z",
                        "postedDate": "2026-03-03T05:00:00Z",
                        "title": "Reporting on Compute Clusters",
                    },
                }
            ],
            "meta": {"hasNextPage": False, "totalElements": 1},
        },
        Entry(
            id="BIS-2026-0001-0002",
            title="Reporting on Compute Clusters",
            url="https://www.regulations.gov/document/BIS-2026-0001-0002",
            published=moment(2026, 3, 3, 5),
            updated=moment(2026, 3, 4, 12),
            summary="Proposed Rule in docket BIS-2026-0001, comments until 2026-04-01T03:59:59Z",
            topics=("BIS-2026-0001",),
            type="Proposed Rule",
            publisher="BIS",
        ),
    ),
    "congress-gov": (
        {
            "bills": [
                {
                    "congress": 121,
                    "latestAction": {"actionDate": "2029-02-01", "text": "Became a law."},
                    "number": "44",
                    "title": "Chip Ledger Act",
                    "type": "SJRES",
                    "updateDate": "2029-02-03",
                    "updateDateIncludingText": "2029-02-02T08:15:44Z",
                    "url": "https://api.congress.gov/v3/bill/121/sjres/44?format=json",
                }
            ],
            "pagination": {"count": 1},
        },
        Entry(
            id="121-SJRES-44",
            title="Chip Ledger Act",
            url="https://www.congress.gov/bill/121st-congress/senate-joint-resolution/44",
            published=moment(2029, 2, 1),
            updated=moment(2029, 2, 2, 8, 15, 44),
            summary="2029-02-01: Became a law.",
        ),
    ),
    "gdelt": (
        {
            "articles": [
                {
                    "url": "https://daily.example/chips",
                    "title": "Chips &amp; rules",
                    "seendate": "20260304T101500Z",
                    "domain": "daily.example",
                    "language": "English",
                    "sourcecountry": "Ruritania",
                }
            ]
        },
        Entry(
            id="https://daily.example/chips",
            title="Chips & rules",
            url="https://daily.example/chips",
            published=moment(2026, 3, 4, 10, 15),
            publisher="daily.example",
        ),
    ),
    "hacker-news": (
        {
            "hits": [
                {
                    "objectID": "4711",
                    "title": "Ask: are weights exports?",
                    "url": None,
                    "author": "clerk",
                    "created_at": "2026-03-04T10:15:00Z",
                    "story_text": "<p>One.<p>Two.",
                    "points": 3,
                }
            ],
            "nbPages": 1,
        },
        Entry(
            id="4711",
            title="Ask: are weights exports?",
            url="https://news.ycombinator.com/item?id=4711",
            published=moment(2026, 3, 4, 10, 15),
            summary="One.\nTwo.",
            authors=("clerk",),
        ),
    ),
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_known_api_is_read_whole(name: str):
    data, entry = KNOWN[name]
    assert parse(preset(name), data) == (entry,)


@pytest.mark.parametrize("name", PRESETS)
def test_a_known_api_is_complete_and_narrowed_by_what_a_source_says(name: str):
    source = preset(name, params={"narrowed": "yes", **({KEYS[name]: "x"} if name in KEYS else {})})
    assert set(PRESETS) == set(get_args(Preset))
    assert source.params["narrowed"] == ("yes",)
    assert set(PRESETS[name].get("params", {})) <= set(source.params)


def test_the_keys_that_known_apis_need_are_named():
    assert preset("regulations-gov").secrets == ("REGULATIONS_GOV_API_KEY",)
    assert preset("congress-gov").secrets == ("CONGRESS_GOV_API_KEY",)
    assert preset("congress-gov").missing() == ("CONGRESS_GOV_API_KEY",)
    assert preset("federal-register").missing() == ()


# --- reading --------------------------------------------------------------------------------------


def test_every_value_of_an_item_is_plain_and_in_its_place():
    names = ["id", "title", "url", "published", "updated", "summary", "content", "authors",
             "topics", "type", "publisher", "language", "text_url"]  # fmt: skip
    item = {
        "id": 12,
        "title": "A <b>new</b>\n rule",
        "url": "../a b?x=é",
        "published": "06/05/2026 10:00",
        "updated": "n/a",
        "summary": "<p>One</p><p>Two &amp; more</p>",
        "content": "Line\nline",
        "authors": ["A", "B", "A"],
        "topics": "ai",
        "type": "notice",
        "publisher": ["Ministry", "Office"],
        "language": "de",
        "text_url": "javascript:alert(1)",
    }
    source = api(
        fields={name: name for name in names}, timezone="Asia/Tokyo", date_order="day-first"
    )
    assert parse(source, [item]) == (
        Entry(
            id="12",
            title="A new rule",
            url="https://api.example.org/a%20b?x=é",
            published=moment(2026, 5, 6, 1),
            summary="One\nTwo & more",
            content="Line\nline",
            authors=("A", "B"),
            topics=("ai",),
            type="notice",
            publisher="Ministry, Office",
            language="de",
        ),
    )


def test_a_day_without_a_publication_is_that_of_the_last_change():
    source = api(fields={"title": "t", "published": "p", "updated": "u"})
    (entry,) = parse(source, [{"t": "x", "p": None, "u": "2026-03-04"}])
    assert entry.published == entry.updated == moment(2026, 3, 4)


def test_items_that_say_nothing_are_skipped():
    items = [{"title": "One"}, {"title": " ", "link": None}, None, "text", 5, {"title": "Two"}]
    assert [entry.title for entry in parse(api(), items)] == ["One", "Two"]


def test_entries_without_an_id_have_one_that_stays():
    items = [{"title": "One"}, {"title": "Two"}, {"title": "One", "link": "/1"}]
    first, second = parse(api(), items), parse(api(), items[::-1])
    assert {entry.id for entry in first} == {entry.id for entry in second}
    assert len({entry.id for entry in first}) == 3


@pytest.mark.parametrize(
    ("items", "data"),
    [
        ("results", {"results": []}),
        ("results", {"results": None}),
        ("results", {"description": "Documents matching x", "count": 0}),
        ("articles", {}),
        ("days.*.list", {"days": []}),
        ("days.*.list", {"days": {}}),
        ("", []),
    ],
)
def test_a_list_without_items_is_no_fault(items: str, data: Any):
    assert parse(api(items=items), data) == ()


def test_lists_in_a_list_are_one():
    data = {"days": [{"list": [{"title": "a"}]}, {"list": [{"title": "b"}, {"title": "c"}]}]}
    assert [e.title for e in parse(api(items="days.*.list"), data)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("items", "data", "says"),
    [
        ("results", {"total": 3, "hits": []}, "at 'results': the document has total, hits"),
        ("data.rows", {"data": {"list": []}}, "at 'data.rows': 'data' has list"),
        ("data", {"data": {"rows": []}}, "at 'data': 'data' has rows"),
        ("data", {"data": "no"}, "at 'data': 'data' is a text"),
        ("results", [1], "at 'results': the document is a list"),
        ("", {"results": []}, "at '': the document has results"),
        ("r", {"error": {"message": "No\nsuch key"}}, "the API says “No such key”; there is no"),
        ("r", {"error": "over quota"}, "the API says “over quota”; "),
        ("r", {"errors": [{"title": "Bad"}, {"title": "day"}]}, "the API says “Bad, day”; "),
        ("r", {"errors": {"conditions": "is unknown"}}, "the API says “is unknown”; "),
        ("r", {"message": "<b>Forbidden</b>"}, "the API says “Forbidden”; "),
    ],
)
def test_a_list_that_is_not_there_is_told_with_what_is(items: str, data: Any, says: str):
    assert says in fault(api(items=items), data)


def test_items_of_another_form_than_the_fields_are_a_fault():
    said = fault(api(), [{"headline": "One"}, {"headline": "Two"}])
    assert said.startswith("not one of 2 items has anything where fields says")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "no JSON, but nothing at all"),
        (b"Please limit requests to one\nevery 5 seconds", "no JSON, but “Please limit requests"),
        (b"<html><title>Welcome</title>", "no JSON, but a page or XML “Welcome”"),
        (b'{"results": [', "broken JSON (Expecting value: line 1 column 14"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"9" * 10_000 + b"]", "broken JSON ("),
    ],
)
def test_what_is_no_json_is_told_by_what_came(body: bytes, says: str):
    assert fault(api(), body).startswith(says)


def test_a_wall_is_no_broken_json():
    said = fault(api(), b"<html><title>Just a moment...</title>", Outcome.blocked)
    assert said.startswith("no JSON, but ")
    assert "“Just a moment...”" in said


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["title", "link", "results", "error", "count"]), inner)
    ),
    max_leaves=12,
)


@calm
@given(JSON)
def test_any_json_gives_entries_or_one_clear_fault(data: Any):
    source = api(items="results", next="error", fields={"title": "title", "url": "link"})
    for document in (data, {"results": data}):
        with suppress(SourceError):
            parse(source, document)
