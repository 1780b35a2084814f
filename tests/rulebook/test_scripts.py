"""Chinese, Japanese and Korean, mixed with Latin: what is a word, a neighbour and a sentence."""

import re
from pathlib import Path

import pytest

from tracker.core.lexicon import Lexicon
from tracker.core.terms import Term
from tracker.rulebook import build, examples

# term | text; every place of the term stands between « and », {200b} is a character by its number.
WORDS = """
# -- Chinese has no word boundary --
出口管制 | 美国扩大对华«出口管制»
出口管制 | «出口管制»清单新增九家企业
出口管制 | 商务部公布新的«出口管制»办法，自下月起施行
出口管制 | 多国协调«出口管制»与再«出口管制»
出口管制 | 商场«出口管制»度不严
出口管制 | 出口 管制
出口管制 | 出口额创新高，管制放宽
出口管制 | 请从北侧出口离开
出口管制 | 进出口管理条例修订
出口 | 进«出口»总额
芯片 | 英伟达H20«芯片»获准销售
芯片 | 先进计算«芯片»、车规«芯片»与AI«芯片»
芯片 | 洋芋片销量上升
芯片 | 芯 片
实体清单 | 九家激光企业被列入“«实体清单»”
实体清单 | 《«实体清单»》修订说明
实体清单 | 「«实体清单»」增列三十七家
实体清单 | 实体店清单
半导体 | «半导体»设备维修须经许可
半导体 | 非«半导体»材料不在此列
人工智能 | 《生成式«人工智能»服务管理办法》
人工智能法 | «人工智能法»草案公开征求意见
许可证 | 出口«许可证»审批提速
稀土 | 七类中重«稀土»物项列入管制
两用物项 | «两用物项»出口须申请许可
制裁 | 对四家银行实施«制裁»
制裁 | 控«制裁»员规模
算法 | 深度合成«算法»备案清单
算法 | 预«算法»修订草案
外国直接产品规则 | 扩大适用“«外国直接产品规则»”
镓 | 对«镓»、锗相关物项实施许可
商务部 | 美国«商务部»工业与安全局
商务部 | «商务部»：依法处理
# -- the characters of one script find those of the other, its words do not --
出口管制 | 美國擴大對華«出口管制»
实体清单 | 九家企業被列入«實體清單»
實體清單 | 九家企業被列入«實體清單»
實體清單 | 九家企业被列入«实体清单»
芯片 | 輝達H20晶片獲准銷售
晶片 | 輝達H20«晶片»獲准銷售
半导体 | «半導體»設備維修須經許可
半導體 | «半導體»設備維修須經許可
人工智慧基本法 | 行政院通過«人工智慧基本法»草案
人工智慧基本法 | 人工智能基本法
許可 | 输出「«許可»」与«许可»
许可 | 输出「«許可»」与«许可»
軟件 | 中国«软件»与軟體
華為 | «华为»与«華為»
机器人 | 「人形«機器人»」
𠮷野家 | «𠮷野家»、吉野家
# -- a change between Chinese and Latin is a boundary --
H20 | 英伟达«H20»芯片
H20 | 英伟达H200芯片
H20 | 英伟达XH20Y芯片
H20 | 型号XH20芯片
H20 | 型号H20Y芯片
H20 | 获准出售«H20»，暂缓H200
H20 | （«H20»）降规版
H20 | 降规版「«H20»」
H20 | 特供版·«H20»
Huawei | 华为«Huawei»被列入名单
华为 | «华为»Huawei被列入名单
Huawei | 对Huaweicloud的许可
ASML | 荷兰限制«ASML»维修服务
ASML | 荷兰限制asml维修服务
ASML | 阿斯麦(«ASML»)回应
AI | 新«AI»法案
AI | «AI»芯片出口
AI | 生成式«AI»、«AI»代理
AI | 生成AIGC内容
AI | 美国 «AI» 芯片 出口 管制
AI | 关于ai的规定
EAR | 违反«EAR»规定被罚
EAR | 根据《«EAR»》第七百四十四条
EAR | YEAR报告与EARLY通知
BIS | 美«BIS»新规
BIS | 美«B.I.S».新规
EAR99 | «EAR99»物项无须许可
3A090 | 列入«3A090»编码
3A090 | 列入3A090a编码
3A090 | 列入«3A090».a编码
GPU | 万张«GPU»集群、«GPUs»租赁
GPU | XGPU集群
HBM3 | 限制«HBM3»、HBM3E
5nm | «5nm»制程受限
5nm | 15nm制程
AI法 | 欧盟«AI法»生效
AI法 | 欧盟AI 法生效
AI 法 | 欧盟«AI 法»生效
AI 法 | 欧盟«AI-法»生效
10^26 | 超过«10^26»次运算
entity list | 被列入«Entity List»，影响三家
# -- full-width and half-width --
H20 | 英伟达«Ｈ２０»芯片
H20 | 英伟达Ｈ２００芯片
H20 | 英伟达ＸＨ２０Ｙ芯片
AI | «ＡＩ»芯片
AI | ａｉ芯片
EAR | 违反«ＥＡＲ»规定
3A090 | 列入«３Ａ０９０»
ＡＩ法 | 欧盟«AI法»
AI Act | «ＡＩ　Ａｃｔ»生效
export control | «ｅｘｐｏｒｔ　ｃｏｎｔｒｏｌ»新规
出口管制 2026 | 发布《«出口管制　２０２６»》
3.5 | 升至«３．５»倍
ガイドライン | «ｶﾞｲﾄﾞﾗｲﾝ»改定案
ｶﾞｲﾄﾞﾗｲﾝ | «ガイドライン»改定案
パワー半導体 | «ﾊﾟﾜｰ半導体»輸出
チップ | AI«ﾁｯﾌﾟ»輸出
ﾁｯﾌﾟ | AI«チップ»輸出
# -- voicing marks: another mark is another letter --
ガ | カ
ガイド | カイド
ガイド | «カ{3099}イト{3099}»改定
ハ | ﾊﾞ
パス | バス
バス | «ハ{3099}ス»運賃
が | か
か | が
プ | フ゜
ばら積み | はら積み
# -- Japanese --
輸出規制 | 半導体«輸出規制»を強化
輸出規制 | «輸出規制»の対象に追加
輸出規制 | 輸出と規制
輸出規制 | 輸出入規制
輸出管理 | 経産省、«輸出管理»令を改正
外為法 | 改正«外為法»が施行
工作機械 | 五軸«工作機械»の輸出
気候 | «気候»変動
気候 | 气候变化与氣候變遷
半導体製造装置 | «半導体製造装置»二十三品目
先端半導体 | 最«先端半導体»の量産
AI推進法 | 「«AI推進法»」が成立
AI | «AI»ガイドライン
AI | 生成«AI»の利用指針
AI | AIST発表
EUV | «EUV»露光装置
EUV | 次世代EUVL装置
経済安全保障 | «経済安全保障»推進会議
経済産業省 | «経済産業省»（METI）が公表
METI | 経済産業省（«METI»）が公表
省令 | 改正«省令»を公布
パブリックコメント | «パブリックコメント»を開始
キーエンス | «キーエンス»製センサー
ニコン | 露光装置の«ニコン»、許可申請
レーザー | 高出力«レーザー»発振器
レーザー | レーザ発振器
人々 | «人々»の権利
人々 | 人人の権利
AI | «AI»々
々 | 人«々»
東京エレクトロン | «東京エレクトロン»株、続落
サーバー | AI«サーバー»向け
サーバ | AI«サーバ»ー向け
エンティティー・リスト | «エンティティー・リスト»に追加
エンティティー・リスト | «ｴﾝﾃｨﾃｨｰ･ﾘｽﾄ»に追加
エンティティー・リスト | エンティティーリストに追加
リスト規制 | «リスト規制»品の該非判定
みなし輸出 | 「«みなし輸出»」管理の明確化
㈱ | «㈱»北川光学
(株) | «㈱»北川光学
# -- Korean: a boundary before, particles after --
수출통제 | 미국이 «수출통제»를 강화
수출통제 | 미국의 대중 «수출통제» 강화
수출통제 | 강화된 «수출통제»와 제재
수출통제 | «수출통제»로 인해 매출 감소
수출통제 | 대중수출통제 강화
수출통제 | 비수출통제 품목
수출통제 | 수출과 통제
수출통제 | 수출 통제 강화
수출 통제 | «수출 통제»를 강화
수출 통제 | «수출-통제»를 강화
수출 통제 | 수출통제를 강화
반도체 | «반도체» 장비 반입 유예
반도체 | «반도체»용 소재
반도체 | 차량용반도체
반도체 | 'AI«반도체»' 특별법
반도체 | “«반도체»” 지원법
AI | «AI»법 시행
AI | «AI»반도체 수출
AI | 국산«AI»
AI | «AI» 기본법 내년 시행
AI | KAIST 연구
AI 기본법 | «AI 기본법» 시행령
AI 기본법 | «AI 기본법»의 하위법령
AI기본법 | «AI기본법»이 통과
AI기본법 | AI 기본법
HBM | 고대역폭메모리(«HBM») 수출 제한
HBM | «HBM»의 수출 제한
HBM | «HBM»을
고시 | «고시» 개정안
고시 | 공고시 유의사항
제재 | 추가 «제재»를 검토
제재 | 무제재 방침
화웨이 | «화웨이»에 대한 허가
삼성전자 | «삼성전자»·SK하이닉스
SK하이닉스 | 삼성전자·«SK하이닉스»는
국가핵심기술 | «국가핵심기술»로 지정
법 | «법»원 판결
한국 | «한국»의 전략물자
한국 | «{1112}{1161}{11ab}{1100}{116e}{11a8}»의 전략물자
전략물자 | 한국의 «전략물자» 고시
韓 | «韓»·美 공조
수출통제 | 對«수출통제»
수출통제 | 3대수출통제
# -- wildcards --
licen* | 申请«license»后方可出口
licen* | 申请«LICENSING»审批
licen* | 申请sublicense后
licen* | ライセンス
licen* | «licensing»を取得
licen* | «licence»를 취득
export* control* | 违反«export-controls»规定
export* control* | 违反«exporting controls»规定
chip* | 中国«chipmaker»受限
chip* | 对microchip的限制
H20* | 中国版«H20A»芯片与«H200»
H20* | 中国版«H20»芯片
H20? | 中国版«H200»芯片
H20? | 中国版H20芯片
H20? | 한국판 H20반도체
GPU* | 租用«GPUs»集群
EAR* | 适用«EAR99»规定
出口管* | «出口管»制与出口限制
수출통제* | «수출통제를» 강화
수출통제* | «수출통제» 강화
출구?제 | «출구통제»를
# -- names, spaces and signs --
阿斯麦·控股 | «阿斯麦·控股»公司
阿斯麦·控股 | 阿斯麦控股公司
卡尔 诺德 | «卡尔　诺德»被捕
卡尔 诺德 | «卡尔\u2014诺德»被捕
卡尔 诺德 | 卡尔诺德被捕
Acme 光电 | «Acme 光电»公司
Acme 光电 | «Acme-光电»公司
Acme 光电 | Acme光电公司
Acme光电 | «Acme光电»公司
北岭磁材 | “«北岭磁材»”与『«北岭磁材»』
北岭磁材 | 《北岭》磁材
北岭磁材 | 🚀«北岭磁材»🚀
北岭磁材 | #«北岭磁材»
Ostrava 激光 | «Ostrava 激光»器
# -- characters that are not seen --
出口管制 | 美国«出{200b}口管{2060}制»新规
出口管制 | 美国«出口{00ad}管制»新规
AI | 新«A{200b}I»法案
수출통제 | «수출{200b}통제»를
輸出規制 | «輸出{feff}規制»を
H20 | 芯片{200b}«H20»{200b}获准
H20 | X{200b}H20芯片
# -- rare characters --
AI | 𠮷«AI»𠮷
𠮷野 | 東京の«𠮷野»電機
𠮷野 | 東京の吉野電機
〇 | 二«〇»二六年
AI | 二〇«AI»
"""


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the places between them."""
    text = re.sub(r"\{([0-9a-f]{4,5})\}", lambda found: chr(int(found[1], 16)), text)
    text = text.replace("\\u2014", "\u2014")
    starts = [found.start() - 2 * n for n, found in enumerate(re.finditer("«", text))]
    ends = [found.start() - 2 * n - 1 for n, found in enumerate(re.finditer("»", text))]
    return re.sub("[«»]", "", text), list(zip(starts, ends, strict=True))


ROWS = [
    tuple(part.strip() for part in line.split(" | "))
    for line in WORDS.strip().splitlines()
    if not line.startswith("# --")
]


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    assert len(ROWS) >= 200
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize(("term", "marked"), ROWS)
def test_a_term_is_found_where_a_reader_sees_it(term: str, marked: str) -> None:
    text, places = unmarked(marked)
    hits = Lexicon([Term.written(term)]).hits(text)
    assert [text[hit.start : hit.end] for hit in hits] == [text[a:b] for a, b in places]
    assert [(hit.start, hit.end) for hit in hits] == places


@pytest.mark.parametrize(
    ("term", "never", "marked"),
    [
        ("出口管制", "出口管制度", "商场出口管制度与«出口管制»"),
        ("制裁", "控制裁员", "控制裁员，不是«制裁»"),
        ("算法", "预算法", "预算法修订，«算法»备案"),
        ("芯片", "洋芋芯片", "洋芋芯片与AI«芯片»"),
        ("법", "법원", "법원 판결, «법»을"),
        ("고시", "고시원", "고시원과 새 «고시»"),
    ],
)
def test_a_false_friend_is_kept_out_by_name(term: str, never: str, marked: str) -> None:
    text, places = unmarked(marked)
    hits = Lexicon([Term.written(term, never=[never])]).hits(text)
    assert [(hit.start, hit.end) for hit in hits] == places


# query | what it finds | what it leaves
QUERIES = """
芯片 w/2 出口 | 芯片对华出口 | 芯片对欧盟出口
芯片 w/1 出口 | 芯片出口 | 芯片对华出口
芯片 pre/3 出口 | 芯片暂缓对华出口 | 出口芯片
芯片 w/3 出口 | 出口的芯片 | 芯片新政将暂缓出口
芯片 w/2 license | 芯片的license | 芯片 export of license
Nvidia w/2 出口 | Nvidia对华出口 | Nvidia 的 新 规定 限制出口
輸出 w/3 規制 | 輸出の新たな規制 | 輸出は増えたが国内では規制
반도체 w/2 수출통제 | 반도체 대중국 수출통제를 | 반도체 산업 지원과 대중국 수출통제
H20 w/s 许可 | 英伟达H20获得许可。 | 英伟达H20发布。另一产品获得许可。
H20 w/s 许可 | 英伟达H20，据称已获许可！ | 英伟达H20降价！许可仍待批
H20 w/s 许可 | “H20有许可。” | H20呢？许可呢？
半導体 w/s 輸出 | 半導体の輸出を制限。 | 半導体が不足。輸出は好調。
반도체 w/s 제재 | 반도체 제재 강화. | 반도체 부족. 제재는 별개
芯片 not w/2 洋芋 | 芯片管制 | 洋芋和芯片
芯片 AND NOT 洋芋片 | 芯片管制 | 芯片与洋芋片
caps(AI) w/1 芯片 | AI芯片 | ai芯片
atleast2(出口管制) | 出口管制与再出口管制 | 出口管制
"出口 管制" OR 出口管制 | 出口 管制 | 出口与管制
title:实体清单 | 列入实体清单 | 实体店清单
/H\\d{2,3}芯片/ | 英伟达H20芯片 | 英伟达H芯片
数据 w/p 出境 | 数据新规。出境需评估。 | 数据新规
人々 w/2 権利 | 人々の権利 | 人々が長く求めた権利
"""
ASKED = [line.split(" | ") for line in QUERIES.strip().splitlines()]


def the_watch(rule: str, folder: Path) -> build.Built:
    """One watch, whose examples are run."""
    text = f"version: 1\n{rule}"
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    built = build.build(folder)
    assert [p.message for p in built.problems] == []
    return built


@pytest.mark.parametrize(("query", "finds", "leaves"), ASKED)
def test_nearness_counts_two_characters_as_a_word(
    query: str, finds: str, leaves: str, tmp_path: Path
) -> None:
    built = the_watch(
        "watches:\n  - watch: W\n    query: |\n"
        f"      {query.replace(chr(92) * 2, chr(92))}\n"
        f"    examples:\n      match: ['{finds}']\n      no_match: ['{leaves}']\n",
        tmp_path,
    )
    assert [(p.message, p.hint) for p in examples.failures(built)] == []


def test_a_list_may_ask_for_the_other_chinese_script(tmp_path: Path) -> None:
    built = the_watch(
        """lists:
  plain: [芯片, 软件]
  both: {terms: [芯片, 人工智能, {term: 软件, weight: 2}, H20, AI], variants: [zh]}
watches:
  - watch: Plain
    any: [$plain]
    examples: {match: [芯片管制, 软件出口, 軟件出口], no_match: [晶片管制, 軟體出口]}
  - watch: Both
    any: [$both]
    examples:
      match: [芯片管制, 晶片管制, 人工智能法, 人工智慧法, 软件出口, 軟體出口, 軟件出口, H20]
      no_match: [洋芋片, 人工費用, 軟弱無力]
  - watch: Weighed
    any: [$both]
    min_score: 2
    examples: {match: [軟體出口, 芯片与AI], no_match: [晶片管制]}
""",
        tmp_path,
    )
    assert [(p.message, p.hint) for p in examples.failures(built)] == []
