"""What Chinese articles are made of."""

from tracker.quality.dedup.banks import Bank, Frame, lines, listed

FRAMES = (
    Frame(
        acts=("列入", "移出"),
        title="{who}将{n}家{country}{things}{v}{register}",
        lead="{day}，{full}发布公告，将{n}家{country}{things}{v}{register}，{reason}。",
        again="上述{n}家{things}主要{make}{goods}，此前{event}。",
    ),
    Frame(
        acts=("收紧", "放宽"),
        title="{who}{v}{n}类{goods}的{topic}规定",
        lead="{full}{day}宣布{v}{n}类{goods}的{topic}规定，{reason}。",
        again="新规的{stage}见{docket}，{touch}{sector}企业和{firm}等{makers}。",
    ),
    Frame(
        acts=("批准", "驳回"),
        title="{who}{v}{firm}{n}项{goods}出口申请",
        lead="{full}{day}{v}了{firm}提出的{n}项{goods}出口申请，{reason}。",
        again="{firm}位于{place}，相关决定见{docket}，{answered}。",
    ),
    Frame(
        acts=("上调", "下调"),
        title="{who}{v}{country}{goods}关税至{n}%",
        lead="{full}决定自{day}起{v}原产于{country}的{goods}关税至{n}%，{reason}。",
        again="此次税率调整{touch}{firm}，{makers}{answered}。",
    ),
    Frame(
        acts=("禁止", "允许"),
        title="{who}{v}{firm}在{country}销售{n}款{goods}",
        lead="{full}{day}发布{docket}，{v}{firm}在{country}销售{n}款{goods}，{reason}。",
        again="{firm}{answered}，{sector}行业{worry}。",
    ),
    Frame(
        acts=("启动", "终止"),
        title="{who}{v}对{country}{n}种{goods}的{topic}调查",
        lead="{full}{day}宣布{v}对{country}{n}种{goods}的{topic}调查，{reason}。",
        again="该调查见{docket}，{touch}{firm}及其在{place}的{plant}。",
    ),
    Frame(
        acts=("延长", "缩短"),
        title="{who}{v}{goods}{topic}申报期限{n}天",
        lead="{full}{day}宣布，将{goods}的{topic}申报期限{v}{n}天，{reason}。",
        again="{country}{firm}{answered}，{docket}规定了{class}的例外。",
    ),
    Frame(
        acts=("扩大", "缩小"),
        title="{who}{v}{topic}范围，涉及{n}种{goods}",
        lead="{full}在《{topic}办法（{stage}）》中{v}管理范围，涉及{n}种{goods}，{reason}。",
        again="根据{docket}，自{day}起，{sector}企业向{country}供货{touch2}，{firm}{answered}。",
    ),
    Frame(
        acts=("（征求意见稿） | 公开征求意见", "（正式稿） | 正式发布"),
        title="{who}就{goods}{topic}办法{v}{v2}，列出{n}项要求",
        lead="{full}{day}就《{goods}{topic}管理办法》{v}{v2}，列出{n}项要求，{reason}。",
        again="该文件见{docket}，{touch}{sector}企业，{firm}{answered}。",
    ),
    Frame(
        acts=("支持", "反对"),
        title="{who}{v}{topic}法案，{n}家{sector}企业受影响",
        lead="{full}{day}表示{v}一项{topic}法案，约{n}家{sector}企业受到影响，{reason}。",
        again="法案点名{country}的{goods}，{firm}{answered}。",
    ),
    Frame(
        acts=("提高", "降低"),
        title="{who}{v}{country}{goods}配额至{n}吨",
        lead="{full}{v}{year}{country}{goods}配额至{n}吨，{reason}。",
        again="{docket}自{day}起施行，{place}的{makers}{answered}。",
    ),
    Frame(
        acts=("处罚", "赦免"),
        title="{who}就{topic}问题{v}{firm}，金额{n}万元",
        lead="{full}{day}就{topic}问题{v}{firm}，涉及金额{n}万元，{reason}。",
        again="{docket}显示，{firm}{make}{goods}，{answered}。",
    ),
)

