"""A name is found as people write it, and not where other words have its letters."""

from dataclasses import replace

import pytest

from tracker.core.lexicon import Lexicon
from tracker.core.names.dictionary import Dictionary
from tracker.core.terms import Term

KNOWN = frozenset(
    "a about across also among and announced armada at but called chip deal digital for formation "
    "from general global group has he in india institute interface into is its it limited list "
    "made met minister new of on one order other peter said says shares she that the their to "
    "trading two was were which with working summit a good as many new".split()
)
NAMES = (
    "Kaspia Photonics Co., Ltd.",
    "Morel & Sons Trading",
    "Ivan Petrovich Lukan",
    "Digital Interface Limited",
    "Semorix",
    "Nvidia",
    "Armada",
    "The Quasar Institute of Optics",
    "Huawei",
    "OOO Stroyzavod",
    "Nine-Star Aerospace",
    "Summit Group Ltd",
    "J.P. Kaspar",
    "iFlyer Co., Ltd.",
    "Limitedlist",
)


def lexicon(*names: str, fuzzy: int = 0, known: frozenset[str] = KNOWN) -> Lexicon:
    """These names, each of an entity of its own."""
    terms = [Term.written(name, entity=f"e{number}") for number, name in enumerate(names)]
    return Lexicon(
        [replace(term, fuzzy=fuzzy) for term in terms],
        known=Dictionary(known, frozenset(["nvidia"])),
    )


EXACT = lexicon(*NAMES)
NEAR = lexicon(*NAMES, fuzzy=80)


def found(text: str, names: Lexicon = EXACT) -> list[str]:
    """The words of `text` that are names."""
    return [text[hit.start : hit.end] for hit in names.hits(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("about Kaspia Photonics Co., Ltd. it", ["Kaspia Photonics Co., Ltd."]),
        ("about Kaspia Photonics, which", ["Kaspia Photonics"]),
        ("about Kaspia Photonics GmbH", ["Kaspia Photonics"]),
        ("KASPIA PHOTONICS LIMITED", ["KASPIA PHOTONICS"]),
        ("about Kaspia-Photonics", ["Kaspia-Photonics"]),
        ("about KaspiaPhotonics", ["KaspiaPhotonics"]),
        ("about Kas pia Photonics", ["Kas pia Photonics"]),
        ("about Káspia Photonics’s deal", ["Káspia Photonics"]),
        ("about kaspia photonics", []),
        ("about Kaspia: Photonics", []),
        ("about Kaspia Photonicsen", []),
        ("Morel & Sons Trading", ["Morel & Sons Trading"]),
        ("Morel and Sons Trading", ["Morel and Sons Trading"]),
        ("Morel Sons Trading", ["Morel Sons Trading"]),
        ("Lukan Ivan Petrovich", ["Lukan Ivan Petrovich"]),
        ("Lukan, Ivan Petrovich", ["Lukan, Ivan Petrovich"]),
        ("Lukan ivan petrovich", []),
        ("the Quasar Institute of Optics", ["the Quasar Institute of Optics"]),
        ("a Quasar Institute of Optics", ["Quasar Institute of Optics"]),
        ("Stroyzavod said", ["Stroyzavod"]),
        ("OOOStroyzavod", ["OOOStroyzavod"]),
        ("Semorixes and Semorix's", ["Semorixes", "Semorix"]),
        ("Nine Star Aerospace; Ninestar Aerospace", ["Nine Star Aerospace", "Ninestar Aerospace"]),
        ("he met Arm. Ada said", []),
        ("the Arm\nAda", []),
        ("an Arm ada", ["Arm ada"]),
        ("英伟达Semorix公司", ["Semorix"]),
        ("a Limited List of a Limitedlist", ["Limitedlist"]),
        ("J. P. Kaspar and J.P. Kaspar", ["J. P. Kaspar", "J.P. Kaspar"]),
        ("iFlyer said, IFLYER said", ["iFlyer", "IFLYER"]),
        ("", []),
    ],
)
def test_a_name_is_found_in_its_other_forms(text: str, words: list[str]) -> None:
    assert found(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a deal of Digital Interface with India", ["Digital Interface"]),
        ("Digital Interface is new", ["Digital Interface"]),
        ("New Digital Interface For India", []),
        ("a digital interface", []),
        ("New Digital Interface Corp For India", ["Digital Interface"]),
        ("Digital Interface", []),
        ("Its Summit Group's a good Group", []),
        ("THE SUMMIT GROUP AS MANY", []),
        ("New Summit Group S.A. List", ["Summit Group"]),
        ("New Summit Group S. A. List", ["Summit Group"]),
        ("New Summit Group. Limited List", []),
        ("New OOO Summit Group List", ["Summit Group"]),
    ],
)
def test_ordinary_words_are_a_name_only_where_something_shows_it(
    text: str, words: list[str]
) -> None:
    assert found(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kaspai Photonics said", ["Kaspai Photonics"]),
        ("Kaspia Photoncis said", ["Kaspia Photoncis"]),
        ("Kaspai Photoncis said", ["Kaspai Photoncis"]),
        ("Kaspai Group said", []),
        ("kaspai Photonics said", []),
        ("Kaspia photoncis said", []),
        ("Kaspai\n\nPhotonics said", ["Kaspai\n\nPhotonics"]),
        ("Kaspai; Photonics said", []),
        ("Semorx shares", ["Semorx"]),
        ("Semorxi shares", ["Semorxi"]),
        ("Zemorix shares", []),
        ("semorx shares", []),
        ("Semarox shares", []),
        ("India and Nvidai", ["Nvidai"]),
        ("India", []),
        ("Huawie", ["Huawie"]),
        ("Ivan Petrovitch Lukan", ["Ivan Petrovitch Lukan"]),
        ("Unit 8200 of Semorix2", []),
    ],
)
def test_a_name_may_be_misspelt_where_no_known_word_stands(text: str, words: list[str]) -> None:
    assert found(text, NEAR) == words


