"""Each lint fires for what it is about, not for its neighbour, and can be waived with a reason.

In these texts « stands before the place where the warning is; it is taken out before reading.
"""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.core import an_article
from tests.rulebook.test_mistakes import place
from tracker.errors import Problem
from tracker.rulebook import build
from tracker.rulebook.lints import History, judged
from tracker.rulebook.lints.waivers import CODES

TODAY = date(2026, 11, 24)
V = "version: 1\n"
W = "version: 1\nwatches:\n  - watch: A\n"  # a watch goes on from here
X = W + "    any: [apple]\n"
PROOF = "    examples: {match: [apple], no_match: [pear]}\n"
LISTS = V + "watches: [{watch: A, any: [$a]}]\nlists:\n"
NAMES = LISTS.replace("lists", "entities")
S = 'sources:\n  - {kind: feed, id: s, name: S, url: "https://e.org/f", '
DESK = "channels: {desk: {kind: console}, ops: {kind: console}}\n"
ROUTE = X + DESK + "routes:\n  - {route: r, send: [desk, ops]"
OFTEN = History(days=10.0, articles=900, hits={"x/a": 201})
BROAD = History(days=100.0, articles=1000, hits={"x/a": 11})
RARE = History(days=10.0, articles=900, hits={"x/a": 200})
LONG_AGO, RECENT = date(2026, 5, 1), date(2026, 10, 1)
SILENT = History(days=9.0, articles=10, hits={}, since=LONG_AGO)
WOKEN = History(days=9.0, articles=10, hits={}, since=LONG_AGO, last={"x/a": RECENT})
NEW = History(days=9.0, articles=10, hits={}, since=RECENT)
OVERRIDE = X + "overrides:\n  - watch: x/a\n    remove: {any: [«pear]}\n"

