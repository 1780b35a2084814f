"""A card shows the passage that tells most, and marks the very words that matched."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import NOW, a_match, an_article, evidence
from tracker.core.cards import EXCERPT, alert_card
from tracker.core.lexicon import Lexicon
from tracker.core.message import Card
from tracker.core.model import Alert, Article, Evidence, Severity
from tracker.core.terms import Term

calm = settings(deadline=None, derandomize=True, max_examples=300)

FILLER = "Nothing of note was said about the weather in the harbour that day. "


def an_alert(*shown: Evidence, watch: str = "chips/sales", grave: int = 3) -> Alert:
    severity = Severity(grave)
    match = a_match(watch, evidence=shown, severity=severity, name=f"Name of {watch}")
    return Alert(key=watch, watch=watch, story="s", severity=severity, match=match)


def card_of(article: Article, *alerts: Alert) -> Card:
    return alert_card(article, alerts, ["Nvidia"])


def marked(card: Card) -> list[str]:
    return [card.excerpt[start:end] for start, end in card.marks]


def test_a_card_carries_the_facts_of_its_article() -> None:
    article = an_article("H20 ban", url="https://a.example", publisher="BIS", tier="official")
    card = card_of(article, an_alert(evidence("title", "H20", "H20 ban")))
    assert (card.title, card.url, card.publisher) == ("H20 ban", "https://a.example", "BIS")
    assert (card.tier, card.entities, card.published) == ("official", ("Nvidia",), None)
    assert card.is_alert


def test_the_date_is_that_of_the_article() -> None:
    assert card_of(an_article(published=NOW), an_alert()).published == NOW


def test_the_gravest_watch_gives_the_card_its_severity() -> None:
    card = card_of(
        an_article(), an_alert(watch="a/low", grave=2), an_alert(watch="b/crit", grave=5)
    )
    assert card.severity is Severity.critical
    assert [reason.watch for reason in card.reasons] == ["b/crit", "a/low"]


def test_an_article_without_a_title_says_so() -> None:
    assert card_of(an_article("\u200b "), an_alert()).title == "(no title)"


def test_without_words_in_the_text_the_summary_is_shown_from_its_beginning() -> None:
    article = an_article("H20", summary="First. Second.", content="Body.")
    card = card_of(article, an_alert(evidence("title", "H20", "H20")))
    assert (card.excerpt, card.marks) == ("First. Second.", ())


def test_without_a_summary_the_body_is_shown() -> None:
    assert card_of(an_article("H20", content="Body."), an_alert()).excerpt == "Body."


def test_without_any_text_there_is_no_excerpt() -> None:
    assert card_of(an_article("H20"), an_alert()).excerpt == ""


def test_the_excerpt_begins_with_the_sentence_of_its_first_word() -> None:
    body = FILLER * 9 + "Then Nvidia won a licence. " + FILLER * 9
    card = card_of(an_article(content=body), an_alert(evidence("body", "licence", body)))
    assert card.excerpt.startswith("Then Nvidia won a licence.")
    assert marked(card) == ["licence"]


def test_the_passage_with_the_most_different_words_is_chosen() -> None:
    poor = "Chips, chips and chips. "
    body = poor + FILLER * 9 + "A licence for chips came from Commerce. " + FILLER * 9
    words = [
        *(Evidence(term="chip", field="body", start=i, end=i + 5, text="chips") for i in (7, 17)),
        evidence("body", "licence", body),
        evidence("body", "Commerce", body),
    ]
    card = card_of(an_article(content=body), an_alert(*words))
    assert card.excerpt.startswith("A licence for chips")
    assert marked(card) == ["licence", "Commerce"]


def test_the_field_with_the_most_different_words_is_chosen() -> None:
    summary, body = "Nvidia wins a licence.", "AI and AI and AI."
    thrice = [Evidence(term="AI", field="body", start=i, end=i + 2, text="AI") for i in (0, 7, 14)]
    words = [evidence("summary", word, summary) for word in ("Nvidia", "licence")]
    card = card_of(an_article(summary=summary, content=body), an_alert(*thrice, *words))
    assert (card.excerpt, marked(card)) == (summary, ["Nvidia", "licence"])


def test_a_word_far_into_an_endless_sentence_is_shown() -> None:
    body = "and so on " * 200 + "licence " + "and on " * 200
    card = card_of(an_article(content=body), an_alert(evidence("body", "licence", body)))
    assert marked(card) == ["licence"]
    assert card.excerpt.startswith("and ") or card.excerpt.startswith(("so ", "on "))


def test_a_word_far_into_chinese_without_a_full_stop_is_shown() -> None:
    body = "，其他内容" * 300 + "出口管制" + "，其他内容" * 300
    card = card_of(an_article(content=body), an_alert(evidence("body", "出口管制", body)))
    assert marked(card) == ["出口管制"]


def test_of_two_words_at_one_place_the_longer_is_marked() -> None:
    text = "the AI Act applies"
    words = [evidence("summary", word, text) for word in ("AI", "AI Act", "Act")]
    assert marked(card_of(an_article(summary=text), an_alert(*words))) == ["AI Act"]


def test_a_word_that_two_watches_saw_is_marked_once() -> None:
    word = evidence("summary", "AI", "the AI")
    card = card_of(an_article(summary="the AI"), an_alert(word), an_alert(word, watch="b/c"))
    assert card.marks == ((4, 6),)


def test_a_long_text_is_cut_between_words_with_a_sign() -> None:
    excerpt = card_of(an_article(content=FILLER * 20), an_alert()).excerpt
    assert excerpt.endswith(" …")
    assert excerpt.removesuffix(" …").split()[-1] in FILLER.split()
    assert len(excerpt) <= EXCERPT + 2


def test_paragraphs_become_one() -> None:
    assert card_of(an_article(summary="One.\nTwo."), an_alert()).excerpt == "One. Two."


LEXICON = Lexicon([Term.written(word) for word in ("AI", "chip", "AI chip", "芯片", "licen*")])
PIECES = [
    "AI",
    "chips",
    "芯片",
    "licensed",
    "AI chip",
    ". ",
    "。",
    "\n",
    " ",
    " and so on",
    "🚀",
    "x",
]
texts = st.lists(st.sampled_from(PIECES * 2 + [FILLER]), max_size=120).map("".join)


def _seen(article: Article) -> list[Evidence]:
    return [
        Evidence(
            term=LEXICON.terms[hit.term].text,
            field=field,
            start=hit.start,
            end=hit.end,
            text=article.field(field)[hit.start : hit.end],
        )
        for field in ("summary", "body")
        for hit in LEXICON.hits(article.field(field))
    ]


@calm
@given(texts, texts)
def test_every_mark_is_exactly_a_word_that_matched(summary: str, content: str) -> None:
    article = an_article(summary=summary, content=content)
    words = _seen(article)
    card = card_of(article, an_alert(*words))
    assert set(marked(card)) <= {word.text.replace("\n", " ") for word in words}
    assert bool(card.marks) is bool(words)
    assert len(card.excerpt) <= EXCERPT + 2


def test_a_card_says_what_applies_when() -> None:
    article = an_article(
        "Final rule",
        summary="Comments must be received by July 23, 2026.",
        content="This rule is effective July 1.",
        published=NOW,
    )
    shown = [(each.what, each.on) for each in card_of(article, an_alert()).applies]
    assert shown == [("in force", date(2026, 7, 1)), ("comments until", date(2026, 7, 23))]


def test_without_a_date_it_is_what_was_to_come_when_it_was_first_seen() -> None:
    article = an_article("Rules A and B", content="A takes effect on June 24, 2026.")
    assert card_of(article, an_alert()).applies == ()
