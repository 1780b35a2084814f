"""Another happening told in the same words: one fact is another one, wherever it stands.

What is changed stands in the title or in the first 60 words of the body (in Chinese 120
characters); it is changed in every place of title and body, and nothing else is.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from tracker.quality.dedup.streams.banks import bank, verbs
from tracker.quality.dedup.streams.figures import Swaps, amounts, dates, dockets
from tracker.quality.dedup.streams.text import Text, names

OF_TITLES = 0.75  # of the sequels change the title, where it has such a fact
AN = r"(?:\b(?P<an>[Aa]n?)(?P<gap> +))?"
VOWEL = re.compile(r"[aeioAEIO]|[uU][nm](?!i)|8|1[18]\b")
DOCUMENT = (
    r"(?=\s(?:[\w-]+\s){0,2}"
    r"(?:rules?|rulemaking|regulations?|orders?|guidance|guidelines?|bills?|laws?|acts?|texts?"
    r"|standards?|measures?|amendments?|versions?|lists?|decisions?|rulings?|determinations?"
    r"|agreements?|reports?|changes|plans?|settlements?|policy|budget)\b)"
)
PASSIVE = r"(?i:\b(?:is|are|was|were|be|been|being|has|have|had)|['’](?:s|ve)) (?:\w+ )?$"
AUXILIARY = r"(?:will|would|could|should|must|is|are|was|were|can)"
NEGATED = r"(?:not|n['’]t|never|no longer)"
CHINESE_AUXILIARY = {
    "已": "未", "将": "将不", "拟": "不拟", "会": "不会", "可": "不可", "获": "未获", "被": "未被",
    "宣布": "宣布不", "决定": "决定不", "计划": "不计划", "正式": "未正式", "表示": "表示不",
}  # fmt: skip
LIST = r"(?=(?i:(?: [\w-]+){0,3} (?:\w*list|register)\b))"

Verb = tuple[str, ...]  # its forms; in Chinese there is one
Find = Callable[[Text, random.Random], Iterator[Swaps]]


def sequel(article: Text, kind: str, chance: random.Random) -> Text | None:
    """Another happening in the words of `article`, by one of `SEQUELS`; None if there is none.

    Mostly it has another title, where the title has such a fact. Raises KeyError for another kind.
    """
    front = replace(article, text=article.lead)
    tried = [(swaps, _changed(front, swaps)) for swaps in SEQUELS[kind](article, chance)]
    fitting = [swaps for swaps, other in tried if other != front]
    titled = [swaps for swaps, other in tried if other.title != article.title]
    chosen = titled if titled and chance.random() < OF_TITLES else fitting
    other = _changed(article, chance.choice(chosen)) if chosen else article
    return other if other != article else None


def _changed(article: Text, swaps: Swaps) -> Text:
    """With every place changed, and with the article that goes with it."""
    title, text = article.title, article.text
    for found, written in swaps.items():
        pattern, put = re.compile(f"{AN}(?P<fact>{found})"), _placed(written)
        title, text = pattern.sub(put, title), pattern.sub(put, text)
    return replace(article, title=title, text=text)


def _placed(written: str | Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    def put(place: re.Match[str]) -> str:
        other = _like(place["fact"], written) if isinstance(written, str) else written(place)
        if not place["an"]:
            return other
        return f"{place['an'][0]}{'n' if VOWEL.match(other) else ''}{place['gap']}{other}"

    return put


def _like(before: str, written: str) -> str:
    """With the capitals of what stood there."""
    if len(before) > 1 and before.isupper():
        return written.upper()
    return written[:1].upper() + written[1:] if before[:1].isupper() else written


# -- names -----------------------------------------------------------------------------------------


def other_names(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Other countries, firms and persons for those in front; all that is called after a country."""
    find = _chinese_names if article.language == "zh" else _english_names
    return find(article, chance)


