"""`tracker rules`: the schema for editors, what rules come to, their form, and new ones."""

from tests.cli.conftest import Shell
from tracker.rulebook import jsonschema


def test_the_schema_is_one_json_document(tracker: Shell) -> None:
    answer = tracker("rules", "schema")

    assert (answer.code, answer.err) == (0, "")
    assert answer.json == jsonschema.of()


def test_the_schema_suggests_names_when_asked(with_rules: Shell) -> None:
    answer = with_rules("rules", "schema", "--names")

    item = answer.json["$defs"]["Item"]["anyOf"][0]
    assert item["examples"] == ["$chips", "$nvidia"]
    watches = answer.json["$defs"]["RouteFilter"]["properties"]["watches"]["anyOf"][0]
    assert watches["examples"] == ["mine/ai-law", "mine/chips"]
