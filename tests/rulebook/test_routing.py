"""Routing in rule files: what each key means, each mistake at its place, tests that are run.

In these texts « stands before the place where the fault is; it is taken out before reading.
"""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.rulebook.test_mistakes import JARGON, _mappings, place, told
from tracker import settings
from tracker.core.hours import Digest, Quiet
from tracker.core.model import Severity
from tracker.core.routing import Action, Subject, decide
from tracker.core.rules import Escalation, Route, Timing
from tracker.errors import ConfigError
from tracker.rulebook import build, examples
from tracker.rulebook.routing import tests as route_tests

FULL = """version: 1
timezone: Asia/Singapore
channels:
  tg-china: {kind: telegram, chat: "-1001", topic: 12}
  tg-all: {kind: telegram, chat: "-1002", max_per_hour: 20}
  duty: {kind: telegram, chat: "5550"}
  ops: {kind: webhook, url: "env:OPS"}
defaults: {wait: 60s, cooldown: 6h, group_by: story}
quiet:
  night: {from: "22:00", to: "07:00", days: mon-sun}
  weekend: {days: sat-sun}
watches:
  - {watch: Chips, id: chips, any: [x], tags: [china], severity: high}
  - {watch: Compute, id: compute, any: [y]}
routes:
  - route: critical
    if: {severity: critical}
    send: [tg-all, ops]
    wait: 0s
    escalate: {after: 15m, unless: acknowledged, send: [duty]}
    also: true
  - route: china-desk
    if: {tags: [china], severity: medium+}
    send: [tg-china]
    quiet: [night, weekend]
  - route: everything-else
    send: [tg-all]
    digest: {at: ["17:30", "8:30"], days: mon-fri, max_items: 25}
"""
TESTS = """tests:
  - alert: {watch: x/chips, severity: critical, tags: [china], at: "2026-11-18T23:30"}
    expect: {critical: [tg-all, ops], china-desk: held until 07:00}
  - alert: {watch: x/compute, severity: low}
    expect: {everything-else: digest at 08:30}
"""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(**files: str) -> build.Built:
    Path("rules").mkdir(exist_ok=True)
    for name, text in files.items():
        Path("rules", f"{name}.yaml").write_text(text, encoding="utf-8")
    return build.load(Path("rules"))


def routes(**files: str) -> dict[str, Route]:
    return {route.name: route for route in load(**files).rulebook.routes}


def test_every_key_arrives_in_the_compiled_route() -> None:
    built = load(x=FULL)
    assert built.rulebook.zone == ZoneInfo("Asia/Singapore")
    default = Timing(wait=timedelta(minutes=1), cooldown=timedelta(hours=6))
    assert built.rulebook.timing == default
    night = Quiet(name="night", start=time(22), end=time(7))
    weekend = Quiet(name="weekend", days=frozenset({5, 6}))
    assert built.rulebook.routes == (
        Route(
            name="critical",
            send=("tg-all", "ops"),
            severities=frozenset({Severity.critical}),
            for_critical=True,
            also=True,
            timing=Timing(cooldown=timedelta(hours=6)),
            escalation=Escalation(after=timedelta(minutes=15), send=("duty",)),
        ),
        Route(
            name="china-desk",
            send=("tg-china",),
            severities=frozenset({Severity.medium, Severity.high, Severity.critical}),
            tags=frozenset({"china"}),
            timing=default,
            quiet=(night, weekend),
        ),
        Route(
            name="everything-else",
            send=("tg-all",),
            timing=default,
            digest=Digest(at=(time(8, 30), time(17, 30)), days=frozenset(range(5)), most=25),
        ),
    )
    assert built.channels["tg-all"].max_per_hour == 20


def test_without_any_of_it_alerts_go_at_once_and_times_are_utc() -> None:
    rules = load(x="version: 1\nwatches: [{watch: A, any: [x]}]").rulebook
    assert (rules.routes, rules.timing, rules.zone) == ((), Timing(), UTC)


