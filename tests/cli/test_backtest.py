"""`tracker backtest`: stored articles against the rules on disk, and those of a revision."""

import subprocess

import pytest

from tests.cli.conftest import Shell

RULES = """version: 1
sources: [{kind: folder, id: inbox, name: Inbox, path: inbox, interval: 1s, tags: [mine]}]
watches:
  - {watch: Chips, any: [H20, H800], severity: high}
  - {watch: Mine, any: [harbour], sources: tag:mine}
  - {watch: By her, any: [{term: Mei Lin, in: author}]}
"""
ARTICLES = [
    "Nvidia sells the H20 in the harbour of Rotterdam again after a long pause",
    "Washington asks who bought the H20 through a shop in another country",
    "Potatoes are cheap this year, says the union of farmers in the north",
]


@pytest.fixture
def stored(tracker: Shell) -> Shell:
    """A shell with three stored articles, the first of which came twice."""
    tracker.rules(RULES)
    for number, title in enumerate([*ARTICLES, ARTICLES[0]]):
        text = f'{{"title": "{title}", "url": "https://x.example/{number}", "author": "Mei Lin"}}'
        tracker.write(f"inbox/{number}.json", text)
    assert tracker("run", "--once").code == 0
    return tracker


def committed(shell: Shell) -> None:
    """Keep the rules as they are as the first revision of a repository."""
    for words in (
        ["init", "--quiet"],
        ["add", "rules"],
        ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "x"],
    ):
        subprocess.run(["git", *words], cwd=shell.folder, check=True)  # noqa: S607


def test_hits_are_counted_and_shown_with_their_words(stored: Shell) -> None:
    found = stored("backtest", "--json").json

    assert (found["articles"], found["matched"]) == (4, 4)
    assert found["hits"] == {"mine/by-her": 4, "mine/chips": 3, "mine/mine": 2}
    assert found["by_source"] == {"inbox": 4}
    assert sum(found["by_day"].values()) == 4
    assert {tuple(hit["words"]) for hit in found["samples"]} == {
        ("H20",), ("harbour",), ("Mei Lin",),
    }  # fmt: skip


def test_one_story_is_one_alert(stored: Shell) -> None:
    found = stored("backtest", "--watch", "mine/chips", "--json").json

    assert found["hits"] == {"mine/chips": 3}
    assert found["would_send"] == {"mine/chips": 2}


def test_during_a_cooldown_nothing_is_sent(stored: Shell) -> None:
    stored.rules(RULES.replace("severity: high", "cooldown: 1d"))

    assert stored("backtest", "--watch", "mine/chips", "--json").json["would_send"] == {
        "mine/chips": 1
    }


def test_rules_on_disk_are_tried_before_they_run(stored: Shell) -> None:
    stored.rules(RULES.replace("H800", "potatoes"))
    answer = stored("backtest", "--watch", "mine/chips")

    assert answer.code == 0
    assert "4 articles of 1 day: 4 matched" in answer.out
    assert "mine/chips: Potatoes" in answer.out


def test_an_article_before_the_time_is_left_out(stored: Shell) -> None:
    assert stored("backtest", "--since", "30d", "--json").json["articles"] == 4
    assert stored("backtest", "--since", "0s", "--json").json["articles"] == 0
    answer = stored("backtest", "--since", "soon")
    assert (answer.code, answer.out) == (2, "")
    assert "--since: 'soon' is not a length of time" in answer.err


def test_what_a_change_gains_and_loses_is_listed(stored: Shell) -> None:
    committed(stored)
    stored.rules(RULES.replace("H20, H800", "potatoes"))
    answer = stored("backtest", "--diff", "HEAD", "--json")

    assert answer.json["compared_with"] == "HEAD"
    assert answer.json["newly_matched"]["count"] == 1
    assert answer.json["newly_matched"]["hits"][0]["words"] == ["Potatoes"]
    assert answer.json["no_longer_matched"]["count"] == 3
    assert "no longer matched: 3" in stored("backtest", "--diff", "HEAD").out


def test_rules_that_git_does_not_keep_are_the_same_before_and_after(stored: Shell) -> None:
    committed(stored)
    stored.write("rules/local/a.yaml", "version: 1\nwatches: [{watch: A, any: [potatoes]}]")
    found = stored("backtest", "--diff", "HEAD", "--json").json

    assert found["hits"]["local/a"] == 1
    assert found["newly_matched"]["count"] == found["no_longer_matched"]["count"] == 0


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:rules", ""])
def test_a_revision_that_is_not_there_is_told(stored: Shell, revision: str) -> None:
    committed(stored)
    answer = stored("backtest", f"--diff={revision}")

    if revision:
        assert answer.code == 2
        assert f"has no revision '{revision}'" in answer.err
    else:
        assert answer.code == 0


def test_a_folder_outside_any_repository_is_told(stored: Shell) -> None:
    answer = stored("backtest", "--diff", "HEAD", GIT_CEILING_DIRECTORIES=str(stored.folder.parent))

    assert answer.code == 2
    assert "rules is in no git repository" in answer.err


def test_faults_in_older_rules_are_told_as_theirs(stored: Shell) -> None:
    stored.rules(RULES.replace("severity", "serverity"))
    committed(stored)
    stored.rules(RULES)
    answer = stored("backtest", "--diff", "HEAD")

    assert answer.code == 2
    assert "the rules of HEAD: 1 fault in the rules" in answer.err


def test_a_watch_that_is_not_there_is_told_with_what_was_meant(stored: Shell) -> None:
    answer = stored("backtest", "--watch", "chips")

    assert answer.code == 2
    assert "no watch is called 'chips': did you mean 'mine/chips'?" in answer.err


def test_without_articles_there_is_nothing_to_replay(with_rules: Shell) -> None:
    answer = with_rules("backtest")

    assert answer.code == 0
    assert answer.out == "no articles: there is nothing to replay yet\n"
    assert "there is no database" in answer.err
