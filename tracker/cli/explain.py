"""`tracker explain`: what fires for a text and why, what does not and why not."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.files import body_of
from tracker.cli.names import chosen
from tracker.cli.output import print_json
from tracker.core import match, normalise
from tracker.core.explain import Node
from tracker.core.explain import explain as tree
from tracker.core.fold import fold
from tracker.core.hits import Hits
from tracker.core.model import Article, Entry, Evidence, Findings, NearMiss, Origin
from tracker.core.render import visible
from tracker.core.rules import Rulebook
from tracker.core.text import squeeze
from tracker.errors import ConfigError, SourceError
from tracker.rulebook import build
from tracker.sources import Fetcher, read_article

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
ORIGIN = Origin(id="explain", name="")
WIDTH, ASKED, AROUND = 140, 90, 30  # code points of a line, a condition, the text beside words
SHOWN = 3  # words and alternatives of one condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the rules say of an article. `trees`: watch -> why; `because`: who changed it, why.

    Every match has its tree, and so has the one watch that was asked for.
    """

    article: Article
    findings: Findings
    trees: Mapping[str, Node]
    because: Mapping[str, Sequence[str]]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(explain)


def explain(
    item: Annotated[str, typer.Argument(help="a file or an address")] = "",
    text: Annotated[str, typer.Option(help="a text instead of a file")] = "",
    watch: Annotated[str, typer.Option(help="only this watch, as pack/id")] = "",
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """What fires for an article and why; what does not, and why not."""
    if bool(item) == bool(text):
        raise ConfigError('give a FILE, an address, or --text "..."')
    config = settings.load()
    rules = build.load(config.rules_dir, config.local_dir).rulebook
    if watch:
        rules = build.only(rules, chosen(rules, watch))
    answers = []
    for entry in _entries(item, text, config):
        article = normalise.article(entry, ORIGIN, service.utcnow())
        answers.append(_answer(article, rules, watch))
    if as_json:
        documents = [_document(answer) for answer in answers]
        print_json(documents[0] if len(documents) == 1 else documents)
        return
    for answer in answers:
        _show(answer)


def _entries(item: str, text: str, config: settings.Settings) -> tuple[Entry, ...]:
    if text:
        return (Entry(id="text", title=text),)
    if item.startswith(("http://", "https://")):
        name, body = f"{item}.html", asyncio.run(_fetch(item, config))
    else:
        name, body = item, body_of(Path(item))
    entries = read_article(name, body)
    if not entries:
        raise SourceError("empty", f"{item}: there is no article in it")
    return entries


async def _fetch(url: str, config: settings.Settings) -> bytes:
    async with Fetcher(allow_hosts=config.allow_hosts) as fetcher:
        reply = await fetcher.get(url)
    return reply.documents[0].body


def _answer(article: Article, rules: Rulebook, watch: str) -> Answer:
    """What the rules say; of one `watch` also when none of its words is there."""
    findings = match.find(article, rules, explain=True)
    if watch and not findings.matches and not findings.near_misses:
        nothing = NearMiss(watch=watch, missing=("none of its words is there",))
        findings = replace(findings, near_misses=(nothing,))
    shown = {watch} if watch else {found.watch for found in findings.matches}
    hits = Hits.of(article, rules.lexicon, rules.fields)
    trees = {w.id: tree(w, hits, article, rules.lexicon) for w in rules.watches if w.id in shown}
    because = {known.id: known.because for known in rules.watches}
    return Answer(article=article, findings=findings, trees=trees, because=because)


def _document(answer: Answer) -> dict[str, Any]:
    article, findings, trees = answer.article, answer.findings, answer.trees
    return {
        "article": {
            "title": article.title,
            "url": article.url,
            "source": article.publisher,
            "published": article.published and article.published.isoformat(),
            "language": article.language,
            "topics": list(article.topics),
        },
        "matches": [
            {
                "watch": found.watch,
                "severity": str(found.severity),
                "score": found.score,
                "tags": list(found.tags),
                "direction": None,
                "draft": found.draft,
                "because": list(answer.because[found.watch]),
                "evidence": [asdict(evidence) for evidence in found.evidence],
                "tree": asdict(trees[found.watch]),
            }
            for found in findings.matches
        ],
        "entities": sorted(findings.entities),
        "near_misses": [
            {"watch": near.watch, "missing": list(near.missing)}
            | ({"tree": asdict(trees[near.watch])} if near.watch in trees else {})
            for near in findings.near_misses
        ],
    }


# -- for people --------------------------------------------------------------------------------


def _show(answer: Answer) -> None:
    article, findings = answer.article, answer.findings
    published = article.published.isoformat() if article.published else ""
    _say(" · ".join(filter(None, (article.title, article.publisher, published))), limit=300)
    for found in findings.matches:
        draft = ", a draft: never sent" if found.draft else ""
        typer.echo(f"\n✔ {found.watch} ({found.severity}, score {found.score:g}{draft})")
        for reason in answer.because[found.watch]:
            _say(reason, indent="    ", limit=300)
        _show_tree(answer, found.watch)
    if not findings.matches:
        typer.echo("\nno watch fires")
    if findings.entities:
        typer.echo(f"\nentities: {', '.join(sorted(findings.entities))}")
    whole = [near for near in findings.near_misses if near.watch in answer.trees]
    for near in whole:
        typer.echo(f"\n✘ {near.watch}")
        _show_tree(answer, near.watch)
    if findings.near_misses and not whole:
        typer.echo("\nnearly (--watch ID shows all of it):")
        for near in findings.near_misses:
            _say(f"{near.watch}: {'; '.join(near.missing)}", indent="    ")


def _show_tree(answer: Answer, watch: str) -> None:
    root = answer.trees[watch]
    for part in root.parts:
        for depth, line in _lines(part, root, answer.article):
            _say(line, indent="    " + "  " * depth)


def _say(line: str, *, indent: str = "", limit: int = WIDTH) -> None:
    typer.echo(indent + visible(squeeze(line), limit))


def _lines(node: Node, above: Node, article: Article, depth: int = 0) -> Iterator[tuple[int, str]]:
    """A part of the tree `above`, each line with its depth; in one if it does not need to hold."""
    mark = "✔" if node.holds else "·" if above.holds else "✘"
    note = f" ({node.note})" if node.note else ""
    yield depth, f"{mark} {visible(node.asks, ASKED)}{note}"
    if mark == "·":
        return
    for line in _words(node, article):
        yield depth + 1, line
    parts = _worth_showing(node)
    for part in parts:
        yield from _lines(part, node, article, depth + 1)
    if len(parts) < len(node.parts):
        yield depth + 1, f"+ {len(node.parts) - len(parts)} more"


def _worth_showing(node: Node) -> Sequence[Node]:
    """Its parts; of alternatives those that hold, or else those of which the least is missing."""
    if node.kind not in {"any", "count"}:
        return node.parts
    found = [part for part in node.parts if part.holds]
    return (found or sorted(node.parts, key=lambda part: part.lacks))[:SHOWN]


def _words(node: Node, article: Article) -> Iterator[str]:
    """The first place of each term, in its context."""
    places: dict[str, list[Evidence]] = {}
    for evidence in node.evidence:
        places.setdefault(evidence.term, []).append(evidence)
    for found in [*places.values()][:SHOWN]:
        more = f" (+{len(found) - 1})" if len(found) > 1 else ""
        by = _meaning(found[0], node)
        yield f"{_quoted(found[0], article)}{by}{more}"
    if len(places) > SHOWN:
        yield f"+ {len(places) - SHOWN} more"


def _quoted(evidence: Evidence, article: Article) -> str:
    """The words as they stand there, between a few others."""
    text, start, end = article.field(evidence.field), evidence.start, evidence.end
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before[before.find(" ") + 1 :]
    if end + AROUND < len(text):
        after = (after[: after.rfind(" ")] if " " in after else after) + "…"
    return f"{evidence.field}: {before}“{evidence.text}”{after}"


def _meaning(evidence: Evidence, node: Node) -> str:
    """Which term the words are, if neither they nor what is asked say so, and whose name."""
    is_plain = fold(evidence.text).text == fold(evidence.term).text or evidence.term == node.asks
    by = "" if is_plain else f" by {evidence.term}"
    return by + (f" = {evidence.entity}" if evidence.entity else "")
