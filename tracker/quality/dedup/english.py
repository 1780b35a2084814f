"""What English articles are made of."""

from tracker.quality.dedup.banks import Bank, Frame, lines, listed

FRAMES = (
    Frame(
        acts=("add | adds | added | adding | to", "remove | removes | removed | removing | from"),
        title="{short} {vs} {n} {people} {things} {to} {register}",
        lead="{full} {ved} {n} {people} {things} {to} its {register} on {day}, {reason}.",
        again="{ving} the {things} {to} the {register} {follows} {event} in {place}.",
    ),
    Frame(
        acts=(
            "tighten | tightens | tightened | tightening | ",
            "ease | eases | eased | easing | ",
            "expand | expands | expanded | expanding | ",
            "narrow | narrows | narrowed | narrowing | ",
        ),
        title="{short} {vs} {topic} rules for {n} types of {goods}",
        lead="{full} {ved} its {topic} rules for {n} types of {goods} in a {stage} order, "
        "{docket}, {reason}.",
        again="{makers} of {goods} had expected the {adjective} change since {event}.",
    ),
    Frame(
        acts=(
            "propose | proposes | proposed | proposing | proposed",
            "finalize | finalizes | finalized | finalizing | final",
        ),
        title="{short} {vs} {topic} rule covering {n} {sector} firms",
        lead="{full} on {day} {ved} a {topic} rule covering {n} {sector} firms, {reason}.",
        again="the {to} rule, filed as {docket}, also {touches} {goods} from {country}.",
    ),
    Frame(
        acts=(
            "impose | imposes | imposed | imposing | ",
            "lift | lifts | lifted | lifting | ",
        ),
        title="{short} {vs} ${n} million {topic} penalty on {firm}",
        lead="{full} {ved} a penalty of ${n} million on {firm} over {topic} {lapses}, {reason}.",
        again="{firm}, a {people} maker of {goods}, {answered} in {place} on {day}.",
    ),
    Frame(
        acts=(
            "approve | approves | approved | approving | ",
            "reject | rejects | rejected | rejecting | ",
        ),
        title="{short} {vs} {n} licences for {goods} bound for {country}",
        lead="{full} has {ved} {n} licences for {goods} bound for {country}, {reason}.",
        again="the decision of {day}, numbered {docket}, {touches} {firm} and {sector} plants.",
    ),
    Frame(
        acts=(
            "raise | raises | raised | raising | ",
            "lower | lowers | lowered | lowering | ",
        ),
        title="{short} {vs} duty on {people} {goods} to {n} percent",
        lead="{full} {ved} the duty on {people} {goods} to {n} percent from {day}, {reason}.",
        again="{ving} the rate {follows} {event}, and {touches} {firm} most.",
    ),
    Frame(
        acts=(
            "publish | publishes | published | publishing | ",
            "withdraw | withdraws | withdrew | withdrawing | ",
        ),
        title="{short} {vs} {topic} guidance with {n} examples for {sector} firms",
        lead="{full} {ved} guidance on {topic} with {n} examples for {sector} firms, {reason}.",
        again="the text, {docket}, had been {adjective} reading in {place} since {event}.",
    ),
    Frame(
        acts=(
            "uphold | upholds | upheld | upholding | ",
            "overturn | overturns | overturned | overturning | ",
        ),
        title="{place} court {vs} ${n} million {topic} award against {firm}",
        lead="A court in {place} {ved} an award of ${n} million against {firm} on {day}, {reason}.",
        again="{full} had brought the {topic} case, {docket}, after {event}.",
    ),
    Frame(
        acts=(
            "launch | launches | launched | launching | ",
            "abandon | abandons | abandoned | abandoning | ",
        ),
        title="{short} {vs} review of {n} {goods} contracts with {country}",
        lead="{full} {ved} a review of {n} contracts for {goods} with {country}, {reason}.",
        again="the review, {docket}, {touches} {firm} and its {sector} partners in {place}.",
    ),
    Frame(
        acts=(
            "extend | extends | extended | extending | ",
            "shorten | shortens | shortened | shortening | ",
        ),
        title="{short} {vs} {topic} deadline for {goods} makers by {n} days",
        lead="{full} {ved} a {topic} deadline for makers of {goods} by {n} days on {day}, "
        "{reason}.",
        again="{firm} of {country} {answered}; a {stage} rule, {docket}, set the {adjective} date.",
    ),
    Frame(
        acts=(
            "prohibit | prohibits | prohibited | prohibiting | ",
            "permit | permits | permitted | permitting | ",
        ),
        title="{short} {vs} {firm} to sell {n} models of {goods} in {country}",
        lead="{full} will {v} {firm} to sell {n} models of {goods} in {country}, {reason}.",
        again="the {topic} order, {docket}, was signed in {place} on {day}.",
    ),
    Frame(
        acts=(
            "endorse | endorses | endorsed | endorsing | ",
            "veto | vetoes | vetoed | vetoing | ",
        ),
        title="{short} {vs} {people} purchase of {n} percent of {firm}",
        lead="{full} {ved} the purchase of {n} percent of {firm} by a {people} {sector} group, "
        "{reason}.",
        again="{firm} makes {goods} in {place} and {answered} on {day}.",
    ),
    Frame(
        acts=(
            "double | doubles | doubled | doubling | ",
            "halve | halves | halved | halving | ",
        ),
        title="{short} {vs} {goods} quota for {country} to {n} tonnes",
        lead="{full} {ved} the quota of {goods} for {country} to {n} tonnes in {year}, {reason}.",
        again="{makers} near {place} {answered} after {docket} came out on {day}.",
    ),
    Frame(
        acts=(
            "support | supports | supported | supporting | ",
            "oppose | opposes | opposed | opposing | ",
        ),
        title="{short} {vs} {topic} bill that would reach {n} {sector} plants",
        lead="{full} {ved} a draft {topic} bill on {day} that would reach {n} {sector} plants, "
        "{reason}.",
        again="the bill names {goods} from {country} and {touches} {firm}.",
    ),
)