# code, what is wrong, where (and with which history), a piece of the sentence
FIRING: list[tuple[str, str, str, History | None]] = [
    ("L001", W.replace("- ", "- «") + "    any: [apple]", "it fires 20 times a day", OFTEN),
    ("L001", W.replace("- ", "- «") + "    any: [apple]", "for 11 of the last 1000", BROAD),
    ("L002", W + "    any: [apple, «ai]", "'ai' is too short", None),
    ("L002", W + "    any: [«C]", "'C' is too short", None),
    ("L002", W + "    any: [«42]", "'42' is too short", None),
    ("L002", W + "    any: [{term: «AI, case: any}]", "'AI' is too short", None),
    ("L002", W + "    all: [apple, {any: [«国]}]", "one character", None),
    ("L002", LISTS + "  a: [apple, «With]", "almost every text", None),
    ("L002", W + "    query: apple AND (pear OR «the)", "almost every text", None),
    ("L003", W + "    any: [apple, plum]\n    «none: [plum, apple]", "one of apple, plum", None),
    ("L003", W + "    any: [apple pie]\n    «none: [apple]", "that has one of apple pie", None),
    ("L003", W.replace("- ", "- «") + "    query: apple AND NOT apple", "excludes every", None),
    ("L003", X + "    «sources: [s]\n" + S + "enabled: false}\n"
     '  - {kind: feed, id: t, name: T, url: "https://e.org/g"}', "no source", None),
    ("L003", X + "    «languages: [zh]\n" + S + "language: en}", "no source", None),
    ("L003", X + "    «jurisdictions: [CN]\n" + S + "tier: official, jurisdictions: [US]}",
     "no source", None),
    ("L003", X + "    expires: «2026-11-23", "expired on 2026-11-23", None),
    ("L003", ROUTE + "}\n  - «{route: grave, send: desk, if: {severity: high}}",
     "the route 'r' above it takes every alert", None),
    ("L004", X + "  - «watch: B\n    query: apple", "the watch at rules/x.yaml:3", None),
    ("L004", W + "    any: [a1, {near: [b1, c1]}]\n  - «watch: B\n    any: [{near: [c1, b1]}, a1]",
     "the watch at rules/x.yaml:3", None),
    ("L005", W + "    any: [apple, «use*]", "3 letters before a *", None),
    ("L005", W + "    any: [export «con?rol]".replace("«", "", 1).replace("export", "«export"),
     "'con?rol'", None),
    ("L006", W + "    any: [{near: [apple, pear], within: «26}]", "within 26 words", None),
    ("L006", W + "    query: (plum AND apple «w/26 pear)", "w/26", None),
    ("L006", W + "    query: apple «not w/30 pear", "not w/30", None),
    ("L007", W + "    fuzzy: «90\n    any: [Huawei Technologies, SMIC]", "apply to SMIC", None),
    ("L007", W + "    fuzzy: «90\n    any: [SMIC, 中芯国际]", "to any term here", None),
    ("L007", LISTS.replace("any: [$a]", "any: [$a], fuzzy: «90") + "  a: [Huawei Technologies]",
     "no term here", None),
    ("L007", V + "entities:\n  h: {name: Huawei Technologies, aliases: [华为], fuzzy: «90}",
     "apply to 华为", None),
    ("L008", W.replace("- ", "- «") + "    any: [apple]\n", "catch, and what it must leave", None),
    ("L008", W.replace("- ", "- «") + "    any: [apple]\n    examples: {match: [apple]}",
     "must leave alone", None),
    ("L008", W.replace("- ", "- «") + "    any: [apple]\n    examples: {no_match: [pear]}",
     "must catch", None),
    ("L009", V + "lists: {«a: [apple]}", "nothing uses $a", None),
    ("L009", V + "macros: {«m: {all: [apple, pear]}}", "nothing uses $m", None),
    ("L010", W + "    any: [apple, B«еijing]", "'Bеijing' mixes letters that look alike", None),
    ("L010", W + "    any: ['export«\u200b control']", "(U+200B)", None),
    ("L010", W + "    query: '\"export control\" OR Huаwei'".replace("а", "«а"), "cyrillic", None),
    ("L010", W + "    any: [{term: Apple, never: [pie, app«lе]}]".replace("app«lе", "appl«е"),
     "cyrillic", None),
    ("L011", W + "    any:\n      - C «#x\n      - apple", "'#x' is a remark", None),
    ("L011", LISTS + "  a: [apple, pear «#plum\n     , cherry]", "'#plum' is a remark", None),
    ("L012", X + "    notify: desk\n" + DESK.replace("ops", "«ops"), "the channel 'ops'", None),
    ("L013", OVERRIDE, "x/a has no 'pear' to remove", None),
    ("L014", W.replace("- ", "- «") + "    any: [apple]", "not fired for 180 days", SILENT),
    ("L015", W + "    any: [{regex: «'\\w+[abcd]+x?yz?\\d{3}'}]", "no three letters", None),
    ("L015", W + "    query: apple OR «/a+b/", "no three letters", None),
    ("L016", LISTS + "  a: [apple, «软件, 输出, 芯片]", "'软件' (軟體), '芯片' (晶片)", None),
    ("L016", LISTS + "  a: [«软件, 芯片, 人工智能, 数据, 信息]", "and 2 more", None),
    ("L016", W + "    all: [«软件, {any: [晶片, 芯片]}]", "'软件' (軟體)", None),
    ("L016", W + "    query: apple AND «軟體", "'軟體'", None),
    ("L017", X + "    expires: «2026-12-08", "expires in 14 days", None),
    ("L017", X + "    expires: «2026-11-25", "expires in 1 day", None),
    ("L019", NAMES + "  a: {name: Meta Platforms, aliases: [«Meta]}", "ordinary word", None),
    ("L019", NAMES + "  a: {name: «Apple}", "ordinary word", None),
    ("L019", NAMES + "  a: {name: Micron Technology, aliases: [«美光]}", "two characters", None),
    ("L018", X + "    severity: low\n" + DESK + "routes:\n"
     "  - «{route: r, send: [desk, ops], if: {severity: high}}", "no route takes x/a:", None),
]  # fmt: skip

