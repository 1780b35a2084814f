"""What comes with the program: every seed triggers what its own head states, rules are proven."""

from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.samples import NOW
from tracker import app, settings
from tracker.core import match, normalise
from tracker.core.model import Entry, Origin
from tracker.rulebook import build, examples, lints, mutate
from tracker.settings import Settings
from tracker.sources import Folder, read_article
from tracker.store import Database, Reports

SEEDS = settings.shipped("seeds")
BUILT = build.load(settings.shipped("rules"))
PROVEN_PACKS = ("export-controls", "ai-regulation")
DOCUMENTS = [
    entry
    for path in sorted(SEEDS.iterdir())
    for entry in read_article(path.name, path.read_bytes())
]


def findings(entry: Entry) -> set[str]:
    """All that an entry triggers, in the words of a seed's head."""
    article = normalise.article(entry, Origin(id="seeds", name="seeds"), NOW)
    found = match.find(article, BUILT.rulebook)
    tags = {tag for fired in found.matches for tag in fired.tags}
    return tags | {f"entity:{entity}" for entity in found.entities}


@pytest.mark.parametrize("entry", DOCUMENTS, ids=lambda entry: entry.id)
def test_a_seed_triggers_what_its_head_states(entry: Entry) -> None:
    assert entry.expect, "a seed states what it must trigger"
    expected = set(entry.expect) - {"silent", "copy"}
    found = findings(entry)

    assert expected <= found
    if "silent" in entry.expect:
        assert not {item for item in found if not item.startswith("entity:")}


def test_the_seeds_cover_what_the_service_must_handle() -> None:
    stated = Counter(word for entry in DOCUMENTS for word in entry.expect)

    assert len(DOCUMENTS) >= 8
    assert stated["silent"] >= 1
    assert stated["copy"] >= 1


async def test_copies_among_the_seeds_are_folded_and_nothing_else_is(tmp_path: Path) -> None:
    plan = app.plan(Settings(data=tmp_path, rules=settings.shipped("rules")))
    seeds = Folder(kind="folder", id="seeds", name="seeds", path=SEEDS)
    config = Settings(data=tmp_path)
    async with app.service(config, replace(plan, sources=(seeds,), channels={})) as s:
        await s.inbox.poll_due()
    with closing(Database(config.url)) as database:
        folded = {silence.title for silence in Reports(database).silences()}

    assert folded == {entry.title for entry in DOCUMENTS if "copy" in entry.expect}


def test_the_furniture_of_a_page_is_no_evidence() -> None:
    [entry] = [e for e in DOCUMENTS if e.id.startswith("04-")]
    article = normalise.article(entry, Origin(id="seeds", name="seeds"), NOW)

    for field in (article.title, article.summary, article.body):
        assert "── more" not in field
        assert "sponsored" not in field


def test_words_that_lost_their_spaces_are_found_and_shown_as_themselves() -> None:
    entry = Entry(
        id="x",
        title="A year of controls",
        content="Last spring it limitedNvidia’s exports, expanded its blacklistand called the "
        "export controls a success. Officials orderedDelft-based labs to stop serving abroad.",
    )
    article = normalise.article(entry, Origin(id="seeds", name="seeds"), NOW)
    found = match.find(article, BUILT.rulebook)
    shown = {evidence.text for fired in found.matches for evidence in fired.evidence}

    assert {"Nvidia", "blacklist"} <= shown


def test_every_shipped_watch_is_proven_by_examples() -> None:
    counted = Counter((case.watch, case.expected) for case in BUILT.cases)

    assert len(BUILT.rulebook.watches) >= 12
    assert not list(examples.failures(BUILT))
    for watch in BUILT.rulebook.watches:
        assert counted[watch.id, True] >= 2, watch.id
        assert counted[watch.id, False] >= 2, watch.id


@pytest.mark.parametrize("pack", PROVEN_PACKS)
def test_the_examples_of_a_pack_notice_the_loss_of_a_term(pack: str) -> None:
    """Some seconds: every term of the pack is left out once."""
    watches = tuple(w for w in BUILT.rulebook.watches if w.id.startswith(f"{pack}/"))
    scored = mutate.score(replace(BUILT, rulebook=build.only(BUILT.rulebook, watches)))

    assert scored.terms > 500
    assert scored.share >= 0.8, [str(problem) for problem in scored.unnoticed]


def test_the_shipped_rules_leave_nothing_to_lint() -> None:
    assert not lints.judged(BUILT, today=NOW.date())


def test_no_term_is_as_long_as_a_headline() -> None:
    for watch in BUILT.rulebook.watches:
        for term in watch.weights:
            assert len(BUILT.rulebook.lexicon.terms[term].text.split()) <= 8


def test_at_least_twenty_sources_are_shipped_and_on() -> None:
    assert sum(source.enabled for source in BUILT.sources) >= 20


def test_a_watch_alone_finds_what_it_finds_among_the_others() -> None:
    articles = [
        normalise.article(entry, Origin(id="seeds", name="seeds"), NOW) for entry in DOCUMENTS
    ]
    together = [match.find(article, BUILT.rulebook).matches for article in articles]
    for watch in BUILT.rulebook.watches:
        rules = build.alone(BUILT.rulebook, (watch,))
        for article, matches in zip(articles, together, strict=True):
            expected = tuple(found for found in matches if found.watch == watch.id)
            assert match.find(article, rules).matches == expected