def _english_names(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Of other names those that stand in the title, or twice in the body: the story is theirs."""
    words, whole, front = bank("words", "en"), article.whole, article.front
    countries = [tuple(pair.split(" | ")) for pair in words["country/people"]]
    for country, people in countries:
        if re.search(rf"\b(?:{country}|{people})\b", front) and f"{people}s" not in whole:
            land, folk = chance.choice([pair for pair in countries if pair[0] not in whole])
            yield {_proper(country): land, _proper(people): folk}
    made = [name for name in words["maker"] + words["last"] if name not in whole]
    for name in names(article.text):
        count = len(re.findall(rf"\b{name}\b", whole))
        if count > 1 and re.search(rf"\b{name}\b", front) and name not in chain(*countries):
            yield {_proper(name): chance.choice(made)}


def _proper(name: str) -> str:
    return rf"\b(?:{name}|{name.upper()})\b"


def _chinese_names(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """As far as we know them by name; none that a text has in a shorter form as well."""
    words, more, whole = bank("words", "zh"), bank("opposites", "zh"), article.whole
    countries = {*words["country"], *words["country2"], *words["country3"], *more["country"]}
    for known in (sorted(countries), [*words["maker"], *more["firm"]]):
        # Each in its own place, not in that of a longer one: not 印度 of 印度尼西亚.
        pattern = "|".join(sorted(known, key=len, reverse=True))
        for name in article.in_front(pattern):
            is_short = name in more["shortened"] and name[0] in whole.replace(name, "")
            is_in_name = name == "中国" and re.search("中国(?!企业|实体|公司|高校|产|的)", whole)
            if not is_short and not is_in_name:
                other = chance.choice([other for other in known if other not in whole])
                yield {pattern: _only(name, other)}


def _only(name: str, other: str) -> Callable[[re.Match[str]], str]:
    return lambda place: other if place["fact"] == name else place["fact"]


# -- what is done ----------------------------------------------------------------------------------


def opposites(article: Text, _: random.Random) -> Iterator[Swaps]:
    """For each verb in front its opposite in all forms, unless the text has that as well."""
    whole, front = article.whole, article.front
    for pair in verbs(article.language):
        for mine, theirs in (pair, pair[::-1]):
            if _says(mine, front) and not _says(theirs, whole):
                forms = zip(mine, theirs, strict=True)
                swaps: Swaps = {_form(a): b.rstrip("*") for a, b in forms if not a.endswith("*")}
                yield swaps | _preposition(mine, theirs)


def negations(article: Text, _: random.Random) -> Iterator[Swaps]:
    """Each verb in front denied in all forms, unless it is so already; and `will not add`."""
    whole, front = article.whole, article.front
    others = (tuple(line.split()) for line in bank("opposites", article.language)["deniable"])
    for verb in chain(*verbs(article.language), others):
        if not _says(verb, front):
            continue
        if article.language == "zh":
            if not re.search(rf"[不未没]{verb[0]}|未将[^，。]*{verb[0]}", whole):
                yield _chinese_denied(verb[0])
        elif not re.search(rf"(?i:{NEGATED} (?:\w+ )?(?:{_any(verb)})\b)", whole):
            yield _denied(verb)
    for phrase in article.in_front(rf"\b{AUXILIARY} (?!{NEGATED}\b)[a-z]+\b"):
        yield {rf"\b{phrase}\b": phrase.replace(" ", " not ")}


def stages(article: Text, _: random.Random) -> Iterator[Swaps]:
    """Later in all the ways to say how far a rule has come, or earlier; none where both are."""
    words = bank("opposites", article.language)
    known = [(line.split(" | "), DOCUMENT) for line in words.get("document stage", ())]
    known += [(line.split(" | "), "") for line in words["stage"]]
    later: Swaps = {}
    earlier: Swaps = {}
    for (early, late), before in known:
        later.setdefault(_form(early) + before, late)
        earlier.setdefault(_form(late) + before, early)
    for swaps, others in ((later, earlier), (earlier, later)):
        if not any(re.search(other, article.whole) for other in others):
            yield swaps


def _any(verb: Verb) -> str:
    """All forms, and those too that are often other words."""
    return "|".join(verb).replace("*", "")


def _says(verb: Verb, text: str) -> bool:
    return re.search(_form(f"(?:{_any(verb)})") if verb[0].isascii() else verb[0], text) is not None


def _form(form: str) -> str:
    # What somebody added is what was said.
    after = r"(?! that\b|[.,:;])" if form == "added" else ""
    return rf"(?i:\b{form}\b){after}" if form.isascii() else form


def _preposition(mine: Verb, theirs: Verb) -> Swaps:
    """What was added to a list is removed from it."""
    fitting = {"add": "to", "remove": "from"}
    if mine[0] not in fitting:
        return {}
    found = rf"(?i:\b(?:{_any(theirs)})\b)[^.;\n]{{1,120}}? {fitting[mine[0]]}{LIST}"
    return {found: lambda place: f"{place['fact'].rpartition(' ')[0]} {fitting[theirs[0]]}"}


def _denied(verb: Verb) -> Swaps:
    """Adds: does not add. Added: did not add, or not added after a form of be or have."""
    base, _, past, going = _any(verb).split("|")
    denials = (f"not {base}", f"does not {base}", f"did not {base}", f"not {going}")

    def written(place: re.Match[str]) -> str:
        is_passive = re.search(PASSIVE, place.string[: place.start("fact")])
        return _like(place["fact"], f"not {past}" if is_passive else f"did not {base}")

    swaps: Swaps = {
        _form(form): denial
        for form, denial in zip(verb, denials, strict=True)
        if not form.endswith("*")
    }
    return swaps | ({_form(past): written} if _form(past) in swaps else {})


def _chinese_denied(verb: str) -> Swaps:
    """批准了: 未批准. 将撤销: 将不撤销. 将12家企业列入: 未将12家企业列入."""

    def written(place: re.Match[str]) -> str:
        before = place["fact"].removesuffix("了").removesuffix(verb)
        return f"{CHINESE_AUXILIARY.get(before, f'未{before}')}{verb}"

    auxiliary = "|".join(CHINESE_AUXILIARY)
    return {rf"(?:将[^，。；！？\s]{{2,40}}?|{auxiliary})?{verb}了?": written}


SEQUELS: Mapping[str, Find] = {
    "number": amounts,  # not one of a date, a paragraph or a document
    "name": other_names,
    "date": dates,
    "opposite": opposites,
    "negation": negations,
    "stage": stages,
    "docket": dockets,
}
