"""What a name is made of, as far as one sees: its legal form, whether it is a person's."""

import re

from tracker.core.text import IDEOGRAPHIC
from tracker.quality.bench.prose import ordinary

# A name as it is written, and what may be said in the place of its last words.
ENDINGS = {
    "Company Limited": ("Co., Ltd.", "Co Ltd", "Ltd."),
    "Co., Ltd.": ("Company Limited", "Co Ltd", "Ltd", "Limited"),
    "Private Limited": ("Pvt. Ltd.", "Pvt Ltd"),
    "Limited": ("Ltd", "Ltd.", "Co., Ltd."),
    "Ltd.": ("Limited", "Ltd", "Co. Ltd."),
    "LLC": ("L.L.C.", "Ltd.", "Limited Liability Company"),
    "Incorporated": ("Inc.", "Inc"),
    "Inc.": ("Incorporated", "Inc", "Corp."),
    "Corporation": ("Corp.", "Corp", "Co."),
    "Corp.": ("Corporation", "Inc."),
    "Company": ("Co.", "Co., Ltd.", "Corp."),
    "GmbH": ("GmbH & Co. KG", "AG"),
    "S.A.": ("SA", "S.A.S."),
    "PLC": ("plc", "Ltd"),
    "Pte. Ltd.": ("Pte Ltd", "Private Limited"),
    "Pvt. Ltd.": ("Private Limited", "Pvt Ltd"),
    "Sdn. Bhd.": ("Sdn Bhd", "Bhd."),
    "FZE": ("FZCO", "FZ-LLC"),
    "JSC": ("PJSC", "OJSC"),
}
BEGINNINGS = {
    "Closed Joint Stock Company": ("CJSC", "ZAO"),
    "Open Joint Stock Company": ("OJSC", "OAO"),
    "Public Joint Stock Company": ("PJSC", "PAO"),
    "Joint Stock Company": ("JSC", "AO"),
    "Limited Liability Company": ("LLC", "OOO"),
    "JSC": ("AO", "OJSC", "Joint Stock Company"),
    "OOO": ("LLC", "Limited Liability Company"),
    "AO": ("JSC", "Joint Stock Company"),
}
IDEOGRAPHIC_ENDINGS = {
    "股份有限公司": ("有限公司", "公司"),
    "有限责任公司": ("有限公司", "股份有限公司"),
    "有限公司": ("有限责任公司", "股份有限公司"),
    "株式会社": ("有限会社",),
}
WORDS_OF_FIRMS = frozenset(
    "academy agency airlines association aviation bank bureau center centre college commission "
    "committee company computing construction corp electric electronic electronics engineering "
    "enterprise enterprises equipment exchange export factory foundation global group holding "
    "holdings hospital import industrial industries industry information institute instrument "
    "instruments international international joint laboratory limited logistics machinery "
    "manufacturing materials ministry network office optics organization plant power precision "
    "production products research school science scientific semiconductor service services "
    "shipping society software solution solutions supply systems tech technical technologies "
    "technology telecom trade trading transport union university works".split()
)
PERSON_WORDS = (2, 3)


def _pattern(form: str) -> str:
    """The form with or without its points and commas."""
    return r"\s+".join(re.escape(word.strip(".,")) + r"[.,]{0,2}" for word in form.split())


ENDING = re.compile(
    rf",?\s+(?:{'|'.join(map(_pattern, sorted(ENDINGS, key=len, reverse=True)))})$", re.IGNORECASE
)
BEGINNING = re.compile(rf"^(?:{'|'.join(map(_pattern, BEGINNINGS))})\s+")
IDEOGRAPHIC_ENDING = re.compile(f"(?:{'|'.join(IDEOGRAPHIC_ENDINGS)})$")


def core(name: str) -> str:
    """The name without its legal form; all of it when it has none."""
    left = IDEOGRAPHIC_ENDING.sub("", ENDING.sub("", BEGINNING.sub("", name)))
    return left if letters(left) > 1 else name


def letters(name: str) -> int:
    """How many there are."""
    return sum(map(str.isalpha, name))


def is_ideographic(name: str) -> bool:
    """Whether it is written in ideographs, be it with a Latin word before them."""
    return IDEOGRAPHIC.search(name) is not None


def looks_like_a_person(name: str) -> bool:
    """Two or three capitalised words of letters, none of which only firms have."""
    words = name.split()
    return (
        len(words) in PERSON_WORDS
        and core(name) == name
        and all(word.isalpha() and word.istitle() and len(word) > 1 for word in words)
        and not is_ideographic(name)
        and WORDS_OF_FIRMS.isdisjoint(name.lower().split())
    )


def ordinary_only(name: str) -> bool:
    """Whether all its words are ordinary."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    return all(word in ordinary() or len(word) < 3 for word in words)


def printed(name: str) -> str:
    """With the capitals of print: what a list has in capitals has one a word, but no acronym."""
    if not name.isupper() or " " not in name or is_ideographic(name):
        return name
    return " ".join(word if len(word) <= 3 else word.title() for word in name.split())
