"""`tracker rules import`: an official list comes in, and nothing that a person wrote is lost."""

import pytest

from tests.cli.conftest import Answer, Shell

LIST = """name,alt_names,countries,federal_register_notice
"Zorbium Technology Co., Ltd. (ZBX)","Zorbium; BEST",CN,90 FR 1
Lemon Works JSC,,RU,90 FR 2
General Trading LLC,,AE,90 FR 4
"""
FILE = "rules/local/mine.yaml"
COUNTS = "3 rows: 2 entities with 3 names, 3 names left out, 1 entity without any\n"
WATCH = """version: 1
watches:
  - watch: Firms on my list
    id: firms
    any: [$mine]
    examples: {match: [Zorbium sells chips], no_match: [The best general trading of lemons]}
"""


@pytest.fixture
def shell(with_rules: Shell) -> Shell:
    """A shell in a folder with a few rules and a list."""
    with_rules.write("list.csv", LIST)
    return with_rules


def imported(shell: Shell, *args: str) -> Answer:
    return shell("rules", "import", "list.csv", "--preset", "us-entity-list", *args)


def test_a_list_becomes_a_rule_file_that_a_watch_can_use(shell: Shell) -> None:
    answer = shell.process(
        "rules", "import", "list.csv", "--preset", "us-entity-list", "--out", FILE, "--date",
        "2026-07-19",
    )  # fmt: skip
    assert (answer.code, answer.out, answer.err) == (0, "", COUNTS)
    text = (shell.folder / FILE).read_text(encoding="utf-8")
    assert text.startswith("# us-entity-list: imported from list.csv, as of 2026-07-19.\n")
    shell.write(FILE, text.replace("us-entity-list:", "mine:"))
    shell.write("rules/local/watch.yaml", WATCH)
    checked = shell("check", "--strict")
    assert (checked.code, "all well" in checked.out) == (0, True), checked.out


def test_a_file_alone_has_no_warning(shell: Shell) -> None:
    imported(shell, "--out", FILE)
    checked = shell("check", "--strict", FILE)
    assert checked.code == 0, checked.out


def test_without_a_file_it_goes_to_standard_output(shell: Shell) -> None:
    answer = imported(shell, "--list", "mine")
    assert (answer.code, answer.err) == (0, COUNTS)
    assert "  mine: [$lemon-works-jsc, $zorbium-technology-co-ltd]\n" in answer.out


def test_columns_can_be_mapped_one_by_one(shell: Shell) -> None:
    shell.write("list.txt", "Firma;Auch;Nr\nZorbium Werke AG;Zorbium|Lemonium;7\n")
    answer = shell(
        "rules", "import", "list.txt", "--map", "name=Firma", "--map", "aliases=Auch", "--map",
        "identifiers.number=Nr", "--split", "|", "--list", "mine", "--fuzzy", "0",
    )  # fmt: skip
    assert answer.code == 0
    assert (
        "  zorbium-werke-ag: {name: Zorbium Werke AG, aliases: [Zorbium, Lemonium], "
        "identifiers: {number: 7}}\n"
    ) in answer.out


def test_a_dry_run_says_what_is_left_out_and_why(shell: Shell) -> None:
    answer = imported(shell, "--out", FILE, "--dry-run")
    assert (answer.code, answer.err) == (0, COUNTS)
    assert "     1 an ordinary word: BEST\n" in answer.out
    assert not (shell.folder / FILE).exists()


def test_a_file_that_is_there_is_replaced_only_when_told(shell: Shell) -> None:
    imported(shell, "--out", FILE)
    shell.write(FILE, "version: 1\nlists: {us-entity-list: [edited]}\n")
    refused = imported(shell, "--out", FILE)
    assert (refused.code, refused.out) == (2, "")
    assert f"{FILE}: is there already; --force replaces it" in refused.err
    assert "edited" in (shell.folder / FILE).read_text()
    assert imported(shell, "--out", FILE, "--force").code == 0
    assert "edited" not in (shell.folder / FILE).read_text()


def test_a_later_import_differs_only_in_what_has_changed(shell: Shell) -> None:
    imported(shell, "--out", FILE)
    before = (shell.folder / FILE).read_text().splitlines()
    shell.write("list.csv", LIST + "Lemonium Works,,RU,90 FR 9\n")
    imported(shell, "--out", FILE, "--force")
    after = (shell.folder / FILE).read_text().splitlines()
    new = [line for line in after if line not in before]
    assert [line for line in new if line.startswith("  lemonium-works: ")]
    assert len(new) <= 4  # the counts, and where the list breaks its lines


