"""Making the card of an alert: the article's facts, the reasons, and the telling excerpt."""

from collections.abc import Sequence

from tracker.core.applies import applies
from tracker.core.message import Card, Reason
from tracker.core.model import Alert, Article, Evidence
from tracker.core.text import Sentences

EXCERPT = 480  # code points; what a phone shows of a collapsed quotation, and a little more
BEFORE = EXCERPT // 4  # of a sentence too long to be shown whole

Span = tuple[int, int, str]  # start, end, term


def alert_card(article: Article, alerts: Sequence[Alert], entities: Sequence[str]) -> Card:
    """One card for all watches that fired for one article. `alerts` must not be empty."""
    reasons = tuple(
        Reason(
            watch=alert.watch,
            name=alert.match.name,
            severity=alert.severity,
            evidence=alert.match.evidence,
        )
        for alert in sorted(alerts, key=lambda alert: -alert.severity)
    )
    excerpt, marks = _excerpt(article, [e for reason in reasons for e in reason.evidence])
    return Card(
        title=article.title or "(no title)",
        severity=reasons[0].severity,
        summary=article.summary,
        url=article.url,
        publisher=article.publisher,
        tier=article.tier,
        published=article.published,
        reasons=reasons,
        entities=tuple(entities),
        excerpt=excerpt,
        marks=marks,
        change=alerts[0].change,
        applies=applies(_whole(article), article.published, article.seen),
    )


def _whole(article: Article) -> str:
    return "\n".join((article.title, article.summary, article.body))


def _excerpt(
    article: Article, evidence: Sequence[Evidence]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The passage with the most distinct terms, and where the terms stand in it."""
    text, start, spans = max(
        (
            (article.field(field), start, spans)
            for field in ("summary", "body")
            for spans in [_spans(evidence, field)]
            for start in _starts(article.field(field), spans)
        ),
        key=lambda choice: (_terms_from(choice[1], choice[2]), bool(choice[0])),
    )
    passage = text[start : start + EXCERPT].replace("\n", " ").rstrip()
    if start + EXCERPT < len(text):
        passage = passage[: passage.rfind(" ")] if " " in passage[-80:] else passage
        passage += " …"
    marks: list[tuple[int, int]] = []
    for first, last, _ in spans:
        inside = first >= start and last <= start + len(passage.removesuffix(" …"))
        if inside and (not marks or first - start >= marks[-1][1]):
            marks.append((first - start, last - start))
    return passage, tuple(marks)


def _spans(evidence: Sequence[Evidence], field: str) -> list[Span]:
    """Places of the terms in order; of two that begin together, the longer first."""
    spans = {(e.start, e.end, e.term) for e in evidence if e.field == field}
    return sorted(spans, key=lambda span: (span[0], -span[1], span[2]))


def _starts(text: str, spans: Sequence[Span]) -> list[int]:
    """Where an excerpt may begin: with the sentence of a term, if that shows the term."""
    sentences = Sentences.of(text)
    starts = {0} if not spans else set()
    for first, last, _ in spans:
        start = sentences.starts[sentences.index(first)]
        if last - start > EXCERPT:
            start = max(first - BEFORE, text.rfind(" ", first - BEFORE, first - BEFORE // 2) + 1)
        starts.add(start)
    return sorted(starts)


def _terms_from(start: int, spans: Sequence[Span]) -> int:
    """How many distinct terms an excerpt shows that begins at `start`."""
    return len({term for first, last, term in spans if start <= first and last <= start + EXCERPT})
