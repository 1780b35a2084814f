"""Each kind of mistake is told at its exact place, in words, with the right suggestion.

In these texts « stands before the place where the fault is; it is taken out before reading.
"""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.rulebook import language_mistakes
from tracker.rulebook import build, examples, problems
from tracker.rulebook.build import Built
from tracker.rulebook.files import RuleText, Snapshot
from tracker.rulebook.yaml import Path_, parse

W = "version: 1\nwatches:\n  - watch: A\n"  # a watch goes on from here
X = W + "    any: [x]\n"
S = 'version: 1\nsources:\n  - {kind: feed, id: s, name: S, url: "https://e.org/f", '
C = "version: 1\nchannels:\n  desk: {kind: console}\n"
R = C + "routes:\n  - route: r\n    send: desk\n"
LIST = "a list is expected here, such as [one, two]"
KEYS = "keys with values are expected here, such as name: value"
TEXT = "a text is expected here"
EMPTY = "this is empty, and must not be"
GRADES = "is not one of info, low, medium, high, critical"
QUOTE = "put quotation marks around the whole text"
SECRET = "a secret never stands in a file: write env:NAME and set NAME"

UNKNOWN_KEYS = [
    ("version: 1\n«wathces: []", "wathces", "did you mean 'watches'?"),
    ("version: 1\n«listz: {chips: [GPU]}\nwatches:\n  - {watch: A, any: [$chips]}", "listz",
     "did you mean 'lists'?"),
    ("version: 1\n«sourcez: [{id: s, tags: [t]}]\nwatches:\n  - {watch: A, any: [x], "
     "sources: [s, tag:t]}", "sourcez", "did you mean 'sources'?"),
    (X + "    «serverity: high", "serverity", "did you mean 'severity'?"),
    (X + "    note: 中文 😀\n    «nitify: [desk]", "nitify", "did you mean 'notify'?"),
    ("version: 1\nwatches:\n  - {watch: 出口 😀, any: [x], «tagz: [a]}", "tagz",
     "did you mean 'tags'?"),
    (W + "    «ayn: [x]", "ayn", "did you mean 'any'?"),
    (X + "    «completely: other", "completely", "the keys here are all, any, cooldown, delivery"),
    (W + "    all:\n      - any: [x]\n        «noen: [y]", "noen", "did you mean 'none'?"),
    (W + "    any: [{term: x, «caes: exact}]", "caes", "did you mean 'case'?"),
    (W + "    any: [{same: sentence, of: [a, b], «within: 3}]", "within",
     "the keys here are of, same"),
    (X + "    examples: {«matches: [x]}", "matches", "did you mean 'match'?"),
    (X + "    examples: {match: [{title: x, «langage: en}]}", "langage",
     "did you mean 'language'?"),
    ("version: 1\nentities:\n  smic: {name: S, «alias: [S]}", "alias", "did you mean 'aliases'?"),
    (S + "«intervall: 3m}", "intervall", "did you mean 'interval'?"),
    (C + '  c: {kind: telegram, chat: "1", «chatt: 3}', "chatt", "did you mean 'chat'?"),
    (R + "    «alsoo: true", "alsoo", "did you mean 'also'?"),
    (R + "    if: {«severty: high}", "severty", "did you mean 'severity'?"),
]  # fmt: skip

MISSING_KEYS = [
    ("«watches:\n  - {watch: A, any: [x]}", "version"),
    ("version: 1\nwatches:\n  - «any: [x]", "watch"),
    (W + "    any: [«{same: sentence}]", "of"),
    ("version: 1\nentities:\n  smic: «{aliases: [SMIC]}", "name"),
    ("version: 1\nsources:\n  - «{kind: feed, id: s, name: S}", "url"),
    ("version: 1\nsources:\n  - «{kind: folder, id: s, name: S}", "path"),
    ("version: 1\nsources:\n  - «{id: s, name: S}", "kind"),
    (C + "  c: «{kind: telegram}", "chat"),
    (C + '  c: «{chat: "1"}', "kind"),
    (C + "routes:\n  - «route: r", "send"),
    (C + "routes:\n  - «send: desk", "route"),
    (X + "    examples: {match: [«{body: x}]}", "title"),
]

