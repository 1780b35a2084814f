"""Article files: HTML, Markdown, JSON, mail and plain text, each as the entries it holds."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.articles.dump import is_dump, read_dump
from tracker.sources.text.charset import decode
from tracker.sources.text.dates import parse_date
from tracker.sources.text.html import line, node_text, plain, too_deep

FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
AROUND = "nav,aside,form,footer,button,dialog,[role=navigation],[role=banner],[role=contentinfo]"
MAIN = ("article", "[itemprop=articleBody]", "main,[role=main]")
EXPECT_HEADER = "X-Tracker-Expect"


def read_text(name: str, body: bytes) -> tuple[Entry, ...]:
    """A text dump of an article page, or a title line with a body below it."""
    text = decode(body)
    if is_dump(text):
        return (read_dump(name, text),)
    title, _, rest = text.strip().partition("\n")
    return (Entry(id=name, title=line(title), content=_paragraphs(rest)),)


def read_markdown(name: str, body: bytes) -> tuple[Entry, ...]:
    """Front matter, then text; the first `# heading` is the title if the front has none."""
    text = decode(body)
    front: Mapping[str, Any] = {}
    if found := FRONT.match(text):
        front, text = _front_matter(name, found[1]), text[found.end() :]
    heading = HEADING.search(text)
    if heading and _string(front, "title") in {"", heading[1]}:
        text = text[: heading.start()] + text[heading.end() :]
    entry = from_mapping({"title": heading[1] if heading else "", **front, "content": ""}, name)
    return (_with_content(entry, _paragraphs(text)),)


def read_json(name: str, body: bytes) -> tuple[Entry, ...]:
    """One object, a list of them, or a JSON Feed."""
    try:
        data = json.loads(decode(body))
    except ValueError as error:
        raise SourceError(Outcome.parse_error, f"{name}: broken JSON: {error}") from error
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        data = data["items"]
    if isinstance(data, dict):
        return (_object(data, name, name),)
    if not isinstance(data, list):
        raise SourceError(Outcome.parse_error, f"{name}: neither an object nor a list of them")
    return tuple(
        _object(item, f"{name}#{number}", f"{name}: item {number}")
        for number, item in enumerate(data, 1)
    )


def read_json_lines(name: str, body: bytes) -> tuple[Entry, ...]:
    """An object a line."""
    return tuple(_json_lines(name, decode(body)))


def _json_lines(name: str, text: str) -> Iterator[Entry]:
    for number, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            continue
        try:
            data = json.loads(row)
        except ValueError as error:
            raise SourceError(
                Outcome.parse_error, f"{name}: line {number}: broken JSON: {error}"
            ) from error
        yield _object(data, f"{name}#{number}", f"{name}: line {number}")


def read_mail(name: str, body: bytes) -> tuple[Entry, ...]:
    """Subject, sender, date, and the plain text or else the HTML of the message."""
    message = message_from_bytes(body, policy=policy.default)
    sender, address = parseaddr(_header(message, "From"))
    return (
        Entry(
            id=name,
            title=line(_header(message, "Subject")),
            published=parse_date(_header(message, "Date")),
            content=_mail_text(message),
            authors=(sender,) if sender else (),
            publisher=sender or address.rpartition("@")[2],
            expect=words(_header(message, EXPECT_HEADER)),
        ),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # noqa: BLE001 - the header parser raises all sorts on hand-made mail
        return ""


def _mail_text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    text = decode(payload, part.get_content_charset("")) if isinstance(payload, bytes) else ""
    return plain(text) if part.get_content_subtype() == "html" else _paragraphs(text)


def read_html(name: str, body: bytes) -> tuple[Entry, ...]:
    """The article of a page: its head says what it is, its main part is the text."""
    text = decode(body)
    if too_deep(text):
        raise SourceError(Outcome.parse_error, f"{name}: nested too deeply to be a page")
    tree = LexborHTMLParser(text)
    root = tree.root
    if root is None:
        return (Entry(id=name, title=""),)
    heading = root.css_first("h1")
    title = line(
        _meta(root, "og:title")
        or _of(root.css_first("head > title, title"))
        or (_of(heading) if heading else "")
    )
    link = root.css_first("link[rel=canonical]")
    address = (link.attributes.get("href") if link else "") or _meta(root, "og:url")
    language = root.attributes.get("lang") or ""
    entry = Entry(
        id=name,
        title=title,
        url=address if address.startswith(("http://", "https://")) else "",
        published=_page_date(root),
        summary=plain(_meta(root, "description") or _meta(root, "og:description")),
        publisher=line(_meta(root, "og:site_name")),
        language=language,
        expect=words(_meta(root, "tracker:expect")),
    )
    own = {title, line(_of(heading))} if heading else {title}
    lines = _main_text(root).split("\n")
    return (_with_content(entry, "\n".join(lines[1:] if lines[0] in own else lines)),)


def _meta(root: LexborNode, name: str) -> str:
    for node in root.css("meta"):
        attributes = node.attributes
        if name in {attributes.get("property"), attributes.get("name")}:
            return (attributes.get("content") or "").strip()
    return ""


def _page_date(root: LexborNode) -> datetime | None:
    moment = root.css_first("time[datetime]")
    stated = (moment.attributes.get("datetime") or "") if moment else ""
    candidates = (_meta(root, "article:published_time"), stated, _meta(root, "date"))
    return next(filter(None, map(parse_date, filter(None, candidates))), None)


def _main_text(root: LexborNode) -> str:
    """The longest article of the page, else its main part, else what is not around it."""
    for node in root.css(AROUND):
        node.decompose()
    for selector in MAIN:
        texts = [node_text(node) for node in root.css(selector)]
        if any(texts):
            return max(texts, key=len)
    for node in root.css("header"):
        node.decompose()
    body = root.css_first("body")
    return node_text(body) if body else ""


def _of(node: LexborNode | None) -> str:
    return " ".join(node.text(deep=True).split()) if node else ""


def from_mapping(data: Mapping[str, Any], name: str) -> Entry:
    """An article written as keys and values; the usual names of each are understood."""
    author = data.get("author") or data.get("authors") or ()
    return Entry(
        id=_string(data, "id", "guid") or name,
        title=line(_string(data, "title", "headline")),
        url=_string(data, "url", "link"),
        published=parse_date(_string(data, "published", "date", "date_published", "published_at")),
        updated=parse_date(_string(data, "updated", "date_modified")),
        summary=plain(_string(data, "summary", "description")),
        content=plain(_string(data, "content", "content_html", "content_text", "text", "body")),
        authors=words(author),
        language=_string(data, "language", "lang"),
        topics=words(data.get("topics") or data.get("topic") or data.get("tags")),
        publisher=_string(data, "publisher", "source"),
        expect=words(data.get("expect")),
    )


def words(value: object) -> tuple[str, ...]:
    """A list, or a text with commas, as a tuple of words."""
    if isinstance(value, str):
        parts: Iterable[object] = value.split(",")
    elif isinstance(value, Mapping):
        parts = (value.get("name", ""),)
    elif isinstance(value, list | tuple):
        parts = (one.get("name", "") if isinstance(one, Mapping) else one for one in value)
    else:
        parts = ()
    return tuple(dict.fromkeys(filter(None, (str(part).strip() for part in parts))))


def _object(data: object, name: str, place: str) -> Entry:
    if not isinstance(data, dict):
        raise SourceError(Outcome.parse_error, f"{place}: not an object")
    return from_mapping(data, name)


def _string(data: Mapping[str, Any], *keys: str) -> str:
    """The first of `keys` that says something. YAML reads dates by itself."""
    for key in keys:
        value = data.get(key)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value).strip()
    return ""


def _front_matter(name: str, text: str) -> Mapping[str, Any]:
    try:
        front = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}: " if mark else ""
        problem = getattr(error, "problem", None) or "not readable"
        raise SourceError(
            Outcome.parse_error, f"{name}: {where}broken front matter: {problem}"
        ) from error
    if front is None:
        return {}
    if not isinstance(front, dict):
        raise SourceError(Outcome.parse_error, f"{name}: front matter is not `key: value` lines")
    return front


def _with_content(entry: Entry, content: str) -> Entry:
    return replace(entry, content=content)


def _paragraphs(text: str) -> str:
    return "\n".join(row.strip() for row in text.splitlines() if row.strip())


Reader = Callable[[str, bytes], tuple[Entry, ...]]
READERS: Mapping[str, Reader] = {
    ".html": read_html,
    ".htm": read_html,
    ".txt": read_text,
    ".md": read_markdown,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".eml": read_mail,
}