SENTENCES = lines("""
    {group}{post}{person}{said}，{cause}让{place2}{makers}{feel}{worry}
    {analyst}{predict}，{goods2}价格{season}{move}{pct}
    {firm2}{said}，位于{place2}的{plant}{stock}{goods3}
    {country2}{official}{said}，将以{measure}{react}{paper}
    {tool}、{goods3}和{part}被{put}{class}
    {inspectors}在{port}的{container}里{found}{money}的{goods2}
    {body}{heard}{number}名{witnesses}，他们{described}{goods3}如何{reach}{city}
    {lawyers}{called}{paper}{verdict}，并{asked}{relief}
    {month}，{country2}{goods2}出口{move}{pct}，{source}{show}
    {small}{makers}可在{month}{d}日前{request}{relief}
    {ministry}{officials}正在{city}{study}{paper}
    {country2}与{country3}{month}将在{city}{meet}，{discuss}{dispute}
    {dispute}{since}{country2}与{country3}的{relation}{turn}
    {buyers}{turned}{country3}的{goods3}，{port}{busy}
    {firm2}、{firm3}{share}{tool}市场的{number}%
    {firm3}{plan}在{place2}{build}{plant}，由{lender}{lend}{money}
    {workers}{asked}{firm2}说明{worry}，{unions}{said}{verdict}
    {service}{must}保存{goods2}的{record}{number}个月
    {banks}{check}与{tool}、{part}有关的{account}
    {carriers}把{container}从{port}{reroute}{port2}
    {university}{researchers}{measure2}{tool}缺少{part}时的{quality}
    {researchers}{fear}{part}的研究{meet_trouble}
    {senator}{asked}{body}为何{wait}，并{want}{measure}{cover}{service}
    {critics}{argue}，{paper}{miss}{part}与{service}
    {supporters}{argue}，{measure}{protect}{place2}的{class}
    {annex}{give}{goods3}、{tool}等{number}个{code}
    {translators}在{month}{d}日前{finish}{annex}
    {cause}使{body}{drawn}{dispute}，{officials}{called}{verdict}
    {person}{told}{body}，{cause}{need}{measure}
    {insurers}把{port2}{container}的保费{move}{pct}
    {customs}{month}{open}{number}件{container}，{found}{part}
    {website}{carry}{annex}{number}小时后，{officials}{remove}
    {household}和{tool}{use}同一{code}，{makers}{called}{verdict}
    {small}{makers}{buy}{part}，{stock}{household}
    {diplomats}{described}{city}的{meeting}，{called}{verdict}
    {auditors}在{firm3}{number}处{plant}{check}{service}
    {auditors}{found}{lapses}，{ministry}{month}{said}{verdict}
    {hospitals}{stock}{tool}，{asked}{ministry}{relief}
    {farmers}的{household}{use}{country2}的{part}
    {airlines}向{firm3}{buy}{tool}，{month}{verdict2}
    {newspaper}{carry}{firm2}{reroute}{household}的{proof}
    {committee}{season}{finish}对{service}的{study2}
    {group2}{welcome}{relief}，但{called}{cause}{verdict}
    {country3}{told}{body}，{household}也{face}{measure}
    {traders}{season}经{port}{ship}{number}吨{part}
    {engineers}用{university}的{part}{test}{tool}
    {measure}先在{place2}{pilot}，{cover}{household}和{service}
    {lender}{said}，{plant}{season}{pay}{money}
    {port2}{season}{ship}{goods2}{number}箱，{source}{show}
    {teachers}{said}，{annex}{verdict}，{need}{relief}
    {workers}在{plant}{finish}{tool}需要{number}天
    {proof}{show}，{traders}{ship}{household}{reach}{city}
    {group}与{group2}在{measure}上{differ}，{person}{said}{verdict}
    {event2}之后，{makers}{stock}{part}
    {event2}{show}，{cause}{need}{measure}
    {official}{city}{meet}时{described}{event2}
    {analyst}{argue}，{event2}使{buyers}{turned}{country3}
    {unions}{want}{lender}{pay}{money}，{body}{wait}
""")

