"""What authorities do, in English, Chinese and Japanese: acts, their opposites, and the stages."""

import re
from collections.abc import Collection

from tracker.core.fold import fold
from tracker.core.stories.wording import is_ideogram, stem

# An act: English words in any form (=in this one only), irregular ones beside | its Chinese and
# Japanese words.
ACTS = {
    "add": "add addition =lists =listed include designate blacklist put "
    "place|列入|加入|纳入|新增|增列|追加|指定",
    "remove": "remove removal delist delete drop strike off|移出|移除|剔除|删除|除名|除外|解除",
    "tighten": "tighten tighter expand toughen strengthen harden"
    "|收紧|加强|加严|从严|扩大|强化|厳格",
    "ease": "ease relax loosen narrow soften weaken shrink|放宽|放松|缩小|松绑|缓和|緩和",
    "impose": "impose|实施|施加|加征|发动|発動",
    "lift": "lift scrap withdraw withdrew withdrawn repeal rescind revoke cancel remove undo"
    "|取消|解除|撤销|撤回|废止|取り消|廃止",
    "ban": "ban banned block prohibit bar barred restrict halt stop stopped"
    "|禁止|禁售|禁运|限制|叫停",
    "allow": "allow permit permitted approve clear resume unblock authorize authorise enable"
    "|允许|准许|放行|解禁|许可|批准|恢复|认可|許可",
    "approve": "approve approval grant award clear accept uphold upheld endorse ratify"
    "|批准|核准|获批|通过|准予|承认|認可|許可|承認",
    "reject": "reject rejection deny denial refuse revoke withdraw withdrew block overturn strike "
    "struck annul|驳回|拒绝|否决|不予|撤销|却下|拒否",
    "suspend": "suspend suspension pause halt stay freeze froze frozen enjoin"
    "|暂停|中止|叫停|停止|搁置|一时停止",
    "resume": "resume reinstate restart begin began|恢复|重启|重新|再開|再开",
    "delay": "delay postpone defer deferred|推迟|延期|延后|暂缓|延迟|先送り|延期",
    "hasten": "effective hasten accelerate advance|提前|生效|施行|前倒し",
    "extend": "extend extension lengthen renew|延长|延長|续期",
    "shorten": "end shorten expire|缩短|终止|到期|終了",
    "open": "open start launch initiate|启动|发起|立案|開始",
    "close": "close end conclude|结束|关闭|终止|終了",
    "abandon": "abandon shelve quit drop dropped end|放弃|终止|搁置|断念",
    "win": "win won|胜诉|获胜|勝訴",
    "lose": "lose lost|败诉|落败|敗訴",
    "raise": "rise rose increase raise up gain|上调|提高|增加|上升|引き上げ",
    "lower": "fall fell decrease cut lower reduce down|下调|降低|减少|下降|引き下げ",
    "double": "double triple|翻倍|翻番|倍増",
    "halve": "halve halved|减半|腰斩|半減",
    "least": "least minimum above exceeding|至少|不少于|不低于|以上|最低",
    "most": "most maximum below up|至多|不超过|不高于|以下|最多|最大",
    "convict": "guilty convict|有罪|定罪",
    "acquit": "acquit cleared|无罪|無罪",
    "support": "support back welcome favor favour|支持|赞成|欢迎",
    "oppose": "oppose criticize criticise condemn|反对|抗议|谴责|反対",
    "join": "join enter|加入|参加|参与",
    "leave": "leave left exit withdraw withdrew|退出|离开|脱退",
    "comply": "comply complied|遵守|合规",
    "violate": "violate breach|违反|违规",
    "cover": "cover subject|包括|涵盖|適用",
    "exempt": "exclude exempt spare waive|排除|豁免|免除",
    "buy": "buy bought acquire import|收购|买入|購入|进口|輸入",
    "sell": "sell sold divest export|出售|卖出|売却|出口|輸出",
    "arrest": "arrest detain charge indict|逮捕|拘留|起诉",
    "release": "release free freed|释放|获释",
    "upgrade": "upgrade|升级",
    "downgrade": "downgrade|降级",
    "mandatory": "mandatory compulsory obligatory|强制|义务|必须",
    "voluntary": "voluntary optional|自愿|任意",
    "temporary": "temporary interim provisional|临时|暂时|暫定",
    "permanent": "permanent|永久|恒久",
    "simplify": "simplify simplified|简化",
    "complicate": "complicate|复杂化",
    "activate": "enable activate|启用",
    "deactivate": "disable deactivate|停用|禁用",
    "keep": "keep kept retain|维持|保留|維持",
    "publish": "publish issue unveil release|发布|公布|出台|印发|公表",
    "propose": "propose proposal draft plan planned consider mull weigh consult suggest float"
    "|拟|草案|征求意见|征求|计划|考虑|案を|意見募集|検討",
    "finalize": "final finalize finalise adopt enact|正式|定稿|施行|成立|最終|決定",
    "introduce": "introduced|提出|提交|提案",
    "pass": "pass passed|通过|可决|可決|成立",
    "sign": "signed signs|签署|签发|署名",
    "veto": "veto|否决",
}
OPPOSED = frozenset(
    frozenset(pair.split("-"))
    for pair in (
        "add-remove tighten-ease tighten-lift impose-lift impose-suspend impose-ease impose-delay "
        "ban-allow ban-lift ban-suspend ban-resume approve-reject approve-suspend approve-veto "
        "approve-oppose allow-suspend suspend-resume delay-hasten extend-shorten extend-abandon "
        "open-close open-abandon resume-abandon propose-abandon win-lose raise-lower raise-halve "
        "double-halve double-lower tighten-lower tighten-halve ease-raise least-most "
        "convict-acquit "
        "propose-finalize sign-veto pass-veto publish-lift publish-delay publish-suspend add-lift "
        "support-oppose support-reject join-leave comply-violate cover-exempt add-exempt buy-sell "
        "arrest-release upgrade-downgrade mandatory-voluntary temporary-permanent "
        "extend-lift extend-reject sign-lift approve-abandon impose-exempt keep-lift "
        "simplify-complicate activate-deactivate allow-deactivate"
    ).split()
)
STAGES = frozenset("propose finalize introduce pass sign veto suspend delay".split())
LATER_STAGES = STAGES - {"propose", "introduce"}
NEGATIONS = frozenset(
    "not no never cannot without deny denies denied denying refuse refuses refused".split()
)
DENIALS = NEGATIONS - {"no", "never", "without"}  # which a new demand has, too
DENSE_NEGATION = re.compile(r"不|未|没|无|否认|否定|驳斥|辟谣|非|しない|せず|ない")
DENSE_DENIAL = re.compile(r"否认|否定|驳斥|辟谣|不会|不再|将不|しない|撤回")
BY_STEM: dict[str, frozenset[str]] = {}
_DENSE: dict[str, re.Pattern[str]] = {}
for _act, _said in ACTS.items():
    _words, _, _dense = _said.partition("|")
    for _word in _words.split():
        _key = _word if _word[0] == "=" else stem(_word)
        BY_STEM[_key] = BY_STEM.get(_key, frozenset()) | {_act}
    _DENSE[_act] = re.compile("|".join(fold(each).text for each in _dense.split("|")))


def acts(words: Collection[str]) -> frozenset[str]:
    """The acts that words speak of; ideographs are read together."""
    keys = (key for word in words for key in (stem(word), f"={word}"))
    found = frozenset[str]().union(*(BY_STEM.get(key, ()) for key in keys))
    dense = "".join(filter(is_ideogram, words))
    if not dense:
        return found
    return found.union(act for act, said in _DENSE.items() if said.search(dense))


def opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether an act of one undoes an act of the other, which "lifts ban" does, too."""
    return any(
        frozenset((mine, theirs)) in OPPOSED
        for mine in one
        for theirs in other
        if mine not in other or theirs not in one
    )


def negates(words: Collection[str]) -> bool:
    """Whether words say that something is not so."""
    return _speaks(words, NEGATIONS, DENSE_NEGATION)


def denies(words: Collection[str]) -> bool:
    """Whether a headline says that something is not done after all."""
    return _speaks(words, DENIALS, DENSE_DENIAL)


def _speaks(words: Collection[str], of: frozenset[str], dense: re.Pattern[str]) -> bool:
    return not of.isdisjoint(words) or bool(dense.search("".join(filter(is_ideogram, words))))
