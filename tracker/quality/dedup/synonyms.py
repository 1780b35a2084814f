"""Words for which others may stand, and words that may be left out, with no fact the other.

There is no number, name, negation, stage or word with an opposite among them.
"""

import re
from collections.abc import Mapping

from tracker.quality.dedup.banks import lines, listed


def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    pairs = (line.split(":") for line in lines(text))
    return {word.strip(): listed(others) for word, others in pairs}


ENGLISH = _table("""
    about: regarding, concerning
    achieve: attain, reach
    across: throughout
    additional: further, extra
    advice: counsel, guidance
    advisers: counsellors, consultants
    advisory: consultative
    affects: influences, touches
    after: following
    agencies: authorities, bodies
    agency: authority, body
    aim: goal, purpose
    although: though
    among: amid
    analysts: observers, experts
    annual: yearly
    answer: reply, response
    answered: replied, responded
    appendix: annex
    area: region, field
    areas: regions, fields
    argued: contended, maintained
    argue: contend, maintain
    articles: pieces, stories
    asked: urged, pressed
    assist: help
    assured: promised, told
    attempt: effort, try
    authorities: officials, regulators
    authority: regulator, agency
    because: since
    began: started, commenced
    begin: start, commence
    behaviour: conduct
    behavior: conduct
    believe: think, feel
    big: large, sizeable
    boss: head, chief
    brought: fetched, carried
    build: construct, erect
    building: constructing, erecting
    business: trade, commerce
    businesses: companies, enterprises
    but: yet, though
    buyers: customers, purchasers
    called: termed, labelled
    cars: automobiles, vehicles
    carried: bore, ran
    certain: particular, given
    chance: opportunity
    change: alteration, shift
    changes: alterations, shifts
    checked: inspected, examined
    check: inspect, examine
    chief: head, leading
    choose: pick, select
    citing: quoting, invoking
    city: town
    companies: firms, businesses
    company: firm, business
    complete: entire, whole
    complex: intricate, involved
    concern: worry
    concerns: worries
    considered: weighed, regarded
    consider: weigh, regard
    considers: weighs, regards
    consumers: customers, shoppers
    contend: argue
    continue: proceed, carry on
    continued: went on, carried on
    contract: agreement
    contracts: agreements
    cost: expense, price
    costs: expenses
    country: nation, state
    countries: nations, states
    critics: detractors, sceptics
    crucial: vital, essential
    current: present, existing
    customers: clients, buyers
    damage: harm
    danger: risk, peril
    data: figures, information
    deal: agreement, bargain
    debated: discussed, weighed
    decision: ruling, move
    delicate: sensitive
    demand: call for
    demanded: called for, insisted on
    described: depicted, portrayed
    describe: depict, portray
    design: layout, plan
    despite: notwithstanding
    details: particulars, specifics
    different: other, distinct
    difficult: hard, tough
    direct: immediate
    discover: find, detect
    discovered: found, detected
    discuss: debate, talk over
    discussed: debated, talked over
    dispute: quarrel, row
    drew: pulled, dragged
    during: throughout, in
    easy: simple
    effect: impact, result
    effort: attempt, endeavour
    efforts: attempts, endeavours
    employees: workers, staff
    engineers: technicians, developers
    enormous: huge, immense
    ensure: guarantee, make sure
    entire: whole
    equipment: gear, machinery
    error: mistake
    errors: mistakes
    especially: above all, notably
    essential: vital, crucial
    estimate: reckon, gauge
    event: incident, occasion
    events: incidents, occasions
    evidence: proof
    examined: studied, inspected
    example: instance, case
    examples: instances, cases
    expected: anticipated, awaited
    expect: anticipate, foresee
    experts: specialists, analysts
    explain: clarify, set out
    explained: clarified, set out
    famous: well-known, renowned
    fast: quick, rapid
    feared: dreaded
    features: traits, functions
    fees: charges
    find: discover, locate
    finish: complete, conclude
    firm: company, business
    firms: companies, businesses
    follow: pursue, come after
    follows: pursues, comes after
    force: compel, oblige
    forced: compelled, obliged
    found: discovered, identified
    friends: companions, allies
    full: complete, entire
    further: additional, more
    gathered: assembled, collected
    gave: handed, supplied
    get: obtain, receive
    give: hand, supply
    given: handed, supplied
    gives: hands, supplies
    giving: handing, supplying
    goal: aim, target
    good: decent, sound
    goods: wares, merchandise
    got: obtained, received
    government: administration, cabinet
    great: grand, major
    group: body, organisation
    groups: bodies, organisations
    guess: suppose
    happened: occurred, took place
    happen: occur, take place
    hard: tough, difficult
    harm: damage
    hearing: session
    help: assist, aid
    helped: assisted, aided
    helps: assists, aids
    highlights: stresses, underlines
    hire: recruit, engage
    hired: recruited, engaged
    huge: enormous, vast
    idea: notion, thought
    ideas: notions, thoughts
    immediately: at once
    important: significant, key
    improve: better, enhance
    improved: bettered, enhanced
    indicate: suggest, signal
    indicated: suggested, signalled
    industry: sector, trade
    information: details, data
    inspect: examine, check
    inspected: examined, checked
    instead: rather
    intend: plan, mean
    interesting: intriguing, notable
    investigation: inquiry, probe
    issue: matter, question
    issues: matters, questions
    job: post, position
    jobs: posts, positions
    journey: trip
    judge: deem
    keep: retain, hold
    keeps: retains, holds
    kept: retained, held
    key: central, main
    kind: sort, type
    kinds: sorts, types
    labelled: termed, tagged
    large: big, sizeable
    law: statute, act
    lawmakers: legislators, deputies
    lawyers: attorneys, counsel
    leader: head, chief
    leaders: heads, chiefs
    learn: find out, discover
    letter: note, message
    licences: permissions
    likely: probable
    limits: caps, bounds
    link: tie, connect
    linked: tied, connected
    little: small
    look: glance, gaze
    looking: glancing, searching
    lots: plenty
    main: chief, principal
    mainly: chiefly, mostly
    maintained: insisted, held
    major: big, key
    make: produce, build
    makers: producers, manufacturers
    makes: produces, builds
    making: producing, building
    manage: handle, run
    manager: head, supervisor
    manner: way, fashion
    manufacturers: makers, producers
    many: numerous, plenty of
    market: trade, marketplace
    matter: issue, question
    maybe: perhaps
    measure: step, move
    measured: gauged, assessed
    measures: steps, moves
    meet: convene, gather
    meeting: session, gathering
    method: approach, technique
    methods: approaches, techniques
    mistake: error
    mistakes: errors
    moreover: furthermore, besides
    move: step, shift
    moved: shifted, went
    names: lists, mentions
    near: close to, beside
    needed: called for
    need: call for
    needs: calls for
    noted: remarked, observed
    notice: announcement, statement
    objective: aim, goal
    obtain: get, secure
    obtained: got, secured
    obvious: evident, plain
    occurred: happened, took place
    offer: provide, present
    offered: provided, presented
    offers: provides, presents
    office: bureau
    officials: authorities, functionaries
    often: frequently, regularly
    old: aged, former
    order: decree, directive
    organisation: body, institution
    organization: body, institution
    parts: pieces, components
    paid: settled, covered
    people: persons, individuals
    perhaps: possibly, maybe
    persons: people, individuals
    pick: choose, select
    piece: part, item
    place: spot, site
    places: spots, sites
    plan: scheme, programme
    plans: schemes, programmes
    plant: factory, facility
    plants: factories, facilities
    pleased: glad, happy
    pointed: referred, alluded
    poor: weak, bad
    possible: feasible, conceivable
    pressed: urged, pushed
    pretty: rather, fairly
    prices: costs, rates
    problem: difficulty, trouble
    problems: difficulties, troubles
    process: procedure
    produce: make, turn out
    produced: made, turned out
    producers: makers, manufacturers
    product: item, article
    products: items, articles
    programme: scheme, project
    program: scheme, project
    project: scheme, undertaking
    promised: pledged, vowed
    protect: guard, shield
    provide: supply, furnish
    provided: supplied, furnished
    provides: supplies, furnishes
    purchase: acquisition
    purpose: aim, goal
    pushed: urged, drove
    questioned: quizzed, interviewed
    quick: fast, rapid
    quickly: swiftly, rapidly
    quite: rather, fairly
    range: array, span
    rapid: swift, fast
    rather: fairly, somewhat
    reach: attain, get to
    reached: attained, got to
    ready: prepared, set
    real: actual, genuine
    reason: cause, ground
    reasons: causes, grounds
    received: got, obtained
    recently: lately
    records: files, documents
    refer: point, allude
    referring: pointing, alluding
    regarding: concerning, about
    region: area, district
    regulators: supervisors, authorities
    related: linked, tied
    relief: respite, comfort
    reply: answer, response
    report: account, study
    reported: recounted, related
    reporters: journalists, correspondents
    reports: accounts, studies
    requested: sought, applied for
    request: seek, apply for
    requirement: condition
    requirements: conditions
    research: study, inquiry
    researchers: scientists, scholars
    residents: inhabitants, locals
    respond: reply, react
    responded: replied, reacted
    response: reply, reaction
    result: outcome, effect
    results: outcomes, findings
    return: come back, go back
    returned: came back, went back
    risk: danger, hazard
    risks: dangers, hazards
    role: part, function
    round: stage, phase
    rule: regulation, provision
    rules: regulations, provisions
    ruling: judgment, verdict
    run: manage, operate
    runs: manages, operates
    sad: unhappy, sorrowful
    said: stated, remarked
    sale: vending, disposal
    saw: observed, noticed
    say: state, remark
    saying: stating, remarking
    says: states, remarks
    scheme: plan, programme
    scientists: researchers, scholars
    sector: industry, branch
    seek: pursue, look for
    seeking: pursuing, looking for
    seem: appear
    seemed: appeared
    seems: appears
    seized: confiscated, impounded
    selected: chosen, picked
    send: dispatch, forward
    sent: dispatched, forwarded
    serious: grave, severe
    session: meeting, sitting
    set: fixed, laid down
    severe: serious, harsh
    share: portion, part
    shipments: consignments, deliveries
    show: display, reveal
    showed: displayed, revealed
    shown: displayed, revealed
    shows: displays, reveals
    significant: notable, considerable
    similar: comparable, like
    simple: easy, plain
    simply: merely, just
    since: as, because
    site: location, place
    sites: locations, places
    situation: position, circumstances
    size: scale, extent
    small: little, minor
    smart: clever, bright
    so: thus, hence
    soon: shortly, before long
    sort: kind, type
    sought: pursued, wanted
    speak: talk
    special: particular, specific
    specialists: experts
    spoke: talked
    staff: employees, personnel
    stage: phase
    start: begin, commence
    started: began, commenced
    stated: declared, noted
    statement: declaration, announcement
    step: move, measure
    steps: moves, measures
    still: yet, even now
    story: tale, account
    strange: odd, curious
    strict: stringent, rigorous
    strong: powerful, robust
    study: inquiry, survey
    studying: examining, reviewing
    suggest: indicate, hint
    suggested: indicated, hinted
    summit: conference, meeting
    suppliers: vendors, providers
    surprise: shock, jolt
    system: arrangement, set-up
    talk: speak, chat
    talks: negotiations, discussions
    task: job, assignment
    tell: inform, advise
    tells: informs, advises
    text: wording, document
    that: which
    therefore: thus, hence
    thing: object, item
    things: objects, items
    think: believe, suppose
    though: although
    thought: believed, supposed
    threat: menace, danger
    through: via, by way of
    told: informed, advised
    tools: instruments, implements
    topic: subject, theme
    tough: hard, demanding
    toward: towards
    towards: toward
    traders: dealers, merchants
    trouble: difficulty, bother
    true: genuine, real
    trust: confidence, faith
    try: attempt, seek
    trying: attempting, seeking
    turned: switched, shifted
    type: kind, sort
    types: kinds, sorts
    unclear: uncertain, vague
    understand: grasp, see
    unions: labour groups
    unusual: uncommon, rare
    upon: on
    urged: pressed, pushed
    use: employ, utilise
    used: employed, utilised
    useful: handy, helpful
    users: customers, operators
    uses: employs, utilises
    using: employing, utilising
    usually: normally, generally
    vast: huge, immense
    vendors: suppliers, sellers
    very: highly, really
    via: through, by way of
    view: opinion, outlook
    visit: tour, call on
    vital: crucial, essential
    want: wish, desire
    wanted: wished for, desired
    wants: wishes, desires
    warned: cautioned, alerted
    warning: caution, alert
    way: manner, means
    ways: manners, means
    weighed: pondered, considered
    whether: if
    which: that
    while: whereas, as
    whole: entire, full
    witnesses: onlookers, observers
    wonderful: marvellous, splendid
    work: labour, toil
    workers: employees, labourers
    worked: laboured, toiled
    working: labouring, toiling
    worry: concern, unease
    wrote: penned, noted
""")

