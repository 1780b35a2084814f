"""The small forms that every rule file is made of: ids, texts, severities, lists of them."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError, PydanticKnownError

from tracker.core.model import Severity

NOTHING = {"field_type": "text", "min_length": 1, "actual_length": 0}

# ISO 3166-1 alpha-2, and two that make rules of their own.
JURISDICTIONS = tuple(
    "EU UN AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO "
    "BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT "
    "GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR "
    "KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT "
    "MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT "
    "PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD "
    "TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT "
    "ZA ZM ZW".split()
)

Slug = Annotated[
    str,
    AfterValidator(
        lambda text: text if re.fullmatch(r"[a-z0-9][a-z0-9-]*", text) else _no_slug(text)
    ),
]


def _no_slug(text: str) -> str:
    raise ValueError(f"'{text}' is not an id: use a-z, 0-9 and hyphens")


def many(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _severity(value: object) -> object:
    if isinstance(value, Severity):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    if value in Severity.__members__:
        return Severity[value]
    raise PydanticKnownError("literal_error", {"expected": ", ".join(Severity.__members__)})


def _not_empty(text: str) -> str:
    if not text.strip():
        raise PydanticKnownError("too_short", NOTHING)
    return text


Grade = Annotated[Severity, BeforeValidator(_severity)]
Text = Annotated[str, AfterValidator(_not_empty)]


class Strict(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def is_language(text: str) -> bool:
    """Whether it has the form of a language tag."""
    return re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) is not None


def _language(text: str) -> str:
    if not is_language(text):
        raise PydanticCustomError(
            "language", "'{given}' is not a language: write en, zh or zh-Hant", {"given": text}
        )
    return text


def _jurisdiction(text: str) -> str:
    if text not in JURISDICTIONS:
        raise PydanticCustomError(
            "jurisdiction",
            "'{given}' is no jurisdiction: write two capitals such as US or CN, or EU, UN",
            {"given": text},
        )
    return text


def _day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(f"'{value}' is not a day: write 2026-12-31")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Languages = Annotated[tuple[Annotated[str, AfterValidator(_language)], ...], BeforeValidator(many)]
Jurisdictions = Annotated[
    tuple[Annotated[str, AfterValidator(_jurisdiction)], ...], BeforeValidator(many)
]
Texts = Annotated[tuple[Text, ...], BeforeValidator(many)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(many)]