R = "version: 1\nchannels: {desk: {kind: console}}\nroutes:\n  - {route: r, send: desk"


@pytest.mark.parametrize(
    ("written", "taken", "is_for_critical"),
    [
        ("high", ["high", "critical"], False),
        ("high+", ["high", "critical"], False),
        ("critical", ["critical"], True),
        ("critical+", ["critical"], True),
        ("[low, medium]", ["low", "medium"], False),
        ("[high]", ["high"], False),
        ("[low, high+]", ["low", "high", "critical"], False),
        ("[high, critical]", ["high", "critical"], True),
        ("info", ["info", "low", "medium", "high", "critical"], False),
    ],
)
def test_a_severity_means_it_or_graver_and_a_list_means_exactly_these(
    written: str,
    taken: list[str],
    is_for_critical: bool,  # noqa: FBT001
) -> None:
    route = routes(x=f"{R}, if: {{severity: {written}}}}}")["r"]
    assert [str(severity) for severity in sorted(route.severities)] == taken
    assert route.for_critical is is_for_critical


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("mon-fri", "01234"),
        ("[sat, sun]", "56"),
        ("sat-sun", "56"),
        ("fri-mon", "0456"),
        ("wed", "2"),
        ("[mon-tue, fri-sat]", "0145"),
        ("mon-sun", "0123456"),
        ("tue-mon", "0123456"),
    ],
)
def test_days_of_the_week(written: str, days: str) -> None:
    text = f'{R}, quiet: n}}\nquiet: {{n: {{to: "07:00", days: {written}}}}}'
    assert routes(x=text)["r"].quiet[0].days == frozenset(int(day) for day in days)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ('{from: "22:00", to: "7:00"}', time(22), time(7)),
        ('{from: "22:00"}', time(22), time(0)),
        ('{to: "06:30"}', time(0), time(6, 30)),
        ("{from: 12:00, to: 24:00}", time(12), time(0)),
        ('{days: sun, from: "00:00", to: "24:00"}', time(0), time(0)),
        ("{days: sun}", time(0), time(0)),
    ],
)
def test_hours_of_the_day(written: str, start: time, end: time) -> None:
    quiet = routes(x=f"{R}, quiet: n}}\nquiet: {{n: {written}}}")["r"].quiet[0]
    assert (quiet.start, quiet.end) == (start, end)


def test_a_route_may_look_at_sources_and_jurisdictions() -> None:
    text = (
        "\nsources: [{kind: folder, id: s, name: S, path: x, tags: [press], jurisdictions: [EU]}]"
    )
    where = "if: {sources: [s, tag:press], jurisdictions: EU}"
    built = load(x=f"{R}, {where}}}{text}")
    (route,) = built.rulebook.routes
    assert route.sources == {"s", "tag:press"}
    assert route.jurisdictions == {"EU"}
    assert not built.problems


def test_sections_may_stand_in_any_file() -> None:
    found = routes(
        a='version: 1\nquiet: {night: {to: "07:00"}}',
        b=f"{R}, quiet: night, wait: 5m}}",
        c="version: 1\ntimezone: Europe/Berlin\n",
        d="version: 1\ndefaults: {wait: 1m, cooldown: 1h}",
    )
    assert [quiet.name for quiet in found["r"].quiet] == ["night"]
    assert found["r"].timing == Timing(wait=timedelta(minutes=5), cooldown=timedelta(hours=1))


# -- mistakes ---------------------------------------------------------------------------------

Q = "version: 1\nchannels: {desk: {kind: console}}\nroutes: [{route: r, send: desk, quiet: n}]\n"
W = "version: 1\nwatches:\n  - {watch: Chips, id: chips, any: [x]}\n"
T = W + "channels: {desk: {kind: console}}\nroutes: [{route: all, send: desk}]\ntests:\n"
S = W + "suppress:\n"
TWO = """version: 1
channels:
  one: {kind: telegram, chat: "-5", topic: 1}
  two: {kind: telegram, chat: "-5", topic: 2}
  three: {kind: telegram, chat: "-5", topic: 1, preview: true}
"""
DAY = "is not one of mon, tue, wed, thu, fri, sat, sun"
LENGTH = "is not a length of time: write 90s, 15m, 6h or 3d"
EXPECT = "is neither a channel nor held until 07:00 nor digest at 08:30"
TEXT = "a text is expected here"
KEYS = "keys with values are expected here, such as name: value"
EMPTY = "this is empty, and must not be"