WRONG_VALUES = [
    ("version: «2", "'2' is not 1", "did you mean '1'?"),
    ("version: 1\npack: «My Pack", "'My Pack' is not an id: use a-z, 0-9 and hyphens", ""),
    ("«just a text", KEYS, ""),
    ("«- a\n- b", KEYS, ""),
    ("version: 1\nwatches:\n  «watch: A\n  any: [x]", LIST, ""),
    ("version: 1\nwatches: «A", LIST, ""),
    ("version: 1\nwatches:«", LIST, ""),
    ("version: 1\nwatches:\n  - «A", KEYS, ""),
    ("version: 1\nlists:\n  «- a", KEYS, ""),
    ("version: 1\nlists:\n  a: «[]", EMPTY, ""),
    ("version: 1\nlists:\n  «My List: [x]", "'My List' is not an id: use a-z, 0-9 and hyphens", ""),
    ("version: 1\nentities:\n  smic: «SMIC", KEYS, ""),
    ("version: 1\nentities:\n  smic: {name: SMIC, never: [«'']}", EMPTY, ""),
    ("version: 1\nchannels:\n  «- {kind: console}", KEYS, ""),
    (X + "    id: «A B", "'A B' is not an id: use a-z, 0-9 and hyphens", ""),
    (X + "    severity: «hgih", f"'hgih' {GRADES}", "did you mean 'high'?"),
    (X + "    severity: «[high]", TEXT, ""),
    (X + "    severity: «{a: b}", TEXT, ""),
    (X + "    in: [title, «bodi]",
     "'bodi' is not one of title, lead, summary, body, url, author, tags",
     "did you mean 'body'?"),
    (X + "    in: «{a: b}", TEXT, ""),
    (X + "    tags: [ok, «No Good]", "'No Good' is not an id: use a-z, 0-9 and hyphens", ""),
    (X + "    languages: «{en: x}", TEXT, ""),
    (X + "    owner: «[a]", TEXT, ""),
    (X + "    enabled: «perhaps", "'perhaps' is neither true nor false", ""),
    (X + "    examples: «[x]", KEYS, ""),
    (X + "    examples: {match: [«'']}", EMPTY, ""),
    (W + "    any: «[]", EMPTY, ""),
    (W + "    any:«", EMPTY, ""),
    (W + "    any: [x, «'']", EMPTY, ""),
    (W + "    any: [x, «'  ']", EMPTY, ""),
    (W + "    any: [«&x]", "a text cannot begin with &", QUOTE),
    (W + "    any: [{term: x, case: «exat}]",
     "'exat' is not one of smart, exact, any, capital, upper, lower",
     "did you mean 'exact'?"),
    (W + "    any: [{term: x, weight: «heavy}]", "'heavy' is not a number", ""),
    (W + "    any: [{term: x, weight: «0}]", "'0' is too little: it must be more than 0", ""),
    (W + "    any: [{term: x, weight: «101}]", "'101' is too much: it may be 100 at most", ""),
    (W + "    any: [{same: «sentense, of: [a, b]}]", "'sentense' is not one of sentence, paragraph",
     "did you mean 'sentence'?"),
    ("version: 1\nsources:\n  - {kind: «fede, id: s, name: S}",
     "'fede' is not one of api, feed, folder, page, sitemap", "did you mean 'feed'?"),
    ('version: 1\nsources:\n  - {kind: feed, id: «No Good, name: S, url: "https://e.org/f"}',
     "'No Good' is not an id: use a-z, 0-9 and hyphens", ""),
    ('version: 1\nsources:\n  - {kind: feed, id: s, name: «"", url: "https://e.org/f"}', EMPTY, ""),
    ("version: 1\nsources:\n  - {kind: feed, id: s, name: S, url: «ftp://x}",
     "'ftp://x' is not a web address: it begins with https:// or http://", ""),
    (S + "tier: «oficial}", "'oficial' is not one of official, wire, analysis, forum",
     "did you mean 'official'?"),
    (S + "interval: «15 minutes}",
     "'15 minutes' is not a length of time: write 90s, 15m, 6h or 3d", ""),
    (S + "interval: «0s}", "'0s' is too little: it must be more than 0", ""),
    (S + "first_poll: «some}", "'some' is neither a number nor all or none", ""),
    (S + "enabled: «maybe}", "'maybe' is neither true nor false", ""),
    (S + "jurisdictions: «US}", LIST, ""),
    (S + "encoding: «utf-99}", "'utf-99' is not an encoding we know", ""),
    (S + "headers: «x}", KEYS, ""),
    (C + '  c: {kind: «telegrm, chat: "1"}', "'telegrm' is not one of apprise, console, discord, "
     "email, matrix, ntfy, slack, teams, telegram, webhook", "did you mean 'telegram'?"),
    (C + "  c: {kind: telegram, chat: «my chat}", "'my chat' is not a chat id: it is a number such "
     "as -1001234567890, or @name of a public channel", ""),
    (C + '  c: {kind: telegram, chat: "1", topic: «news}', "'news' is not a whole number", ""),
    (C + '  c: {kind: telegram, chat: "1", token: «"110201543:AAHdqTcvCH1vGWJxfSeo"}', SECRET, ""),
    (C + '  c: {kind: webhook, url: «"https://hooks.example.org/T0/B0/s3cret"}', SECRET, ""),
    (R + "    also: «perhaps", "'perhaps' is neither true nor false", ""),
    (R + "    if: {severity: «mediun+}", f"'mediun' {GRADES}", "did you mean 'medium'?"),
    (R + "    if: «high", KEYS, ""),
]  # fmt: skip

