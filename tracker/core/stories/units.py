"""Words of closed classes: one of a class in the place of another is another fact."""

from tracker.core.fold import fold

# Each line is a class; what is written with = is one.
CLASSES = tuple(
    {word: unit.split("=")[0] for unit in line.split() for word in unit.split("=")}
    for line in (
        "dollar=dollars euro=euros yuan=renminbi=rmb yen pound=pounds won rupee=rupees franc",
        "nm=nanometers=nanometres mm=millimetres cm km=kilometers="
        "kilometres=kilometer=kilometre mile=miles feet=foot",
        "kg=kilogram=kilograms gram=grams ton=tons=tonne=tonnes pound=pounds ounce=ounces",
        "percent point=points",
        "hour=hours day=days week=weeks month=months quarter=quarters year=years decade=decades",
        "first=1st second=2nd third=3rd fourth=4th fifth=5th sixth=6th seventh=7th eighth=8th",
        "spring summer autumn=fall winter",
        "half third quarter tenth",
        "before after",
        "i ii iii iv v vi vii viii ix x",
        "年 月=个月=か月=カ月 日=天 周=週=星期 小时=時間 季度 工作日",
        "元 美元=ドル 欧元=ユーロ 日元=円 港元 韩元=ウォン",
    )
)
MONEY = frozenset("美欧日港韩")  # before 元
OPPOSED_CHARACTERS = frozenset(
    tuple(fold(pair).text[::step])
    for pair in "前后 内外 高低 军民 和或 上下 进出 增减 首再 大小 升降 以非 限允".split()
    for step in (1, -1)
)


def other_unit(gone: tuple[str, ...], come: tuple[str, ...], after: str) -> bool:
    """Whether one of a class stands in the place of another. `after`: ideographs behind it."""
    sides = [(*side, "".join(side)) for side in (gone, come)]
    for units in CLASSES:
        mine, theirs = ({units[word] for word in side if word in units} for side in sides)
        if mine and theirs and not mine & theirs:
            return True
    alone = "".join(gone) + "".join(come)
    return after.startswith("元") and alone in MONEY
