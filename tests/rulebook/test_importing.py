"""An official list becomes a rule file in which every name means one body and nobody else."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import ConfigError
from tracker.rulebook import build, files, importing
from tracker.rulebook.authoring.form import formatted
from tracker.rulebook.importing import cells, grading

calm = settings(deadline=None)

# -- which names are looked for --------------------------------------------------------------------

KEPT = [
    "Huawei", "Naura", "Zorbium", "Uralzorbmash", "iZorbium", "4Lemons", "ZORBIUM",
    "ZBMX", "ZBMXQ",
    "Zorbium Technology", "Moore Threads", "Lemon Electronics", "Fourth Paradigm",
    "Best Lemon Co., Ltd.", "Cubic Corporation", "Lemon LLC", "AO Lemon", "ZBX Holding", "ZBX Ltd",
    "General Dynamics", "Lockheed Martin Corporation",
    "China Aerospace Science and Technology Corporation", "Iran Electronics Industries",
    "United Aircraft Corporation", "Russian Helicopters JSC", "Harbin Engineering University",
    "Ministry of Defence of the Republic of Belarus",
    "Central Scientific Research Institute of Radio Engineering Systems",
    "Feroz Zorbani", "David Zorbani",
    "华为技术有限公司", "海康威视", "波音公司", "北京航空航天大学", "中国电子科技集团公司",
    "セソン貿易", "삼성전자", "TDK株式会社",
]  # fmt: skip
LEFT = {
    "27": "a number",
    "4.27": "a number",
    "—": "no letters",
    "": "no letters",
    "best": "an ordinary word",
    "BEST": "an ordinary word",
    "Lemon": "an ordinary word",
    "MACS": "an ordinary word",
    "Soyuz": "an ordinary word",
    "The Base": "describes many",
    "siri": "a short word",
    "Siri": "a short word",
    "Zorb": "a short word",
    "iJet": "a short word",
    "ES Co.": "a short word",
    "3M Limited": "a short word",
    "Al": "too short",
    "EC": "an acronym of 2",
    "DJI": "an acronym of 3",
    "Z.B.X.": "an acronym of 3",
    "Ltd": "only a legal form",
    "Co., Ltd.": "only a legal form",
    "Iran": "a place",
    "Shenzhen": "a place",
    "New Zealand": "describes many",
    "Silk Road": "a place",
    "Trading Company": "describes many",
    "General Trading LLC": "describes many",
    "Beijing Technology": "describes many",
    "Hong Kong Electronics": "describes many",
    "Advanced Technologies": "describes many",
    "Second Academy": "describes many",
    "Ministry of Defence": "describes many",
    "35th Research Institute": "describes many",
    "Address 10": "describes many",
    "Group A": "describes many",
    "Lemon Company": "an ordinary word",
    "Lemon 10": "an ordinary word and a number",
    "X-Lemon": "an ordinary word and a number",
    "David Lee": "a name of many persons",
    "Wang Wei": "a name of many persons",
    "No. 5 Lemon Road, Haidian, Beijing 100000": "an address",
    "P.O. Box 1234": "an address",
    "Zorbium " * 40: "too long",
    "华为": "2 characters, part of other words",
    "民経連": "3 characters, part of other words",
    "有限公司": "only a legal form",
    "石油公司": "describes many",
    "中国科技公司": "describes many",
    "应用技术集团": "describes many",
}


@pytest.mark.parametrize("alias", KEPT)
def test_a_name_that_means_nobody_else_is_looked_for(alias: str) -> None:
    assert importing.grade(alias) == importing.Grade(keep=True)


@pytest.mark.parametrize(("alias", "reason"), LEFT.items())
def test_a_name_that_may_mean_anything_is_left_out(alias: str, reason: str) -> None:
    assert importing.grade(alias) == importing.Grade(keep=False, reason=reason)


@pytest.mark.parametrize("alias", ["Zorban", "ZORBAN", "Zorbanovich"])
def test_one_name_of_a_person_is_no_name(alias: str) -> None:
    assert importing.grade(alias).keep
    assert importing.grade(alias, person=True).reason == "one name of a person"


def test_two_common_names_of_a_person_are_no_name() -> None:
    assert importing.grade("Ronald Simon").keep
    assert importing.grade("Ronald Simon", person=True).reason == "a name of many persons"


@calm
@given(st.text(max_size=60), st.booleans())
def test_a_name_is_judged_whatever_it_is(alias: str, person: bool) -> None:  # noqa: FBT001
    judged = importing.grade(alias, person=person)
    assert judged.keep == (not judged.reason)


def test_a_word_is_of_one_kind() -> None:
    assert grading.kind_of("zorbium") is grading.Kind.own
    assert grading.kind_of("13th") is grading.Kind.sign


# -- the names in a cell ---------------------------------------------------------------------------

CELLS = {
    "Zorbium; Lemon Zorb ;; Zorbium": ["Zorbium", "Lemon Zorb"],
    "Zorbium Computer Zone (ZCZ)": ["Zorbium Computer Zone", "ZCZ"],
    "ZCZ (Zorbium Computer Institute)": ["ZCZ", "Zorbium Computer Institute"],
    "Zorbium Co., Ltd. (Zorbium)": ["Zorbium Co., Ltd.", "Zorbium"],
    # of the parent, and no name of the branch
    "Zorbium Corporation (ZBMX) 1st Academy": ["Zorbium Corporation 1st Academy"],
    "Zorbium (Lemontown) Co., Ltd.": ["Zorbium (Lemontown) Co., Ltd."],
    "Zorbium (Hong Kong; Macau) Ltd": ["Zorbium (Hong Kong; Macau) Ltd"],
    "Zorbium Ltd. (Lemontown)": ["Zorbium Ltd."],
    "Zorbium (Pty) Ltd.": ["Zorbium (Pty) Ltd."],
    "Zorbium Plant (flight) JSC": ["Zorbium Plant JSC"],
    "Zorbium, a.k.a. Lemonium (f.k.a., Old Lemonium)": ["Zorbium", "Lemonium", "Old Lemonium"],
    "Zorbium, formerly known as Lemonium": ["Zorbium", "Lemonium"],
    "a.k.a., the following three aliases:": [],
    "The following alias: Zorbium": ["Zorbium"],
    "(all of the preceding located in Lemontown)": [],
    "Zorbium, see also Lemonium": ["Zorbium"],
    "Zorbium; and": ["Zorbium"],
    "and Zorbium Works,": ["Zorbium Works"],
    "Lemon Commission (LC), and subordinate entity Zorbium Works": ["Zorbium Works"],
    "Ministry of Zorbium, including its army": ["Ministry of Zorbium"],
    "Zorbium (Parent Organization: Lemon Group (LG))": ["Zorbium"],
    "ZORBIUM (Latin: Zørbium)": ["ZORBIUM", "Zørbium"],
    "The Zorbium Institute": ["Zorbium Institute"],
    'JSC "Zorbium “Lemon”': ["JSC Zorbium Lemon"],
    "OOO 'Zorbium": ["OOO Zorbium"],
    "Xi'an Sa'id Works": ["Xi'an Sa'id Works"],
    "<b>Zorb&amp;Lemon</b>&nbsp;Works": ["Zorb&Lemon Works"],
    "\u200cZorbium\u2002Works": ["Zorbium Works"],
    "Ｚｏｒｂｉｕｍ（ＺＢＸ）": ["Zorbium", "ZBX"],
    "Zorbium Works ・Lemon Works": ["Zorbium Works", "Lemon Works"],
    "Zorbium Works (朝鮮檸檬会社)": ["Zorbium Works", "朝鮮檸檬会社"],
    "参与军售的檸檬動力公司": ["檸檬動力公司"],
    "檸檬動力公司（Lemon Dynamics Co.）等6家实体": ["檸檬動力公司", "Lemon Dynamics Co."],
    "ZORBANOV, Vasiliy": ["Vasiliy Zorbanov"],
    "ZBX, OOO": ["ZBX, OOO"],
    "ZORBIUM TRADING, Tehran": ["ZORBIUM TRADING, Tehran"],
    "Zorbium* $Lemon?": ["Zorbium Lemon"],
    "Zorbium Works.": ["Zorbium Works"],
    "Zorbium (Lemon": ["Zorbium"],
    "Zorbium) Works)": ["Zorbium) Works"],
    " ; , ": [],
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.items())
def test_a_cell_is_read_as_the_names_in_it(cell: str, expected: list[str]) -> None:
    assert cells.names(cell) == expected


def test_another_separator_can_be_given() -> None:
    assert cells.names("Zorbium | Lemon; Works", "|") == ["Zorbium", "Lemon; Works"]


@calm
@given(st.text(max_size=200))
def test_every_cell_can_be_read(cell: str) -> None:
    assert all(name == name.strip() for name in cells.names(cell))


@pytest.mark.parametrize("part", ["(aka Zorbium Photonics ", "Zorbium () ", "(Limited) "])
def test_what_is_far_too_long_for_a_name_is_left_as_it_is(part: str) -> None:
    assert cells.names(part * 2000) == [(part * 2000).strip()]


# -- rows and columns ------------------------------------------------------------------------------

LIST = """name,alt_names,countries,federal_register_notice
"Zorbium Technology Co., Ltd. (ZBX)","Zorbium; BEST",CN,90 FR 1
Lemon Works JSC,,RU,90 FR 2
"Zorbium Technology Co., Ltd.",Zorbium Tech,HK,90 FR 3
General Trading LLC,,AE,90 FR 4
,,AE,90 FR 5
"""


def table(text: str, form: str = "csv") -> importing.Table:
    return importing.read(text.encode(), "list.csv", form)


def fault(text: str | bytes, form: str = "csv") -> str:
    body = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ConfigError) as caught:
        importing.read(body, "list.csv", form)
    return "\n".join([str(caught.value), *map(str, caught.value.problems)])


def gathered(
    text: str, form: str = "csv", pairs: Sequence[str] = (), taken: Sequence[str] = ()
) -> importing.Gathered:
    given = table(text, form)
    columns = importing.mapped(pairs) if pairs else importing.preset("us-entity-list").columns
    importing.check(columns, given)
    return importing.gathered(importing.records(given, columns, ";"), "mine", taken)


def written(found: importing.Gathered, *, fuzzy: int = 80) -> str:
    return importing.rule_file(found, importing.Heading(name="mine", source="l.csv", fuzzy=fuzzy))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "this file is empty"),
        (" \n\n", "this file is empty"),
        ("name,alt\n", "there are no rows in it"),
        (b"PK\x03\x04...", "this is a workbook or archive: save the table as CSV"),
        (b"%PDF-1.7", "this is a PDF"),
        ("name\na\0b\n", "this is no text"),
        ("name,name\na,b\n", "list.csv:1: there are two columns called 'name'"),
        ("name,alt\na,b\nA, Ltd.,b\n\nB\n", "2 rows do not fit the columns"),
        ("name,alt\na,b\nA, Ltd.,b\n", "list.csv:3:1: row: this row has 3 cells, and there are 2"),
        ('name,alt\na,b\n"x,y\n', "list.csv:3: this row cannot be read as CSV"),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_why(text: str | bytes, says: str) -> None:
    assert says in fault(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"name": }]', "list.csv:1:11: this cannot be read as JSON"),
        ('{"a": 1}', "a list of objects is expected here"),
        ("[1, 2]", "a list of objects is expected here"),
        ("[]", "there are no rows in it"),
        ("[" * 100_000, "this JSON is nested too deeply"),
        ('[{"name": ' + "9" * 5000 + "}]", "list.csv: this cannot be read as JSON"),
    ],
)
def test_json_that_cannot_be_used_says_where_and_why(text: str, says: str) -> None:
    assert says in fault(text, "json")


def test_columns_may_be_separated_as_another_country_does_and_end_in_empty_ones() -> None:
    given = table('\ufeffname;alt\n"Zorbium; Works";b;;\n\n\x1a\n')
    assert [(row.line, row.cells) for row in given.rows] == [
        (2, {"name": ("Zorbium; Works",), "alt": ("b",)})
    ]


def test_a_guessed_encoding_is_remarked() -> None:
    given = importing.read("name\nZørbium\n".encode("cp1252"), "list.csv", "csv")
    assert "its encoding was guessed" in given.remarks[0]
    assert table("name\nZørbium\n").remarks == ()
    right = importing.read("name\nЗорбиум\n".encode("cp1251"), "list.csv", "csv", "cp1251")
    assert (right.rows[0].cells["name"], right.remarks) == (("Зорбиум",), ())


def test_json_lists_are_several_cells_and_a_list_may_stand_under_a_key() -> None:
    rows = [{"name": "Zorbium Works", "aliases": ["Zorbium; Lemon", None, {"a": 1}], "id": 7}]
    found = gathered(
        json.dumps({"total": 1, "results": rows}),
        "json",
        ["name=name", "aliases=aliases", "id=id"],
    )
    assert found.entities[0].names == ["Zorbium Works", "Zorbium"]
    assert found.entities[0].identifiers == {"id": ["7"]}


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        (["nme=name"], "--map nme=name: 'nme' is nothing an entity has: did you mean 'name'?"),
        (["name"], "--map name: write it as name=COLUMN"),
        (["name="], "--map name=: write it as name=COLUMN"),
        (["identifiers.X Y=name"], "is nothing an entity has"),
        (["name=nam"], "no column 'nam' for name: did you mean 'name'? its columns are name, alt"),
        (["name=wholly-else"], "no column 'wholly-else' for name: its columns are name, alt_names"),
        (["aliases=alt_names"], "say which column is the name, with --preset us-entity-list or"),
    ],
)
def test_a_wrong_column_says_which_there_are(pairs: list[str], says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        importing.check(importing.mapped(pairs), table(LIST))
    assert says in str(caught.value)


def test_a_wrong_preset_says_which_there_are() -> None:
    with pytest.raises(ConfigError, match="did you mean 'opensanctions'"):
        importing.preset("opensanction")


def test_rows_can_be_chosen() -> None:
    assert len(importing.only(table(LIST), ["countries=ru"]).rows) == 1
    with pytest.raises(ConfigError, match="no row has 'ZZ'"):
        importing.only(table(LIST), ["countries=ZZ"])
    with pytest.raises(ConfigError, match="did you mean 'countries'"):
        importing.only(table(LIST), ["countrys=RU"])


# The columns of the known lists, as they are published.
HEADS = {
    "us-entity-list": "name,alt_names,countries,license_requirement,license_policy,"
    "federal_register_notice",
    "csl": "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,"
    "gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids",
    "opensanctions": "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,"
    "phones,emails,program_ids,dataset,first_seen,last_seen,last_change",
    "mofcom": "addresses,aliases,country,date_added,entity_name,entity_type,id,last_verified,"
    "list_id,reason,source_list_name,source_url",
    "meti": "addresses,aliases,country,date_added,entity_name,entity_type,id,last_verified,"
    "list_id,reason,source_list_name,source_url",
}


@pytest.mark.parametrize("name", importing.PRESETS)
def test_a_preset_fits_the_list_it_is_for(name: str) -> None:
    head = HEADS[name].split(",")
    given = table(f"{HEADS[name]}\n{','.join('x' for _ in head)}\n")
    importing.check(importing.preset(name).columns, given)


# -- entities --------------------------------------------------------------------------------------


def test_rows_of_one_body_are_one_entity() -> None:
    found = gathered(LIST)
    lemon, zorbium = found.entities
    assert (zorbium.id, zorbium.countries, zorbium.notes) == (
        "zorbium-technology-co-ltd", ["CN", "HK"], ["90 FR 1", "90 FR 3"],
    )  # fmt: skip
    assert zorbium.names == ["Zorbium Technology Co., Ltd.", "Zorbium", "Zorbium Tech"]
    assert [(left.name, left.reason) for left in zorbium.left] == [
        ("ZBX", "an acronym of 3"),
        ("BEST", "an ordinary word"),
    ]
    assert (lemon.id, [entity.id for entity in found.silent]) == (
        "lemon-works-jsc", ["general-trading-llc"],
    )  # fmt: skip
    assert importing.counts(found) == (
        "5 rows: 2 entities with 4 names, 3 names left out, 1 entity without any, "
        "1 row without a name"
    )
    assert (found.nameless, importing.reasons(found)[0][1]) == ((6,), 1)


def test_what_is_written_in_another_order_makes_the_same_file() -> None:
    head, *rows = LIST.splitlines()
    assert written(gathered("\n".join([head, *rows]))) == written(
        gathered("\n".join([head, rows[3], rows[1], rows[0], rows[2], rows[4]]))
    )


def test_an_id_is_of_the_name_alone() -> None:
    long = f"Zorbium {'Very ' * 12}Long Works"
    names = ["Zorbium Wørks", "檸檬動力公司", "檸檬ZBX動力公司", long]
    found = gathered("name\n" + "\n".join(names), pairs=["name=name"])
    ids = {entity.names[0]: entity.id for entity in found.entities}
    assert ids["Zorbium Wørks"].startswith("zorbium-w")
    assert ids["檸檬動力公司"].startswith("name-")
    assert ids["檸檬ZBX動力公司"].startswith("zbx-")
    assert len(ids[long]) <= 48
    again = gathered("name\n" + "\n".join(names[1:]), pairs=["name=name"])
    assert {entity.id for entity in again.entities} < set(ids.values())


def test_an_id_that_other_rules_have_gets_the_name_of_the_list() -> None:
    found = gathered(LIST, taken=["lemon-works-jsc"])
    assert found.entities[0].id == "lemon-works-jsc-mine"


def test_the_first_name_that_can_be_found_is_shown() -> None:
    text = "name,alt\nLemon,Lemon Zorbium; Zorbium\n"
    (entity,) = gathered(text, pairs=["name=name", "aliases=alt"]).entities
    assert (entity.id, entity.names) == ("lemon", ["Lemon Zorbium", "Zorbium"])


@pytest.mark.parametrize(
    ("kind", "names"),
    [("Individual", ["Ali Zorbani"]), ("", ["Ali Zorbani"]), ("Entity", ["Ali Zorbani", "Zorban"])],
)
def test_one_name_of_a_person_is_not_looked_for(kind: str, names: list[str]) -> None:
    text = f"name,alt,type\nAli Zorbani,Zorban,{kind}\n"
    (entity,) = gathered(text, pairs=["name=name", "aliases=alt", "kind=type"]).entities
    assert entity.names == names


def test_the_newest_day_in_the_data_is_that_of_the_list() -> None:
    text = "name,seen\nZorbium,2026-05-01T00:00:00\nLemon Zorbium,2026-07-19\nZorbium Works,soon\n"
    assert gathered(text, pairs=["name=name", "date=seen"]).date == "2026-07-19"


# -- the file --------------------------------------------------------------------------------------


def built(text: str, folder: Path) -> build.Built:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return build.load(folder)


def test_a_rule_file_is_one_line_for_each_entity(tmp_path: Path) -> None:
    text = written(gathered(LIST))
    assert "\n  mine: [$lemon-works-jsc, $zorbium-technology-co-ltd]\n" in text
    assert (
        '\n  zorbium-technology-co-ltd: {name: "Zorbium Technology Co., Ltd.", aliases: [Zorbium, '
        'Zorbium Tech], fuzzy: 80, note: "CN, HK · 90 FR 1, 90 FR 3 · not looked for: ZBX (an '
        'acronym of 3), BEST (an ordinary word)"}\n'
    ) in text
    assert "\n  lemon-works-jsc: {name: Lemon Works JSC, note: RU · 90 FR 2}\n" in text
    assert text.endswith(
        "# - general-trading-llc: AE · 90 FR 4 · not looked for: General Trading LLC (describes "
        "many)\n"
    )
    assert formatted(text, "mine.yaml") == (text, ())
    assert built(text, tmp_path).rulebook.entities.keys() == {
        "lemon-works-jsc", "zorbium-technology-co-ltd",
    }  # fmt: skip


def test_likeness_can_be_switched_off() -> None:
    assert "fuzzy" not in written(gathered(LIST), fuzzy=0)


# Any text, and texts in which something means something to YAML, to rules or to lists.
TEXTS = st.text(max_size=40) | st.text("Zorbium Ltd.$*?#:{}[]()&!|>'\"%@`,-;\n\t\u2028\ud800檸檬")


@calm
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_whatever_stands_in_a_list_the_file_is_sound(rows: list[tuple[str, str, str]]) -> None:
    items = [{"name": name, "aliases": alias, "note": note} for name, alias, note in rows]
    items.append({"name": "Zorbium Works", "aliases": "Zorbium", "note": "tracker: allow"})
    found = gathered(
        json.dumps(items),
        "json",
        ["name=name", "aliases=aliases", "note=note", "country=note", "id=note"],
    )
    text = written(found)
    snapshot = files.Snapshot(
        folders=(),
        absent=(),
        files=(files.RuleText(name="mine.yaml", pack="local", text=text),),
        faults=(),
    )
    assert build.of(snapshot).problems == ()