CONDITION = (
    "neither a term nor a condition: write a text, {term: ...}, or a condition such as {any: [...]}"
)
WATCHES = X + "  - {watch: B, any: [y]}\n"
LISTS = "version: 1\nlists: {chips: [GPU]}\n"

OTHERS = [
    (W + "    any: «{ayn: [x]}", f"wrong-kind: {CONDITION}", "did you mean 'any'?"),
    (W + "    any: [x, «[y]]", f"wrong-kind: {CONDITION}", "begins with ["),
    (W + "    any:\n      - «AI Act: GPAI", f"wrong-kind: {CONDITION}", QUOTE),
    (W + "    any:\n      - «{AI}", f"wrong-kind: {CONDITION}", QUOTE),
    ("version: 1\nlists:\n  a: [x, «{any: [y]}]",
     "wrong-kind: not a term: write a text, or {term: ..., case: exact}", ""),
    ("version: 1\nwatches:\n  - «watch: A", "no-condition: a watch needs something to look for",
     "give it any:, all: or query:"),
    ("version: 1\nwatches:\n  - «watch: A\n    none: [x]",
     "no-condition: a watch needs something to look for", "give it any:, all: or query:"),
    (W + "    any: [x, «'--']", "empty-term: '--' has no letter or digit to look for", ""),
    (W + "    any: [x, «a*b]",
     "wildcard: 'a*b': a * stands only at the end of a word, as in licen*", ""),
    (W + "    any: [«li?ence]",
     "wildcard: 'li?ence': at least 3 letters must stand before a * or ?", ""),
    (W + "    any: [x, «ab*]",
     "wildcard: 'ab*': at least 3 letters must stand before a * or ?", ""),
    ("version: 1\nlists: {unused: [GPU, «ab*]}",
     "wildcard: 'ab*': at least 3 letters must stand before a * or ?", ""),
    ("version: 1\nentities:\n  a: {name: A, aliases: [«a*b]}",
     "wildcard: 'a*b': a * stands only at the end of a word, as in licen*", ""),
    ("version: 1\nlists: {chips: [GPU]}\nwatches:\n  - {watch: A, any: [x, «$chps]}",
     "unknown-reference: no list, entity or macro is called 'chps'", "did you mean 'chips'?"),
    (LISTS + "watches:\n  - {watch: A, all: [x, {any: [{term: «$chps}]}]}",
     "unknown-reference: no list, entity or macro is called 'chps'", "did you mean 'chips'?"),
    ("version: 1\nlists: {chips: [GPU, «$nothing]}",
     "unknown-reference: no list, entity or macro is called 'nothing'",
     "a $ begins the name of a list or entity"),
    (W + "    any: [«$]", "unknown-reference: no list, entity or macro is called ''", "a $ begins"),
    (C + "watches:\n  - {watch: A, any: [«$desk]}",
     "unknown-reference: no list, entity or macro is called 'desk'", "a $ begins"),
    ("version: 1\nlists:\n  one: [$two]\n  two: [«$one]\nwatches:\n  - {watch: A, any: [$one]}",
     "circular-reference: this contains itself: $one -> $two -> $one", ""),
    ("version: 1\nlists:\n  one: [«$one]",
     "circular-reference: this contains itself: $one -> $one", ""),
    (X + "  - {watch: «a, any: [y]}", "duplicate-id: the watch 'x/a' is already defined at "
     "rules/x.yaml:3", "give one of them an id of its own"),
    (X + "  - {watch: B, id: «a, any: [y]}", "duplicate-id: the watch 'x/a' is already defined at "
     "rules/x.yaml:3", "give one of them an id of its own"),
    (S + 'tier: wire}\n  - {kind: feed, id: «s, name: T, url: "https://e.org/g"}',
     "duplicate-id: the source 's' is already at rules/x.yaml:3", ""),
    ("version: 1\nlists: {a: [x]}\nentities: {«a: {name: A}}",
     "duplicate-id: the name 'a' is already used at rules/x.yaml:2", "share one namespace"),
    ("version: 1\nlists: {a: [x], «a: [y]}",
     "duplicate-key: 'a' is already given in line 2", "keep one of the two"),
    (C + "  «desk: {kind: console}",
     "duplicate-key: 'desk' is already given in line 3", "keep one of the two"),
    (R + "  - {route: «r, send: desk}",
     "duplicate-id: the route 'r' is already at rules/x.yaml:5", ""),
    (C + "watches:\n  - {watch: A, any: [x], notify: [«dsk]}",
     "unknown-reference: no channel is called 'dsk'", "did you mean 'desk'?"),
    (C + "watches:\n  - {watch: A, any: [x], notify: «dsk}",
     "unknown-reference: no channel is called 'dsk'", "did you mean 'desk'?"),
    (LISTS + "watches:\n  - {watch: A, any: [x], notify: [«chips]}",
     "unknown-reference: no channel is called 'chips'", ""),
    (C + "routes:\n  - {route: r, send: [desk, «dexk]}",
     "unknown-reference: no channel is called 'dexk'", "did you mean 'desk'?"),
    (S + "tags: [press]}\nwatches:\n  - {watch: A, any: [x], sources: [s, «tag:pres]}",
     "unknown-reference: no source is called 'tag:pres'", "did you mean 'tag:press'?"),
    (S.replace("id: s,", "id: bis-press,") + "tier: wire}\nwatches:\n"
     "  - {watch: A, any: [x], sources: [«bis-pres]}",
     "unknown-reference: no source is called 'bis-pres'", "did you mean 'bis-press'?"),
    (R + "    if: {watches: [x/*, «x/b]}\nwatches:\n  - {watch: A, any: [x]}",
     "unknown-reference: no watch is called 'x/b'", "did you mean 'x/a'?"),
    (R + "    if: {tags: [«chip]}\nwatches:\n  - {watch: A, any: [x], tags: [chips]}",
     "idle-route: no watch has the tag 'chip'", "did you mean 'chips'?"),
    (W + "    any: [apple]\n    examples: {match: [«pear]}",
     "example: A: this text should match, and does not", "no term is in it"),
    (W + "    all: [apple, {any: [cherry, plum]}]\n    examples: {match: [«an apple]}",
     "example: A: this text should match, and does not", "none of cherry, plum"),
    (W + "    all: [apple, {any: [a1, a2, a3, a4, a5, a6, a7, a8, a9, b1]}]\n"
     "    examples: {match: [«an apple]}",
     "example: A: this text should match, and does not",
     "none of a1, a2, a3, a4, a5, a6, a7, a8 and 2 more"),
    (W + "    any: [apple]\n    examples: {no_match: [x, «an apple]}",
     "example: A: this text should not match, and does", "because of 'apple' in title"),
    (W + "    any: [apple]\n    examples: {match: [«{title: an apple, severity: high}]}",
     "example: A: severity is medium, should be high", ""),
]  # fmt: skip