# These say how, not whether; a text reads on without them.
ADVERBS = frozenset(
    "actually also basically certainly clearly currently definitely essentially eventually "
    "finally fully generally greatly highly increasingly indeed just largely literally "
    "meanwhile merely moreover naturally normally notably obviously particularly personally "
    "properly quickly quietly quite readily really relatively seriously significantly simply "
    "slowly somewhat strongly suddenly surely swiftly thoroughly totally truly typically "
    "ultimately undoubtedly usually utterly very widely".split()
)
DROPPED = ADVERBS | frozenset("the that a an new own".split())

CHINESE = _table("""
    表示: 指出, 称
    指出: 表示, 谈到
    认为: 觉得, 判断
    宣布: 宣告, 对外宣告
    告诉: 对, 向
    强调: 着重指出, 重申
    坦言: 直言
    直言: 坦言
    形容: 描述为
    评价说: 点评称
    补充说: 又说
    此外: 另外, 除此之外
    另外: 此外
    与此同时: 同时
    同时: 与此同时
    据悉: 据了解, 据报道
    据了解: 据悉
    目前: 当前, 现阶段
    当前: 目前, 眼下
    日前: 近日
    近日: 日前, 近期
    此前: 之前, 早先
    之前: 此前
    之后: 过后, 以后
    以来: 至今
    期间: 其间
    今后: 日后, 往后
    企业: 公司, 厂商
    厂商: 企业, 厂家
    制造商: 生产商, 制造企业
    经销商: 销售商, 代理商
    代工厂: 代工企业
    组装厂: 装配企业
    消费者: 顾客, 用户
    客户: 用户
    买家: 买方, 采购方
    员工: 职员, 雇员
    职工: 员工
    专家: 专业人士
    分析师: 分析人士
    学者: 专家学者
    教授: 学者
    记者: 媒体
    官员: 有关负责人, 负责人
    相关: 有关
    有关: 相关
    涉及: 牵涉, 关系到
    包括: 包含, 涵盖
    包含: 包括
    影响到: 波及
    波及: 影响到
    受到影响: 受影响
    适用于: 适合
    覆盖: 涵盖
    主要: 主体上, 大体
    重要: 关键, 要紧
    关键: 重要
    问题: 难题, 议题
    情况: 状况, 情形
    产品: 商品, 货品
    货物: 商品, 货品
    消息: 信息, 讯息
    文件: 文档, 材料
    文本: 文稿
    方案: 计划, 办法
    措施: 举措, 办法
    举措: 措施
    办法: 规定, 做法
    规定: 条款, 规则
    呼吁: 倡议, 敦促
    催促: 敦促
    请求: 恳请
    申请: 请求, 申报
    提出: 提交
    争取: 谋求
    讨论: 商议, 探讨
    磋商: 商谈, 会谈
    会晤: 会面, 见面
    谈判: 磋商, 商谈
    往来: 交往
    争议: 分歧, 争论
    发现: 查出, 察觉
    查获: 缴获, 截获
    核查: 查验, 检查
    检查: 查验, 核查
    测试: 试验, 检验
    比较: 对比
    分析: 剖析
    评估: 评价, 评定
    显示: 表明, 说明
    表明: 显示, 说明
    说明: 表明, 解释
    反映出: 显示出
    解释: 说明, 阐述
    描述: 叙述
    回忆: 忆述
    谈到: 提及, 说起
    预计: 预期, 估计
    估算: 测算, 估计
    测算: 估算
    判断: 认定
    担心: 忧虑, 担忧
    面临: 遇到, 遭遇
    感到: 觉得
    希望: 盼望, 期望
    需要: 须, 有必要
    必须: 务必, 须
    应当: 应该, 应
    应该: 应当
    可以: 能够, 可
    能够: 可以, 能
    使用: 采用, 运用
    采购: 购置
    购买: 购置
    租用: 承租
    维修: 检修
    转运: 中转
    运抵: 运到, 抵达
    储备: 储存, 备存
    完成: 做完, 结束
    交付: 交货
    进行: 开展, 展开
    开展: 进行, 推进
    推动: 促进, 推进
    推进: 推动
    促进: 推动
    加快: 加速
    建立: 设立, 创建
    设立: 建立
    成立: 设立
    形成: 构成
    实现: 达成
    获得: 取得, 得到
    取得: 获得
    得到: 获得
    提供: 给予, 供给
    给予: 提供
    导致: 造成, 引起
    造成: 导致
    引发: 引起, 招致
    引起: 引发
    保持: 维持
    维持: 保持
    变化: 变动, 改变
    成本: 花费, 费用
    费用: 开支, 花销
    价格: 价钱, 售价
    付款: 支付
    贷款: 借款
    库存: 存货
    订单: 订货
    合同: 合约
    协议: 协定
    证据: 佐证, 凭据
    照片: 图片
    报道: 新闻
    网站: 站点
    刊登: 刊载, 登载
    登载: 刊登
    特别: 尤其
    尤其: 特别
    较为: 比较
    由于: 因为
    因为: 由于
    因此: 所以, 因而
    所以: 因此
    但是: 可是, 然而
    然而: 但是, 可是
    虽然: 尽管
    尽管: 虽然
    如果: 假如, 若
    或者: 或, 抑或
    以及: 及, 和
    并且: 而且
    而且: 并且
    其中: 当中
    根据: 依据, 按照
    依据: 根据
    按照: 依照, 依据
    理由是: 原因是
    目的是: 意在
    称此举: 说此举
    位于: 地处, 设在
    正在: 正
    经常: 时常
    往往: 常常
    各方: 各界
    业内: 行业内
    呼唤: 期待
    听取了: 听了
    询问了: 问了
    邀请了: 请来
    约谈了: 找来
    货运代理: 货代
    举报人: 举报者
    过于: 太过
    难以: 很难
    攀升: 走高
    下滑: 走低
    回升: 反弹
    回落: 走软
    波动: 起伏
    跳涨: 急涨
    变动: 变化
    登记了: 记下
    清点出: 点出
    流入: 进入
    转卖到: 倒卖到
    出现在: 现身
    核对: 比对
    梳理: 理清
    缓和: 缓解
    转向: 转而选择
    改用: 换用
    换成: 改为
    看中: 相中
    承诺: 许诺, 答应
    推迟: 推后
    扩建: 扩充
    搬迁: 迁移
    出借: 借出
    拨付: 拨出
    归还: 偿还
    结清: 付清
    上报: 报送
    筛查: 排查
    追踪: 跟踪
    退回: 退还
    中断: 停顿
    搁浅: 停滞
    等待: 等候
    拖延: 延宕
    沉默: 缄默
    迟疑: 犹豫
    主张: 提倡
    倾向于: 偏向
    点名: 指名
    批评者: 批评人士
    抱怨: 埋怨
    回应: 答复, 回复
    遗漏了: 漏掉了
    忽视了: 忽略了
    夸大了: 夸张了
    误读了: 误解了
    混淆了: 弄混了
    照顾: 关照
    惠及: 造福
    列出: 开列
    删去: 删掉
    重复: 重申
    更正: 改正
    更换: 替换
    修复: 修好
    卷入: 牵扯进
    陷入: 陷进
    介入: 参与
    关注: 留意
    提醒: 告知
    致函: 写信给
    警告: 警示
    值得: 配得上
    扫描: 扫视
    称量: 过秤
    封存: 查封
    挂出: 贴出
    展示: 展现
    引用: 援引
    沿用: 延用
    共用: 合用
    订购: 订
    借用: 借
    备有: 存有
    囤积: 屯存
    留存: 保留
    欢迎: 乐见
    赞赏: 称赞
    试点: 试水
    演练: 预演
    改装: 改造
    校准: 校正
    分歧明显: 意见相左
    装运: 装载
    卸下: 卸载
    手续增多: 手续变多
    人手短缺: 人手紧缺
    来得太晚: 来得太迟
    出人意料: 令人意外
    令人宽慰: 让人宽心
    略显仓促: 有些仓促
""")
CHINESE_ADVERBS = frozenset(
    listed("""
        目前, 日前, 近日, 据悉，, 据了解，, 此外，, 另外，, 其实, 事实上，, 特别, 尤其, 相关, 有关,
        逐步, 逐渐, 充分, 切实, 积极, 明显, 与此同时，, 同时，, 总体而言，, 值得注意的是，,
        从地区看，, 从行业看，, 短期内，, 按照惯例，, 会后，
    """)
)
CHINESE_DROPPED = CHINESE_ADVERBS | {"的"}
CHINESE_TYPOS = _table("""
    部署: 布署
    按照: 安照
    宣布: 宣部
    截至: 截止
    必须: 必需
    其他: 其它
    好像: 好象
    账户: 帐户
    记录: 纪录
    通讯: 通迅
    企业: 企业业
    表示: 表是
    认为: 认位
    使用: 使佣
    进行: 进性
    相关: 想关
    行业: 行页
    市场: 市厂
    工作: 工做
    目前: 目钱
    供应: 供映
    设备: 设倍
    决定: 绝定
    制造: 制照
    报告: 抱告
    研究: 研就
    检测: 捡测
    覆盖: 复盖
    价格: 价各
    规定: 归定
    显示: 现示
    登录: 登陆
""")
# 的 that is no part of a word or a name: 目的, 的确, 的黎波里.
CHINESE_WORD = re.compile(
    "|".join(sorted({*CHINESE, *CHINESE_ADVERBS}, key=len, reverse=True)) + "|(?<!目)的(?![确士黎])"
)