def test_a_known_word_is_no_misspelt_name() -> None:
    text = "Semorx shares"
    assert found(text, lexicon("Semorix", fuzzy=80, known=KNOWN | {"semorx"})) == []
    assert found("Semorxs", lexicon("Semorix", fuzzy=80, known=KNOWN | {"semorx"})) == []


def test_an_ordinary_word_as_a_name_is_never_misspelt() -> None:
    names = lexicon("General", fuzzy=80)
    assert found("Genaral General", names) == ["General"]


def test_likeness_is_as_near_as_the_rule_says() -> None:
    assert found("Semorx", lexicon("Semorix", fuzzy=85)) == ["Semorx"]
    assert found("Semorx", lexicon("Semorix", fuzzy=90)) == []


def test_a_term_that_is_no_name_needs_no_capital() -> None:
    term = replace(Term.written("lithography"), fuzzy=85)
    assert found("a litography machine", Lexicon([term], known=Dictionary(KNOWN))) == ["litography"]
    assert found("lithographyless, litho graphy", Lexicon([term], known=Dictionary(KNOWN))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("据海思半导体有限公司称", ["海思半导体有限公司"]),
        ("据海思半导体称", ["海思半导体"]),
        ("据海思半寻体称", ["海思半寻体"]),
        ("据海思伴导体有限公司", ["海思伴导体有限公司"]),
        ("据海思半导称", []),
        ("据海X半导体称", []),
        ("据海恩半导休称", []),
    ],
)
def test_one_character_of_a_long_chinese_name_may_be_another(text: str, words: list[str]) -> None:
    names = lexicon("海思半导体", "海思半导体有限公司", fuzzy=80)
    assert sorted({text[h.start : h.end] for h in names.hits(text)}, key=len)[-1:] == words


def test_so_it_may_in_a_term_that_is_no_name() -> None:
    term = replace(Term.written("海思半导体"), fuzzy=80)
    assert found("据海思半寻体称", Lexicon([term])) == ["海思半寻体"]


def test_a_short_chinese_name_is_exact() -> None:
    assert found("华维公司 华为公司", lexicon("华为", fuzzy=80)) == ["华为"]


def test_only_some_names_are_what_they_were_among_all() -> None:
    some = NEAR.only({3, 4})
    assert found("Semorx; Kaspia Photonics; Digital Interface", some) == ["Semorx"]
    assert found("a Digital Interface deal", some) == ["Digital Interface"]


def test_a_form_inside_a_longer_form_of_the_same_name_is_told_once() -> None:
    both = Lexicon([Term.written("Kaspia Photonics Ltd", entity="k")])
    text = "Kaspia Photonics Ltd"
    assert [(h.start, h.end) for h in both.hits(text)] == [(0, len(text))]


def test_a_name_in_a_false_friend_does_not_count() -> None:
    term = Term.written("Semorix", entity="s", never=["Semorix Cup"])
    names = Lexicon([term])
    assert found("the Semorix Cup, Semo-rix", names) == ["Semo-rix"]


def test_one_mention_of_a_body_is_one_place_however_many_aliases_it_has() -> None:
    aliases = ("Kaspia Photonics", "Kaspia Photonics Ltd", "Kaspia Photonics GmbH")
    names = Lexicon([Term.written(alias, entity="kaspia") for alias in aliases])
    assert found("Kaspia Photonics AG", names) == ["Kaspia Photonics"]
    assert found("Kaspia Photonics Ltd", names) == ["Kaspia Photonics", "Kaspia Photonics Ltd"]


def test_names_that_are_not_looked_for_are_still_no_misspellings() -> None:
    both = lexicon("Zhaoxin Micro", "Zhaoxen Foods", fuzzy=80)
    assert found("Zhaoxen Micro", both) == found("Zhaoxen Micro", both.only({0})) == []
