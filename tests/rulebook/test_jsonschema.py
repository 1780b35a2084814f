"""The JSON Schema of rule files: complete, strict, current, and as wide as what we read."""

import json
from typing import Any

import pytest

from tests.test_docs import ROOT
from tracker import settings
from tracker.rulebook import files, schema
from tracker.rulebook.authoring import jsonschema

COMMITTED = ROOT / "rules" / "rules.schema.json"
MADE = jsonschema.of()
MODELS = (
    schema.RuleFile,
    schema.WatchRule,
    schema.RaiseRule,
    schema.Examples,
    schema.ExampleRule,
    schema.ListRule,
    schema.EntityRule,
    schema.OverrideRule,
    schema.RouteRule,
    schema.RouteFilter,
    schema.DefaultsRule,
    schema.DigestRule,
    schema.EscalateRule,
    schema.QuietRule,
    schema.SuppressRule,
    schema.WatchName,
    schema.RouteTestRule,
    schema.AlertRule,
    *schema.SOURCE_KINDS,
    *schema.CHANNEL_KINDS,
    *schema.CONDITIONS,
)


def definition(name: str) -> dict[str, Any]:
    return MADE if name == "RuleFile" else MADE["$defs"][name]


def test_the_committed_copy_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == jsonschema.text(MADE), (
        "run `tracker rules schema > rules/rules.schema.json`"
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_it_has_the_keys_that_we_read_and_no_others(model: type[schema.RuleFile]) -> None:
    keys = {info.alias or name for name, info in model.model_fields.items()}
    found = definition(model.__name__)

    assert set(found["properties"]) - {"lang"} == keys
    assert found["additionalProperties"] is False


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type[schema.RuleFile]) -> None:
    found = definition(model.__name__)["properties"]

    assert [key for key, value in found.items() if not value.get("description")] == []


def test_nothing_may_be_null_and_nothing_is_left_of_the_words_of_python() -> None:
    written = jsonschema.text(MADE)

    assert '"null"' not in written
    assert '"gt"' not in written
    assert "discriminator" not in written


def test_a_text_may_be_what_yaml_takes_for_a_number_or_a_truth_value() -> None:
    assert MADE["$defs"]["Item"]["anyOf"][0]["type"] == ["string", "number", "boolean"]
    assert MADE["properties"]["version"]["enum"] == [1, "1"]


def test_one_may_stand_for_a_list_but_not_where_two_are_needed() -> None:
    one, many = definition("WatchRule")["properties"]["any"]["anyOf"]
    assert one == many["items"]
    assert many["minItems"] == 1
    assert definition("NearRule")["properties"]["near"]["minItems"] == 2


def test_shorthands_are_in_it() -> None:
    lists = MADE["properties"]["lists"]["additionalProperties"]["anyOf"]
    example = definition("Examples")["properties"]["match"]["anyOf"][0]["anyOf"]
    assert [part.get("$ref", part.get("type")) for part in lists] == [
        "#/$defs/Word", "array", "#/$defs/ListRule",
    ]  # fmt: skip
    assert [part.get("$ref", "text") for part in example] == ["text", "#/$defs/ExampleRule"]


def test_names_are_suggested_only_when_asked_for() -> None:
    shipped = files.read_all(files.snapshot([settings.shipped("rules")]))
    known = jsonschema.known(shipped)
    written = json.dumps(jsonschema.of(known))

    assert {"$chips", "$nvidia"} <= set(known.references)
    assert "export-controls/chip-tools" in known.watches
    assert "$nvidia" in written
    assert "$nvidia" not in jsonschema.text(MADE)