OPENERS = listed("""
    此外，, 与此同时，, 另据了解，, 据悉，, 值得注意的是，, 在另一份通知中，, 从地区看，,
    从行业看，, 知情人士称，, 另一方面，, 按照惯例，, 不出所料，, 一周之前，, 会后，, 短期内，,
    总体而言，
""")

KEPT = {
    ("who", "full"): lines("""
        商务部 | 商务部安全与管制局
        美商务部 | 美国商务部工业与安全局
        美财政部 | 美国财政部海外资产控制办公室
        国家网信办 | 国家互联网信息办公室
        工信部 | 工业和信息化部
        海关总署 | 海关总署综合司
        市场监管总局 | 国家市场监督管理总局
        国家数据局 | 国家数据局政策司
        欧盟委员会 | 欧盟委员会贸易总司
        欧洲议会 | 欧洲议会国际贸易委员会
        荷兰政府 | 荷兰对外贸易部
        日本经产省 | 日本经济产业省
        韩国产业部 | 韩国产业通商资源部
        英国商贸部 | 英国商业贸易部
        法国监管机构 | 法国数据保护监管机构
        德国经济部 | 德国联邦经济部
        意大利内阁 | 意大利内阁办公室
        加拿大政府 | 加拿大全球事务部
        澳大利亚监管机构 | 澳大利亚竞争监管机构
        新加坡海关 | 新加坡海关总局
        印度商工部 | 印度商业和工业部
        巴西监管机构 | 巴西数据监管机构
        香港金管局 | 香港金融管理局
        台湾经济主管部门 | 台湾地区经济主管部门
        瑞士政府 | 瑞士联邦经济事务总局
        越南科技部 | 越南科学技术部
    """),
    ("country",): listed("""
        俄罗斯, 伊朗, 白俄罗斯, 马来西亚, 泰国, 印度尼西亚, 哈萨克斯坦, 埃及, 波兰, 匈牙利, 芬兰,
        智利, 尼日利亚, 乌克兰, 阿根廷, 瑞典, 巴基斯坦, 墨西哥
    """),
    ("firm",): ("{firm_part}{firm_kind}",),
    ("goods",): ("{kind}{ware}",),
    ("topic",): listed("""
        出口管制, 最终用途, 数据出境, 算法备案, 模型安全, 人脸识别, 芯片流向, 转口贸易, 制裁合规,
        外资安全审查, 网络安全, 稀土, 经纪业务, 对外投资, 内容标识, 算力报告, 训练数据, 年龄验证,
        原产地, 无人机飞行, 生物识别, 信用评分, 深度合成, 云服务
    """),
    ("things",): listed("""
        实体, 企业, 研究所, 贸易商, 航运公司, 高校, 工厂, 分销商, 设计公司, 实验室
    """),
    ("register",): listed("""
        实体清单, 未经核实清单, 军事最终用户清单, 管控名单, 关注名单, 制裁名单, 不可靠实体清单,
        高风险供应商名单
    """),
    ("sector",): listed("""
        半导体, 航空航天, 电池, 生物医药, 银行, 电信, 机器人, 航运, 保险, 量子, 卫星, 矿业, 光学,
        支付, 汽车, 钢铁
    """),
    ("place",): ("{place2}",),
    ("n",): ("##", "##", "###"),
    ("day",): ("{month}{d}日",),
    ("year",): ("2024年", "2025年", "2026年", "2027年"),
    ("stage",): ("征求意见稿", "正式稿"),
    ("docket",): ("2026年第##号公告", "2025年第##号通知", "〔2026〕##号文", "第####号令"),
    ("reason",): lines("""
        理由是{cause}引发{worry}
        此前{event}，{proof}{show}{cause}
        理由是{goods3}经{port}{reach}{country2}
        以{react}{country2}与{country3}之间的{dispute}
        {critics}曾{want}{measure}
        {event}后{body}{want}{measure}
        并称{lapses}已有{number}起
        {officials}称此举与{dispute}有关
        目的是防止{cause}
    """),
}

