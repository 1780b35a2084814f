"""Countries and names for which others of their kind can stand."""

from tracker.quality.dedup import chinese, english
from tracker.quality.dedup.banks import lines

COUNTRIES = tuple(
    tuple(part.strip() for part in line.split("|"))
    for line in lines("""
        China | Chinese
        Russia | Russian
        Iran | Iranian
        Belarus | Belarusian
        Pakistan | Pakistani
        Malaysia | Malaysian
        Thailand | Thai
        Indonesia | Indonesian
        Kazakhstan | Kazakh
        Egypt | Egyptian
        Poland | Polish
        Hungary | Hungarian
        Finland | Finnish
        Chile | Chilean
        Nigeria | Nigerian
        Ukraine | Ukrainian
        Argentina | Argentine
        Sweden | Swedish
        Japan | Japanese
        Germany | German
        Turkey | Turkish
        Vietnam | Vietnamese
        India | Indian
        Canada | Canadian
        Italy | Italian
        Spain | Spanish
        Denmark | Danish
        Norway | Norwegian
        Austria | Austrian
        France | French
        Mexico | Mexican
        Brazil | Brazilian
        Israel | Israeli
        Taiwan | Taiwanese
        Australia | Australian
        Singapore | Singaporean
    """)
)
NAMES = (*english.FREE["first_part"], *english.FREE["last"])
CHINESE_COUNTRIES = tuple(
    "中国 美国 俄罗斯 伊朗 白俄罗斯 马来西亚 泰国 印度尼西亚 哈萨克斯坦 埃及 波兰 匈牙利 芬兰 "
    "智利 尼日利亚 乌克兰 阿根廷 瑞典 巴基斯坦 墨西哥 日本 德国 土耳其 越南 印度 加拿大 意大利 "
    "西班牙 丹麦 挪威 奥地利 法国 巴西 以色列 澳大利亚 新加坡 荷兰 韩国 英国".split()
)
# Often one character in headlines; a text that has it cannot be changed throughout.
SHORT_COUNTRIES = {
    name: name[0] for name in "美国 日本 德国 法国 英国 韩国 荷兰 越南 俄罗斯 印度 乌克兰".split()
}
CHINESE_NAMES = (
    *chinese.FREE["firm_part"],
    *"华为 中兴 腾讯 百度 小米 英伟达 台积电 三星 高通 英特尔 阿斯麦 谷歌 微软".split(),
)