SENTENCES = lines("""
    {person}, {role} of {group}, {said} the step would {effect} {makers} in {place}
    {group} {said} {makers} {faced} {worry} because of {cause}
    a {people2} {official} {said} {country2} would {react} {measure} before {month}
    {analyst} {expected} {goods2} prices to {move} by {pct} in {season}
    {firm2} {said} it {had} {stock} of {goods2} at its plant near {place2}
    shares of {firm2} {moved} {pct} in {city} trading after {event}
    the {paper} {lists} {goods2}, {goods3} and {tool} among {class}
    {tool} and {goods3} {fall} under the {adjective} chapter of the {paper}
    {inspectors} {found} {money} of {goods2} in {container} at {port}
    the {body} {heard} {number} {witnesses} during {event}
    {witnesses} {described} how {goods3} reached {city} through {country2} and {port}
    {lawyers} for {firm2} {called} the {paper} {verdict}
    {person} {called} it {verdict} and {asked} {body} for {relief}
    exports of {goods2} to {country2} {moved} {pct} in {month}, {source} show
    {source} put the trade in {goods3} at {money} for {season}
    {makers} may {request} {relief} until {month} {d}, the {paper} says
    {relief} is open to {small} {makers} with fewer than {number} {workers}
    {country2} {introduced} {measure} of its own for {goods3} in {month}
    {ministry} in {city} {said} {officials} were {studying} the {paper}
    {officials} from {country2} and {country3} will {meet} in {city} in {month}
    the {adjective} {meeting} in {city} is {meant} to {settle} {dispute}
    {dispute} has {strained} ties between {country2} and {country3} since {event2}
    {analyst} {warned} that {goods3} could {reach} {buyers} through {port}
    {buyers} in {country2} {turned} to {goods3} from {country3} instead
    {firm2} and {firm3} {share} most of the {adjective} market for {tool}
    {firm3} {plans} {plant} near {place2} to make {tool}
    work on {plant} near {place2} {began} with {money} from {lender}
    {lender} {lent} {firm3} {money} for {tool} in {season}
    {workers} at {plant} in {place2} {asked} {official} about {worry}
    {unions} {said} {number} {workers} at {firm2} could {lose}
    the {paper} {leaves} {service} to {body} for {adjective} cases
    {service} must {keep} records of {goods2} for {number} months
    {banks} {were_told} to {check} payments for {tool} and {goods3}
    {banks} in {city} {checked} {number} accounts linked to {port}
    {carriers} {rerouted} {container} from {port} to {port2} during {season}
    {port} {handled} {number} crates of {goods2} in {month}
    {researchers} at {university} {measured} how {tool} {perform} without {part}
    {part} from {country3} {remain} the {adjective} piece of {tool}
    {university} {ended} a {adjective} project on {tool} with {firm3}
    {researchers} {feared} {worry} for work on {part}
    {senator} {asked} why {body} had {waited} for {event2}
    {senator} {wanted} {measure} to {cover} {service} as well
    {critics} {argued} the {paper} {misses} {part} and {service}
    {backers} {argued} {measure} {protects} {class} in {place2}
    {critics} in {city} {pointed} to {event2} as {proof}
    an {annex} {gives} {number} codes for {goods3}, {tool} and {part}
    {annex} {takes} its {adjective} wording from {event2}
    {translators} in {city} {were_told} to {finish} the {annex} by {month} {d}
    {officials} {described} {cause} as {verdict}, {source} show
    {cause} {drew} {body} into {dispute} in {season}
    {body} {weighed} {relief} for {class}, then {dropped} the idea in {month}
    {person} {told} {body} that {cause} {needed} {measure}
    {person}, who runs {plant} for {firm3}, {expected} {relief} by {month}
    {firm3} {hired} {lawyers} in {city} over {worry}
    {insurers} {moved} premiums for {container} from {port2} by {pct}
    {insurers} {feared} {dispute} might {reach} {port2} and {place2}
    {customs} at {port2} {unloaded} {number} {container} with {part}
    {customs} {found} {part} labelled as {household} in {container}
    {household} and {tool} {share} a {adjective} code in the {annex}
    {website} {carried} the {annex} for {number} hours before {officials} {took} it down
    {makers} {use} {part} in {household}, {tool} and {class}
    {small} {makers} {get} {part} from {firm2} or through {port2}
    {event2} {taught} {makers} to {keep} {stock} of {part}
    {stock} of {goods3} {moved} {pct} while {body} {weighed} {measure}
    the {meeting} {heard} {analyst} on {cause} and {dispute}
    {diplomats} {described} the {meeting} in {city} as {verdict}
    {diplomats} from {country3} {carried} {proof} of {cause} to {body}
    {auditors} {checked} {service} at {number} sites of {firm3}
    {auditors} {found} {lapses} at {plant}, and {said} so in {month}
    {ministry} {lent} {auditors} {number} {inspectors} for {season}
    {farmers} {use} {household} with {part} from {country2}
    {hospitals} in {place2} {keep} {stock} of {tool} for {number} days
    {hospitals} {asked} {ministry} for {relief} over {part}
    {airlines} {get} {tool} from {firm3}, which {handled} {number} orders
    {airlines} and {carriers} {argued} for {relief} in {month}
    {teachers} of {cause} at {university} {called} the {annex} {verdict}
    {newspaper} {carried} {proof} that {firm2} {rerouted} {household}
    {newspaper} in {city} first {described} {dispute} in {month}
    {committee} {finishes} its study of {service} in {season}
    {committee} {heard} {farmers}, {hospitals} and {unions} on {worry}
    {group} and {group2} {differ} on {measure}, {person} {said}
    {group2} {welcomed} {relief} but {called} {cause} {verdict}
    {person} of {group2} {wanted} {body} to {settle} {dispute} in {city}
    {country3} {told} {body} it would {react} {adjective} limits on {household}
    {adjective} talks on {household} {began} in {city} after {event2}
    {traders} {moved} {number} tonnes of {part} through {port} in {season}
    {traders} {said} {buyers} of {household} {turned} to {country3}
    {pilots} of {measure} in {place2} {cover} {household} and {service}
    {engineers} at {firm2} {tested} {tool} with {part} from {university}
    {engineers} {needed} {number} weeks to {finish} {part}
""")

