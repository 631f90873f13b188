"""Writes the list of the API's objects and fields from a discovery document.

`python -m playground.google.schema.make sheets.v4.json` reads the discovery document that the
package google-api-python-client carries, and writes `sheets.json` beside this file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_SCALARS = {"string": "string", "boolean": "boolean", "any": "any", "object": "any"}


def kind_of(field: dict[str, Any]) -> str:
    """One field's kind as a word: `string`, `integer`, `@Sheet`, `[@Sheet`, `=ROWS|COLUMNS`."""
    if "$ref" in field:
        return "@" + str(field["$ref"])
    if field.get("type") == "array":
        return "[" + kind_of(field["items"])
    if "additionalProperties" in field:
        return "{" + kind_of(field["additionalProperties"])
    if "enum" in field:
        return "=" + "|".join(field["enum"])
    if field.get("type") in {"integer", "number"}:
        return str(field["type"])
    return _SCALARS[field["type"]]


def objects_of(discovery: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Every object of the API with its fields' kinds."""
    return {
        name: {field: kind_of(given) for field, given in schema.get("properties", {}).items()}
        for name, schema in sorted(discovery["schemas"].items())
    }


def main(arguments: list[str]) -> int:
    """Write the list beside this file; the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("Give the path of one discovery document.\n")
        return 2
    discovery = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    target = Path(__file__).with_name(f"{discovery['name']}.json")
    listed = {"revision": discovery["revision"], "objects": objects_of(discovery)}
    target.write_text(json.dumps(listed, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
