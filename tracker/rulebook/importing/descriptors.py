"""Words that many names share, and that tell nobody which body or person is meant.

Folded, as `tracker.core.names.forms.written` writes them. To these come the ordinary words of
`tracker.rulebook.words`; here stands what kind of word one is, and what that list does not have.
"""

# What kind of body it is.
BODIES = frozenset(
    "academy administration agency airline airlines airport alliance association authority "
    "bank base branch brothers bureau center centre combine commission committee community "
    "company complex concern conglomerate consortium cooperative corporation council "
    "department directorate division enterprise enterprises establishment factories factory "
    "faculty firm fleet force forces foundation front fund government group headquarters "
    "holding holdings industries institute institution institutions lab laboratories "
    "laboratory labs lines mill mills ministry networks office organisation organization "
    "organizations plant plants port refinery school service services shipyard shipyards "
    "society station store stores studio syndicate systems team union unit university venture "
    "ventures works workshop yard yards".split()
)
# What it deals in or is good for, and how such bodies praise themselves.
TRADES = frozenset(
    "activities advance advanced aero aeronautical aeronautics aerospace affiliated "
    "agricultural air aircraft alloys ammunition application applications applied arms army "
    "artificial assembly astronautics atomic automated automatic automation automobile "
    "automotive aviation avionics basic best big bio biological biology biotech biotechnology "
    "budget budgetary building buildings business cargo central certified chain chemical "
    "chemicals chemistry chip chips circuit circuits civil clean closed cloud commerce "
    "commercial communication communications components composite composites computer "
    "computers computing construction consultancy consultants consulting control controls "
    "cooperation corporate creative cultural culture data defence defense design designs "
    "development device devices digital direct distribution economic economy education "
    "educational electric electrical electricity electro electromechanical electron electronic "
    "electronics energy engine engineer engineering engineers engines environment "
    "environmental equipment exchange experimental expert experts export exports facilities "
    "facility finance financial fine first food foreign forwarding freight fuel future gas "
    "general geo global great green hardware health heavy helicopter helicopters high hydro "
    "import imports independent industrial industry info information infrastructure innovation "
    "innovations innovative inspection instrument instrumentation instruments insurance "
    "integrated integration intelligence intelligent inter intercontinental international "
    "invest investment investments joint labor laser lasers light link links logistics machine "
    "machinery main maintenance management managing manufacture manufacturer manufacturers "
    "manufacturing marine maritime market marketing material materials measurement "
    "measurements mechanical mechanics media medical medicine metal metallurgical metallurgy "
    "metals micro microelectronic microelectronics military mineral minerals mining missile "
    "missiles mobile modern motor motors national natural nature naval navigation navy network "
    "new nuclear ocean oil oils open operating operation operations optic optical optics "
    "optoelectronics overall part parts people peoples personal petrochemical petrochemicals "
    "petroleum pharmaceutical physical physics pioneer plastic plastics police power precision "
    "premium private process processing procurement product production productions products "
    "professional progress project projects promotion protection provincial public purchase "
    "purchasing quality quantum radar radio rail railway railways reconnaissance regional "
    "repair reproduction republic research reserve resource resources revolutionary robot "
    "robotics rocket rockets royal rubber safety sales satellite satellites science sciences "
    "scientific sea second secure security semi semiconductor semiconductors service ship "
    "shipbuilding shipping ships signal smart software solar solution solutions source "
    "sourcing space special specialized standard standards star state state-owned steel "
    "strategic studies study sub subordinate subsidiary supply support surveillance "
    "sustainable system systems tactical tech technic technical technics technique "
    "technologies technology tele telecom telecommunication telecommunications test testing "
    "textile third tool tools trade trader traders trading training transport transportation "
    "travel turbine unified unitary universal utilization vehicle vehicles vision warfare "
    "water weapon weapons web wireless world".split()
)
# What is in an address: beside another word it makes the name of a place.
GROUNDS = frozenset(
    "address area avenue bay beach boulevard bridge building canal cape cave city coast "
    "country county district floor garden gate gulf harbor harbour highway hill house island "
    "islands lake lane mountain mountains park plaza point prefecture province quarter region "
    "river road room square street suite tower town valley village zone".split()
)
PLACES = frozenset(
    "abu afghan afghanistan africa african albania algeria america american andorra angola "
    "angolan anhui ankara antigua arab arabia arabian argentina armenia armenian aruba asia "
    "asian astana athens australia australian austria austrian azerbaijan baghdad bahamas "
    "bahrain baku balkan baltic bangkok bangladesh barbados beijing beirut belarus belarusian "
    "belgian belgium belgrade belize benin berlin bermuda bhutan bishkek bolivia bosnia "
    "botswana brazil brazilian britain british brunei brussels bulgaria bulgarian burkina "
    "burma burundi cairo cambodia cameroon canada canadian caspian caucasus cayman chad "
    "changchun changsha chelyabinsk chengdu chile chilean china chinese chongqing colombia "
    "colombian comoros congo costa cote crimea crimean croatia cuba cuban cubans curacao "
    "cypriot cyprus czech dalian damascus danish delhi denmark dhabi doha dominica dominican "
    "dongguan dubai dutch east eastern ecuador egypt egyptian emirates england english eritrea "
    "estonia estonian eswatini ethiopia ethiopian eurasia eurasian euro europe european far "
    "faso fiji finland finnish france french fujian fuzhou gabon gambia gansu georgia georgian "
    "german germany ghana gibraltar greece greek greenland grenada guangdong guangxi guangzhou "
    "guatemala guernsey guinea guizhou guyana hainan haiti hangzhou hanoi harbin hebei hefei "
    "henan herzegovina hk honduras hong hongkong hubei hunan hungarian hungary hyderabad "
    "iceland icelandic india indian indonesia indonesian iran iranian iraq iraqi ireland irish "
    "irkutsk islamabad islamic israel israeli istanbul italian italy ivory jakarta jamaica "
    "japan japanese jersey jerusalem jiangsu jiangxi jilin jinan jordan jordanian kabul "
    "karachi kazakh kazakhstan kazan kenya kenyan khabarovsk kiev kiribati kong korea korean "
    "kosovo kowloon kuala kunming kuwait kyiv kyrgyz kyrgyzstan lahore lanka lanzhou laos "
    "latvia latvian lebanese lebanon leone lesotho liaoning liberia libya libyan liechtenstein "
    "lithuania lithuanian london lumpur luxembourg macao macau macedonia madagascar madrid "
    "malawi malaysia malaysian maldives mali malta manchuria manila mauritania mauritian "
    "mauritius mediterranean mexican mexico micronesia middle minsk moldova monaco mongolia "
    "mongolian montenegro moroccan morocco moscow mozambique mumbai munich muslim myanmar "
    "namibia nanjing nauru nepal netherlands nicaragua niger nigeria nigerian ningbo north "
    "northeast northeastern northern northwest northwestern norway norwegian novosibirsk oman "
    "omsk osaka oxford pacific pakistan pakistani palau palestine palestinian panama papua "
    "paraguay paris perm persian peru petersburg philippine philippines poland polish portugal "
    "portuguese prague puerto pyongyang qatar qingdao rica rican rico riga romania romanian "
    "russia russian rwanda salvador samoa saudi scandinavia scotland scottish senegal seoul "
    "serbia serbian sevastopol seychelles shaanxi shandong shanghai shanxi shenyang shenzhen "
    "shiraz siberia siberian sichuan sierra singapore slovak slovakia slovenia slovenian sofia "
    "somali somalia south southeast southeastern southern southwest southwestern soviet spain "
    "spanish sri sudan sudanese suriname suzhou swazi sweden swedish swiss switzerland syria "
    "syrian tabriz taipei taiwan taiwanese tajik tajikistan tallinn tanzania tatarstan teheran "
    "tehran thai thailand tianjin tobago togo tokyo tonga toronto trinidad tunisia tunisian "
    "turkey turkish turkmen turkmenistan tuvalu ufa uganda ugandan uk ukraine ukrainian ural "
    "urals uruguay urumqi us usa uzbek uzbekistan vanuatu vatican venezuela venezuelan vienna "
    "vietnam vietnamese vilnius vladivostok volga warsaw washington west western wuhan wuxi "
    "xi'an xiamen xian xinjiang yangon yekaterinburg yemen yemeni york yunnan zambia zealand "
    "zhejiang zhengzhou zhuhai zimbabwe zurich".split()
)
# Names that so many persons bear that one of them says nothing, and two not much.
SURNAMES = frozenset(
    "abbas abbasi abdul abdullah adams ahmad ahmed ali allah allen amin amir anderson aziz "
    "baker begum brown campbell carter chan chang chao chen cheng cheung chiu choi chou chow "
    "chu clark cohen collins cooper cruz das davis deng diaz dong du edwards evans fan fang "
    "feng fernandez fu gao garcia ghosh gong gonzalez green gu gul guo gupta haji hajji hall "
    "han hao haq harris hasan hassan he hernandez hill ho hossain hou hsu hu huang hussain "
    "hussein ibrahim iqbal islam ismail ivanov jackson jain jan jang jia jiang jin johnson "
    "jones jung kang karim kaur khalid khan king kumar kuznetsov kwok lai lam lau lee leung "
    "levy lewis li liang liao lim lin liu lo lopez lu luo ma mahmood mahmoud malik martin "
    "martinez mehdi meng miller mirza mitchell mohamed mohammad mohammadi mohammed moore "
    "morales morgan morris muhammad mukherjee murphy nasir nelson ng nguyen novak omar ortiz "
    "pan park parker patel peng perez petrov pham phillips popov qian qiu qureshi rahim rahman "
    "ramirez rao rashid raza reddy ren reyes reza rivera roberts robinson rodriguez rogers "
    "rossi saeed saleh salem sanchez santos schmidt scott shah shaikh sharma sheikh shen shi "
    "silva singh smirnov smith sokolov song stewart su suleiman sun suzuki tan tanaka tang "
    "taylor thomas thompson tian torres tran tsai turner usman vasiliev walker wang watson wei "
    "white williams wilson wong wood wright wu xia xiao xie xu yadav yan yang yao ye yilmaz "
    "yin young yousef yu yuan yusuf zeng zhang zhao zheng zhong zhou zhu".split()
)
LITTLE = frozenset(
    "a al an and at bin by de del der des di el for from in la le of on or the to und van von "
    "with".split()
)
# The same of Chinese and Japanese names, which have no spaces: alternatives of a pattern.
IDEOGRAPHIC_PLACES = (
    "中国|中华|中國|美国|美國|日本|朝鮮|朝鲜|韩国|韓國|俄罗斯|台湾|香港|北京|上海|深圳|广州|广东|"
    "南京|天津|重庆|武汉|成都|西安|杭州|苏州|东京|東京|大阪|亚洲"
)
IDEOGRAPHIC_BODIES = (
    "大学|大學|学院|研究所|研究院|実験室|实验室|中心|委员会|協会|协会|工厂|工場|银行|銀行|总公司|"
    "集团|集團|控股|公司|企业|企業|会社|商社"
)
IDEOGRAPHIC_TRADES = (
    "国际|國際|全球|世界|国家|國家|中央|第[一二三四五六七八九十]+|科学|科技|科學|技术|技術|贸易|貿易|"
    "商贸|进出口|电子|電子|半导体|半導體|微电子|光电|信息|資訊|通信|通讯|网络|数据|数字|智能|软件|系统|"
    "系統|计算机|机械|機械|机电|设备|仪器|自动化|工业|工業|产业|産業|实业|實業|制造|製造|航空|航天|"
    "宇航|宇宙|导弹|卫星|无人机|无人|空间|海洋|船舶|汽车|航运|海運|物流|运输|運輸|能源|电力|石油|化工|"
    "化学|化學|材料|金属|金屬|钢铁|矿业|建设|建設|建筑|工程|设计|開発|开发|发展|投资|投資|金融|保险|"
    "医疗|生物|安全|防务|防衛|国防|國防|军事|应用|應用|研究|模拟|综合|総合|发动机|管理|服务|咨询|"
    "解决方案|战术|机器人|人工智能|股份|有限|责任|株式|合资|与|和|及|等|新|大"
)
