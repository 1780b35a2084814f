"""`/watch`: a new watch, checked and tried before it is written down."""

from datetime import timedelta

from tracker.bot.asking import Ask, Reply, counted, notice
from tracker.bot.surroundings import Surroundings, Trial
from tracker.core.model import Severity
from tracker.errors import ConfigError, Problem
from tracker.rulebook.authoring import adding, compose
from tracker.store import Past

USAGE = "As /watch Photonics: silicon photonics, 硅光子, or /watch high Photonics: …"
FAULTS, SAMPLES = 5, 5  # that are shown
DAYS = 30  # on which it is tried
FLOOD = 20  # alerts a day; whoever wants more writes the file by hand


def watch(ask: Ask, around: Surroundings) -> Reply:
    """`/watch [severity] Name: term, term`; nothing is written when there is a fault."""
    grade, name, terms = _parts(ask.text)
    if not (name and terms):
        return notice("What is to be watched?", USAGE)
    try:
        found = adding.drafted(around.rules, around.local, name, terms, grade)
    except ConfigError as error:
        return notice("The watch was not added.", around.shown(_faults(error)))
    trial = _tried(found, around)
    if too_many := _flood(trial):
        return notice("The watch was not added.", f"{too_many}\n\n{found.item}\n{_caught(trial)}")
    try:
        adding.write(found)
    except ConfigError as error:
        return notice("The watch was not added.", around.shown(str(error)))
    doubts = "".join(f"⚠️ {_line(problem)}\n" for problem in found.doubts[:FAULTS])
    text = f"In {found.path}:\n\n{found.item}\n{doubts}{_caught(trial)}"
    return notice(f"✅ {found.watch} is watched from now on.", around.shown(text))


def _tried(draft: adding.Draft, around: Surroundings) -> Trial:
    """What it would have caught in the last days."""
    since = around.clock() - timedelta(days=DAYS)
    return around.backtest(Past(around.database, draft.origins).articles(since), draft.rules)


def _flood(trial: Trial) -> str:
    """Why it is not to be had so: it would send far too much. "" when it would not."""
    sent = sum(trial.would_send.values())
    if sent <= FLOOD * DAYS and not (trial.articles > 100 and trial.matched > trial.articles / 4):
        return ""
    return f"It would have sent {sent} alerts in {DAYS} days: take words that say more."


def _parts(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Severity, name and terms."""
    head, _, tail = text.partition(":") if ":" in text else text.partition("：")
    grade, _, rest = head.strip().partition(" ")
    is_graded = grade in Severity.__members__ and rest.strip()
    name = rest if is_graded else head
    return grade if is_graded else "", " ".join(name.split()), compose.words(tail)


def _faults(error: ConfigError) -> str:
    """Every fault with its place, as far as they can be shown."""
    if not error.problems:
        return str(error)
    lines = [_line(problem) for problem in error.problems[:FAULTS]]
    if len(error.problems) > FAULTS:
        lines.append(f"and {len(error.problems) - FAULTS} more")
    return "\n".join(lines)


def _line(problem: Problem) -> str:
    return f"{problem}" + (f" ({problem.hint})" if problem.hint else "")


def _caught(trial: Trial) -> str:
    """What it would have caught; the newest are shown."""
    if not trial.articles:
        return "There are no stored articles yet to try it on."
    sent = sum(trial.would_send.values())
    lines = [
        f"Of {counted(trial.articles, 'article')} of {DAYS} days it would have caught "
        f"{trial.matched}, and sent {counted(sent, 'alert')}."
    ]
    newest = list(trial.samples)[::-1][:SAMPLES]
    lines += [f"• {hit.title} ({', '.join(hit.words[:3])})" for hit in newest]
    return "\n".join(lines)
