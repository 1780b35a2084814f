"""What authorities do, in English, Chinese and Japanese: acts, their opposites, and the stages."""

import re
from collections.abc import Collection

from tracker.core.fold import fold

# An act: its English words | a pattern of its Chinese and Japanese ones.
ACTS = {
    "add": "add adds added adding addition additions list lists listed lists include includes "
    "included designate designates designated blacklist blacklists blacklisted"
    "|列入|加入|纳入|新增|增列|追加|指定",
    "remove": "remove removes removed removing removal removals delist delists delisted delete "
    "deletes deleted drop drops dropped strike strikes|移出|移除|剔除|删除|除名|除外|解除",
    "tighten": "tighten tightens tightened tightening tighter expand expands expanded expanding "
    "toughen toughens toughened strengthen strengthens|收紧|加强|加严|从严|扩大|强化|厳格",
    "ease": "ease eases eased easing relax relaxes relaxed loosen loosens loosened narrow narrows "
    "narrowed soften softens softened|放宽|放松|缩小|松绑|缓和|緩和",
    "impose": "impose imposes imposed imposing|实施|施加|加征|发动|発動",
    "lift": "lift lifts lifted lifting scrap scraps scrapped withdraw withdraws withdrew withdrawn "
    "repeal repeals repealed rescind rescinds rescinded revoke revokes revoked cancel cancels "
    "cancelled remove removes removed|取消|解除|撤销|撤回|废止|取り消|廃止",
    "ban": "ban bans banned banning block blocks blocked blocking prohibit prohibits prohibited bar "
    "bars barred restrict restricts restricted restricting halt halts halted stop stops stopped"
    "|禁止|禁售|禁运|限制|叫停",
    "allow": "allow allows allowed allowing permit permits permitted approve approves approved clear "
    "clears cleared resume resumes resumed unblock|允许|准许|放行|解禁|许可|批准|恢复|认可|許可",
    "approve": "approve approves approved approval approvals grant grants granted granting clear "
    "clears cleared accept accepts accepted uphold upholds upheld backs endorse endorses endorsed"
    "|批准|核准|获批|通过|准予|承认|認可|許可|承認",
    "reject": "reject rejects rejected rejection deny denies denied denial refuse refuses refused "
    "revoke revokes revoked withdraw withdraws withdrew block blocks blocked overturn overturns "
    "overturned strike strikes struck|驳回|拒绝|否决|不予|撤销|却下|拒否",
    "suspend": "suspend suspends suspended suspending suspension pause pauses paused halt halts halted "
    "stay stays stayed freeze freezes frozen enjoins enjoined|暂停|中止|叫停|停止|搁置|一时停止",
    "resume": "resume resumes resumed reinstate reinstates reinstated restart restarts restarted begin "
    "begins began|恢复|重启|重新|再開|再开",
    "delay": "delay delays delayed delaying postpone postpones postponed defer defers deferred"
    "|推迟|延期|延后|暂缓|延迟|先送り|延期",
    "hasten": "effective hasten hastens accelerate accelerates advance advances advanced"
    "|提前|生效|施行|前倒し",
    "extend": "extend extends extended extending lengthen|延长|延長",
    "shorten": "end ends ended ending shorten shortens shortened expire expires expired|缩短|终止|到期|終了",
    "open": "open opens opened opening start starts started launch launches launched|启动|发起|立案|開始",
    "close": "close closes closed closing end ends ended conclude concludes concluded|结束|关闭|终止|終了",
    "win": "win wins won winning|胜诉|获胜|勝訴",
    "lose": "lose loses lost losing|败诉|落败|敗訴",
    "raise": "rise rises rose increase increases increased raise raises raised up"
    "|上调|提高|增加|上升|引き上げ",
    "lower": "fall falls fell decrease decreases decreased cut cuts lower lowers lowered reduce reduces "
    "reduced down|下调|降低|减少|下降|引き下げ",
    "least": "least minimum above exceeding|至少|不少于|不低于|以上",
    "most": "most maximum below up|至多|不超过|不高于|以下|最多",
    "convict": "guilty convict convicts convicted|有罪|定罪",
    "acquit": "acquit acquits acquitted cleared|无罪|無罪",
    "propose": "propose proposes proposed proposing proposal proposals draft drafts drafted plan plans "
    "planned planning consider considers considering mull mulls weigh weighs consults|拟|草案|征求意见|"
    "征求|计划|考虑|案を|意見募集|検討",
    "finalize": "final finalize finalizes finalized finalise finalises finalised adopt adopts adopted "
    "enact enacts enacted|正式|定稿|施行|成立|最終|決定",
    "introduce": "introduced introduces|提出|提交|提案",
    "pass": "passed passes pass|通过|可决|可決|成立",
    "sign": "signed signs|签署|签发|署名",
    "support": "support supports supported back backed backing welcome welcomes welcomed favor favors "
    "favour favours favoured|支持|赞成|欢迎",
    "oppose": "oppose opposes opposed opposing criticize criticizes criticise criticises condemn "
    "condemns condemned|反对|抗议|谴责|反対",
    "double": "double doubles doubled doubling triple triples tripled|翻倍|翻番|倍増",
    "halve": "halve halves halved halving|减半|腰斩|半減",
    "abandon": "abandon abandons abandoned abandoning shelve shelves shelved quit quits drop drops "
    "dropped end ends ended|放弃|终止|搁置|断念",
    "join": "join joins joined joining enter enters entered|加入|参加|参与",
    "leave": "leave leaves left leaving exit exits exited withdraw withdraws withdrew|退出|离开|脱退",
    "comply": "comply complies complied|遵守|合规",
    "violate": "violate violates violated breach breaches breached|违反|违规",
    "confirm": "confirm confirms confirmed admit admits admitted|证实|承认|确认",
    "include": "include includes included cover covers covered|包括|涵盖|適用",
    "exclude": "exclude excludes excluded exempt exempts exempted spare spares spared|排除|豁免|免除",
    "buy": "buy buys bought acquire acquires acquired|收购|买入|購入",
    "sell": "sell sells sold divest divests divested|出售|卖出|売却",
    "arrest": "arrest arrests arrested detain detains detained charge charges charged|逮捕|拘留|起诉",
    "release": "release releases released free frees freed|释放|获释",
    "renew": "renew renews renewed|续签|续期|更新",
    "upgrade": "upgrade upgrades upgraded|上调评级|升级",
    "downgrade": "downgrade downgrades downgraded|降级",
    "mandatory": "mandatory compulsory obligatory required|强制|义务|必须",
    "voluntary": "voluntary optional|自愿|任意",
    "temporary": "temporary interim|临时|暂时|暫定",
    "permanent": "permanent|永久|恒久",
    "expected": "meet meets met exceed exceeds exceeded|达标|超出",
    "missed": "miss misses missed|未达|不及",
    "publish": "publish publishes published issue issues issued unveil unveils unveiled release "
    "releases released|发布|公布|出台|印发|公表",
    "veto": "veto vetoes vetoed|否决",
}  # fmt: skip
OPPOSED = frozenset(
    frozenset(pair.split("-"))
    for pair in (
        "add-remove tighten-ease tighten-lift impose-lift impose-suspend ban-allow ban-lift "
        "approve-reject suspend-resume delay-hasten extend-shorten open-close win-lose raise-lower "
        "least-most convict-acquit propose-finalize sign-veto approve-veto pass-veto allow-suspend "
        "approve-suspend impose-ease add-lift impose-delay ban-suspend resume-ban publish-lift publish-delay publish-suspend support-oppose "
        "double-halve open-abandon join-leave comply-violate include-exclude buy-sell arrest-release "
        "mandatory-voluntary temporary-permanent upgrade-downgrade expected-missed renew-shorten "
        "renew-abandon propose-abandon approve-oppose reject-support raise-halve lower-double "
        "tighten-lower ease-raise tighten-halve include-remove add-exclude resume-abandon"
    ).split()
)
STAGES = frozenset("propose finalize introduce pass sign veto suspend delay".split())
LATER_STAGES = STAGES - {"propose", "introduce"}
NEGATIONS = frozenset(
    "not no never cannot without deny denies denied denying refuse refuses refused rejects".split()
)
DENIALS = NEGATIONS - {"no", "never", "without"}  # which a new demand has, too
DENSE_DENIAL = re.compile(r"否认|否定|驳斥|辟谣|不会|不再|将不|しない|撤回")
DENSE_NEGATION = re.compile(r"不|未|没|无|否认|否定|驳斥|辟谣|非|しない|せず|ない")
BY_WORD: dict[str, frozenset[str]] = {}
_DENSE: dict[str, re.Pattern[str]] = {}
for _act, _said in ACTS.items():
    _words, _, _dense = _said.partition("|")
    for _word in _words.split():
        BY_WORD[_word] = BY_WORD.get(_word, frozenset()) | {_act}
    _DENSE[_act] = re.compile("|".join(fold(each).text for each in _dense.split("|")))


def acts(words: Collection[str]) -> frozenset[str]:
    """The acts that words speak of; ideographs are read together."""
    found = frozenset[str]().union(*(BY_WORD[word] for word in words if word in BY_WORD))
    dense = "".join(word for word in words if len(word) == 1 and word >= "\u2e80")
    return (
        found.union(act for act, said in _DENSE.items() if said.search(dense)) if dense else found
    )


def opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether an act of one undoes an act of the other, and they have none in common."""
    return not one & other and any(
        frozenset((mine, theirs)) in OPPOSED for mine in one for theirs in other
    )


def denies(words: Collection[str]) -> bool:
    """Whether a headline says that something is not done after all."""
    if not DENIALS.isdisjoint(words):
        return True
    dense = "".join(word for word in words if len(word) == 1 and word >= "\u2e80")
    return bool(dense) and DENSE_DENIAL.search(dense) is not None


def negates(words: Collection[str]) -> bool:
    """Whether words say that something is not so."""
    if not NEGATIONS.isdisjoint(words):
        return True
    dense = "".join(word for word in words if len(word) == 1 and word >= "\u2e80")
    return bool(dense) and DENSE_NEGATION.search(dense) is not None
