"""Every feed is read in its own letters, whatever it or its server says of them."""

import codecs
from importlib.metadata import version

import pytest

from tracker.core.model import Entry
from tracker.sources import Document, Feed
from tracker.sources.text.charset import decode
from tracker.sources.text.html import readable

URL = "https://example.org/feed"
FEED = Feed(id="example", name="Example", url=URL)

# Sentences of the kind that authorities publish; a feed of them has a dozen items.
TONGUES = {
    "ru": (
        "Новые правила экспортного контроля вступают в силу с первого июля",
        "Министерство опубликовало перечень товаров двойного назначения",
        "Комиссия рассмотрит законопроект об искусственном интеллекте",
    ),
    "ja": (
        "輸出管理規則の改正について担当省が発表しました",
        "人工知能に関する法律案が国会に提出されました",
        "企業は許可の申請を行う必要があります",
    ),
    "ko": (
        "수출통제 규정이 개정되었습니다 담당 부처가 발표하였습니다",
        "인공지능 기본법이 국회를 통과했습니다",
        "반도체 장비의 수출 허가 절차가 강화됩니다",
    ),
    "zh": (
        "主管部门发布关于稀土出口管制的公告，自即日起实施",
        "人工智能管理办法征求意见稿已经公布",
        "企业应当履行申报义务并且保存记录",
    ),
    "zh-TW": (
        "主管機關發布出口管制的公告，自即日起實施",
        "人工智慧基本法草案已經公布並且徵求意見",
        "企業應當履行申報義務並且保存紀錄",
    ),
    "th": (
        "กฎระเบียบการควบคุมการส่งออกใหม่มีผลบังคับใช้",
        "ร่างกฎหมายปัญญาประดิษฐ์เผยแพร่แล้ว",
        "ผู้ประกอบการต้องขออนุญาตก่อนส่งออก",
    ),
    "he": (
        "כללי פיקוח היצוא החדשים ייכנסו לתוקף בחודש הבא",
        "הצעת חוק הבינה המלאכותית פורסמה להערות הציבור",
        "חברות יידרשו להגיש בקשה לרישיון",
    ),
    "ar": (
        "دخلت قواعد الرقابة على الصادرات حيز التنفيذ",
        "نشرت الوزارة قائمة السلع ذات الاستخدام المزدوج",
        "يجب على الشركات تقديم طلب للحصول على ترخيص",
    ),
    "el": (
        "Οι νέοι κανόνες ελέγχου εξαγωγών τίθενται σε ισχύ",
        "Το σχέδιο νόμου για την τεχνητή νοημοσύνη",
        "Οι εταιρείες πρέπει να υποβάλουν αίτηση",
    ),
    "fr": (
        "Le règlement a été publié à l'été, dès la fin de la procédure",
        "Contrôle des exportations : la liste des biens est modifiée",
        "L'autorité précise les obligations liées à l'intelligence artificielle",
    ),
    "pt": (
        "O regulamento foi publicado após a consulta pública e já está em vigor",
        "Controlo das exportações: a lista de bens será revista",
        "A Comissão não alterou as obrigações das empresas",
    ),
}
OF_ITS_OWN = {  # encodings whose bytes alone tell what they are
    "koi8-r": "ru",
    "windows-1251": "ru",
    "euc-jp": "ja",
    "shift_jis": "ja",
    "iso-2022-jp": "ja",
    "euc-kr": "ko",
    "gb2312": "zh",
    "big5": "zh-TW",
    "tis-620": "th",
    "windows-1255": "he",
    "windows-1256": "ar",
    "windows-1253": "el",
}
LATIN = {"iso-8859-1": "fr", "windows-1252": "pt"}
ENCODINGS = OF_ITS_OWN | LATIN
WRONG = ("utf-8", "utf-16", "us-ascii", "iso-8859-1", "gb2312", "koi8-r", "shift_jis", "nonsense")


def titles(tongue: str) -> list[str]:
    return [f"{sentence} {number}" for number in range(4) for sentence in TONGUES[tongue]]


def feed(tongue: str, declared: str = "") -> str:
    label = f' encoding="{declared}"' if declared else ""
    items = "".join(
        f"<item><title>{title}</title><link>/{n}</link><description>{title}</description></item>"
        for n, title in enumerate(titles(tongue))
    )
    return f'<?xml version="1.0"{label}?><rss version="2.0"><channel>{items}</channel></rss>'


