"""The JSON Schema of the agreed texts, generated from their shapes: playbooks/schema.json."""

from typing import Any

from pydantic.json_schema import models_json_schema

from ..domain.agreements import ConventionTemplate, Playbook, Scenario, SchemeList, Undertaking, UnionList


def schemas() -> dict[str, Any]:
    """Return one JSON Schema (2020-12) that any file of `playbooks/` must meet, for editors.

    It says the shapes only; what ties files together is checked by `crisiscoord playbooks check`.
    """
    shapes = (Playbook, ConventionTemplate, SchemeList, Scenario, UnionList, Undertaking)
    refs, definitions = models_json_schema(
        [(shape, "validation") for shape in shapes], by_alias=True, title="Textes convenus de crisiscoord"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **definitions,
        "anyOf": [refs[(shape, "validation")] for shape in shapes],
    }
