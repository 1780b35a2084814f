"""What follows from an update: access first, then the tables; what is to be said is owed."""

from dataclasses import dataclass, replace

import structlog

from tracker.bot.access import Access, Place, Standing
from tracker.bot.asking import Ask, Reply, asked, notice
from tracker.bot.commands import helps, known
from tracker.bot.presses import Presses
from tracker.bot.surroundings import Surroundings
from tracker.bot.updates import Chat, Membership, Message, Press, Update
from tracker.errors import TrackerError
from tracker.store import Debts, Deliveries, Lookup, Pressed, Readers

log = structlog.get_logger()

MOST_WAITING = 5  # answers in one chat: who asks faster is not answered
LONGEST_CODE = 64
HELP = "/help names what I do."
LINE = 120  # code points of a refusal that is a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be done with Telegram itself. `is_owed`: something waits in the outbox.

    `answer`: id of a press, and what is said to it; `delete`: chat and message; `leave`: a chat;
    `closed`: address of a chat that has shut us out, and how.
    """

    is_owed: bool = False
    answer: tuple[str, str] | None = None
    delete: tuple[int, int] | None = None
    leave: int | None = None
    closed: tuple[str, str] | None = None


NOTHING = Deed()


class Handler:
    """Handles one update at a time, in a thread; the same one twice does nothing more."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._access = Access(around)
        self._presses = Presses(around)
        self._lookup = Lookup(around.database)
        self._readers = Readers(around.database)
        self._deliveries = Deliveries(around.database)
        self._newest: dict[str, int] = {}

    def handle(self, update: Update, me: str) -> Deed:
        """`me`: the name of this bot. Raises what goes wrong."""
        if update.message is not None:
            return self._message(update, update.message, me)
        if update.callback_query is not None:
            return self._press(update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(update.my_chat_member)
        return NOTHING

    # -- messages

    def _message(self, update: Update, message: Message, me: str) -> Deed:
        self._moved(message)
        place = self._access.place(message.chat, message.topic)
        by = message.author
        standing = self._access.standing(by.id if by else None, place)
        ask = asked(update, message, place, standing, me, self._around.clock())
        if standing is Standing.stranger:
            return self._let_in(ask) if ask and place.is_private else NOTHING
        self._note(place, message.message_id)
        self._reopen(place)
        if self._is_too_much(place):
            return NOTHING
        reply = self._reply(ask) if ask else self._hint(message, place)
        if reply is None:
            return NOTHING
        what = ask.what if ask else f"hint {update.update_id} {message.message_id}"
        return self._owe(reply, place, what)

    def _reply(self, ask: Ask) -> Reply | None:
        command = known(ask.verb)
        if self._lookup.is_owed(ask.place.channel, ask.what):
            return None
        if command is None:
            is_meant = ask.place.is_private or ask.is_addressed
            return notice(f"I do not know /{ask.verb}.", HELP) if is_meant else None
        if ask.standing < command.least:
            return notice(f"/{ask.verb} is for operators.")
        log.info("asked", command=ask.verb, chat=ask.place.chat, by=ask.by.id)
        try:
            return command.run(ask, self._around)
        except TrackerError as error:
            said = str(error)
            said = said[:1].upper() + said[1:]
            return notice(said) if len(said) <= LINE else notice("That was not done.", said)

    def _hint(self, message: Message, place: Place) -> Reply | None:
        """Who writes to us alone expects an answer."""
        is_asked = place.is_private and message.text and not message.text.startswith("/")
        return notice("I know commands only.", HELP) if is_asked and message.author else None

    def _let_in(self, ask: Ask) -> Deed:
        """A stranger with a code is none any more; every other one is not answered."""
        if ask.verb != "start" or not ask.text or len(ask.text) > LONGEST_CODE:
            return NOTHING
        if not self._readers.admit(ask.text, ask.by.id, ask.by.name, self._around.clock()):
            return NOTHING
        log.info("let in", by=ask.by.id)
        card = helps(replace(ask, standing=Standing.operator), self._around).card
        return self._owe(Reply(card=replace(card, title="Welcome")), ask.place, ask.what)

    def _moved(self, message: Message) -> None:
        """A group that becomes a supergroup has another id from then on, and says so in both."""
        if not (message.migrate_from_chat_id or message.migrate_to_chat_id):
            return
        old = message.migrate_from_chat_id or message.chat.id
        new = message.chat.id if message.migrate_from_chat_id else message.migrate_to_chat_id
        place = self._access.place(Chat(id=old, type="group"))
        if new is not None and place.channels and place.sent_to != str(new):
            self._around.outbox.remember(place.address, moved_to=str(new))
            log.warning("chat moved", chat=place.address, to=new)

    def _reopen(self, place: Place) -> None:
        """Who writes to us alone does not block us, whatever we were told, or missed."""
        if place.is_private and place.address in self._deliveries.closed():
            self._around.outbox.remember(place.address, closed="")

    def _note(self, place: Place, message_id: int) -> None:
        """The newest id there is: what is looked for after a crash stands above it."""
        space = place.space
        if space and message_id > self._newest.get(space, 0):
            self._around.outbox.seen(space, message_id)
            self._newest[space] = message_id

    # -- buttons

    def _press(self, press: Press) -> Deed:
        if press.message is None:
            return NOTHING
        place = self._access.place(press.message.chat, press.message.topic)
        standing = self._access.standing(press.by.id, place)
        if standing is Standing.stranger:
            return NOTHING
        try:
            outcome = self._presses.press(press, place, standing)
        except TrackerError as error:
            return Deed(answer=(press.id, str(error)))
        if outcome is None:
            return NOTHING
        done = Deed(answer=(press.id, outcome.said), is_owed=not outcome.delete)
        if outcome.delete:
            return replace(done, delete=(place.chat, press.message.message_id))
        if outcome.reply is not None:
            if self._is_too_much(place):
                return Deed(answer=(press.id, "Too many answers wait here."))
            self._owe(outcome.reply, place, f"press {press.id}")
        return done

    # -- being let into chats, and thrown out of them

    def _membership(self, change: Membership) -> Deed:
        place = self._access.place(change.chat)
        by_operator = self._access.is_operator(change.by.id)
        if place.channels or (place.is_private and by_operator):
            return self._known_chat(change, place)
        if place.is_private or change.is_over or not change.is_new:
            return NOTHING
        if by_operator:
            home = self._access.place(Chat(id=change.by.id, type="private"))
            what = f"added {change.chat.id} {change.by.id} {self._around.clock().isoformat()}"
            return self._owe(_added(change.chat), home, what)
        return Deed(leave=change.chat.id)

    def _known_chat(self, change: Membership, place: Place) -> Deed:
        # A group that becomes a supergroup looks as if we were out: the next message will tell.
        if change.is_over and change.chat.type == "group":
            return NOTHING
        said = "the bot was blocked" if place.is_private else "the bot was removed"
        closed = said if change.is_over else ""
        self._around.outbox.remember(place.address, closed=closed)
        log.warning("chat closed" if closed else "chat opened", chat=place.address)
        return Deed(closed=(place.address, closed)) if closed else Deed(is_owed=True)

    # -- answers

    def _owe(self, reply: Reply, place: Place, what: str) -> Deed:
        now = self._around.clock()
        with self._around.database.writing() as session:
            Debts(session).answer(reply.card, place.channel, what, now, reply.under)
        for key in reply.anew:
            Pressed(self._around.database).write_anew(key, now)
        return Deed(is_owed=True)

    def _is_too_much(self, place: Place) -> bool:
        waiting = self._lookup.answers_waiting(place.channel)
        if waiting >= MOST_WAITING:
            log.warning("not answered", chat=place.chat, because="too many answers wait there")
        return waiting >= MOST_WAITING


def _added(chat: Chat) -> Reply:
    """For the operator who has taken us into a group."""
    text = (
        "I say nothing there until a rule file has it as a channel:\n\n"
        f'channels:\n  team: {{kind: telegram, chat: "{chat.id}"}}'
    )
    return notice(f"I was added to “{chat.title}”, number {chat.id}.", text)
