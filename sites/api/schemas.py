"""What answers and problems look like, as JSON Schema: made from the records."""

from typing import Any, Final

from sites.api.columns import RECORDS, Record
from sites.api.guide_records import GUIDE, GUIDE_ANSWER
from sites.api.parameters import DATUMS
from sites.api.problems import INVALID_PARAMETERS, KINDS, TYPE_PREFIX

STRING: Final = {"type": "string"}
_NOTE: Final = {
    "type": "object",
    "description": "Something to know about the answer",
    "required": ["code", "message", "count", "alternative"],
    "properties": {
        "code": {**STRING, "description": "For programs", "examples": ["unknown_town_left_out"]},
        "message": {**STRING, "description": "For people, in the language asked for"},
        "count": {"type": ["integer", "null"], "description": "How many points it speaks of"},
        "alternative": {
            "type": ["object", "null"],
            "description": "Parameters of a question that has an answer, beside `near`, which "
            "stays; empty for one without conditions, null if none is offered",
            "additionalProperties": STRING,
        },
    },
}
_PROBLEM: Final = {
    "type": "object",
    "description": "What went wrong (RFC 9457)",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {
            **STRING,
            "format": "uri",
            "enum": [TYPE_PREFIX + slug for slug, _title in (INVALID_PARAMETERS, *KINDS.values())],
        },
        "title": {**STRING, "description": "The type in words"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {**STRING, "description": "This case in words"},
        "instance": {**STRING, "description": "The path that was asked, without its parameters"},
        "errors": {
            "type": "array",
            "description": "One entry per wrong parameter",
            "items": {
                "type": "object",
                "required": ["name", "value", "detail", "valid"],
                "properties": {
                    "name": {**STRING, "description": "The parameter"},
                    "value": {**STRING, "description": "What was given, shortened"},
                    "detail": {**STRING, "description": "What is wrong, for people"},
                    "valid": {
                        "type": "array",
                        "items": STRING,
                        "description": "What would be right, where that can be listed",
                    },
                },
            },
        },
    },
}
ABOUT: Final = {
    "data_version": {
        "type": "integer",
        "minimum": 0,
        "description": "Grows with every change of public data",
    },
    "datum": {**STRING, "enum": list(DATUMS), "description": "Of all positions in the answer"},
    "count": {
        "type": ["integer", "null"],
        "description": "All matches; null if they were not counted",
    },
    "next": {
        "type": ["string", "null"],
        "format": "uri",
        "description": "Address of the next page; null on the last",
    },
    "notes": {"type": "array", "items": {"$ref": "#/components/schemas/Note"}},
}


def an_object(properties: dict[str, Any], **more: object) -> dict[str, Any]:
    """Return the schema of an object that has all these properties."""
    return {"type": "object", "required": list(properties), "properties": properties, **more}


def _features(record: Record) -> dict[str, Any]:
    properties = {name: dict(record.columns[name]) for name in record.properties}
    geometry = {
        "type": ["object", "null"],
        "description": "A point or a polygon (RFC 7946); null for what has no place",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {**STRING, "enum": ["Point", "Polygon"]},
            "coordinates": {"type": "array"},
        },
    }
    feature = {
        "type": {"const": "Feature"},
        "id": {**STRING, "examples": [record.identity(example_row(record))]},
        "geometry": geometry,
        "properties": an_object(properties),
    }
    return an_object(
        {"type": {"const": "FeatureCollection"}, **ABOUT}
        | {"features": {"type": "array", "items": an_object(feature)}}
    )


def example_row(record: Record) -> dict[str, Any]:
    """Return the row that the examples of its columns make."""
    return {name: schema["examples"][0] for name, schema in record.columns.items()}


def components() -> dict[str, Any]:
    """Return all schemas of the description by their names."""
    schemas: dict[str, Any] = {"Note": _NOTE, "Problem": _PROBLEM}
    answer = {name: dict(schema) for name, schema in GUIDE_ANSWER.columns.items()}
    schemas[GUIDE_ANSWER.name] = an_object(answer)
    for record in (*RECORDS, GUIDE):
        columns = {name: dict(schema) for name, schema in record.columns.items()}
        rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{record.name}"}}
        schemas[record.name] = an_object(columns)
        schemas[f"{record.name}List"] = an_object({**ABOUT, "results": rows})
        schemas[f"{record.name}Features"] = _features(record)
    return dict(sorted(schemas.items()))
