"""Pages: a list in HTML, read by CSS selectors."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.base import Web
from tracker.sources.client.walls import title_of, wall
from tracker.sources.feed import with_ids
from tracker.sources.feeds.entries import says_something
from tracker.sources.pages.css import css
from tracker.sources.pages.parts import Part, once, part, shape
from tracker.sources.reply import Document
from tracker.sources.text.addresses import absolute
from tracker.sources.text.dates.within import date_within
from tracker.sources.text.html import UNSEEN, node_text, too_deep

MOST_STEPS = 1_000_000_000  # to find a selector on a page: about three seconds
CUT = ("…", "...")
MEND = "look at the page and mend the selectors (`tracker sources discover` proposes some)"


def _readable(text: str) -> str:
    part(text)
    return text


Css = Annotated[str, AfterValidator(css)]
Within = Annotated[str, AfterValidator(_readable)]


class Page(Web):
    """A list on the page at `url`.

    `item`: each of its items. The other selectors look into an item: `time@datetime` takes the
    value of an attribute, `.` or `@id` means the item itself, `~ p a` what follows it, up to the
    next item. `link`: by default the first one. `title`: by default the text of the link, else of
    the item. `guid`: what says which entry it is, if not the link. `min_items`: how many entries
    there are at least, unless the page or its selectors are broken.
    """

    kind: Literal["page"] = "page"
    item: Css
    title: Within | None = None
    link: Within | None = None
    date: Within | None = None
    summary: Within | None = None
    guid: Within | None = None
    min_items: int = Field(default=1, ge=0)

    def parse(self, document: Document) -> tuple[Entry, ...]:
        """The entries in their order. Pure, and may take long.

        Raises SourceError: selector_empty for a page that is not as this source says, blocked for
        what stands in its place, parse_error for one that no engine should be made to search.
        """
        text, name = self.text(document), document.name
        root = self._root(text, name)
        items = once(root.css(self.item))
        base = base_of(root, name if name.startswith(("http://", "https://")) else self.url)
        language = self.language or root.attrs.sget("lang", "")
        read = [self._entry(item, base, language) for item in self._taken_out(items)]
        entries = _first_copies(entry for entry in reversed(read) if says_something(entry))
        fault = self._fault(entries, len(items))
        if (fault or not entries) and (reason := wall(text)):
            raise SourceError(Outcome.blocked, f"{reason}: {name}")
        if fault:
            title = title_of(text)
            where = f"{name} (“{title}”)" if title else name
            raise SourceError(Outcome.selector_empty, f"{fault}: {MEND}: {where}")
        return with_ids(entries)

    @property
    def _parts(self) -> tuple[Part, ...]:
        given = (self.title, self.link, self.date, self.summary, self.guid)
        return tuple(part(text) for text in given if text)

    def _root(self, text: str, name: str) -> LexborNode:
        """The page, if it can be searched in reasonable time."""
        if not too_deep(text) and (root := LexborHTMLParser(text).root):
            # Here, and not when the first text is read: no node may vanish that is still in use.
            root.strip_tags(list(UNSEEN))
            form = shape(root)
            wanted = (self.item, *(one.css for one in self._parts))
            if all(form.steps(css) <= MOST_STEPS for css in wanted):
                return root
        raise SourceError(Outcome.parse_error, f"too large or too deeply nested to search: {name}")

    def _taken_out(self, items: Sequence[LexborNode]) -> Iterator[LexborNode]:
        """Each item, the last one first; it leaves the page once it is read.

        So an item in another one is not read twice, and what follows an item ends at the next.
        """
        behind = any(one.after for one in self._parts)
        for item in items[:0:-1]:
            yield item
            while behind and (node := item.next):
                node.decompose()
            item.decompose()
        yield from items[:1]

    def _entry(self, item: LexborNode, base: str, language: str) -> Entry:
        link, url = self._link(item, base)
        return Entry(
            id=_in_line(_said(item, self.guid)) if self.guid else "",
            title=_in_line(_said(item, self.title)) if self.title else _title(link, item),
            url=url,
            published=self._date(item, self.date) if self.date else None,
            summary=_said(item, self.summary) if self.summary else "",
            language=language,
        )

    def _link(self, item: LexborNode, base: str) -> tuple[LexborNode | None, str]:
        """The first link that a browser would open, and where it leads."""
        wanted = part(self.link or ".")
        for node in wanted.of(item):
            for link in [node] if wanted.attribute else once(node.css("a[href]")):
                if url := address_of(link.attrs.sget(wanted.attribute or "href", ""), base):
                    return link, url
        return None, ""

    def _date(self, item: LexborNode, where: str) -> datetime | None:
        """The first date that can be read; one that is written for programs goes first."""
        wanted = part(where)
        for node in wanted.of(item):
            stamped = None if wanted.attribute else node.css_first("[datetime]")
            stamp = stamped.attrs.sget("datetime", "") if stamped else ""
            for text in filter(None, (stamp, _value(node, wanted.attribute))):
                if moment := date_within(text, self.moment):
                    return moment
        return None

    def _fault(self, entries: Sequence[Entry], items: int) -> str:
        """What is wrong with the selectors, or the page; "" when nothing is.

        A title that is nowhere would hide what the page says, and without their link or guid all
        entries would look new.
        """
        if len(entries) < self.min_items:
            least = f"at least {self.min_items} are expected"
            return f"{len(entries)} entries in {items} items, where {least}"
        found = {
            "title": any(entry.title for entry in entries),
            "link": any(entry.url for entry in entries),
            "guid": any(entry.id for entry in entries),
        }
        missing = [key for key in found if getattr(self, key) and not found[key]] if entries else []
        return f"{' and '.join(missing)} found in none of {items} items" if missing else ""


def base_of(root: LexborNode, name: str) -> str:
    """What the links of the page are relative to."""
    base = root.css_first("base[href]")
    return (absolute(base.attrs.sget("href", "").strip(), name) if base else "") or name


def address_of(href: str, base: str) -> str:
    """Where a link leads; "" if nowhere but to the page itself."""
    href = href.strip()
    return "" if href in {"", "#"} else absolute(href.replace(" ", "%20"), base)


def _said(item: LexborNode, where: str) -> str:
    """The first text of what is selected that is not empty."""
    wanted = part(where)
    return next(filter(None, (_value(node, wanted.attribute) for node in wanted.of(item))), "")


def _value(node: LexborNode, attribute: str) -> str:
    return node.attrs.sget(attribute, "").strip() if attribute else node_text(node)


def _title(link: LexborNode | None, item: LexborNode) -> str:
    """The text of the link, or its `title` where that says in full what is cut short here."""
    text = _in_line(node_text(link)) if link else ""
    whole = _in_line(link.attrs.sget("title", "")) if link else ""
    if text.endswith(CUT) and whole.startswith(text.rstrip(".…").rstrip()):
        return whole
    return text or _in_line(node_text(item))


def _in_line(text: str) -> str:
    return " ".join(text.split())


def _first_copies(entries: Iterator[Entry]) -> list[Entry]:
    """Without those that repeat an earlier one, as teasers of the same list do."""
    first: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        first.setdefault((entry.id, entry.url, entry.title), entry)
    return list(first.values())
