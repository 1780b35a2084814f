"""Words in dates: months, halves of the day, eras, and zones."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# January to December, as they stand in a date; "-" where another language means another month by
# the same word (listopada is November in Polish and October in Croatian).
MONTHS = (
    "january february march april may june july august september october november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta "
    "syyskuuta lokakuuta marraskuuta joulukuuta",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października - grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "január február március április május június július augusztus szeptember október november "
    "december",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie "
    "decembrie",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου "
    "οκτωβρίου νοεμβρίου δεκεμβρίου",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
SHORT_MONTHS = (
    "jan janv ene gen",
    "feb febr fev fevr",
    "mar mrz maa мар",
    "apr abr avr апр",
    "may mai mag mei maj",
    "jun juin giu июн",
    "jul juil lug июл",
    "aug ago aou авг",
    "sep sept set сен сент",
    "oct out ott okt окт",
    "nov ноя нояб",
    "dec dez dic des дек",
)

AFTERNOON = frozenset({"下午", "午後", "午后", "오후", "晚上", "pm", "μμ", "م"})
MORNING = frozenset({"上午", "午前", "오전", "早上", "凌晨", "am", "πμ", "ص"})
ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}  # the year before their first

# Hours east of Greenwich. RFC 822 fixes the North American ones; of the others, the reading
# that feeds use. Names that are not here leave the date unread rather than wrong.
# https://www.rfc-editor.org/rfc/rfc822#section-5
ZONES = {
    -10.0: "hst",
    -9.0: "akst",
    -8.0: "pst akdt",
    -7.0: "mst pdt",
    -6.0: "cst mdt",
    -5.0: "est cdt",
    -4.0: "edt",
    0.0: "z ut utc gmt wet",
    1.0: "bst cet mez west",
    2.0: "cest mesz eet sast",
    3.0: "eest msk",
    4.0: "gst",
    5.0: "pkt",
    5.5: "ist",
    7.0: "wib ict",
    8.0: "sgt hkt awst myt",
    9.0: "jst kst",
    9.5: "acst",
    10.0: "aest",
    10.5: "acdt",
    11.0: "aedt",
    12.0: "nzst",
    13.0: "nzdt",
}
HOURS = {name: hours for hours, names in ZONES.items() for name in names.split()} | {
    "eastern standard time": -5.0,
    "eastern daylight time": -4.0,
    "pacific standard time": -8.0,
    "pacific daylight time": -7.0,
    "greenwich mean time": 0.0,
    "coordinated universal time": 0.0,
    "central european standard time": 1.0,
    "central european summer time": 2.0,
    "china standard time": 8.0,
    "beijing time": 8.0,
    "北京时间": 8.0,
    "japan standard time": 9.0,
    "korea standard time": 9.0,
}
PLACES = {  # "10:00 a.m. ET" leaves summer time to the reader
    "et": "America/New_York",
    "eastern time": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}


def month(word: str) -> int | None:
    """The number of a month; None for any other word."""
    return _MONTH_OF.get(_bare(word))


def zone(name: str, usual: tzinfo, day: datetime) -> tzinfo | None:
    """The zone of a name, or None when nobody knows which; "" is the `usual` one.

    What the usual zone is called on that day goes before what others are called: CST is China's
    time for a source in China, and America's for all others.
    """
    if not name or name.upper() == usual.tzname(day):
        return usual
    known = name.lower()
    if known in HOURS:
        return timezone(timedelta(hours=HOURS[known]))
    if known not in PLACES and "/" not in name:
        return None
    try:
        return ZoneInfo(PLACES.get(known, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _bare(word: str) -> str:
    """In lower case, and without accents: many write none. (Capitals have no dotless i.)"""
    apart = unicodedata.normalize("NFKD", word.lower().replace("ı", "i"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _month_names() -> Mapping[str, int]:
    full = (pair for names in MONTHS for pair in enumerate(names.split(), 1))
    short = (
        (number, name) for number, names in enumerate(SHORT_MONTHS, 1) for name in names.split()
    )
    return {_bare(name): number for number, name in (*full, *short) if name != "-"}


_MONTH_OF = _month_names()
