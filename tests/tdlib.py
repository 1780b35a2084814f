"""Telegram's own text parser, offline: the judge of every text that is meant for Telegram."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from typing import Any

Json = dict[str, Any]
MODES: dict[str, Json] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
NAMES = {  # where the Bot API calls an entity something else than TDLib
    "text_url": "text_link",
    "mention_name": "text_mention",
    "pre_code": "pre",
    "block_quote": "blockquote",
    "expandable_block_quote": "expandable_blockquote",
}
DETAILS = ("url", "language", "unix_time", "custom_emoji_id", "user_id")
PRECISION = {letter: {"None": "", "Short": letter, "Long": letter.upper()} for letter in ("d", "t")}
CHILD = """
import sys, tdjson
tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(tdjson.td_execute(line) + b"\\n")
    sys.stdout.buffer.flush()
"""


class CannotParse(Exception):
    """In the words of Telegram."""


class Oracle:
    """`parseTextEntities` of TDLib, the very call that the Bot API server makes.

    It runs in a child process because malformed texts have aborted TDLib.
    A death counts as a refusal, and the next text gets a new child.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def parse(self, text: str, mode: str = "HTML") -> tuple[str, list[Json]]:
        """The visible text and its entities, as https://core.telegram.org/bots/api#messageentity"""
        if not (parse_mode := MODES.get(mode.lower())):
            raise CannotParse("unsupported parse_mode")
        request = {"@type": "parseTextEntities", "text": text, "parse_mode": parse_mode}
        answer = self._ask(json.dumps(request).encode() + b"\n")
        if answer["@type"] == "error":
            raise CannotParse(answer["message"].replace("Can't", "can't", 1))
        return answer["text"], [_entity(found) for found in answer["entities"]]

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            with suppress(OSError):
                self.process.communicate()
            self.process = None

    def _ask(self, line: bytes) -> Json:
        if self.process is None:
            pipe = subprocess.PIPE
            command = [sys.executable, "-c", CHILD]
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        assert self.process.stdin
        assert self.process.stdout
        answer = b""
        with suppress(OSError):
            self.process.stdin.write(line)
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        if not answer:
            self.close()
            raise CannotParse("can't parse entities: the parser died of this text")
        return dict(json.loads(answer))


def _entity(found: Json) -> Json:
    kind = found["type"]
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind["@type"].removeprefix("textEntityType")).lower()
    place = {"offset": found["offset"], "length": found["length"]}
    details = {key: kind[key] for key in DETAILS if key in kind}
    if shape := kind.get("formatting_type"):
        details["date_time_format"] = _date_time_format(shape)
    return {"type": NAMES.get(name, name)} | place | details


def _date_time_format(shape: Json) -> str:
    """https://core.telegram.org/bots/api#date-time-entity-formatting"""
    if shape["@type"] == "dateTimeFormattingTypeRelative":
        return "r"
    day, clock = (
        shape[part]["@type"].removeprefix("dateTimePartPrecision")
        for part in ("date_precision", "time_precision")
    )
    weekday = "w" if shape["show_day_of_week"] else ""
    return weekday + PRECISION["d"][day] + PRECISION["t"][clock]
