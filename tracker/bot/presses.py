"""What was pressed under a message. The data of a button is the word of a stranger: it is read
strictly, and must name a message that stands where it was pressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.bot import names
from tracker.bot.access import Place, Standing
from tracker.bot.asking import Reply
from tracker.bot.commands import reasons
from tracker.bot.surroundings import Surroundings
from tracker.bot.updates import Press
from tracker.core.owing import ALERTS, Form
from tracker.core.silencing import Silence
from tracker.store import FeedbackStore, Lookup, Message, Opinion, Pressed, Silences
from tracker.store.pressed import reason

DATA = re.compile(r"v1\|([a-z]{1,12})\|([0-9a-f]{20})(?:\|([a-z0-9]{1,4}))?", re.ASCII)
LENGTHS = {"1d": timedelta(days=1), "7d": timedelta(days=7)}
STANDS = timedelta(minutes=10)  # for so long nobody asks why a second time
FOR_ALL = {"mute", "unmute", "seen"}  # what others notice
OF_ALERTS = {"why", "irrelevant", "relevant", "mute", "unmute"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is said at once to the one who pressed; what is answered; whether it is deleted."""

    said: str
    reply: Reply | None = None
    delete: bool = False


class Presses:
    """Carries out what is pressed; pressing twice is harmless."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._lookup = Lookup(around.database)
        self._silences = Silences(around.database)
        self._feedback = FeedbackStore(around.database)
        self._pressed = Pressed(around.database)

    def press(self, press: Press, place: Place, standing: Standing) -> Outcome | None:
        """None when it cannot have been pressed so: that meets with silence."""
        found = DATA.fullmatch(press.data)
        if found is None or press.message is None:
            return None
        verb, key, argument = found[1], found[2], found[3] or ""
        message = self._lookup.message(key)
        if message is None or not _stands(message, place, press.message.message_id):
            return None
        # A channel may have any number of readers, whom nobody knows.
        is_public = press.message.chat.type == "channel" and standing < Standing.operator
        if is_public and verb in FOR_ALL:
            return Outcome(said="In a channel that is for operators.")
        if verb in OF_ALERTS and message.form in ALERTS:
            return self._of_alert(verb, argument, message, press, place)
        if verb == "seen" and message.form is not Form.answer and not argument:
            return self._seen(message, press)
        if verb == "close" and message.form is Form.answer and not argument:
            self._pressed.close(message.key, press.by.name)
            return Outcome(said="", delete=True)
        return None

    def _of_alert(
        self, verb: str, argument: str, message: Message, press: Press, place: Place
    ) -> Outcome | None:
        if (argument in LENGTHS) != (verb == "mute"):
            return None
        match verb:
            case "why":
                return self._why(message, place)
            case "mute":
                return self._mute(message, press, LENGTHS[argument])
            case "unmute":
                return self._unmute(message, press)
        return self._judge(message, press, Opinion(verb))

    def _why(self, message: Message, place: Place) -> Outcome:
        if self._lookup.answer_below(message.key, self._around.clock() - STANDS):
            return Outcome(said="The answer stands below already.")
        return Outcome(said="", reply=reasons.of(message, self._around, place))

    def _seen(self, message: Message, press: Press) -> Outcome:
        now = self._around.clock()
        by = self._pressed.seen(message.key, press.by.name, now)
        self._pressed.write_anew(message.key, now)
        return Outcome(said="✓ Noted." if by == press.by.name else f"{by} has seen it before.")

    def _judge(self, message: Message, press: Press, opinion: Opinion) -> Outcome:
        """One opinion of each person; "relevant after all" takes back one's own."""
        now, mine = self._around.clock(), f" ({press.by.id})"
        own = [given for given in self._feedback.of(message.key) if given.author.endswith(mine)]
        for given in own:
            self._feedback.take_back(message.key, given.author)
        is_undone = opinion is Opinion.relevant and any(
            given.verdict is Opinion.irrelevant for given in own
        )
        if not is_undone:
            self._feedback.give(message.key, press.by.name, opinion, now)
        self._pressed.write_anew(message.key, now)
        said = "Taken back." if is_undone else f"Noted: {_SAYS[opinion]}. Thank you."
        return Outcome(said=said)

    def _mute(self, message: Message, press: Press, length: timedelta) -> Outcome:
        """A silence for each of its watches, in this channel."""
        now, zone = self._around.clock(), self._around.plan().rules.zone
        wanted = {f"watch:{watch}" for watch in message.watches}
        before = self._of(message, now)
        is_done = {silence.subject for silence in before} == wanted and all(
            silence.until - silence.since == length for silence in before
        )
        if not is_done:
            self._end(before, press, now)
            for subject in sorted(wanted):
                why = reason(message.key)
                self._silences.add(subject, message.channel, press.by.name, why, now, now + length)
        until = max((silence.until for silence in self._of(message, now)), default=now)
        self._pressed.write_anew(message.key, now)
        return Outcome(said=f"🔕 Muted here until {names.clock(until, zone)}.")

    def _unmute(self, message: Message, press: Press) -> Outcome:
        now = self._around.clock()
        before = self._of(message, now)
        self._end(before, press, now)
        self._pressed.write_anew(message.key, now)
        return Outcome(said="🔔 It is told again." if before else "It was not muted any more.")

    def _of(self, message: Message, now: datetime) -> list[Silence]:
        """The silences that were begun by a button of this message, and hold."""
        why = reason(message.key)
        return [silence for silence in self._silences.active(now) if silence.reason == why]

    def _end(self, silences: Sequence[Silence], press: Press, now: datetime) -> None:
        for silence in silences:
            self._silences.end(silence.id, press.by.name, now)


_SAYS = {Opinion.irrelevant: "not relevant", Opinion.relevant: "relevant"}


def _stands(message: Message, place: Place, message_id: int) -> bool:
    """Whether the message stands in this chat, under this id, as far as that is known yet."""
    is_here = message.address in {place.address, place.sent_to}
    return is_here and message.remote_id in {"", str(message_id)}