MISTAKES = [
    *((text, f"unknown-key: unknown key '{key}'", hint) for text, key, hint in UNKNOWN_KEYS),
    *((text, f"missing-key: the key '{key}' is missing", "") for text, key in MISSING_KEYS),
    *((text, f"wrong-value: {message}", hint) for text, message, hint in WRONG_VALUES),
    *OTHERS,
    *language_mistakes.MISTAKES,
]
JARGON = re.compile(
    r"input should|extra inputs|union|tagged|dictionary|instance of|pattern|parsing|_type|\bvalid "
    r"|pydantic|value error|<\w+>|NoneType",
    re.IGNORECASE,
)


def built(folder: Path, **files: str) -> Built:
    """The rules in these files; with the failing examples if there is no other fault."""
    (folder / "rules").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return build.build(Path("rules"))


def told(folder: Path, **files: str) -> list[build.Problem]:
    """All faults, as `tracker check` finds them."""
    found = built(folder, **files)
    return sorted(found.problems) or list(examples.failures(found))


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def place(text: str) -> str:
    """`line:column` of the « in it."""
    before = text[: text.index("«")]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_this_table_is_long() -> None:
    kinds = {re.sub(r"'[^']*'|\d+|\$[\w-]+", "_", fault) for _, fault, _ in MISTAKES}
    assert len(MISTAKES) >= 250
    assert len(kinds) >= 90
    assert len({text for text, _, _ in MISTAKES}) == len(MISTAKES)


