"""Words that turn a story into another one: opposites, stages of a rule, negations.

No copy swaps, drops or misspells any of them.
"""

import re
from dataclasses import dataclass

from tracker.quality.dedup.banks import lines

# Verbs with their opposites: base, with -s, past, with -ing. What has a star is often another
# word as well (lower prices, a double standard) and is only written, never looked for.
VERBS = tuple(
    tuple(tuple(side.split()) for side in line.split("|"))
    for line in lines("""
        add adds added adding | remove removes removed removing
        tighten tightens tightened tightening | ease* eases eased easing
        impose imposes imposed imposing | lift* lifts lifted lifting
        approve approves approved approving | reject rejects rejected rejecting
        expand expands expanded expanding | narrow* narrows narrowed narrowing
        extend extends extended extending | shorten shortens shortened shortening
        raise raises raised raising | lower* lowers lowered lowering
        increase increases increased increasing | decrease decreases decreased decreasing
        prohibit prohibits prohibited prohibiting | permit* permits* permitted permitting
        ban* bans banned banning | allow allows allowed allowing
        endorse endorses endorsed endorsing | veto vetoes vetoed vetoing
        double* doubles* doubled doubling | halve halves halved halving
        uphold upholds upheld upholding | overturn overturns overturned overturning
        launch* launches launched launching | abandon abandons abandoned abandoning
        support* supports* supported supporting* | oppose opposes opposed opposing*
        publish publishes published publishing* | withdraw withdraws withdrew withdrawing
        strengthen strengthens strengthened strengthening | weaken weakens weakened weakening
        delay* delays* delayed delaying | expedite expedites expedited expediting
        suspend suspends suspended suspending | resume* resumes* resumed resuming
        grant* grants* granted granting | revoke revokes revoked revoking
        accept accepts accepted accepting | refuse* refuses refused refusing
        include includes included including* | exclude excludes excluded excluding*
        enable enables enabled enabling | disable disables disabled disabling
        simplify simplifies simplified simplifying | complicate complicates complicated complicating
        buy buys bought buying | sell sells sold selling
        win wins won* winning* | lose loses lost* losing*
        rise* rises* rose* rising* | fall* falls* fell falling*
    """)
)
# Verbs that have no opposite, but can be denied.
OTHER_VERBS = tuple(
    tuple(line.split())
    for line in lines("""
        announce announces announced announcing
        adopt adopts adopted adopting
        require requires required requiring
        introduce introduces introduced introducing
        agree agrees agreed agreeing
        confirm confirms confirmed confirming
        fine* fines* fined fining
        propose proposes proposed* proposing
        finalize finalizes finalized finalizing
        sign* signs* signed signing
        admit admits admitted admitting
        acquire acquires acquired acquiring
        arrest* arrests* arrested arresting
        create creates created creating
        develop develops developed developing
        release* releases* released releasing
    """)
)
DOCUMENTS = (
    r"(?:rules?|rulemaking|regulations?|orders?|guidance|guidelines?|bills?|laws?|acts?|texts?"
    r"|standards?|measures?|amendments?|versions?|lists?|decisions?|rulings?|determinations?"
    r"|agreements?|reports?|changes|plans?|settlements?|policy|budget)\b"
)
STAGED = rf"(?=\s(?:[\w-]+\s){{0,2}}{DOCUMENTS})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A way to say how far a rule has come, early and late; either as a regular expression."""

    early: str
    late: str

    def swap(self, *, later: bool) -> tuple[str, str]:
        """What to look for, and what to write for it."""
        found, written = (self.early, self.late) if later else (self.late, self.early)
        return found, re.sub(r"\(\?[^)].*", "", written)


STAGES = (
    Stage(early="proposed" + STAGED, late="final" + STAGED),
    Stage(early="draft" + STAGED, late="final" + STAGED),
    Stage(early="preliminary" + STAGED, late="final" + STAGED),
    Stage(early="proposes", late="finalizes"),
    Stage(early="propose", late="finalize"),
    Stage(early="proposing", late="finalizing"),
    Stage(early="proposed", late="finalized"),
    Stage(early="temporary", late="permanent"),
    Stage(early="provisional", late="definitive"),
)
CHINESE_STAGES = (
    Stage(early="征求意见稿", late="正式稿"),
    Stage(early="公开征求意见", late="正式发布"),
    Stage(early="草案", late="定稿"),
    Stage(early="暂行", late="正式"),
    Stage(early="试行", late="正式"),
    Stage(early="初裁", late="终裁"),
    Stage(early="一审", late="终审"),
    Stage(early="拟将", late="已将"),
    Stage(early="立案", late="结案"),
)
CHINESE_VERBS = tuple(
    tuple(line.split())
    for line in lines("""
        列入 移出
        收紧 放宽
        批准 驳回
        上调 下调
        禁止 允许
        启动 终止
        延长 缩短
        扩大 缩小
        支持 反对
        提高 降低
        增加 减少
        处罚 赦免
        加征 取消
        上涨 下跌
        加强 削弱
        恢复 暂停
        同意 拒绝
        授予 撤销
        上升 下降
        买入 卖出
        增长 萎缩
        盈利 亏损
        胜诉 败诉
        获批 被拒
        赢得 输掉
    """)
)
CHINESE_OTHER_VERBS = tuple("发布 公布 出台 签署 收购 采纳 通报 逮捕 起诉 推出 承认 上市".split())
NEGATIONS = frozenset("not no never cannot without denies deny denied neither nor".split())
NUMBER_WORDS = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty".split()
)
LARGE = frozenset(
    "dozen thirty forty fifty hundred thousand million billion trillion first".split()
)
KEPT = (
    frozenset(f.rstrip("*") for pair in VERBS for side in pair for f in side)
    | frozenset(form.rstrip("*") for verb in OTHER_VERBS for form in verb)
    | frozenset("proposed proposal draft final preliminary temporary permanent definitive".split())
    | frozenset("provisional".split())
    | NEGATIONS
    | frozenset(NUMBER_WORDS)
    | LARGE
)
CHINESE_KEPT = frozenset(
    {word for pair in CHINESE_VERBS for word in pair}
    | {*CHINESE_OTHER_VERBS, *"不 未 没 无 否 非 拟 将 已 一 二 三 四 五 六 七 八 九 十".split()}
    | {word for stage in CHINESE_STAGES for word in (stage.early, stage.late)}
)
