"""Making the card of an alert: the article's facts, the reasons, and the telling excerpt."""

from collections import Counter
from collections.abc import Sequence

from tracker.core.message import Card, Reason
from tracker.core.model import Alert, Article, Evidence
from tracker.core.text import Sentences

EXCERPT = 480  # code points; what a phone shows of a collapsed quotation, and a little more


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
    )


def _excerpt(
    article: Article, evidence: Sequence[Evidence]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The passage with the most distinct terms, and where the terms stand in it."""
    field = "summary" if article.summary else "body"
    counted = Counter(e.field for e in evidence if e.field != "title")
    if counted:
        field = counted.most_common(1)[0][0]
    text = article.field(field)
    spans = sorted({(e.start, e.end, e.term) for e in evidence if e.field == field})
    start = _best_start(text, spans)
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


def _best_start(text: str, spans: Sequence[tuple[int, int, str]]) -> int:
    """Where the sentence begins from which an excerpt shows the most distinct terms."""
    sentences = Sentences.of(text)
    starts = sorted({sentences.starts[sentences.index(first)] for first, _, _ in spans}) or [0]
    return max(
        starts,
        key=lambda start: (
            len(
                {term for first, last, term in spans if start <= first and last <= start + EXCERPT}
            ),
            -start,
        ),
    )
