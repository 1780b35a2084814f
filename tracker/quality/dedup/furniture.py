"""What outlets put around an article and its title, in no way about the matter."""

from collections.abc import Mapping

from tracker.quality.dedup.banks import lines

OUTLETS: Mapping[str, tuple[str, ...]] = {
    "en": lines("""
        Harbour Daily
        Northgate Times
        Meridian Post
        Ledger Wire
        Quayside Journal
        Tidewater Herald
        Compass News
        Westmark Tribune
        Signal Review
        Lantern Press
        Oakfield Telegraph
        Fairway Finance
        Parallel Insider
        Summit Economist
        Crossing Register
        Delta Asia
    """),
    "zh": lines("""
        新浪网
        晨帆网
        望江日报
        海桥财经
        南屏晚报
        云杉新闻
        北港时报
        青石在线
        长桥周刊
        星渡网
        东篱报
        远帆财经
        澄湖新闻
        西岭日报
    """),
}
HOSTS = {outlet: f"{outlet.lower().replace(' ', '-')}.example" for outlet in OUTLETS["en"]} | {
    outlet: f"xinwen-{number}.example" for number, outlet in enumerate(OUTLETS["zh"], 1)
}
SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "en": (" - {}", " | {}", " – {}", " — {}"),
    "zh": ("_{}", " - {}", "｜{}", "-{}", " | {}"),
}
INTROS: Mapping[str, tuple[str, ...]] = {
    "en": lines("""
        Sign up for our newsletter and get the top stories every morning.
        Listen to this article.
        This article is free to read thanks to our subscribers.
        Subscribe now to read without advertisements.
        Follow us on social media for the latest news.
        Share this article with your friends and colleagues.
        We may earn a commission from links on this page.
        Skip to main content.
        You are reading a syndicated article from our partners.
        By our staff and agencies.
        Photo: our archive. Click to enlarge the picture.
        Save this article to your reading list.
    """),
    "zh": lines("""
        点击蓝字关注我们，第一时间获取资讯。
        来源：本报综合。
        欢迎订阅本刊电子版。
        本文转载自合作媒体，版权归原作者所有。
        打开客户端，阅读体验更佳。
        字号：大 中 小
        分享到：微信 微博
        图片来源：视觉资料库。
        登录后可收藏本文。
    """),
}
OUTROS: Mapping[str, tuple[str, ...]] = {
    "en": lines("""
        Sign up for our newsletter and never miss a story.
        Reporting by our correspondents; editing by the night desk.
        Copyright of the publisher. All rights reserved. Reproduction by written consent alone.
        Read next: our pick of the stories of the week.
        Do you have a tip for us? Write to our newsroom in confidence.
        Join the conversation and leave a comment below.
        This story was produced by our partners and published with their consent.
        Follow our channel for more news like this.
        Related articles: see our full coverage.
        Get the app for alerts as stories break.
        Support independent journalism with a small gift.
        Terms of use and privacy policy apply.
        The views in comments are those of our readers.
    """),
    "zh": lines("""
        责任编辑：陈晓
        责任编辑：林若（实习）
        （编辑：周立 校对：吴蓝）
        声明：本文仅代表作者观点，与本网立场无涉。
        版权声明：本文系本网原创，转载请注明出处。
        扫描二维码，关注官方微信公众号。
        更多精彩内容，请下载客户端。
        欢迎在评论区留言讨论。
        相关阅读：更多专题报道。
        举报电话及邮箱见网站底部。
        本文图片来自网络，如有侵权请联系删除。
    """),
}
UPDATES: Mapping[str, tuple[str, ...]] = {
    "en": lines("""
        A spokesperson declined to comment further.
        The parties concerned could be reached by neither telephone nor email on the day.
        Officials did not immediately respond to a request for comment.
        More details are expected later in the day.
        Observers had been waiting for the announcement.
        Reporters were told of it at a briefing.
        The matter will be discussed at a later meeting.
        Shares were little changed in late trading.
        The statement was also sent to news agencies by email.
        Several people familiar with the matter confirmed the account.
        Background papers were handed out after the briefing.
        This story has been updated with background and comment.
    """),
    "zh": lines("""
        有关方面暂未作出进一步回应。
        更多细节将陆续公布。
        记者从发布会上获悉上述消息。
        业内人士对此保持关注。
        相关负责人在会后接受了采访。
        市场尾盘反应平静。
        该消息随后得到多位知情人士证实。
        背景材料已在会后发放。
        本报将持续跟踪报道。
        截至发稿，各方尚在沟通之中。
    """),
}
UPDATED: Mapping[str, tuple[str, ...]] = {
    "en": ("UPDATE 1-{}", "UPDATE 2-{}", "Update: {}", "{} (updated)", "UPDATED - {}"),
    "zh": ("更新1-{}", "【更新】{}", "（更新）{}", "{}（更新）", "最新：{}"),
}
# For headlines of few words of their own; the slot is for a name out of the text.
HEADLINES: Mapping[str, tuple[str, ...]] = {
    "en": lines("""
        What to know about the news on {}
        Why {} is being talked about today
        {}: what happens next
        Explained: the story behind {}
        What we learned about {} today
        {} back in the spotlight
        Eyes on {} after the announcement
        A closer look at {} and what comes now
    """),
    "zh": lines("""
        一文读懂：{}最新动向
        {}，到底发生了什么
        {}引发关注，怎么看
        关于{}，你想知道的都在这里
        聚焦{}：后续如何走
        {}成焦点
    """),
}
NAMELESS: Mapping[str, tuple[str, ...]] = {
    "en": lines("""
        What to know about the latest announcement
        Here is what happened today, and what comes next
        The story behind the headlines
        A closer look at the news of the day
    """),
    "zh": lines("""
        最新动向一文读懂
        到底发生了什么？要点来了
        今日焦点：后续如何走
        业内热议，怎么看
    """),
}
TRACKING = lines("""
    utm_source=rss&utm_medium=feed
    utm_source=newsletter&utm_medium=email&utm_campaign=daily
    utm_source=social&utm_medium=post&utm_content=link
    fbclid=IwAR1x
    gclid=CjwK4b
    utm_campaign=morning&fbclid=IwAR7q
    utm_term=top&utm_source=partner
    mc_cid=ab12cd&mc_eid=ef34
    spm=a1.b2&utm_source=app
    cmpid=feed&utm_medium=rss
""")


def of(table: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """The lines of a language; for all but Chinese the English ones."""
    return table["zh" if language == "zh" else "en"]
