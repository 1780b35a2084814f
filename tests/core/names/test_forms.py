"""A name is looked for in the forms that print gives it, and in no others."""

import pytest

from tracker.core.legal import without_ideographic_legal_form, without_legal_form
from tracker.core.names.dictionary import Dictionary
from tracker.core.names.forms import forms, written

KNOWN = Dictionary(
    frozenset("best digital interface general trading house white david".split()),
    frozenset(["david"]),
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kaspia Photonics Co., Ltd.", "kaspia photonics co ltd"),
        ("Johnson & Kaspia", "johnson and kaspia"),
        ("A. B. M. Kaspia", "abm kaspia"),
        ("Kaspia S.A.", "kaspia sa"),
        ("Société Kaspia", "societe kaspia"),
        ("Kaspia-Morel", "kaspia morel"),
        ("K8 Labs", "k8 labs"),
        ("海思半导体", ""),
    ],
)
def test_a_name_is_its_words_without_what_stands_between(name: str, words: str) -> None:
    assert written(name) == words


@pytest.mark.parametrize(
    ("words", "core"),
    [
        ("kaspia photonics co ltd", "kaspia photonics"),
        ("kaspia gmbh and co kg", "kaspia"),
        ("kaspia sdn bhd", "kaspia"),
        ("ooo kaspia", "kaspia"),
        ("joint stock company kaspia", "kaspia"),
        ("open joint stock company kaspia", "kaspia"),
        ("limited liability company kaspia trade", "kaspia trade"),
        ("pt kaspia tbk", "kaspia"),
        ("llc kaspia", "kaspia"),
        ("kaspia joint stock company", "kaspia"),
        ("kaspia sa de cv", "kaspia"),
        ("kaspia sp zoo", "kaspia"),
        ("company", "company"),
        ("kaspia", "kaspia"),
        ("limited horizons", "limited horizons"),
    ],
)
def test_a_legal_form_can_be_left_out(words: str, core: str) -> None:
    assert without_legal_form(words) == core


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("海思半导体有限公司", "海思半导体"),
        ("卡斯比亚股份有限公司", "卡斯比亚"),
        ("株式会社卡斯比亚", "卡斯比亚"),
        ("卡斯有限公司", ""),
        ("海思半导体", ""),
    ],
)
def test_so_can_a_chinese_one_if_enough_is_left(name: str, core: str) -> None:
    assert without_ideographic_legal_form(name) == core


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kaspia Photonics Ltd", {"kaspia photonics ltd", "kaspia photonics"}),
        ("Best Ltd", {"best ltd"}),
        ("Digital Interface Ltd", {"digital interface ltd", "digital interface ?"}),
        ("The Kaspia Institute", {"kaspia institute", "institute kaspia"}),
        ("Kaspia & Morel Ltd", {"kaspia and morel ltd", "kaspia and morel", "kaspia morel"}),
        ("Ivan Morel", {"ivan morel", "morel ivan"}),
        ("Ivan P Morel", {"ivan p morel", "morel ivan p", "p morel ivan"}),
        ("Society of Kaspia", {"society of kaspia"}),
        ("Unit 8200", {"unit 8200"}),
        ("White House", {"white house"}),
        ("David House", {"david house", "house david"}),
        ("Kasp", set()),
    ],
)
def test_a_name_has_these_forms(name: str, expected: set[str]) -> None:
    """`?`: alone it is a pair of ordinary words."""
    assert {form.words + " ?" * form.ordinary for form in forms(name, KNOWN)} == expected
