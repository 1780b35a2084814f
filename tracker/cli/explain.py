"""`tracker explain`: what fires for a text and why, what does not and why not."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.files import body_of
from tracker.cli.names import chosen
from tracker.cli.output import print_json
from tracker.core import match, normalise
from tracker.core.model import Article, Entry, Findings, Origin
from tracker.core.render import visible
from tracker.errors import ConfigError, SourceError
from tracker.rulebook import build
from tracker.sources import Fetcher, read_article

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
ORIGIN = Origin(id="explain", name="")


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
    because = {known.id: known.because for known in rules.watches}
    documents = []
    for entry in _entries(item, text, config):
        article = normalise.article(entry, ORIGIN, service.utcnow())
        documents.append(_document(article, match.find(article, rules, explain=True), because))
    if as_json:
        print_json(documents[0] if len(documents) == 1 else documents)
        return
    for document in documents:
        _show(document, reasons=bool(watch))


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


def _document(
    article: Article, findings: Findings, because: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
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
                "because": list(because.get(found.watch, ())),
                "evidence": [asdict(evidence) for evidence in found.evidence],
            }
            for found in findings.matches
        ],
        "entities": sorted(findings.entities),
        "near_misses": [
            {"watch": near.watch, "missing": list(near.missing)} for near in findings.near_misses
        ],
    }


def _show(document: dict[str, Any], *, reasons: bool) -> None:
    article = document["article"]
    typer.echo(
        " · ".join(
            visible(part, 300)
            for part in (article["title"], article["source"], article["published"])
            if part
        )
    )
    for found in document["matches"]:
        draft = ", a draft: never sent" if found["draft"] else ""
        typer.echo(f"\n✔ {found['watch']} ({found['severity']}, score {found['score']:g}{draft})")
        for reason in found["because"]:
            typer.echo(f"    {visible(reason, 300)}")
        for evidence in found["evidence"]:
            entity = f" = {evidence['entity']}" if evidence["entity"] else ""
            place = f"{evidence['field']} {evidence['start']}-{evidence['end']}"
            typer.echo(
                f"    {place:18} “{visible(evidence['text'], 100)}” by {evidence['term']}{entity}"
            )
    if not document["matches"]:
        typer.echo("\nno watch fires")
    if document["entities"]:
        typer.echo(f"\nentities: {', '.join(document['entities'])}")
    near_misses = document["near_misses"]
    if near_misses and not reasons:
        typer.echo("\nnearly (--watch ID says what is missing):")
        typer.echo("    " + "\n    ".join(near["watch"] for near in near_misses))
        return
    for near in near_misses:
        typer.echo(f"\n✘ {near['watch']}")
        for missing in near["missing"]:
            typer.echo(f"    {missing}")