OPENERS = listed("""
    in a separate note, by contrast, at the same time, for its part, in the meantime, as expected,
    according to filings, people close to the talks say, on paper, in practice, a week earlier,
    as in earlier rounds, further south, across the border, behind closed doors, at short notice,
    in the north, under the old regime, with few exceptions, for most of the decade
""")

KEPT = {
    ("short", "full"): lines("""
        Commerce Department | The Commerce Department
        BIS | The Bureau of Industry and Security
        US Treasury | The US Treasury
        FTC | The Federal Trade Commission
        European Commission | The European Commission
        EU Council | The Council of the European Union
        UK trade ministry | Britain's Department for Business and Trade
        Ofcom | The communications regulator Ofcom
        Dutch government | The government of the Netherlands
        Japan trade ministry | Japan's Ministry of Economy, Trade and Industry
        Seoul trade office | The trade ministry in Seoul
        Canberra regulator | The Australian competition regulator
        Ottawa | The Canadian government
        Swiss economic office | The Swiss economic secretariat
        Norway security board | Norway's export security board
        Indian trade office | The foreign trade directorate in New Delhi
        Brazil data authority | Brazil's data protection authority
        Mexico economy ministry | The economy ministry of Mexico
        Singapore customs | Singapore's customs service
        Hong Kong authority | The monetary authority of Hong Kong
        Berlin export office | The federal export office in Germany
        French data watchdog | France's data protection watchdog
        Italian cabinet | The Italian cabinet
        Spanish AI agency | Spain's agency for artificial intelligence
        Turkish trade board | The Turkish foreign trade board
        Vietnam ministry | Vietnam's ministry of science
        State Department | The State Department
        Energy Department | The Department of Energy
        Senate panel | A panel of the Senate
        House committee | A committee of the House of Representatives
        California agency | California's privacy agency
        New York regulator | The financial regulator of New York
        Texas attorney general | The attorney general of Texas
        OECD council | The council of the OECD
        Wassenaar group | The Wassenaar group of exporting states
        Israeli ministry | Israel's defence ministry
    """),
    ("country", "people"): lines("""
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
    """),
    ("firm",): ("{first_part} {second_part}",),
    ("goods",): ("{goods2}",),
    ("topic",): listed("""
        export control, deemed export, end use, cloud access, model safety, facial recognition,
        data transfer, chip smuggling, re-export, sanctions screening, foreign ownership,
        cyber incident, algorithm audit, rare earth, brokering, outbound investment, labelling,
        model weight, compute reporting, catch-all, customs valuation, training data,
        due diligence, age verification, transit, product origin, drone flight, biometric,
        credit scoring, deepfake
    """),
    ("things",): listed("""
        entities, companies, institutes, laboratories, traders, shipping firms, universities,
        factories, distributors, holding companies, foundries, brokers, design houses, carriers
    """),
    ("register",): listed("""
        entity list, trade blacklist, unverified list, sanctions list, list of military end users,
        watch list, list of denied parties, supplier register, list of high-risk vendors, red list
    """),
    ("sector",): listed("""
        semiconductor, aerospace, battery, biotech, banking, telecom, robotics, shipping, cloud,
        insurance, quantum, satellite, mining, optics, payment, automotive, drone, steel, pharma
    """),
    ("place",): ("{city}", "{place2}"),
    ("n",): ("##", "##", "###"),
    ("day",): ("{month} {d}",),
    ("year",): ("2024", "2025", "2026", "2027", "2028"),
    ("stage",): ("proposed", "final"),
    ("docket",): ("Docket No. 2026-####", "Notice 2025-###", "Release No. ##-####", "Order ####"),
    ("reason",): lines("""
        {citing} {worry} over {cause}
        {citing} {cause} and {lapses} at {firm2}
        after {event} {brought} {worry}
        {citing} {proof} that {goods3} reached {country2}
        {ending} {number} months of {dispute}
        days before {officials} {meet} in {city}
        {citing} {dispute} between {country2} and {country3}
        {ending} a {adjective} fight with {group}
        as {senator} and {critics} {wanted}
        {citing} advice from {auditors} and {researchers}
    """),
}

