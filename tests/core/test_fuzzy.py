"""A name spelt nearly right is found, and a name that merely sounds like it is not."""

import pytest

from tracker.core.fuzzy import Fuzzy


def found(text: str, name: str, least: int) -> list[str]:
    """The stretches of the folded `text` that are so much like `name`."""
    return sorted(text[start:end] for start, end, _ in Fuzzy([(0, name, least)]).hits(text))


@pytest.mark.parametrize(
    ("name", "least", "text", "words"),
    [
        ("Huawei", 80, "huawei huawie hauwei", ["hauwei", "huawei", "huawie"]),
        ("Huawei", 90, "huawie", []),
        ("Huawei", 80, "hawaii", []),
        ("Nvidia", 80, "nvida, nvidla; india", ["nvida", "nvidla"]),
        ("Nvidia", 100, "nvidia nvida", ["nvidia"]),
        ("Nvidia", 60, "india envidia", []),
        ("Acme Photonics", 85, "acme photonyx, acme photoncis", ["acme photoncis"]),
        ("Acme Photonics", 85, "acme photonic", ["acme photonic"]),
        ("Acme Photonics", 85, "acme the photonics, acmephotonics", []),
        ("Acme-Photonics", 85, "acme photonics", ["acme photonics"]),
        ("Société Lumière", 85, "societe lumiere", ["societe lumiere"]),
        ("Acme Photonics", 85, "acme", []),
        ("Acme Photonics", 85, "", []),
    ],
)
def test_likeness_is_that_of_whole_words(
    name: str, least: int, text: str, words: list[str]
) -> None:
    assert found(text, name, least) == words


def test_each_name_has_its_own_measure() -> None:
    fuzzy = Fuzzy([(4, "Nvidia", 100), (9, "Nvidia", 80), (2, "Huawei Technologies", 90)])
    text = "nvida and huawei technologie"
    assert sorted(fuzzy.hits(text)) == [(0, 5, 9), (10, 28, 2)]


def test_without_names_nothing_is_measured() -> None:
    assert list(Fuzzy([]).hits("nvidia")) == []