FREE = {
    "d": tuple(map(str, range(1, 29))),
    "month": tuple(f"{month}月" for month in range(1, 13)),
    "season": listed("""
        第一季度, 第二季度, 第三季度, 第四季度, 上半年, 下半年, 今春, 去年夏天, 入秋以来, 全年,
        本周
    """),
    "number": ("##", "###", "#"),
    "pct": ("#.#%", "##%", "#.##%"),
    "money": ("#.#亿元", "##万元", "###万美元", "#亿欧元", "####万元"),
    "firm_part": listed("""
        望川, 澜石, 启明岭, 恒越, 中岫, 星沛, 远岑, 瀚海川, 青枢, 云栖岳, 鼎曜, 锐泽, 天屹, 华澈,
        博屿, 凌霄阁, 东岱, 金砚, 海棠湾, 北辰宇, 南汐, 曜石, 铂锐, 森珂, 卓岩, 睿锋, 雅砻, 松壑,
        银湖, 丹霞岭
    """),
    "firm_kind": listed("""
        光电, 微电子, 半导体, 机器人, 物流, 新材料, 航空, 化工, 能源, 生物, 船舶, 贸易, 软件, 仪器,
        金属, 动力, 通信, 智能
    """),
    "firm2": ("{firm_part}{firm_kind}",),
    "firm3": ("{firm_part}{firm_kind}集团", "{firm_part}{firm_kind}"),
    "person": ("{family}{given}",),
    "family": listed("""
        陈, 林, 周, 吴, 郑, 沈, 韩, 秦, 许, 邓, 冯, 曹, 彭, 蒋, 蔡, 贾, 薛, 雷, 贺, 龚, 欧阳, 司马
    """),
    "given": listed("""
        思远, 若岚, 立群, 晓峰, 雨桐, 建川, 明澈, 嘉禾, 海宁, 文静, 亦凡, 子墨, 国栋, 丽华, 永康,
        佩琪, 景行, 春来
    """),
    "post": listed("""
        会长, 秘书长, 首席经济学家, 法务总监, 发言人, 副主席, 研究主管, 顾问, 财务负责人, 理事
    """),
    "group": ("{region}{trade}协会", "{trade}商会", "{region}{trade}联盟"),
    "group2": ("{region}{trade}商会", "{trade}联合会"),
    "region": listed("""
        北欧, 太平洋, 莱茵, 波罗的海, 长三角, 湾区, 阿尔卑斯, 安第斯, 华北, 西部, 多瑙河, 湄公河
    """),
    "trade": listed("""
        芯片, 设备, 航运, 软件, 炼油, 出口, 进口, 工程师, 仪表, 数据中心, 整车, 矿产, 批发, 检测
    """),
    "said": listed("""
        表示, 在信中说, 告诉记者, 撰文指出, 在电视上说, 在听证会上说, 在会上表示, 在公告中说, 强调,
        受访时说, 补充说, 坦言
    """),
    "makers": listed("""
        制造商, 中小供应商, 设备厂商, 零部件企业, 代工厂, 组装厂, 境外供应商, 本地厂家, 初创企业,
        经销商, 家族企业, 大型出口商
    """),
    "make": listed("生产, 代理, 研发, 转售, 维修, 组装, 测试"),
    "feel": listed("感到, 面临, 早已料到, 难以承受, 担心, 提前应对"),
    "worry": listed("""
        交货延误, 成本上升, 手续增多, 法律疑虑, 订单流失, 产线停工, 库存偏低, 融资趋紧, 机密外泄,
        安全隐患, 价格波动, 人手短缺
    """),
    "cause": listed("""
        伪造单证, 无证经营, 监管薄弱, 远程访问, 空壳公司, 图纸失窃, 军事用途, 模型偏见, 隐名股东,
        测试不足, 弱口令, 灰色市场, 拖欠费用, 虚假标签, 去向不明的货物, 权重泄露, 隐性补贴,
        审计失实
    """),
    "lapses": listed("违规, 漏报, 虚假陈述, 迟报, 记录缺失, 泄密, 瞒报, 无证销售, 未申报的运输"),
    "country2": listed("""
        日本, 德国, 土耳其, 越南, 印度, 加拿大, 意大利, 西班牙, 丹麦, 挪威, 奥地利, 肯尼亚, 秘鲁,
        希腊, 葡萄牙
    """),
    "country3": listed("""
        法国, 巴西, 爱尔兰, 比利时, 卡塔尔, 以色列, 澳大利亚, 新加坡, 克罗地亚, 加纳, 哥伦比亚,
        拉脱维亚, 巴林
    """),
    "official": listed("""
        部长, 外交官, 议员, 海关关长, 州长, 贸易特使, 专员, 市长, 谈判代表, 大使, 副部长
    """),
    "officials": listed("""
        官员, 部长们, 特使, 监管人员, 公务员, 谈判人员, 主管领导, 央行人士, 专员们
    """),
    "react": listed("回应, 效仿, 研究, 抵制, 对等处理, 考虑, 接受, 质疑, 化解"),
    "measure": listed("""
        许可制度, 配额, 税收抵免, 抽查, 进口禁令, 公开登记, 收费, 联合检查, 最低限价, 追踪芯片,
        举报热线, 随机审计, 买家承诺, 行业准则, 序列号管理, 保证金
    """),
    "paper": listed("""
        通知, 命令, 文本, 草稿, 备忘录, 文件, 法令, 通报, 裁决, 公报, 函件, 方案, 摘要, 决定
    """),
    "analyst": ("{house}分析师{person}", "{house}", "长期跟踪{tool}的{person}"),
    "house": ("{firm_part}研究", "{firm_part}证券", "{firm_part}咨询", "{firm_part}资本"),
    "predict": listed("预计, 认为, 估算, 曾警告, 测算, 判断"),
    "move": listed("攀升, 下滑, 回升, 波动, 回落, 跳涨, 走稳, 变动"),
    "goods2": ("{kind}{ware}",),
    "goods3": ("{kind}{ware}", "{ware}"),
    "kind": listed("""
        先进, 热成像, 石墨, 光学, 船用, 无线, 工业, 医用, 混合, 涂层, 抗辐射, 激光, 陶瓷, 低温,
        便携, 联网, 军用, 精炼
    """),
    "ware": listed("""
        扫描仪, 晶圆, 传感器, 磁体, 电池, 发动机, 相机, 阀门, 合金, 处理器, 无人机, 涡轮, 天线,
        放大器, 反应器, 泵机, 探测器, 存储芯片, 陀螺仪, 服务器, 光纤, 镜头, 电机, 压缩机, 电缆,
        晶体, 打印机, 粉末
    """),
    "tool": listed("""
        刻蚀机, 激光雷达, 训练集群, 基因测序仪, 芯片测试机, 真空炉, 铣床, 助听器, 飞行记录仪,
        质谱仪, 光伏逆变器, 电子显微镜, 语音模型, 加密模块, 离子注入机, 焊接机械臂, 聊天助手,
        沉积设备, 测绘软件, 雷达阵列, 智能电表, 胰岛素泵, 翻译引擎
    """),
    "part": listed("""
        轴承, 镓, 光刻胶, 固件, 氖气, 控制板, 设计软件, 锗, 反射镜, 石英管, 备件, 训练集, 钨,
        源代码, 树脂, 封装膜, 锑, 电源单元, 测试数据, 密封圈, 钴, 安全锁, 滤芯
    """),
    "household": listed("""
        咖啡机, 玩具, 手机壳, 自行车灯, 瓷砖, 园艺工具, 缝纫机, 吹风机, 厨房秤, 学习平板, 运动手环,
        门铃, 办公椅, 空气炸锅, 拖拉机, 水泵, 吸尘器, 鱼探仪
    """),
    "class": listed("""
        两用物项, 敏感货物, 关键原料, 战略物资, 高风险系统, 受限技术, 医疗用品, 基础服务, 民用产品,
        核心部件
    """),
    "put": listed("归入, 写进, 划入, 视为, 算作, 保留在"),
    "inspectors": listed("检查人员, 侦查员, 探员, 调查人员, 港口警察, 检验员, 执法人员"),
    "found": listed("发现, 查获, 清点出, 拍到, 追查到, 登记了"),
    "container": listed("""
        密封集装箱, 两辆货车, 渔船, 无标记纸箱, 货运列车, 仓库, 空运货物, 邮包, 租用机库, 冷库,
        快递袋
    """),
    "port": listed("""
        鹿特丹, 安特卫普, 釜山, 杰贝阿里, 瓦伦西亚, 格但斯克, 梅尔辛, 比雷埃夫斯, 桑托斯, 德班,
        科伦坡, 巴统
    """),
    "port2": listed("""
        汉堡港, 神户港, 塞拉莱港, 海法港, 林查班港, 里加港, 伊兹密尔港, 热那亚港, 卡亚俄港,
        蒙巴萨港, 吉大港
    """),
    "body": listed("""
        法庭, 委员会, 议会, 内阁, 咨询机构, 上议院, 特别法院, 监察专员, 安全理事会, 伦理小组,
        贸易法院
    """),
    "heard": listed("听取了, 询问了, 邀请了, 传唤了, 约谈了, 书面询问"),
    "witnesses": listed("证人, 前雇员, 司机, 会计, 货运代理, 科学家, 举报人, 经销商, 报关员"),
    "described": listed("描述了, 解释了, 回忆, 演示了, 谈到, 说明了"),
    "reach": listed("运抵, 流入, 绕道进入, 转卖到, 寄往, 出现在"),
    "city": listed("""
        布鲁塞尔, 日内瓦, 维也纳, 东京, 渥太华, 奥斯陆, 里斯本, 布拉格, 内罗毕, 迪拜, 波士顿,
        芝加哥, 马德里, 苏黎世
    """),
    "place2": listed("""
        苏州, 合肥, 新竹, 德累斯顿, 格勒诺布尔, 埃因霍温, 槟城, 浦那, 林茨, 无锡, 成都, 武汉, 西安,
        珠海, 波尔图
    """),
    "lawyers": listed("代理律师, 法律顾问, 企业律师, 咨询机构, 辩护人"),
    "called": listed("称, 认为, 评价说, 形容, 直言, 说"),
    "verdict": listed("""
        来得太晚, 过于严厉, 合情合理, 难以执行, 令人宽慰, 出人意料, 为时过早, 比较公允, 有失分寸,
        是一个警告, 留有余地, 措辞含糊, 只是开始, 略显仓促, 属于常规, 很有用处
    """),
    "verdict2": listed("订单延期, 合同生效, 要求退款, 完成交付, 更换型号, 重新报价, 试用结束"),
    "asked": listed("要求, 催促, 请求, 呼吁, 书面询问, 多次询问"),
    "relief": listed("""
        豁免, 宽限期, 补偿, 更清楚的表述, 听证, 更多时间, 过渡规则, 贷款, 退款, 指引, 简化表格,
        分期安排
    """),
    "source": listed("""
        海关数据, 法院文件, 银行记录, 港口日志, 税务档案, 航运记录, 部门统计, 调查结果, 企业账目,
        会议纪要
    """),
    "show": listed("显示, 表明, 说明, 印证, 反映出, 记载"),
    "small": listed("小型, 新设, 县域, 外资, 上市, 民营, 获证, 边境"),
    "request": listed("申请, 提出, 争取, 主张, 协商, 登记"),
    "ministry": listed("外交部, 财政部, 内政部, 司法部, 贸易部, 科技部, 卫生部, 交通部"),
    "study": listed("研究, 阅读, 核对, 翻译, 比较, 讨论"),
    "study2": listed("研究, 评估, 调研, 复核, 分析, 摸底"),
    "meet": listed("会晤, 磋商, 碰头, 谈判, 开会, 座谈"),
    "discuss": listed("讨论, 梳理, 缓和, 重提, 解决, 搁置"),
    "dispute": listed("""
        专利之争, 关税争端, 间谍案, 补贴纠纷, 谈判僵局, 标准之争, 签证争议, 渔业旧案, 钢铁摩擦,
        港口纠葛, 卫星官司
    """),
    "since": listed("以来, 之后, 期间, 过后"),
    "relation": listed("往来, 关系, 合作, 互信, 对话, 贸易"),
    "turn": listed("转冷, 受到考验, 出现变化, 趋于平淡, 几经反复"),
    "buyers": listed("""
        买家, 最终用户, 军工企业, 爱好者, 医院, 研究中心, 数据中心, 船厂, 车企, 公用事业, 手机厂商
    """),
    "turned": listed("转向, 改用, 换成, 重新选择, 看中"),
    "busy": listed("一度拥堵, 货量大增, 照常运转, 加派人手, 轮班作业, 临时停靠"),
    "share": listed("合计占, 共享, 供应, 瓜分, 掌握"),
    "plan": listed("计划, 正在, 打算, 承诺, 推迟"),
    "build": listed("建设, 租用, 扩建, 改造, 搬迁"),
    "plant": listed("""
        工厂, 装配车间, 中试线, 测试中心, 铸造厂, 洁净室, 维修站, 机房, 货仓, 培训学校, 化工厂
    """),
    "lender": listed("""
        国有银行, 开发银行, 养老基金, 区域基金, 私人贷款方, 家族信托, 出口信贷机构, 市政府,
        债券持有人
    """),
    "lend": listed("出借, 提供, 承诺, 拨付, 汇出"),
    "pay": listed("支付, 归还, 结清, 预付, 拖欠"),
    "workers": listed("工人, 员工, 职工, 技术员, 专家, 学徒, 操作工"),
    "unions": listed("工会, 职工代表, 员工团体, 劳动律师, 车间代表"),
    "service": listed("""
        云服务, 维修, 远程维护, 软件更新, 咨询, 芯片设计, 保险, 货运代理, 培训课程, 托管, 租赁,
        检测, 归档
    """),
    "must": listed("必须, 应当, 需要, 只需, 被要求"),
    "record": listed("记录, 台账, 单据, 日志, 凭证"),
    "banks": listed("银行, 贷款机构, 支付企业, 信用社, 清算机构, 兑换商"),
    "check": listed("核查, 上报, 冻结, 筛查, 追踪, 暂缓处理"),
    "account": listed("账户, 付款, 汇款, 授信, 票据"),
    "carriers": listed("承运人, 船公司, 货运代理, 铁路企业, 快递公司, 车队"),
    "reroute": listed("转运到, 改送, 退回, 扣留在, 改贴标签运往"),
    "university": listed("""
        莱顿大学, 慕尼黑研究所, 阿尔托大学, 京都实验室, 都灵理工, 莱斯大学, 华沙科学院, 海军学院,
        开放大学, 隆德学院
    """),
    "researchers": listed("研究人员, 物理学家, 工程团队, 化学家, 学生, 建模人员"),
    "measure2": listed("测量了, 模拟了, 测试了, 公布了, 比较了"),
    "quality": listed("性能, 故障率, 寿命, 误差, 能耗, 稳定性"),
    "fear": listed("担心, 报告称, 预测, 指出, 否认"),
    "meet_trouble": listed("中断, 搁浅, 推迟, 外迁, 缺少经费, 无人接手"),
    "senator": ("参议员{person}", "众议员{person}", "议员{person}", "部长{person}"),
    "wait": listed("等待, 拖延, 沉默, 迟疑, 另作准备"),
    "want": listed("希望, 要求, 提出, 主张, 曾承诺, 倾向于"),
    "cover": listed("覆盖, 包括, 排除, 涉及, 点名"),
    "critics": listed("批评者, 民间团体, 消费者组织, 股东, 专栏作者, 学界人士"),
    "supporters": listed("拥护者, 盟友, 党团领袖, 农业团体, 退伍军人"),
    "argue": listed("指出, 抱怨, 坚持认为, 回应说, 承认, 反驳说"),
    "miss": listed("遗漏了, 忽视了, 夸大了, 误读了, 混淆了"),
    "protect": listed("保护, 照顾, 惠及, 维系, 奖励"),
    "annex": listed("附件, 附录, 附表, 补充说明, 表格, 术语表, 脚注"),
    "give": listed("列出, 删去, 更名, 重复, 解释"),
    "code": listed("编码, 税号, 代号, 条目, 分类"),
    "translators": listed("译员, 书记员, 印刷厂, 编辑, 档案员"),
    "finish": listed("完成, 更正, 交付, 更换, 修复, 重做"),
    "drawn": listed("卷入, 陷入, 介入, 关注, 重提"),
    "told": listed("告诉, 提醒, 通报, 致函, 警告"),
    "need": listed("需要, 值得, 呼唤, 离不开, 要求"),
    "insurers": listed("保险公司, 承保人, 再保险公司, 船舶经纪, 精算师"),
    "customs": listed("海关, 边检, 港口警方, 值班关员, 海警"),
    "open": listed("开箱, 扫描, 退回, 称量, 封存"),
    "website": listed("部门网站, 公共服务器, 官方公报, 新闻网页, 镜像站点, 登记平台"),
    "carry": listed("刊登, 登载, 挂出, 展示, 引用"),
    "remove": listed("将其撤下, 改了措辞, 更新了版本, 关闭了页面, 作了说明"),
    "use": listed("使用, 采用, 沿用, 共用, 改用"),
    "buy": listed("采购, 租用, 订购, 进口, 借用"),
    "stock": listed("储备, 备有, 囤积, 清点, 留存"),
    "diplomats": listed("外交官, 使节, 随员, 领事, 观察员, 调停人"),
    "meeting": listed("会谈, 峰会, 研讨会, 圆桌会, 座谈, 论坛"),
    "auditors": listed("审计师, 会计师, 评估员, 检测机构, 认证机构"),
    "hospitals": listed("医院, 诊所, 外科医生, 药房, 血库, 牙医"),
    "farmers": listed("农户, 种植户, 渔民, 林场, 酒庄, 养蜂人"),
    "airlines": listed("航空公司, 机场, 包机企业, 飞行学校, 轮渡公司"),
    "newspaper": listed("财经日报, 行业刊物, 电视报道, 地方报纸, 通讯社, 播客, 周刊, 调查网站"),
    "proof": listed("证据, 警示, 先例, 收据, 照片, 发票, 邮件, 卫星图像, 证词, 表格"),
    "committee": listed("审计署, 联合委员会, 预算办公室, 工作专班, 科学委员会, 工作组, 统计局"),
    "welcome": listed("欢迎, 赞赏, 接受, 争取, 收到"),
    "face": listed("面临, 适用, 需要, 避开, 等待"),
    "traders": listed("贸易商, 中间商, 掮客, 分销商, 批发商, 进口商"),
    "ship": listed("运输, 转手, 卸下, 装运, 处理"),
    "engineers": listed("工程师, 技术人员, 装配工, 开发人员, 程序员"),
    "test": listed("测试, 改装, 比较, 校准, 重新设计"),
    "pilot": listed("试点, 试行, 演练, 摸索, 小范围推行"),
    "differ": listed("分歧明显, 看法一致, 各执一词, 互有让步, 没有表态"),
    "teachers": listed("高校教师, 教授, 学者, 讲师, 历史学家"),
    "event": ("{city}{happening}", "{month}{happening}", "{happening}", "{place2}{happening}"),
    "event2": ("{city}{happening}", "{happening}", "{port}{happening}"),
    "happening": listed("""
        工厂起火, 边境摩擦, 黑客入侵, 发射失败, 邮件外泄, 罢工, 大选, 春季峰会, 航运堵塞, 停电,
        数据泄露, 专项审计, 产品召回, 芯片短缺, 法院开庭, 企业破产, 嫌犯落网, 交易会, 试验失利,
        卧底采购, 议会质询, 列车事故, 预算之争, 卫星失联, 洪灾, 并购
    """),
    "touch": listed("涉及, 影响到, 波及, 适用于, 包括"),
    "touch2": listed("需要报备, 须经审查, 改为备案, 另行通知, 暂不受理"),
    "answered": listed("""
        书面作出回应, 没有透露细节, 计划申诉, 感谢员工, 正在听取意见, 要求听证, 保持沉默, 呼吁对话
    """),
}

BANK = Bank(
    forms=("v", "v2"),
    frames=FRAMES,
    sentences=SENTENCES,
    openers=OPENERS,
    kept=KEPT,
    free=FREE,
    space="",
    least=260,
)