FREE = {
    "d": tuple(map(str, range(1, 29))),
    "month": listed("""
        January, February, March, April, May, June, July, August, September, October, November,
        December
    """),
    "season": listed("""
        the first quarter, the second quarter, the third quarter, the fourth quarter, the spring,
        the summer, the autumn, the winter, the first half, the second half, the past year,
        the week
    """),
    "number": ("##", "###", "#,###", "##", "#"),
    "pct": ("#.# percent", "## percent", "#.## percent"),
    "money": (
        "$## million",
        "$#.# billion",
        "$### million",
        "€## million",
        "$##,000",
        "£# million",
    ),
    "first_part": listed("""
        Velmara, Orlinda, Kestrane, Tarnholm, Brivex, Castolan, Dorvane, Elmarin, Fenwold, Galtrix,
        Haldane, Ivoria, Jorvik, Kaldera, Lumenta, Mirador, Norvane, Ostrava, Pellucid, Quorum,
        Rivona, Solvane, Tessaly, Umbriel, Vantor, Wexmoor, Xanthos, Yarrowby, Zephyra, Arkenfeld,
        Belcaro, Corvane, Drayton, Estrella, Farrow, Glanmire, Hexaline, Inverloch, Kintara,
        Lorimer
    """),
    "second_part": listed("""
        Optics, Photonics, Micro, Semiconductor, Robotics, Logistics, Materials, Systems, Networks,
        Dynamics, Industries, Labs, Aerospace, Chemicals, Energy, Biotech, Marine, Trading,
        Software, Instruments, Metals, Motors, Cloud, Devices
    """),
    "firm2": ("{first_part} {second_part}",),
    "firm3": ("{first_part} {second_part}", "{last} & {last}", "{first_part} {second_part} Group"),
    "first": listed("""
        Mira, Olen, Tobias, Ingrid, Rafael, Noor, Helena, Marcus, Yuki, Priya, Anselm, Chiara,
        Dmitri, Elif, Farid, Greta, Hamish, Irene, Jonas, Katya, Lucia, Magnus, Nadia, Oscar,
        Petra, Quentin, Rosa, Stefan, Teresa, Ulrich, Vera, Wesley, Ximena, Yusuf, Zara, Bram,
        Celine, Dario
    """),
    "last": listed("""
        Tasker, Brandt, Okafor, Lindqvist, Moreau, Castellan, Haddad, Novak, Petrov, Ramires, Sato,
        Thornby, Ullman, Vasari, Weller, Yilmaz, Zeman, Abernathy, Bosch, Carver, Delacroix,
        Eriksen, Fontaine, Grunwald, Halloran, Ibarra, Jansen, Kowalczyk, Larkin, Mendez, Nakano,
        Osterman, Pryce, Quigley, Rossi, Sandoval, Tremblay, Underhill, Verhoeven, Whitlock
    """),
    "person": ("{first} {last}",),
    "role": listed("""
        head, director, chief economist, founder, general counsel, deputy chair, policy chief,
        spokeswoman, president, treasurer, secretary, research head, vice chair, adviser
    """),
    "group": ("the {guild} of {trade}", "the {trade} {guild}", "the {region} {trade} {guild}"),
    "group2": ("the {region} {guild} of {trade}", "the {region} {trade} {guild}"),
    "guild": listed("""
        association, council, federation, alliance, chamber, forum, institute, union
    """),
    "trade": listed("""
        chipmakers, toolmakers, shippers, software houses, banks, refiners, exporters, importers,
        engineers, instrument makers, data centres, carmakers, miners, wholesalers, laboratories
    """),
    "region": listed("""
        Nordic, Pacific, Rhineland, Baltic, Iberian, Atlantic, Alpine, Gulf, Andean, Midwest,
        Adriatic, Caucasus, Mekong, Danube, Benelux, Prairie
    """),
    "said": listed("""
        said, said in a letter, told reporters, wrote in a blog post, said on television, noted,
        said at a hearing, told a conference, said in a filing, stated, said in an interview,
        explained
    """),
    "effect": listed("""
        help, hurt, surprise, burden, protect, confuse, reassure, slow, unsettle, cost, relieve
    """),
    "makers": listed("""
        manufacturers, smaller suppliers, toolmakers, component makers, contract producers,
        assemblers, foreign suppliers, local producers, start-ups, equipment makers, resellers,
        family firms, large exporters, systems houses, packagers
    """),
    "faced": listed("faced, had seen, would meet, could expect, were used to, had planned for"),
    "worry": listed("""
        longer delays, rising costs, new paperwork, legal doubt, lost orders, idle lines,
        thin stocks, tighter credit, leaking secrets, safety risks, price swings, staff shortages,
        empty shelves, double checks, public anger, security fears
    """),
    "cause": listed("""
        forged papers, missing licences, weak oversight, remote access, shell companies,
        stolen designs, military use, biased models, hidden owners, unsafe testing,
        loose passwords, grey markets, unpaid fees, false labels, untraced sales, leaked weights,
        secret subsidies, faulty audits, old software, silent transfers
    """),
    "lapses": listed("""
        lapses, failures, false statements, late reports, missing records, breaches, omissions,
        unlicensed sales, undeclared shipments, broken promises
    """),
    "country2": listed("""
        Japan, Germany, Turkey, Vietnam, India, Canada, Italy, Spain, Denmark, Norway, Austria,
        Kenya, Peru, Greece, Portugal, Morocco, Jordan, Oman, Serbia, Estonia
    """),
    "country3": listed("""
        France, Mexico, Brazil, Ireland, Belgium, Qatar, Israel, Taiwan, Australia, Singapore,
        Croatia, Ghana, Colombia, Latvia, Bahrain, Georgia, Slovenia, Uruguay, Tunisia, Iceland
    """),
    "people2": listed("""
        Japanese, German, Turkish, Vietnamese, Indian, Canadian, Italian, Spanish, Danish,
        Norwegian, Austrian, Kenyan, Peruvian, Greek, Portuguese, Moroccan, Jordanian, Omani,
        Serbian, Estonian
    """),
    "official": listed("""
        minister, diplomat, lawmaker, customs chief, governor, trade envoy, commissioner, mayor,
        negotiator, cabinet member, general, ambassador, deputy minister
    """),
    "officials": listed("""
        officials, ministers, envoys, regulators, civil servants, negotiators, deputies,
        trade chiefs, central bankers, commissioners, advisers
    """),
    "react": listed("""
        answer with, copy, study, resist, match, consider, accept, challenge, mirror
    """),
    "measure": listed("""
        a licence scheme, quotas, a tax credit, spot checks, an import ban, a public register,
        a fee, joint inspections, a price floor, tracking chips, a hotline, random audits,
        a safe harbour, buyer pledges, an amnesty, export bonds, a code of conduct, serial numbers
    """),
    "analyst": (
        "{person} of {house}",
        "analysts at {house}",
        "{house}",
        "{person}, who follows {tool},",
    ),
    "house": ("{last} Research", "{last} and {last}", "{first_part} Capital", "{last} Partners"),
    "expected": listed("""
        expected, saw, predicted, forecast, had warned of a chance for, looked for
    """),
    "move": listed("climb, slip, recover, swing, drop, jump, settle, drift"),
    "moved": listed("climbed, slipped, recovered, swung, dropped, jumped, settled, drifted"),
    "goods2": ("{kind} {ware}",),
    "goods3": ("{kind} {ware}", "{ware}"),
    "kind": listed("""
        advanced, thermal, graphite, optical, marine, wireless, industrial, medical, hybrid,
        coated, radiation-hardened, laser, ceramic, cryogenic, portable, networked, military-grade,
        refined
    """),
    "ware": listed("""
        scanners, wafers, sensors, magnets, batteries, engines, cameras, valves, alloys,
        processors, drones, turbines, antennas, amplifiers, reactors, pumps, detectors,
        memory chips, gyroscopes, servers, fibres, lenses, motors, compressors, cables, crystals,
        satellites, printers, powders
    """),
    "tool": listed("""
        etching tools, lidar units, training clusters, gene sequencers, chip testers,
        vacuum furnaces, milling machines, hearing aids, flight recorders, mass spectrometers,
        solar inverters, electron microscopes, speech models, encryption modules, ion implanters,
        welding robots, chat assistants, deposition chambers, mapping software, radar arrays,
        smart meters, insulin pumps, grid controllers, translation engines
    """),
    "part": listed("""
        bearings, gallium, photoresist, firmware, neon gas, control boards, design software,
        germanium, mirrors, quartz tubes, spare parts, training sets, tungsten, source code,
        resins, graphite rods, packaging film, antimony, power units, test data, sealing rings,
        cobalt, safety locks, filters
    """),
    "household": listed("""
        coffee machines, toys, phone cases, bicycle lamps, ceramic tiles, garden tools,
        sewing machines, hair dryers, kitchen scales, school tablets, fitness bands, doorbells,
        office chairs, air fryers, tractors, water pumps, vacuum cleaners, fish finders
    """),
    "class": listed("""
        dual-use items, sensitive goods, critical inputs, strategic wares, high-risk systems,
        restricted technologies, medical supplies, essential services, items of concern,
        civil goods
    """),
    "fall": listed("fall, belong, come, are placed, stay, are filed"),
    "stock": listed("""
        {number} days, a month's supply, small stocks, ample stocks, {number} crates, a reserve,
        half a year's supply, {number} pallets, hardly a week's supply
    """),
    "had": listed("had, kept, held, was left with, had gathered, counted"),
    "paper": listed("""
        notice, order, text, protocol, memo, filing, decree, circular, ruling, bulletin, letter,
        plan, summary, decision
    """),
    "lists": listed("lists, counts, names, places, puts"),
    "adjective": listed("""
        second, lengthy, disputed, technical, narrow, late, unusual, costly, confidential,
        widely read, joint, detailed, cautious, older, third, temporary, strict, regional, broad,
        hasty, modest
    """),
    "inspectors": listed("""
        inspectors, detectives, agents, officers, investigators, port police, examiners, marshals
    """),
    "found": listed("found, seized, counted, photographed, discovered, traced, recorded"),
    "container": listed("""
        a sealed container, two lorries, a fishing boat, unmarked boxes, a freight train,
        a warehouse, air cargo, parcels, a rented hangar, cold storage, cargo nets, courier bags
    """),
    "port": listed("""
        Rotterdam, Antwerp, Busan, Jebel Ali, Valencia, Tanjung Pelepas, Gdansk, Mersin, Piraeus,
        Savannah, Santos, Durban, Colombo, Oakland, Le Havre, Batumi
    """),
    "port2": listed("""
        Hamburg, Trieste, Kobe, Salalah, Haifa, Laem Chabang, Riga, Izmir, Genoa, Norfolk, Callao,
        Mombasa, Chittagong, Tacoma, Bilbao, Constanta
    """),
    "body": listed("""
        the tribunal, the commission, parliament, the cabinet, the advisory board, the upper house,
        a special court, the ombudsman, the security council, the ethics panel, the trade court
    """),
    "heard": listed("heard, questioned, invited, listened to, called, interviewed"),
    "witnesses": listed("""
        witnesses, former employees, drivers, accountants, engineers, freight agents, scientists,
        whistleblowers, dealers, customs clerks
    """),
    "described": listed("described, explained, recalled, showed, set out, testified on"),
    "lawyers": listed("lawyers, counsel, advisers, solicitors, advocates, consultants"),
    "called": listed("called, found, considered, labelled, thought, judged"),
    "verdict": listed("""
        overdue, harsh, sensible, unworkable, a relief, a surprise, premature, fair,
        out of proportion, a warning, a mistake, balanced, too vague, a start, clumsy, routine,
        useful, a gamble
    """),
    "asked": listed("asked, pressed, petitioned, urged, begged, lobbied"),
    "relief": listed("""
        exemptions, a grace period, a waiver, compensation, clearer wording, a hearing, more time,
        transition rules, loans, a refund, guidance, simpler forms, a pause, a longer schedule
    """),
    "source": listed("""
        customs data, court papers, bank records, port logs, tax files, shipping records,
        ministry figures, survey results, trade statistics, company accounts, leaked minutes
    """),
    "request": listed("request, apply for, seek, ask for, claim, negotiate"),
    "small": listed("""
        small, young, rural, foreign-owned, newly founded, listed, private, certified
    """),
    "workers": listed("""
        workers, employees, staff, technicians, specialists, apprentices, operators
    """),
    "introduced": listed("introduced, sketched, tried, dropped, copied, announced, tested"),
    "ministry": listed("""
        the foreign ministry, the finance ministry, the interior ministry, the justice ministry,
        the trade ministry, the science ministry, the health ministry, the transport ministry
    """),
    "city": listed("""
        Brussels, Geneva, Vienna, Tokyo, Ottawa, Oslo, Lisbon, Prague, Nairobi, Dubai, Boston,
        Chicago, Madrid, Zurich, Helsinki, Toronto, Osaka, Lyon, Turin, Warsaw, Dublin, Seattle,
        Denver, Lima
    """),
    "place2": listed("""
        Eindhoven, Dresden, Hsinchu, Grenoble, Austin, Leuven, Penang, Pune, Monterrey, Linz,
        Malmo, Bristol, Porto, Tampere, Gyumri, Brno, Sendai, Daejeon, Boise, Albany, Tucson, Cork,
        Graz, Turku
    """),
    "studying": listed("studying, reading, checking, translating, comparing, discussing"),
    "meet": listed("meet, confer, gather, negotiate, convene, reconvene"),
    "meeting": listed("meeting, summit, workshop, round table, session, seminar, forum, retreat"),
    "meant": listed("meant, due, expected, scheduled, bound, likely"),
    "settle": listed("settle, review, revive, soften, reopen, resolve, discuss"),
    "dispute": listed("""
        a quarrel over patents, the tariff dispute, a spying case, rows about subsidies,
        frozen talks, a fight over standards, the visa dispute, an old fishing row,
        quarrels about steel, data talks, a spat over ports, an unpaid loan, the satellite case
    """),
    "strained": listed("strained, cooled, tested, shaped, burdened, unsettled"),
    "warned": listed("warned, cautioned, repeated, doubted, calculated, suspected"),
    "reach": listed("reach, miss, surprise, find, cost, worry"),
    "buyers": listed("""
        buyers, end users, arms makers, hobbyists, hospitals, research centres, data centres,
        shipyards, carmakers, utilities, universities, phone makers
    """),
    "turned": listed("turned, moved, switched, went back, looked"),
    "share": listed("share, split, hold, supply, divide"),
    "plans": listed("plans, is building, wants, has promised, has delayed, leases"),
    "plant": listed("""
        a plant, an assembly hall, a pilot line, a test centre, a foundry, a clean room,
        a repair shop, a data centre, a warehouse, a training school, a foundry annexe,
        a chemical works
    """),
    "began": listed("began, stopped, resumed, slowed, finished, stalled"),
    "lender": listed("""
        a state bank, the development bank, pension funds, a regional fund, private lenders,
        a family trust, an export credit agency, the city, bondholders, a holding in Dubai
    """),
    "lent": listed("lent, gave, promised, refused, sent, wired"),
    "unions": listed("unions, works councils, shop stewards, staff groups, labour lawyers"),
    "lose": listed("lose shifts, be moved, wait for pay, go on leave, need retraining, strike"),
    "leaves": listed("leaves, hands, assigns, returns, refers"),
    "service": listed("""
        cloud services, repairs, remote access, software updates, consulting, chip design,
        insurance, freight, training courses, hosting, maintenance, brokering, leasing, testing,
        archiving
    """),
    "keep": listed("keep, hold, store, archive, save, maintain"),
    "banks": listed("""
        banks, lenders, payment firms, credit unions, clearing houses, money changers
    """),
    "were_told": listed("were told, were asked, promised, agreed, refused, had until autumn"),
    "check": listed("check, report, freeze, screen, trace, delay"),
    "checked": listed("checked, reported, froze, screened, traced, audited"),
    "carriers": listed("""
        carriers, shipping lines, freight agents, rail operators, couriers, hauliers
    """),
    "rerouted": listed("rerouted, moved, diverted, returned, withheld, relabelled"),
    "handled": listed("handled, received, misplaced, weighed, turned away, shipped"),
    "researchers": listed("researchers, physicists, engineers, chemists, students, modellers"),
    "university": listed("""
        the University of Leiden, a Munich institute, Aalto University, a Kyoto laboratory,
        the polytechnic in Turin, Rice University, a Warsaw academy, a naval college,
        the open university, a Melbourne campus, the technical school in Lund
    """),
    "measured": listed("measured, showed, modelled, asked, tested, recorded"),
    "perform": listed("perform, fail, age, behave, compare, drift"),
    "remain": listed("remain, are, stay, became, were"),
    "ended": listed("ended, began, paused, renewed, reported, funded"),
    "feared": listed("feared, reported, predicted, saw, dismissed, described"),
    "senator": (
        "Senator {last}",
        "Representative {last}",
        "{last}, a lawmaker,",
        "Minister {last}",
    ),
    "waited": listed("waited, prepared, called, pushed, paid, kept quiet"),
    "wanted": listed("wanted, demanded, expected, resisted, had promised, favoured"),
    "cover": listed("cover, name, reach, exempt, mention"),
    "critics": listed("""
        critics, civil groups, consumer groups, shareholders, columnists, academics
    """),
    "backers": listed("backers, friends, allies, party leaders, farm groups, veterans"),
    "argued": listed("argued, complained, maintained, replied, insisted, conceded"),
    "misses": listed("misses, ignores, forgets, overstates, misreads, muddles"),
    "protects": listed("protects, favours, serves, helps, rewards, covers"),
    "pointed": listed("pointed, referred, returned, alluded"),
    "proof": listed("""
        proof, evidence, a warning, an example, a precedent, receipts, photographs, invoices,
        emails, satellite images, sworn statements, a spreadsheet
    """),
    "annex": listed("annex, appendix, schedule, supplement, table, glossary, footnote"),
    "gives": listed("gives, lists, deletes, renames, repeats, explains"),
    "takes": listed("takes, borrows, draws, quotes, copies"),
    "translators": listed("translators, clerks, printers, editors, archivists"),
    "finish": listed("finish, correct, deliver, replace, repair, rebuild"),
    "drew": listed("drew, pulled, brought, forced, dragged"),
    "weighed": listed("weighed, considered, debated, outlined, examined"),
    "dropped": listed("dropped, shelved, revived, postponed, leaked"),
    "told": listed("told, reminded, informed, assured, warned"),
    "needed": listed("needed, deserved, called for, justified, outlasted, required"),
    "hired": listed("hired, consulted, dismissed, sued, replaced"),
    "insurers": listed("insurers, underwriters, reinsurers, ship brokers, actuaries"),
    "customs": listed("customs, border guards, harbour police, duty officers, coast guards"),
    "unloaded": listed("unloaded, scanned, returned, weighed, stored"),
    "website": listed("""
        the ministry's website, a public server, the official journal, a press site, the gazette,
        a mirror site, the registry
    """),
    "carried": listed("carried, printed, hosted, showed, brought, quoted"),
    "took": listed("took, pulled, brought, sent"),
    "use": listed("use, need, stock, install, rent, test"),
    "get": listed("rent, lease, order, import, borrow, fetch"),
    "taught": listed("taught, forced, helped, encouraged, pushed"),
    "diplomats": listed("diplomats, envoys, attaches, consuls, observers, mediators"),
    "auditors": listed("auditors, accountants, reviewers, assessors, test houses, certifiers"),
    "farmers": listed("farmers, growers, fishermen, foresters, wine makers, bee keepers"),
    "hospitals": listed("hospitals, clinics, surgeons, pharmacies, blood banks, dentists"),
    "airlines": listed("""
        airlines, airports, charter firms, pilots' schools, air cargo firms, ferries
    """),
    "teachers": listed("teachers, professors, scholars, lecturers, historians"),
    "newspaper": listed("""
        a business daily, a trade journal, a television report, a local paper, a news agency,
        a podcast, a weekly magazine, an investigative site
    """),
    "committee": listed("""
        the audit office, a joint committee, the budget office, a task force, the science board,
        a working group, the statistics bureau
    """),
    "finishes": listed("finishes, presents, starts, repeats, shares, defends"),
    "differ": listed("differ, agree, have split, worked together, have clashed, are silent"),
    "welcomed": listed("welcomed, praised, accepted, sought, received"),
    "traders": listed("traders, dealers, middlemen, distributors, wholesalers, importers"),
    "pilots": listed("pilots, trials, early versions, rehearsals, local tests"),
    "engineers": listed("engineers, technicians, fitters, developers, programmers"),
    "tested": listed("tested, rebuilt, paired, compared, redesigned"),
    "event": (
        "{happening} in {month}",
        "{happening}",
        "{happening} of {season}",
        "{happening} in {city}",
    ),
    "event2": (
        "{happening} in {city}",
        "{happening}",
        "{happening} near {place2}",
        "{happening} at {port}",
    ),
    "happening": listed("""
        a factory fire, the border incident, a hacking case, a failed launch, leaked emails,
        a strike, an election, the spring summit, a shipping jam, a power cut, a data breach,
        the audit, a recall, the chip shortage, a court hearing, a bankruptcy, an arrest,
        the trade fair, a test failure, an undercover purchase, a parliamentary inquiry,
        a train crash, a budget row, a tip-off, a satellite loss, the flood, a merger,
        a resignation, a price shock, a sting operation
    """),
    "citing": listed("citing, pointing to, blaming, referring to, naming, mentioning"),
    "ending": listed("ending, after, following, closing, despite"),
    "brought": listed("fuelled, brought, confirmed, revived, spread, renewed"),
    "follows": listed("""
        follows, comes after, had been planned before, recalls, crowns, was tied to
    """),
    "touches": listed("touches, reaches, affects, concerns, spares"),
    "answered": listed("""
        answered in writing, gave no details, plans an appeal, thanked its staff,
        was waiting for advice, welcomed the news, asked for a hearing, kept silent,
        called for talks
    """),
}

BANK = Bank(
    forms=("v", "vs", "ved", "ving", "to"),
    frames=FRAMES,
    sentences=SENTENCES,
    openers=OPENERS,
    kept=KEPT,
    free=FREE,
    space=" ",
    least=125,
)