MODELS = {model for _, models in problems.MODELS for model in models}


def misspelt(word: str) -> set[str]:
    """`word` with a letter left out, doubled, or changed places with the next."""
    places = range(len(word))
    left_out = {word[:at] + word[at + 1 :] for at in places}
    doubled = {word[:at] + word[at] + word[at:] for at in places}
    swapped = {word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :] for at in places}
    return (left_out | doubled | swapped) - {word}


def test_nearly_every_misspelling_of_a_key_gets_the_right_suggestion() -> None:
    right, wrong = 0, []
    for model in sorted(MODELS, key=lambda model: model.__name__):
        keys = _keys(model)
        for key in keys:
            for typed in misspelt(key) - set(keys) if len(key) > 3 else ():
                if problems.nearest(typed, keys) == f"did you mean '{key}'?":
                    right += 1
                else:
                    wrong.append((typed, key))
    assert right > 1000
    assert right / (right + len(wrong)) >= 0.95, wrong


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


@pytest.mark.parametrize(("text", "fault", "hint"), MISTAKES)
def test_a_mistake_is_told_once_at_its_place(
    text: str, fault: str, hint: str, tmp_path: Path
) -> None:
    problems = told(tmp_path, x=text.replace("«", ""))
    assert [str(problem) for problem in problems] == [f"rules/x.yaml:{place(text)}: {fault}"]
    assert hint in problems[0].hint
    assert bool(hint) == bool(problems[0].hint)
    assert not JARGON.search(f"{problems[0]} {problems[0].hint}")


@pytest.mark.parametrize("text", [text for text, message, _ in WRONG_VALUES if message == SECRET])
def test_a_secret_in_a_file_is_not_repeated(text: str, tmp_path: Path) -> None:
    (problem,) = told(tmp_path, x=text.replace("«", ""))
    assert not re.search(r"AAHdqTcvCH1vGWJxfSeo|s3cret", repr(problem))