def test_two_lists_with_the_same_body_stand_beside_each_other(shell: Shell) -> None:
    imported(shell, "--out", FILE)
    assert imported(shell, "--list", "other", "--out", "rules/local/other.yaml").code == 0
    assert "zorbium-technology-co-ltd-other: {" in (
        shell.folder / "rules/local/other.yaml"
    ).read_text(encoding="utf-8")
    assert shell("check").code == 0
    # the first one keeps its ids
    assert imported(shell, "--out", FILE, "--force").code == 0
    assert "  zorbium-technology-co-ltd: {" in (shell.folder / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--map", "name=nam"), "there is no column 'nam' for name: did you mean 'name'?"),
        (("--preset", "us-entity-lst"), "did you mean 'us-entity-list'?"),
        (("--from", "xml"), "--from: 'xml' is not one of csv, json"),
        (("--date", "today"), "--date: 'today' is not a day: write 2026-12-31"),
        (("--fuzzy", "30"), "--fuzzy: write 0, or 60 to 100"),
        (("--list", "My List"), "--list: 'My List' is no name for a list"),
        (("--list", "chips"), "rules/packs/mine.yaml has a 'chips' already"),
        (("--list", "nvidia"), "rules/packs/mine.yaml has a 'nvidia' already"),
        (("--out", "rules/local/mine.yml.txt"), "a rule file is called something.yaml"),
        (("--out", "no/such/mine.yaml"), "no/such/mine.yaml: cannot be written"),
        (("--where", "countries=ZZ"), "--where countries=ZZ: no row has 'ZZ' in this column"),
    ],
)
def test_a_mistake_is_one_line(shell: Shell, args: tuple[str, ...], says: str) -> None:
    answer = (
        imported(shell, "--out", FILE, *args) if "--out" not in args else imported(shell, *args)
    )
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert not (shell.folder / FILE).exists()


def test_a_list_needs_a_name_and_columns(shell: Shell) -> None:
    unnamed = shell("rules", "import", "list.csv", "--map", "name=name")
    assert (unnamed.code, "--list: the list needs a name" in unnamed.err) == (2, True)
    unmapped = shell("rules", "import", "list.csv", "--list", "mine")
    assert (unmapped.code, "with --preset us-entity-list or" in unmapped.err) == (2, True)


def test_rows_that_do_not_fit_are_all_told(shell: Shell) -> None:
    shell.write("list.csv", LIST + "A, B, C, D, E\n\nF\n")
    answer = imported(shell, "--out", FILE)
    assert answer.code == 2
    assert "list.csv:5:1: row: this row has 5 cells, and there are 4 columns" in answer.err
    assert "list.csv:7:1: row: this row has 1 cells" in answer.err
    assert answer.err.endswith("tracker: list.csv: 2 rows do not fit the columns\n")


def test_a_list_without_anybody_to_find_makes_no_file(shell: Shell) -> None:
    shell.write("list.csv", "name\nBest\n")
    answer = shell("rules", "import", "list.csv", "--map", "name=name", "--out", FILE)
    assert (answer.code, "there is nobody to look for" in answer.err) == (2, True)
    assert not (shell.folder / FILE).exists()


def test_rows_without_a_name_and_a_guessed_encoding_are_told(shell: Shell) -> None:
    shell.write("list.csv", "name,x\nZørbium Wørks,1\n,2\n".encode("cp1252"))
    answer = shell("rules", "import", "list.csv", "--map", "name=name", "--list", "mine")
    assert answer.code == 0
    assert "list.csv: no name in row 3\n" in answer.err
    assert "its encoding was guessed: if names look wrong, say --encoding" in answer.err


@pytest.mark.parametrize("encoding", ["hex", "nonsense"])
def test_an_encoding_that_is_none_is_told(shell: Shell, encoding: str) -> None:
    answer = imported(shell, "--encoding", encoding, "--dry-run")
    assert answer.code == 2
    assert f"--encoding: '{encoding}' is no encoding of text" in answer.err


def test_a_file_that_is_not_there_is_one_line(shell: Shell) -> None:
    (shell.folder / "list.csv").unlink()
    answer = imported(shell, "--out", FILE)
    assert (answer.code, "list.csv: cannot be read" in answer.err) == (2, True)
