"""What a guide consists of in the API: in the list, and in full."""

from typing import Any, Final

from sites.api.columns import Record, Schema
from sites.guides import At, GuideKind, Part, Purpose, SourceKind, Unit

_STRING: Final = {"type": "string"}


def _text(description: str, example: str, **more: object) -> Schema:
    return {**_STRING, "description": description, "examples": [example], **more}


def _flag(description: str, *, example: bool) -> Schema:
    return {"type": "boolean", "description": description, "examples": [example]}


def _list(description: str, items: Schema, example: object) -> Schema:
    return {
        "type": "array",
        "items": items,
        "description": description,
        "examples": [[example]],
    }


def _object(properties: dict[str, Any]) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


_AT: Final = {
    "enum": [at.value for at in At],
    "description": "Where it is done; empty if it does not matter",
}
_CITED: Final = {"type": "array", "items": _STRING, "description": "`key` of the documents"}
_STATEMENT: Final = _object({"text": _STRING, "sources": _CITED})
_RULE: Final = _object(
    {
        "topic": {**_STRING, "description": "For programs"},
        "name": {**_STRING, "description": "The topic in words"},
        "text": _STRING,
        "at": {**_STRING, **_AT},
        "number": {"type": ["integer", "null"], "minimum": 1, "description": "Counted in `unit`"},
        "unit": {**_STRING, "enum": [unit.value for unit in Unit]},
        "code": {**_STRING, "description": "An initial PIN; empty if the rule has none"},
        "is_general": {"type": "boolean", "description": "Whether it is not the region's own"},
        "sources": _CITED,
    }
)
_CHANNEL: Final = _object(
    {
        "key": _STRING,
        "purpose": {**_STRING, "enum": [purpose.value for purpose in Purpose]},
        "name": _STRING,
        "steps": {"type": "array", "items": _STRING},
        "sources": _CITED,
    }
)
_HOTLINE: Final = _object(
    {
        "number": _STRING,
        "tel": {**_STRING, "description": "What a phone dials"},
        "name": _STRING,
        "is_bank": {"type": "boolean"},
        "operator": {**_STRING, "description": "Code of the bank, see `operators/`; or empty"},
    }
)
_REGION: Final = _object(
    {
        "adcode": _STRING,
        "slug": {**_STRING, "description": "Of the guide with its rules"},
        "name": _STRING,
    }
)
_SOURCE: Final = _object(
    {
        "key": _STRING,
        "kind": {**_STRING, "enum": [kind.value for kind in SourceKind]},
        "title": _STRING,
    }
)
_EXAMPLE_STATEMENT: Final = {"text": "您的身份证", "sources": ["jiangjin-notice"]}

GUIDE: Final = Record(
    name="Guide",
    id_columns=("slug",),
    columns={
        "slug": _text("Its name in addresses", "locked-card"),
        "kind": _text("What it is about", "problem", enum=[kind.value for kind in GuideKind]),
        "title": _text("Title", "密码忘了，或输错太多次卡被锁"),
        "summary": _text("In a sentence", "先分清是哪个密码。"),
        "part": _text(
            "Part of the card that it is about; empty for none",
            "both",
            enum=[part.value for part in Part],
        ),
        "services": _list("Codes of the services that solve it", _STRING, "unlock"),
    },
)

GUIDE_ANSWER: Final = Record(
    name="GuideAnswer",
    id_columns=("slug",),
    columns={
        **GUIDE.columns,
        "region": _text("GB/T 2260 code of the region that it is answered for", "500116"),
        "region_name": _text("Whose rules these are", "重庆市江津区"),
        "scope": _text("Whom they concern", "适用于在江津区参保、用卡的人。"),
        "is_general": _flag("Whether the advice is not the region's own", example=False),
        "at": _text("Where it is done", "any-outlet", enum=_AT["enum"]),
        "asks_bank": _flag(
            "Whether part of it is done by the bank that issued the card: ask for its name and "
            "search with `operator`",
            example=True,
        ),
        "search": {
            "type": "object",
            "additionalProperties": _STRING,
            "description": "Parameters of `service-points/` that find the outlets for it; empty "
            "if no counter helps or none is known in the region",
            "examples": [{"service": "unlock"}],
        },
        "advice": _list("What to do, in this order", _STATEMENT, _EXAMPLE_STATEMENT),
        "in_person": _list("What to bring", _STATEMENT, _EXAMPLE_STATEMENT),
        "by_proxy": _list("What somebody else brings", _STATEMENT, _EXAMPLE_STATEMENT),
        "without_trip": _list("How to do without a trip", _STATEMENT, _EXAMPLE_STATEMENT),
        "rules": _list(
            "What holds here on the topics that matter",
            _RULE,
            {
                "topic": "bank-pin-limit",
                "name": "银行密码输错几次会锁",
                "text": "连错 3 次锁住。",
                "at": "issuing-bank",
                "number": 3,
                "unit": "attempts",
                "code": "",
                "is_general": False,
                "sources": ["yueyang-guide"],
            },
        ),
        "channels": _list(
            "Ways to the electronic credential",
            _CHANNEL,
            {
                "key": "alipay",
                "purpose": "activate",
                "name": "支付宝",
                "steps": ["打开支付宝，点“市民中心”。"],
                "sources": ["jiangjin-notice"],
            },
        ),
        "hotlines": _list(
            "Numbers to call",
            _HOTLINE,
            {
                "number": "12333",
                "tel": "12333",
                "name": "人力资源和社会保障服务热线",
                "is_bank": False,
                "operator": "",
            },
        ),
        "related": _list("Slugs of guides to read next", _STRING, "electronic-credential"),
        "elsewhere": _list(
            "Other regions with rules of their own on it; 100000 is all those without",
            _REGION,
            {"adcode": "520000", "slug": "guizhou", "name": "贵州省（省本级）"},
        ),
        "sources": _list(
            "The documents that it rests on",
            _SOURCE,
            {"key": "jiangjin-notice", "kind": "notice", "title": "社保卡的医保功能常见问题"},
        ),
    },
)