def read(body: bytes, charset: str = "", source: Feed = FEED) -> list[str]:
    entries: tuple[Entry, ...] = source.parse(Document(name=URL, body=body, charset=charset))
    return [readable(entry).title for entry in entries]


def test_the_detector_is_installed() -> None:
    assert version("chardet")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_undeclared_charset_is_found(encoding: str) -> None:
    tongue = ENCODINGS[encoding]
    assert read(feed(tongue).encode(encoding)) == titles(tongue)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_declared_charset_is_believed(encoding: str) -> None:
    tongue = ENCODINGS[encoding]
    assert read(feed(tongue, encoding).encode(encoding)) == titles(tongue)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_charset_the_server_names_is_believed(encoding: str) -> None:
    tongue = ENCODINGS[encoding]
    assert read(feed(tongue).encode(encoding), encoding) == titles(tongue)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_label_is_enough_for_a_few_letters(encoding: str) -> None:
    word = TONGUES[ENCODINGS[encoding]][0][:12]
    body = f"<rss version='2.0'><channel><item><title>A {word}</title></item></channel></rss>"
    assert read(body.encode(encoding), encoding) == [f"A {word}"]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("encoding", OF_ITS_OWN)
def test_a_wrong_label_loses_no_letter(encoding: str, wrong: str) -> None:
    tongue = OF_ITS_OWN[encoding]
    body = feed(tongue, wrong).encode(encoding)
    assert read(body) == read(body, wrong) == titles(tongue)


@pytest.mark.parametrize("wrong", ["utf-8", "utf-16", "us-ascii", "nonsense"])
@pytest.mark.parametrize("encoding", LATIN)
def test_a_label_of_unicode_loses_no_latin_letter(encoding: str, wrong: str) -> None:
    tongue = LATIN[encoding]
    body = feed(tongue, wrong).encode(encoding)
    assert read(body) == read(body, wrong) == titles(tongue)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("tongue", TONGUES)
def test_a_wrong_label_does_not_hurt_valid_utf_8(tongue: str, wrong: str) -> None:
    body = feed(tongue, wrong).encode()
    assert read(body) == read(body, wrong) == titles(tongue)


@pytest.mark.parametrize("server", ["iso-8859-1", "windows-1251", "utf-8"])
def test_a_server_that_says_the_same_of_all_its_files_does_not_hurt(server: str) -> None:
    assert read(feed("zh", "gb2312").encode("gb2312"), server) == titles("zh")


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_feed_of_utf_8_that_is_cut_within_a_letter_is_still_utf_8(tongue: str) -> None:
    body = feed(tongue).encode()
    beyond = max(at for at, byte in enumerate(body) if byte > 0x7F)
    assert read(body[:beyond])[:-1] == titles(tongue)[:-1]


def test_what_is_mostly_utf_8_is_utf_8() -> None:
    body = feed("fr", "utf-8").encode()
    flawed = body.replace(b"Contr", b"\xffContr")
    assert [title.replace("\ufffd", "") for title in read(flawed)] == titles("fr")


def test_a_flaw_does_not_make_another_encoding_of_it() -> None:
    body = feed("zh", "gb2312").encode("gb2312")
    at = body.index("稀土".encode("gb2312"))
    flawed = read(body[:at] + b"\xff" + body[at:])
    assert flawed[0] != titles("zh")[0]
    assert flawed[1:] == titles("zh")[1:]


@pytest.mark.parametrize("mark", [True, False], ids=["with mark", "without"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("width", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_unicode_in_every_width_is_read(width: str, declared: str, *, mark: bool) -> None:
    text = ("\ufeff" if mark else "") + feed("ja", declared)
    assert read(text.encode(width), declared) == titles("ja")


def test_a_mark_of_utf_8_is_no_letter() -> None:
    assert read(codecs.BOM_UTF8 + feed("ru", "koi8-r").encode()) == titles("ru")


def test_chinese_in_seven_bits_is_read_by_its_label() -> None:
    text = TONGUES["zh"][1]
    assert decode(text.encode("hz"), "hz-gb-2312") == text


def test_the_operators_word_overrides_every_label() -> None:
    source = FEED.model_copy(update={"encoding": "koi8-r"})
    body = feed("ru", "windows-1251").encode("koi8-r")
    assert read(body, "latin-1", source) == titles("ru")


def test_no_bytes_are_beyond_decoding() -> None:
    assert decode(bytes(range(256)))