def test_ten_mistakes_in_one_file_are_ten_faults_in_one_run(tmp_path: Path) -> None:
    text = """version: 1
lists:
  chips: [GPU, «ab*]
  other: «[]
entities:
  smic: {nam: SMIC}
sources:
  - {kind: feed, id: s, name: S, url: "https://e.org/f", interval: soon}
  - {kind: feed, id: t, name: T, url: "https://e.org/g"}
channels:
  desk: {kind: telegram, chat: nobody}
routes:
  - {route: all, send: [desk, dekc]}
watches:
  - watch: A
    any: [$chips, $chps]
    severty: high
  - watch: B
    any: [x]
    severity: hgh
  - watch: C
    none: [x]
  - watch: D
    any: [$other, $smic]
    sources: [s, t]
    notify: [desk]
"""
    problems = told(tmp_path, x=text.replace("«", ""))
    assert [f"{p.line}:{p.column} {p.code}" for p in problems] == [
        "3:16 wildcard",
        "4:10 wrong-value",
        "6:10 unknown-key",
        "8:68 wrong-value",
        "11:32 wrong-value",
        "13:31 unknown-reference",
        "16:19 unknown-reference",
        "17:5 unknown-key",
        "20:15 wrong-value",
        "21:5 no-condition",
    ]


def test_faults_of_all_files_come_sorted_in_one_run(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        b=X + "    severty: high\n    tagz: [x]",
        a="version: 1\nwatches:\n  - {watch: Z, any: [$nothing]}",
        c="version: 1\nlists: [x",
    )
    assert [f"{p.file}:{p.line}" for p in problems] == [
        "rules/b.yaml:5",
        "rules/b.yaml:6",
        "rules/c.yaml:2",
    ]  # and not rules/a.yaml: nobody knows what c.yaml would have declared


def test_a_fault_in_one_file_makes_no_faults_in_others(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        a="version: 1\nlists: {chips: []}\nchannels: {desk: {kind: x}}\n"
        "sources: [{id: s, tags: [press]}]\nwatches: [{watch: W, any: [x], severity: no}]",
        b="version: 1\nroutes: [{route: r, send: desk, if: {watches: [a/w]}}]\n"
        "watches: [{watch: V, any: [$chips], notify: desk, sources: [s, tag:press]}]",
    )
    assert {p.file for p in problems} == {"rules/a.yaml"}


def test_lists_given_twice_are_one_fault(tmp_path: Path) -> None:
    text = "version: 1\nlists: {a: [x]}\nlists: {b: [y]}\nwatches:\n  - {watch: A, any: [$a, $b]}"
    assert [p.code for p in told(tmp_path, x=text)] == ["duplicate-key"]


GOOD = """version: 1
pack: all
note: every section
lists:
  chips: [GPU, {term: TPU, never: [TPU club]}]
  zh: {terms: [芯片], variants: [zh], note: both scripts}
entities:
  smic: {name: SMIC, aliases: [中芯, {term: Semiconductor Manufacturing, fuzzy: 90}],
    never: [SMIC Street], identifiers: {lei: x}}
macros:
  act: {all: [law, {any: [$chips, passed]}], none: [film]}
watches:
  - watch: One
    all:
      - any: [$chips, $zh, {same: sentence, of: [apple, {term: Pear, case: exact, in: title}]}]
      - {near: [plum, fig], within: 5, ordered: true}
      - {at_least: 2, of: [cherry, grape], distinct: true}
      - {regex: '3A\\d{3}', weight: 2}
    query: $act OR (kiwi w/5 lime)
    raise: [{to: high, when: {any: [lemon]}}]
    sources: [s]
    languages: [en]
    max_age: 3d
    examples: {no_match: [a, {title: b, lang: en}]}
  - {watch: Two, any: [x], notify: desk}
examples:
  all/two: {match: [x], no_match: [{title: y}]}
sources:
  - {kind: folder, id: s, name: S, path: x}
  - {kind: feed, id: t, name: T, url: "https://e.org/f", interval: 5m}
channels:
  desk: {kind: console}
overrides:
  - {watch: all/two, set: {severity: high}, add: {none: [z]}, because: it must}
routes:
  - {route: r, send: [desk], if: {severity: high}}
"""