MISTAKES = [
    # keys
    ("version: 1\n«timezon: UTC", "unknown-key: unknown key 'timezon'", "did you mean 'timezone'?"),
    ("version: 1\ndefaults: {«colldown: 6h}", "unknown-key: unknown key 'colldown'",
     "did you mean 'cooldown'?"),
    ("version: 1\ndefaults: {«repeat_interval: 6h}", "unknown-key: unknown key 'repeat_interval'",
     "the keys here are cooldown, group_by, wait"),
    (Q + 'quiet: {n: {«form: "22:00"}}', "unknown-key: unknown key 'form'", "did you mean 'from'?"),
    (R + ", «digset: {at: 8:30}}", "unknown-key: unknown key 'digset'", "did you mean 'digest'?"),
    (R + ", if: {«jurisdiction: EU}}", "unknown-key: unknown key 'jurisdiction'",
     "did you mean 'jurisdictions'?"),
    (R + ", digest: {at: 8:30, «day: mon}}", "unknown-key: unknown key 'day'",
     "did you mean 'days'?"),
    (R + ", escalate: {after: 5m, send: desk, «unles: acknowledged}}",
     "unknown-key: unknown key 'unles'", "did you mean 'unless'?"),
    (S + "  - {when: {watch: x/chips}, mute: {watch: x/chips}, same: story, «becuse: x}",
     "unknown-key: unknown key 'becuse'", "the keys here are mute, same, when"),
    (S + "  - {when: {watch: x/chips, «sevrity: x}, mute: {watch: x/chips}, same: story}",
     "unknown-key: unknown key 'sevrity'", "the keys here are watch"),
    (T + "  - {alert: {watch: x/chips}, expect: {all: desk}, «expct: {}}",
     "unknown-key: unknown key 'expct'", "did you mean 'expect'?"),
    (T + "  - {alert: {watch: x/chips, «sverity: low}, expect: {all: desk}}",
     "unknown-key: unknown key 'sverity'", "did you mean 'severity'?"),
    (R + ", digest: «{days: mon}}", "missing-key: the key 'at' is missing", ""),
    (R + ", escalate: «{after: 5m}}", "missing-key: the key 'send' is missing", ""),
    (R + ", escalate: «{send: desk}}", "missing-key: the key 'after' is missing", ""),
    (S + "  - «{when: {watch: x/chips}, same: story}",
     "missing-key: the key 'mute' is missing", ""),
    (T + "  - «{alert: {watch: x/chips}}", "missing-key: the key 'expect' is missing", ""),
    (T + "  - {alert: «{severity: low}, expect: {}}",
     "missing-key: the key 'watch' is missing", ""),
    # times
    ("version: 1\ntimezone: «Asia/Singapor", "wrong-value: no time zone is called 'Asia/Singapor'",
     "did you mean 'Asia/Singapore'?"),
    ("version: 1\ntimezone: «asia/singapore",
     "wrong-value: no time zone is called 'asia/singapore'",
     "did you mean 'Asia/Singapore'?"),
    ("version: 1\ntimezone: «Middle-earth", "wrong-value: no time zone is called 'Middle-earth'",
     "write a city, such as Asia/Singapore"),
    ("version: 1\ntimezone: «../../etc/passwd",
     "wrong-value: no time zone is called '../../etc/passwd'", "write a city"),
    ("version: 1\ntimezone: «Asia", "wrong-value: no time zone is called 'Asia'",
     "did you mean 'Asia/"),
    ("version: 1\ntimezone: «[UTC]", f"wrong-value: {TEXT}", ""),
    ("version: 1\ndefaults: {wait: «soon}", f"wrong-value: 'soon' {LENGTH}", ""),
    ("version: 1\ndefaults: {wait: «60}", f"wrong-value: '60' {LENGTH}", ""),
    ("version: 1\ndefaults: {wait: «25h}",
     "wrong-value: '25h' is too long: it may be 1d at most", ""),
    ("version: 1\ndefaults: {cooldown: «99999999999999999999w}",
     "wrong-value: '99999999999999999999w' is too long: it may be 30d at most", ""),
    ("version: 1\ndefaults: {wait: «[1m]}", f"wrong-value: {TEXT}", ""),
    ("version: 1\ndefaults: {group_by: «storry}",
     "wrong-value: 'storry' is not one of story, watch, source, none", "did you mean 'story'?"),
    ("version: 1\ndefaults: «6h", f"wrong-value: {KEYS}", ""),
    (Q + 'quiet: {n: {from: «"8pm"}}',
     "wrong-value: '8pm' is not a time of day: write 08:30 or 17:30", ""),
    (Q + 'quiet: {n: {from: «"0730"}}',
     "wrong-value: '0730' is not a time of day: write 07:30", ""),
    (Q + 'quiet: {n: {from: «"22.15"}}',
     "wrong-value: '22.15' is not a time of day: write 22:15", ""),
    (Q + 'quiet: {n: {to: «"25:00"}}',
     "wrong-value: '25:00' is not a time of day: write 08:30 or 17:30", ""),
    (Q + 'quiet: {n: {to: «["07:00"]}}', f"wrong-value: {TEXT}", ""),
    (Q + "quiet: {n: {days: «mon-fry}}", f"wrong-value: 'fry' {DAY}", "did you mean 'fri'?"),
    (Q + "quiet: {n: {days: [sat, «Sunday]}}", f"wrong-value: 'Sunday' {DAY}",
     "did you mean 'sun'?"),
    (Q + "quiet: {n: {days: «[]}}", f"wrong-value: {EMPTY}", ""),
    (Q + "quiet: {n: {days: «{a: b}}}", f"wrong-value: {TEXT}", ""),
    (Q + "quiet: {«Night Time: {days: sun}, n: {days: sun}}",
     "wrong-value: 'Night Time' is not an id: use a-z, 0-9 and hyphens", ""),
    (Q + 'quiet: {n: {from: "07:00", to: «"7:00"}}',
     "wrong-value: it begins and ends at the same time", "leave out from and to"),
    ("version: 1\nchannels: {desk: {kind: console}}\nroutes:\n  - {route: r, send: desk, quiet: "
     '«[a, b]}\nquiet: {a: {from: "07:00", to: "20:00"}, b: {from: "20:00", to: "07:00"}}',
     "wrong-value: its quiet times never end", "leave a time in which it may send"),
    (R + ", quiet: «always}\nquiet: {always: {}}", "wrong-value: its quiet times never end",
     "leave a time"),
    (R + ", digest: {at: [«noon]}}",
     "wrong-value: 'noon' is not a time of day: write 08:30 or 17:30", ""),
    (R + ", digest: {at: «[]}}", f"wrong-value: {EMPTY}", ""),
    (R + ", digest: {at: 8:30, days: [mon, «thr]}}", f"wrong-value: 'thr' {DAY}",
     "did you mean 'thu'?"),
    (R + ", digest: {at: 8:30, max_items: «0}}",
     "wrong-value: '0' is too little: it must be more than 0", ""),
    (R + ", digest: {at: 8:30, max_items: «few}}", "wrong-value: 'few' is not a whole number", ""),
    (R + ", escalate: {after: «later, send: desk}}", f"wrong-value: 'later' {LENGTH}", ""),
    (R + ", escalate: {after: 5m, send: desk, unless: «acknowleged}}",
     "wrong-value: 'acknowleged' is not acknowledged", "did you mean 'acknowledged'?"),
    (R + ", wait: «-5m}", f"wrong-value: '-5m' {LENGTH}", ""),
    (R + ", if: {severity: [low, «hihg]}}",
     "wrong-value: 'hihg' is not one of info, low, medium, high, critical", "did you mean 'high'?"),
    (R + ", if: {severity: «[]}}", f"wrong-value: {EMPTY}", ""),
    (R + ", if: {severity: [«[low]]}}", f"wrong-value: {TEXT}", ""),
    ("version: 1\nchannels: {desk: {kind: console, max_per_hour: «0}}",
     "wrong-value: '0' is too little: it must be more than 0", ""),
    (S + "  - {when: {watch: x/chips}, mute: {watch: x/chips}, same: «stroy}",
     "wrong-value: 'stroy' is not story", "did you mean 'story'?"),
    (T + "  - {alert: {watch: x/chips, at: «tomorrow}, expect: {all: desk}}",
     "wrong-value: 'tomorrow' is not a time of this century: write 2026-11-20T23:30", ""),
    (T + "  - {alert: {watch: x/chips, at: «0001-01-01}, expect: {all: desk}}",
     "wrong-value: '0001-01-01' is not a time of this century: write 2026-11-20T23:30", ""),
    (T + "  - {alert: {watch: x/chips, at: «9999-12-31}, expect: {all: desk}}",
     "wrong-value: '9999-12-31' is not a time of this century: write 2026-11-20T23:30", ""),
    (T + "  - {alert: {watch: x/chips, source: «tag:press}, expect: {all: desk}}\n"
     "sources: [{kind: folder, id: s, name: S, path: x, tags: [press]}]",
     "unknown-reference: no source is called 'tag:press'", ""),
    (T + "  - {alert: {watch: x/chips, severity: «hi}, expect: {all: desk}}",
     "wrong-value: 'hi' is not one of info, low, medium, high, critical", ""),
    (T + "  - {alert: {watch: x/chips}, expect: {all: «held untill 07:00}}",
     f"wrong-value: 'held untill 07:00' {EXPECT}", ""),
    (T + "  - {alert: {watch: x/chips}, expect: {all: «[]}}", f"wrong-value: {EMPTY}", ""),
    (T + "  - {alert: {watch: x/chips}, expect: «all}", f"wrong-value: {KEYS}", ""),
    # names
    (R + ", quiet: [«nihgt]}\nquiet: {night: {days: sun}}",
     "unknown-reference: no quiet time is called 'nihgt'", "did you mean 'night'?"),
    (R + ", quiet: «nihgt}\nquiet: {night: {days: sun}}",
     "unknown-reference: no quiet time is called 'nihgt'", "did you mean 'night'?"),
    (R + ", escalate: {after: 5m, send: [«desc]}}",
     "unknown-reference: no channel is called 'desc'", "did you mean 'desk'?"),
    (R + ", if: {sources: [«tag:pres]}}\nsources: "
     "[{kind: folder, id: s, name: S, path: x, tags: [press]}]",
     "unknown-reference: no source is called 'tag:pres'", "did you mean 'tag:press'?"),
    (S + "  - {when: {watch: «x/chip}, mute: {watch: x/chips}, same: story}",
     "unknown-reference: no watch is called 'x/chip'", "did you mean 'x/chips'?"),
    (S + "  - {when: {watch: x/*}, mute: {watch: «y/*}, same: story}",
     "unknown-reference: no watch is called 'y/*'", ""),
    (T + "  - {alert: {watch: «x/chps}, expect: {all: desk}}",
     "unknown-reference: no watch is called 'x/chps'", "did you mean 'x/chips'?"),
    (T + "  - {alert: {watch: x/chips, source: «s}, expect: {all: desk}}",
     "unknown-reference: no source is called 's'", ""),
    (T + "  - {alert: {watch: x/chips}, expect: {«al: desk}}",
     "unknown-reference: no route is called 'al'", "did you mean 'all'?"),
    (T + "  - {alert: {watch: x/chips}, expect: {all: [desk, «dexk]}}",
     "unknown-reference: no channel is called 'dexk'", "did you mean 'desk'?"),
    # what does nothing
    (R + ", if: {jurisdictions: [«EUR]}}\nsources: "
     "[{kind: folder, id: s, name: S, path: x, jurisdictions: [EU]}]",
     "idle-route: no source is of 'EUR'", "did you mean 'EU'?"),
    ("version: 1\nquiet: {«night: {days: sun}}",
     "idle-quiet: no route names the quiet time 'night'", ""),
    (S + "  - {when: {watch: x/chips}, mute: {watch: «x/chips}, same: story}",
     "idle-suppress: a watch cannot speak for itself", "name another watch"),
    # what comes twice
    (TWO + "routes: [{route: r, send: [one, two, «three]}]",
     "same-chat: 'three' leads to the same chat as 'one'", "keep one of them"),
    # tests that fail
    (T + "  - {alert: {watch: x/chips}, expect: {all: «held until 07:00}}",
     "route-test: route all: desk, should be held until 07:00", "route all: at once"),
    (T + "  - {alert: {watch: x/chips}, expect: «{}}",
     "route-test: route all: desk, should be it does not take the alert", "route all: at once"),
]  # fmt: skip