SILENCE: list[tuple[str, str, History | None]] = [
    ("L001", X, RARE),
    ("L001", X, None),
    ("L002", W + "    any: [AI, 5G, 出口, pie, ban, C++, é]", None),
    ("L003", W + "    any: [apple, pear]\n    none: [apple]", None),
    ("L003", W + "    any: [apple]\n    none: [{term: apple, in: title}]", None),
    ("L003", W + "    any: [AI]\n    none: [AI Bank]", None),
    ("L003", X + "    sources: [s]\n    languages: [en]\n    expires: 2027-01-01\n"
     + S + "language: en-GB}", None),
    ("L003", X + "    languages: [zh]\n", None),  # no source at all: nobody can tell
    ("L003", X + "    expires: 2026-11-24", None),
    ("L003", ROUTE + ", also: true}\n  - {route: grave, send: desk, if: {severity: high}}", None),
    ("L003", ROUTE + ", if: {severity: high}}\n  - {route: rest, send: desk}", None),
    ("L004", X + "  - {watch: B, any: [apple, pear]}", None),
    ("L004", X + "  - {watch: B, any: [apple], in: title}", None),
    ("L004", X + "  - {watch: B, any: [apple], languages: [en]}", None),
    ("L004", W + "    query: apple pre/3 pear\n  - {watch: B, query: pear pre/3 apple}", None),
    ("L004", W + "    query: apple not w/3 pear\n  - {watch: B, query: pear not w/3 apple}", None),
    ("L004", W + "    query: atleast3(apple)\n  - {watch: B, query: atleast4(apple)}", None),
    ("L004", W + "    query: apple w/s pear\n  - {watch: B, query: apple w/p pear}", None),
    ("L004", W + "    any: [apple]\n    none: [x1]\n  - {watch: B, any: [apple], none: [y]}", None),
    ("L005", W + "    any: [user*, licen?e, 出口*, controls]", None),
    ("L006", W + "    any: [{near: [apple, pear], within: 25}]", None),
    ("L006", W + "    query: apple w/25 pear", None),
    ("L007", W + "    fuzzy: 90\n    any: [Huawei Technologies, $a]\nlists: {a: [SMIC]}", None),
    ("L007", W + "    any: [SMIC, {term: Huawei Technologies, fuzzy: 90}]", None),
    ("L008", X + PROOF, None),
    ("L008", X + "examples: {x/a: {match: [apple], no_match: [pear]}}", None),
    ("L008", X + "    enabled: false", None),
    ("L009", V + "lists: {a: [apple]}\nwatches: [{watch: A, any: [$a]}]", None),
    ("L009", V + "entities: {e: {name: Huawei}}", None),
    ("L009", V + "macros: {m: {any: [apple]}}\nwatches: [{watch: A, query: $m AND pear}]", None),
    ("L010", W + "    any: [Пекин, 英伟达H20, café, Ελλάδα, Москва AI]", None),
    ("L011", W + "    any:\n      - C  # a language\n      - 'C #x'\n      - C#x", None),
    ("L011", W + "    any:  #these\n      - apple", None),
    ("L012", ROUTE + "}", None),
    ("L013", OVERRIDE.replace("«pear", "apple").replace("[apple]\n", "[apple, plum]\n", 1), None),
    ("L014", X, WOKEN),
    ("L014", X, NEW),
    ("L014", X, History(days=9, articles=10, hits={"x/a": 1}, since=LONG_AGO)),
    ("L015", W + "    any: [{regex: '(?i)\\bCVE-\\d+'}, {regex: 3A09\\d}, {regex: 出口\\w}]", None),
    ("L016", LISTS + "  a: [软件, 軟體, 输出, 規則]", None),
    ("L016", LISTS + "  a: {terms: [软件], variants: [zh]}", None),
    ("L016", LISTS + "  a: [软件, $b]\n  b: {terms: [软件], variants: [zh]}", None),
    ("L016", LISTS + "  a: [ソフトウェア企業, 소프트웨어]", None),
    ("L016", W + "    any: [软件]\n    languages: [zh-Hans]", None),
    ("L017", X + "    expires: 2026-12-09", None),
    ("L018", X + DESK + "routes:\n  - {route: r, send: [desk, ops], if: {tags: [a]}}\n"
     "  - {route: rest, send: desk}", None),
    ("L018", X + "    notify: desk\n" + DESK + "routes:\n"
     "  - {route: r, send: ops, if: {severity: critical}}", None),
    ("L018", X, None),
    ("L019", NAMES + "  a: {name: Meta Platforms, aliases: [{term: Meta, context: chip}]}", None),
    ("L019", NAMES + "  a: {name: Meta Platforms, aliases: [{term: Meta, case: exact}]}", None),
    ("L019", NAMES + "  a: {name: Arm, never: [Arm Wrestling]}", None),
    ("L019", NAMES + "  a: {name: Apple, context: [chip], aliases: [美光]}", None),
    ("L019", NAMES + "  a: {name: Huawei, aliases: [海思半导体, General Photonics, SMIC]}", None),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()


def linted(text: str, history: History | None = None) -> list[Problem]:
    """What is said of a file with this text, which has no fault."""
    Path("rules/x.yaml").write_text(text.replace("«", ""), encoding="utf-8")
    built = build.build(Path("rules"))
    assert not built.errors
    return judged(built, today=TODAY, history=history)


def codes(text: str, history: History | None = None) -> list[str]:
    return [problem.code for problem in linted(text, history)]


def test_every_lint_is_seen_to_fire_and_to_be_silent() -> None:
    assert {code for code, *_ in FIRING} == {code for code, *_ in SILENCE} == set(CODES)


@pytest.mark.parametrize(("code", "text", "message", "history"), FIRING)
def test_a_lint_is_a_warning_at_its_place_with_advice(
    code: str, text: str, message: str, history: History | None
) -> None:
    (problem,) = [found for found in linted(text, history) if found.code == code]
    assert f"{problem.line}:{problem.column}" == place(text)
    assert message in problem.message
    assert problem.hint
    assert problem.level == "warning"


@pytest.mark.parametrize(("code", "text", "history"), SILENCE)
def test_a_lint_is_silent_about_what_is_well(code: str, text: str, history: History | None) -> None:
    assert code not in codes(text, history)


@pytest.mark.parametrize(("code", "text", "message", "history"), FIRING)
def test_a_waiver_with_a_reason_silences_it(
    code: str, text: str, message: str, history: History | None
) -> None:
    del message
    found = codes(f"# tracker: allow {code} it is meant so\n{text}", history)
    assert not {code, "waiver"} & set(found)


# -- waivers ----------------------------------------------------------------------------------

ALLOW = "# tracker: allow L002 it is meant so"
SHORT = """version: 1
lists:
  a: [the]
  b:
    - and
    - with
watches:
  - watch: A
    any: [$a, $b, for]
"""


@pytest.mark.parametrize(
    ("line", "waiver", "left"),
    [
        (3, f"  a: [the] {ALLOW}", ["5", "6", "9"]),
        (3, f"  {ALLOW}\n  a: [the]", ["6", "7", "10"]),
        (3, f"  {ALLOW}\n\n  # a remark\n  a: [the]", ["8", "9", "12"]),
        (4, f"  {ALLOW}\n  b:", ["3", "10"]),
        (5, f"    {ALLOW}\n    - and", ["3", "7", "10"]),
        (8, f"  {ALLOW}\n  - watch: A", ["3", "5", "6"]),
        (1, f"{ALLOW}\nversion: 1", []),
        (1, f"\n# my rules\n{ALLOW}\nversion: 1", []),
        (1, f"# my rules\n\n{ALLOW}\nversion: 1", ["6", "8", "9", "12", "waiver 3"]),
    ],
)
def test_a_waiver_holds_for_its_line_for_what_is_below_it_or_for_the_file(
    line: int, waiver: str, left: list[str]
) -> None:
    lines = SHORT.splitlines()
    lines[line - 1] = waiver
    found = [problem for problem in linted("\n".join(lines)) if problem.code != "L008"]
    told = [f"{'waiver ' * (p.code == 'waiver')}{p.line}" for p in found]
    assert sorted(told) == sorted(left)


@pytest.mark.parametrize(
    ("waiver", "message", "hint"),
    [
        ("allow L002", "this waiver gives no reason", "write # tracker: allow L003 and the reason"),
        ("allow L002 --", "this waiver gives no reason", "for those who come later"),
        ("allow", "this waiver does not say which lint", "allow L003"),
        ("allow it please", "this waiver does not say which lint", "allow L003"),
        ("allow L02 it is meant so", "no lint has the code 'L02'", "did you mean 'L002'?"),
        ("allow L002 L099 it is meant so", "no lint has the code 'L099'", "did you mean 'L009'?"),
        ("alow L002 it is meant so", "'alow' is nothing", "did you mean 'allow'?"),
        ("L002 it is meant so", "'L002' is nothing", "write # tracker: allow"),
    ],
)
def test_a_waiver_that_cannot_be_understood_is_a_fault(
    waiver: str, message: str, hint: str
) -> None:
    problems = linted(f"version: 1\nwatches:\n  - watch: A\n    any: [the]  # tracker: {waiver}\n")
    (fault,) = [problem for problem in problems if problem.code == "waiver"]
    assert (fault.line, fault.column, fault.level) == (4, 17, "error")
    assert message in fault.message
    assert hint in fault.hint
    assert "L002" in [problem.code for problem in problems]


def test_one_waiver_may_name_several_lints_and_is_warned_of_if_one_is_not_there() -> None:
    several = ALLOW.replace("L002", "L002, L008 L006")
    text = f"version: 1\n{several}\nwatches:\n  - watch: A\n    any: [the]\n"
    (problem,) = linted(text)
    assert (problem.code, problem.line, problem.level) == ("waiver", 2, "warning")
    assert problem.message == "there is no L006 here to waive"


def test_a_lint_that_comes_and_goes_is_not_missed() -> None:
    text = "# tracker: allow L001, L014, L017 it is meant so\n" + X + PROOF
    assert not linted(text)
    assert codes(text, RARE) == ["waiver", "waiver"]


def test_a_waiver_in_a_text_is_a_text() -> None:
    text = f"version: 1\nnote: '{ALLOW}'\nwatches:\n  - watch: A\n    note: |\n      {ALLOW}\n"
    text += "    any: [the]\n"
    assert codes(text) == ["L008", "L002"]


def test_a_waiver_holds_in_its_own_file_only() -> None:
    Path("rules/y.yaml").write_text(f"{ALLOW}\nversion: 1\nlists: {{b: [and]}}\n")
    text = "version: 1\nwatches: [{watch: A, any: [the, $b]}]\n"
    assert [(p.file, p.code) for p in linted(text) if p.code != "L008"] == [
        ("rules/x.yaml", "L002")
    ]


def test_what_an_override_adds_is_judged_where_it_is_written() -> None:
    Path("rules/y.yaml").write_text(
        "version: 1\noverrides:\n  - watch: x/a\n    add: {any: [the]}\n"
    )
    problems = [problem for problem in linted(X) if problem.code == "L002"]
    assert [(p.file, p.line, p.column) for p in problems] == [("rules/y.yaml", 4, 17)]


def test_rules_with_faults_are_not_linted_but_their_waivers_are_read() -> None:
    Path("rules/x.yaml").write_text(
        "version: 1\n# tracker: allow L002\nwatches: [{watch: A, any: [the], x: y}]\n"
    )
    problems = judged(build.build(Path("rules")), today=TODAY)
    assert [problem.code for problem in problems] == ["waiver", "unknown-key"]


# -- the rest -----------------------------------------------------------------------------------


def test_a_history_counts_what_the_rules_say_today() -> None:
    Path("rules/x.yaml").write_text(X)
    rules = build.load(Path("rules")).rulebook
    newest = [an_article(f"apple {n}", hours=-24 * n) for n in range(5)]
    since = datetime(2026, 1, 1, 23, tzinfo=UTC)
    past = History.of([*newest, an_article("pear")], rules, since, {"x/a": since})
    assert (past.articles, past.days, past.hits) == (6, 4.0, {"x/a": 5})
    assert (past.since, past.last) == (date(2026, 1, 1), {"x/a": date(2026, 1, 1)})
    assert History.of([], rules, None, {}).days == 0.0


def test_a_thousand_watches_are_linted_in_a_moment() -> None:
    watch = (
        "  - {{watch: Watch {n}, any: [apple{n}, pear{n}*], none: [cider], languages: [en],\n"
        "     query: plum{n} w/5 (tree OR 软件{n}), "
        "examples: {{match: [an apple{n}], no_match: [cider of apple{n}]}}}}\n"
    )
    source = '  - {{kind: feed, id: s{n}, name: S, url: "https://e.org/{n}", language: de}}\n'
    text = "version: 1\nwatches:\n" + "".join(watch.format(n=n) for n in range(1000))
    text += "sources:\n" + "".join(source.format(n=n) for n in range(40))
    Path("rules/x.yaml").write_text(text)
    built = build.build(Path("rules"))
    began = time.process_time()
    problems = judged(built, today=TODAY + timedelta(days=1))
    assert time.process_time() - began < 2.0  # some 0.3 s; the bound is for a busy machine
    assert len(problems) >= 1000