def _mappings(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        below = [p for key, item in value.items() for p in _mappings(item, (*path, key))]
        return [path, *below]
    if isinstance(value, list):
        return [p for index, item in enumerate(value) for p in _mappings(item, (*path, index))]
    return []


calm = settings(deadline=None, derandomize=True, max_examples=150, database=None)


def written(text: str) -> list[build.Problem]:
    """All faults of one file with this text; it does not touch the disk."""
    file = RuleText(name="x.yaml", pack="x", text=text)
    found = build.of(Snapshot(folders=("x",), absent=(), files=(file,), faults=()))
    return sorted(found.problems) or list(examples.failures(found))


def _is_of_names(path: Path_) -> bool:
    """Whether every key of this mapping is a name that a person chose."""
    named = ("lists", "entities", "macros", "channels", "examples")
    return path in {(section,) for section in named} or path[-1:] == ("identifiers",)


def test_a_file_with_every_section_is_well() -> None:
    assert not written(GOOD)
    assert not parse(GOOD, "x").problems


PLACES = [p for p in _mappings(parse(GOOD, "x").data) if not _is_of_names(p)]


@calm
@given(st.sampled_from(PLACES), st.text("abzxyöß中_-.0 ", min_size=1).filter(str.strip))
def test_an_unknown_key_anywhere_is_a_fault_in_its_line(path: Path_, key: str) -> None:
    key = f"zz{key}"
    data = json.loads(json.dumps(parse(GOOD, "x").data))
    inside = data
    for step in path:
        inside = inside[step]
    inside[key] = "x"
    text = json.dumps(data, indent=1, ensure_ascii=False)
    lines = [
        n
        for n, line in enumerate(text.splitlines(), 1)
        if json.dumps(key, ensure_ascii=False) in line
    ]
    problems = [problem for problem in written(text) if problem.level == "error"]
    assert problems
    assert {problem.line for problem in problems} & set(lines)


@calm
@given(
    st.integers(0, len(GOOD) - 1),
    st.sampled_from([*"\t\n :[]{}'\"#&*!|>%@`,-?$/()~0aé中\u200b\x07\\", ""]),
    st.booleans(),
)
def test_one_wrong_character_is_told_or_makes_other_rules(at: int, char: str, insert: bool) -> None:  # noqa: FBT001  hypothesis gives it
    for problem in written(GOOD[:at] + char + GOOD[at + (not insert) :]):
        assert problem.line >= 0
        assert problem.message
        assert not JARGON.search(f"{problem.code} {problem.hint}")


@pytest.mark.parametrize("key", ["zzz", "", "1", "中文", "a b", "null", "any ", "__class__"])
def test_no_unknown_key_is_ever_ignored(key: str, tmp_path: Path) -> None:
    good = {
        "version": "1",
        "lists": {"chips": ["GPU", {"term": "TPU", "never": ["TPU club"]}]},
        "entities": {"smic": {"name": "SMIC", "aliases": ["中芯"]}},
        "sources": [{"kind": "folder", "id": "s", "name": "S", "path": "x"}],
        "channels": {"desk": {"kind": "console"}},
        "routes": [{"route": "r", "send": ["desk"], "if": {"severity": "high"}}],
        "watches": [
            {
                "watch": "A",
                "all": [{"any": ["$chips", {"same": "sentence", "of": ["a", "b"]}]}],
                "examples": {"match": [{"title": "GPU"}]},
            }
        ],
    }
    assert told(tmp_path, x=json.dumps(good)) == []
    names = ("lists", "entities", "channels")  # where every key is a name
    places = [path for path in _mappings(good) if not path or path[-1] not in names]
    assert len(places) == 12
    for path in places:
        bad = json.loads(json.dumps(good))
        inside = bad
        for step in path:
            inside = inside[step]
        inside[key] = "x"
        problems = told(tmp_path, x=json.dumps(bad))
        assert problems, path
        assert key in problems[0].message