def test_the_tables_of_mistakes_are_long() -> None:
    assert len(MISTAKES) >= 60
    assert len({text for text, _, _ in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize(("text", "fault", "hint"), MISTAKES)
def test_a_mistake_is_told_once_at_its_place(
    text: str, fault: str, hint: str, tmp_path: Path
) -> None:
    problems = told(tmp_path, x=text.replace("«", ""))
    assert [str(problem) for problem in problems] == [f"rules/x.yaml:{place(text)}: {fault}"]
    assert hint in problems[0].hint
    assert bool(hint) == bool(problems[0].hint)
    assert not JARGON.search(f"{problems[0]} {problems[0].hint}")
    is_warning = problems[0].code in {"idle-quiet", "idle-route", "idle-suppress", "same-chat"}
    assert problems[0].level == ("warning" if is_warning else "error")


@pytest.mark.parametrize(
    ("one", "two", "fault"),
    [
        ("timezone: UTC", "«timezone: UTC", "duplicate-key: 'timezone' is already given at "),
        ("defaults: {wait: 5s}", "«defaults: {wait: 5s}",
         "duplicate-key: 'defaults' is already given at "),
        ("quiet: {n: {days: sun}}", "quiet: {«n: {days: sun}}",
         "duplicate-id: the quiet time 'n' is already at "),
    ],
)  # fmt: skip
def test_what_is_given_once_is_not_given_twice(
    one: str, two: str, fault: str, tmp_path: Path
) -> None:
    text = f"version: 1\nnote: x\n{two}"
    problems = told(tmp_path, a=f"version: 1\n{one}", b=text.replace("«", ""))
    assert [str(p) for p in problems] == [f"rules/b.yaml:{place(text)}: {fault}rules/a.yaml:2"]


def test_a_fault_in_a_route_or_quiet_time_makes_no_faults_elsewhere(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        a="version: 1\nquiet: {night: {days: sund}}\nchannels: {desk: {kind: console}}\n"
        "routes: [{route: all, send: desk, wait: soon}]",
        b="version: 1\nroutes: [{route: r, send: desk, quiet: night}]\n"
        "watches: [{watch: W, any: [x]}]\n"
        "tests: [{alert: {watch: b/w}, expect: {all: desk}}]",
    )
    assert [f"{p.file}:{p.line}" for p in problems] == ["rules/a.yaml:2", "rules/a.yaml:4"]


@pytest.mark.parametrize("key", ["zzz", "", "中文", "__class__"])
def test_no_unknown_key_is_ever_ignored(key: str, tmp_path: Path) -> None:
    good = {
        "version": "1",
        "timezone": "Asia/Tokyo",
        "defaults": {"wait": "5s"},
        "quiet": {"night": {"from": "22:00", "to": "07:00", "days": ["mon", "fri-sun"]}},
        "channels": {"desk": {"kind": "console"}},
        "watches": [{"watch": "A", "any": ["x"], "tags": ["t"]}],
        "routes": [
            {
                "route": "r",
                "if": {"severity": ["low", "high+"], "tags": ["t"], "watches": ["x/*"]},
                "send": ["desk"],
                "quiet": ["night"],
                "digest": {"at": ["08:30"], "days": "mon-fri"},
                "escalate": {"after": "5m", "send": "desk"},
            }
        ],
        "suppress": [{"when": {"watch": "x/*"}, "mute": {"watch": "x/a"}, "same": "story"}],
        "tests": [{"alert": {"watch": "x/a"}, "expect": {}}],
    }
    assert told(tmp_path, x=json.dumps(good)) == []
    names = ("quiet", "channels", "expect")  # where every key is a name
    places = [path for path in _mappings(good) if not path or path[-1] not in names]
    assert len(places) == 14
    for path in places:
        bad = json.loads(json.dumps(good))
        inside = bad
        for step in path:
            inside = inside[step]
        inside[key] = "x"
        problems = told(tmp_path, x=json.dumps(bad))
        assert problems[0].level == "error", path
        assert key in problems[0].message


# -- tests in the file ------------------------------------------------------------------------


def test_tests_of_routes_are_run_with_the_examples() -> None:
    built = load(x=FULL + TESTS)
    assert len(built.route_tests) == 2
    assert list(examples.failures(built)) == []


def outcome(alert: str, expect: str = "{}") -> route_tests.Result:
    built = load(x=f"{FULL}tests:\n  - alert: {{watch: x/chips, {alert}}}\n    expect: {expect}\n")
    (test,) = built.route_tests
    return route_tests.run(test, built.rulebook)


def test_a_test_takes_from_its_watch_what_it_does_not_say() -> None:
    subject = outcome("at: 2026-11-18T12:00").test.subject
    assert subject == Subject(watch="x/chips", severity=Severity.high, tags=frozenset({"china"}))
    subject = outcome("severity: low, tags: [], jurisdictions: [EU]").test.subject
    assert subject == Subject(
        watch="x/chips", severity=Severity.low, jurisdictions=frozenset({"EU"})
    )


def test_a_test_may_name_its_source() -> None:
    text = (
        "sources: [{kind: folder, id: s, name: S, path: x, tags: [press], jurisdictions: [CN]}]\n"
        "tests: [{alert: {watch: x/chips, source: s}, expect: {china-desk: tg-china}}]\n"
    )
    (test,) = load(x=FULL + text).route_tests
    assert test.subject.source == "s"
    assert test.subject.source_tags == {"press"}
    assert test.subject.jurisdictions == {"CN"}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-18T23:30", datetime(2026, 11, 18, 15, 30, tzinfo=UTC)),
        ('"2026-11-18 23:30"', datetime(2026, 11, 18, 15, 30, tzinfo=UTC)),
        ("2026-11-18T23:30+01:00", datetime(2026, 11, 18, 22, 30, tzinfo=UTC)),
        ("2026-11-18T23:30Z", datetime(2026, 11, 18, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_time_without_an_offset_is_local(written: str, moment: datetime) -> None:
    assert outcome(f"at: {written}").test.at == moment


def test_without_a_time_it_is_the_noon_of_a_wednesday() -> None:
    at = outcome("severity: low").test.at
    assert (at.weekday(), at.time(), at.tzinfo) == (2, time(12), ZoneInfo("Asia/Singapore"))


NIGHT = "at: 2026-11-18T23:30"
FRIDAY = "at: 2026-11-20T23:30"  # held over the weekend
LOW = "severity: low, tags: [other]"


@pytest.mark.parametrize(
    ("alert", "expect", "is_ok"),
    [
        (NIGHT, "{china-desk: held until 07:00}", True),
        (NIGHT, "{china-desk: held until 7:00}", True),
        (NIGHT, "{china-desk: held until thu 07:00}", True),
        (NIGHT, "{china-desk: held until fri 07:00}", False),
        (NIGHT, "{china-desk: [held until 07:00]}", True),
        (NIGHT, "{china-desk: digest at 07:00}", False),
        (NIGHT, "{china-desk: tg-china}", False),
        (NIGHT, "{china-desk: [tg-china, held until 07:00]}", False),
        (NIGHT, "{}", False),
        (NIGHT, "{china-desk: held until 07:00, everything-else: tg-all}", False),
        (FRIDAY, "{china-desk: held until mon 07:00}", True),
        (FRIDAY, "{china-desk: held until 07:00}", True),
        (FRIDAY, "{china-desk: held until sat 07:00}", False),
        ("severity: high", "{china-desk: tg-china}", True),
        ("severity: high", "{china-desk: [tg-china, tg-all]}", False),
        (LOW, "{everything-else: digest at 17:30}", True),
        (LOW, "{everything-else: digest at 08:30}", True),  # no time: either digest
        (LOW, "{everything-else: digest at 09:30}", False),
        (LOW + ", at: 2026-11-18T12:00", "{everything-else: digest at 08:30}", False),
        (LOW + ", at: 2026-11-20T18:00", "{everything-else: digest at mon 08:30}", True),
    ],
)
def test_what_a_test_may_expect(alert: str, expect: str, is_ok: bool) -> None:  # noqa: FBT001
    assert outcome(alert, expect).ok is is_ok


def test_a_failing_test_names_each_route_with_what_it_did_and_why() -> None:
    result = outcome(NIGHT, "{china-desk: tg-china, everything-else: tg-all}")
    assert list(result.wrong.values()) == [
        "route china-desk: held until 07:00, should be tg-china",
        "route everything-else: it does not take the alert, should be tg-all",
    ]
    assert result.why == ("route china-desk: held until 07:00 by the quiet time night",)


def test_a_watch_with_channels_of_its_own_goes_to_no_route() -> None:
    text = FULL.replace("severity: high}", "severity: high, notify: duty}")
    built = load(x=text + "tests: [{alert: {watch: x/chips}, expect: {}}]\n")
    assert list(examples.failures(built)) == []


def test_a_test_of_a_watch_that_is_off_is_checked_and_not_run() -> None:
    text = FULL.replace("severity: high}", "severity: high, enabled: false}")
    built = load(x=text + "tests: [{alert: {watch: x/chips}, expect: {}}]\n")
    assert built.route_tests == ()
    with pytest.raises(ConfigError):
        load(x=text + "tests: [{alert: {watch: x/chips}, expect: {nowhere: duty}}]\n")


def test_what_the_file_says_is_what_is_decided() -> None:
    rules = load(x=FULL).rulebook
    alert = Subject(watch="x/compute", severity=Severity.low)
    (decision,) = decide(alert, datetime(2026, 11, 20, 10, tzinfo=UTC), rules)  # Friday 18:00
    assert (decision.route, decision.channel) == ("everything-else", "tg-all")
    assert decision.action is Action.digest
    assert decision.at == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # Monday 08:30
    assert (decision.cooldown, decision.group_by) == (timedelta(hours=6), "story")


def test_what_the_shipped_file_shows_is_right() -> None:
    shown = (settings.shipped("rules") / "routes.yaml").read_text(encoding="utf-8")
    own = Path("local")
    own.mkdir()
    lines = [line.removeprefix("#   ") for line in shown.splitlines() if line.startswith("#   ")]
    (own / "routes.yaml").write_text("\n".join(lines), encoding="utf-8")
    built = build.build(settings.shipped("rules"), local=own)

    assert not built.problems
    assert len(built.route_tests) == 2
    assert not list(examples.failures(built))
