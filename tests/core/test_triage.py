"""A match is told, or it is silent for a reason that can be read later."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import NOW, a_match, an_article
from tracker.core.model import Findings, Kind, Match, Relation, Severity, Telling, Verdict
from tracker.core.triage import Speaker, alert_key, triage

calm = settings(deadline=None, derandomize=True, max_examples=300)

ARTICLE = an_article("Nvidia wins a licence")
NEW = Relation(reason="nothing like it is stored")
COPY = Relation(
    kind=Kind.copy, telling=Telling.suppress, of="other", story="s1", reason="copy: the same title"
)


def findings(*watches: str) -> Findings:
    matches = tuple(a_match(watch, severity=Severity.high) for watch in watches)
    return Findings(matches=matches, entities={}, near_misses=())


def told(verdict: Verdict) -> list[str]:
    return [alert.watch for alert in verdict.alerts]


def reasons(verdict: Verdict) -> dict[str, str]:
    return {silent.watch: silent.reason for silent in verdict.suppressed}


def test_a_new_article_that_matches_begins_a_story_and_is_told() -> None:
    verdict = triage(ARTICLE, findings("chips/sales"), NEW)
    (alert,) = verdict.alerts
    assert (verdict.story, alert.story) == (ARTICLE.key, ARTICLE.key)
    assert (alert.key, alert.severity) == (alert_key("chips/sales", ARTICLE.key), Severity.high)


def test_an_article_without_a_match_belongs_to_no_story() -> None:
    verdict = triage(ARTICLE, findings(), NEW)
    assert (verdict.story, verdict.alerts, verdict.suppressed) == ("", (), ())


def test_a_copy_of_what_was_told_is_silent_and_says_of_what() -> None:
    verdict = triage(ARTICLE, findings("chips/sales"), COPY, told={"chips/sales": Severity.high})
    assert (verdict.story, told(verdict)) == ("s1", [])
    assert reasons(verdict) == {"chips/sales": "copy: the same title"}


def test_a_copy_that_another_watch_fires_for_is_told_for_that_watch() -> None:
    verdict = triage(
        ARTICLE, findings("chips/sales", "eu/act"), COPY, told={"chips/sales": Severity.high}
    )
    assert (told(verdict), list(reasons(verdict))) == (["eu/act"], ["chips/sales"])


def test_a_copy_of_a_story_that_nobody_was_told_is_told() -> None:
    assert told(triage(ARTICLE, findings("chips/sales"), COPY)) == ["chips/sales"]


def test_a_watch_that_was_decided_for_an_earlier_text_stays_decided() -> None:
    same = Relation(
        kind=Kind.revision_minor,
        telling=Telling.suppress,
        of=ARTICLE.key,
        story="s1",
        reason="another text",
    )
    verdict = triage(ARTICLE, findings("chips/sales", "eu/act"), same, decided={"eu/act"})
    assert (told(verdict), reasons(verdict)) == (["chips/sales"], {"eu/act": "another text"})


def test_a_quiet_article_is_recorded_with_the_reason() -> None:
    verdict = triage(ARTICLE, findings("chips/sales"), NEW, quiet="first poll of bis")
    assert (told(verdict), reasons(verdict)) == ([], {"chips/sales": "first poll of bis"})
    assert verdict.story == ARTICLE.key


def test_a_copy_keeps_its_own_reason_when_it_is_quiet_too() -> None:
    known = {"chips/sales": Severity.high}
    verdict = triage(ARTICLE, findings("chips/sales"), COPY, told=known, quiet="first poll")
    assert reasons(verdict) == {"chips/sales": "copy: the same title"}


@pytest.mark.parametrize("other", [("a", "t"), ("b", "s"), ("as", "")])
def test_an_alert_is_one_watch_for_one_story(other: tuple[str, str]) -> None:
    assert alert_key("a", "s") == alert_key("a", "s") != alert_key(*other)


watches = st.lists(st.sampled_from(["a/x", "b/y", "c/z"]), unique=True, max_size=3)


@calm
@given(watches, st.sampled_from([NEW, COPY]), watches, watches, st.sampled_from(["", "quiet"]))
def test_every_match_is_told_or_silent_for_a_reason(
    fired: Sequence[str], relation: Relation, known: list[str], decided: list[str], quiet: str
) -> None:
    severities = dict.fromkeys(known, Severity.high)
    verdict = triage(
        ARTICLE, findings(*fired), relation, told=severities, decided=decided, quiet=quiet
    )
    assert sorted([*told(verdict), *reasons(verdict)]) == sorted(fired)
    assert all(reasons(verdict).values())
    assert not {*told(verdict)} & {*known}


@calm
@given(watches, st.sampled_from([NEW, COPY]))
def test_what_was_told_is_never_told_again(fired: list[str], relation: Relation) -> None:
    first = triage(ARTICLE, findings(*fired), relation)
    known = {alert.watch: alert.severity for alert in first.alerts}
    again = triage(ARTICLE, findings(*fired), relation, told=known)
    assert told(again) == []


def test_an_alert_carries_its_match() -> None:
    match: Match = a_match("chips/sales")
    given = Findings(matches=(match,), entities={}, near_misses=())
    assert triage(ARTICLE, given, NEW).alerts[0].match is match


# -- drafts and age ----------------------------------------------------------------------------

DAY = timedelta(days=1)


def only(match: Match) -> Findings:
    return Findings(matches=(match,), entities={}, near_misses=())


def test_a_draft_is_counted_and_never_sent() -> None:
    verdict = triage(ARTICLE, only(a_match("a/x", draft=True)), NEW)
    assert reasons(verdict) == {"a/x": "the watch is a draft: counted, never sent"}
    assert verdict.story == ARTICLE.key


@pytest.mark.parametrize(
    ("dated", "updated", "limit", "of_watch", "silent"),
    [
        (2, None, 3 * DAY, None, False),
        (3, None, 3 * DAY, None, False),
        (4, None, 3 * DAY, None, True),
        (4, 1, 3 * DAY, None, False),
        (4, None, 3 * DAY, 5 * DAY, False),
        (2, None, 3 * DAY, DAY, True),
        (400, None, None, DAY, False),
        (None, None, 3 * DAY, DAY, False),
    ],
)
def test_what_was_old_when_it_appeared_is_silent(
    dated: int | None,
    updated: int | None,
    limit: timedelta | None,
    of_watch: timedelta | None,
    silent: bool,  # noqa: FBT001
) -> None:
    article = an_article(
        published=None if dated is None else NOW - dated * DAY,
        updated=None if updated is None else NOW - updated * DAY,
        max_age=limit,
    )
    verdict = triage(article, only(a_match("a/x", max_age=of_watch)), NEW)
    assert bool(reasons(verdict)) is silent
    assert bool(told(verdict)) is not silent


def test_the_reason_names_the_day_and_the_limit() -> None:
    article = an_article(published=datetime(2026, 1, 2, tzinfo=UTC), max_age=3 * DAY)
    verdict = triage(article, only(a_match("a/x")), NEW)
    assert reasons(verdict) == {"a/x": "dated 2026-01-02: older than 3d when it appeared"}


def test_what_appeared_while_we_were_away_is_not_old() -> None:
    article = an_article(published=NOW - 10 * DAY, max_age=3 * DAY)
    found = only(a_match("a/x"))
    assert told(triage(article, found, NEW, since=NOW - 8 * DAY)) == ["a/x"]
    assert not told(triage(article, found, NEW, since=NOW - 6 * DAY))
    assert not told(triage(article, found, NEW, since=NOW + DAY))


# -- one watch speaks for another --------------------------------------------------------------


def speaks_for(**by: str) -> Speaker:
    """`b="a"`: watch a speaks for watch b where it tells the story."""

    def speaker(watch: str, telling: Collection[str]) -> str:
        return by[watch] if by.get(watch) in telling else ""

    return speaker


def test_a_watch_that_another_speaks_for_is_named_and_not_told_apart() -> None:
    verdict = triage(ARTICLE, findings("a", "b"), NEW, speaker=speaks_for(b="a"))

    assert told(verdict) == ["a"]
    assert [alert.watch for alert in verdict.named] == ["b"]
    assert reasons(verdict) == {"b": "a speaks for it in this story"}


def test_a_watch_that_was_told_of_the_story_before_speaks_too() -> None:
    told_before = {"a": Severity.high}
    joined = Relation(kind=Kind.same_story, telling=Telling.thread_silent, of="o", story="s1")
    verdict = triage(ARTICLE, findings("b"), joined, told=told_before, speaker=speaks_for(b="a"))

    assert (told(verdict), reasons(verdict)) == ([], {"b": "a speaks for it in this story"})


def test_a_watch_speaks_only_where_it_is_told_itself() -> None:
    draft = a_match("a", severity=Severity.critical, draft=True)
    found = Findings(matches=(draft, *findings("b").matches), entities={}, near_misses=())

    assert told(triage(ARTICLE, found, NEW, speaker=speaks_for(b="a"))) == ["b"]


def test_of_two_that_would_silence_each_other_the_graver_is_told() -> None:
    graver = a_match("b", severity=Severity.critical)
    found = Findings(matches=(*findings("a").matches, graver), entities={}, near_misses=())
    verdict = triage(ARTICLE, found, NEW, speaker=speaks_for(a="b", b="a"))

    assert told(verdict) == ["b"]
