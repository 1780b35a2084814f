"""Countries as headlines name them, in English, Chinese and Japanese: one happening has one place."""

import re

from tracker.core.fold import fold

# Words, capitals that stand for a government; in Chinese and Japanese, names of two characters
# and more, then the one character that stands for the country.
NAMES = {
    "us": "us usa american americans america washington|美国 美方 美商务部 美财政部 华盛顿 米国 米政府 対米|美米",
    "cn": "china chinese beijing prc|中国 中方 对华 北京 我国 対中|中华",
    "hk": "hongkong|香港|港",
    "tw": "taiwan taiwanese taipei|台湾 台北|台",
    "jp": "japan japanese tokyo|日本 日方 东京 東京|日",
    "kr": "korea korean seoul|韩国 首尔 韓国|韩韓",
    "kp": "pyongyang dprk|朝鲜 北朝鮮 平壤|朝",
    "eu": "eu european brussels|欧盟 欧洲 欧委会 布鲁塞尔 欧州|欧",
    "gb": "uk britain british london|英国 伦敦 英政府|英",
    "de": "germany german berlin|德国 柏林 ドイツ|德",
    "fr": "france french paris|法国 巴黎 フランス|法",
    "nl": "netherlands dutch hague|荷兰 海牙 オランダ|荷",
    "be": "belgium belgian|比利时 ベルギー|",
    "it": "italy italian rome|意大利 イタリア|意",
    "es": "spain spanish madrid|西班牙 スペイン|西",
    "pl": "poland polish warsaw|波兰 ポーランド|波",
    "cz": "czech czechia prague|捷克 チェコ|捷",
    "se": "sweden swedish stockholm|瑞典 スウェーデン|",
    "no": "norway norwegian oslo|挪威 ノルウェー|挪",
    "fi": "finland finnish helsinki|芬兰 フィンランド|芬",
    "dk": "denmark danish copenhagen|丹麦 デンマーク|丹",
    "ch": "switzerland swiss bern|瑞士 スイス|",
    "at": "austria austrian vienna|奥地利 オーストリア|奥",
    "ie": "ireland irish dublin|爱尔兰 アイルランド|爱",
    "ru": "russia russian russians moscow|俄罗斯 俄方 莫斯科 ロシア|俄",
    "by": "belarus belarusian minsk|白俄罗斯 ベラルーシ|",
    "ua": "ukraine ukrainian kyiv kiev|乌克兰 ウクライナ|乌",
    "tr": "turkey turkish turkiye ankara|土耳其 トルコ|土",
    "il": "israel israeli|以色列 イスラエル|以",
    "ir": "iran iranian tehran|伊朗 イラン|伊",
    "iq": "iraq iraqi baghdad|伊拉克 イラク|",
    "sy": "syria syrian damascus|叙利亚 シリア|叙",
    "sa": "saudi riyadh|沙特 サウジ|沙",
    "ae": "uae emirati emirates dubai|阿联酋 迪拜|",
    "qa": "qatar qatari doha|卡塔尔 カタール|",
    "in": "india indian delhi|印度 新德里 インド|印",
    "pk": "pakistan pakistani islamabad|巴基斯坦 パキスタン|巴",
    "sg": "singapore singaporean|新加坡 シンガポール|新",
    "my": "malaysia malaysian putrajaya|马来西亚 大马 マレーシア|马",
    "id": "indonesia indonesian jakarta|印尼 インドネシア|",
    "vn": "vietnam vietnamese hanoi|越南 ベトナム|越",
    "th": "thailand thai bangkok|泰国 タイ政府|泰",
    "ph": "philippines philippine filipino manila|菲律宾 フィリピン|菲",
    "kz": "kazakhstan kazakh astana|哈萨克 カザフスタン|哈",
    "au": "australia australian canberra|澳大利亚 澳洲 オーストラリア 豪州|澳豪",
    "nz": "zealand wellington|新西兰 ニュージーランド|",
    "ca": "canada canadian ottawa|加拿大 カナダ|加",
    "mx": "mexico mexican|墨西哥 メキシコ|墨",
    "br": "brazil brazilian brasilia|巴西 ブラジル|",
    "ar": "argentina argentine|阿根廷 アルゼンチン|",
    "cl": "chile chilean|智利 チリ|",
    "cu": "cuba cuban havana|古巴 キューバ|古",
    "ve": "venezuela venezuelan caracas|委内瑞拉 ベネズエラ|委",
    "mm": "myanmar burma burmese|缅甸 ミャンマー|缅",
    "za": "pretoria|南非 南アフリカ|",
}  # fmt: skip
PLACES: dict[str, str] = {}  # a word, or the character of a country -> its code
DENSE: dict[str, str] = {}  # a name in Chinese or Japanese -> its code
for _code, _names in NAMES.items():
    _words, _dense, _chars = _names.split("|")
    PLACES |= dict.fromkeys([*_words.split(), *fold(_chars).text], _code)
    DENSE |= {fold(_name).text: _code for _name in _dense.split()}
IN_DENSE = re.compile("|".join(sorted(map(re.escape, DENSE), key=len, reverse=True)))


def places(words: tuple[str, ...]) -> frozenset[str]:
    """Codes of the countries that a text names."""
    found = {PLACES[word] for word in words if len(word) > 1 and word in PLACES}
    dense = IN_DENSE.findall("".join(words))
    return frozenset(found.union(DENSE[name] for name in dense))
