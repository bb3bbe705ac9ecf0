"""The protocol as an OpenAPI 3.1 document. A test holds it against the routes, another sends what it allows."""

from collections.abc import Mapping
from typing import Any, Final

from cxloop_tui import __version__
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.hub.asked import NAME_MOST, SEQ_MOST
from cxloop_tui.hub.limits import Limits
from cxloop_tui.hub.problems import MEDIA_TYPE as PROBLEM
from cxloop_tui.hub.problems import PROBLEMS, URN

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_WHOLE: Final[Schema] = {"type": "integer"}
_TIME: Final[Schema] = {"type": "string", "format": "date-time"}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_CURSOR: Final[Schema] = {
    "type": "array",
    "description": "[epoch, seq, last]: the name of the order, a place in it, the operation there",
    "prefixItems": [_TEXT, _WHOLE, _TEXT],
    "minItems": 3,
    "maxItems": 3,
}
_TOKEN: Final[list[Schema]] = [{"token": []}]


def description(limits: Limits) -> Schema:
    """Return the document for a hub of these limits."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cxloop hub",
            "version": __version__,
            "summary": "One desk for many: operations in one order, given and taken.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": _paths(limits),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "headers": {
                "Cxloop-Protocol": {
                    "description": "An answer without it is not of a hub.",
                    "required": True,
                    "schema": {"const": "1"},
                }
            },
            "schemas": {"Operation": _OPERATION, "Receipt": _RECEIPT, "Problem": _PROBLEM},
        },
    }


def _paths(limits: Limits) -> Schema:
    cursor = _cursor_parameters()
    limit = _parameter("limit", "how many operations at most", _between(1, limits.page))
    wait = _parameter("wait", "seconds to wait for changes when there are none", _between(0, limits.wait))
    return {
        "/v1/hello": {
            "get": {
                "operationId": "hello",
                "summary": "Which protocols the hub speaks; with a token also to whom it speaks.",
                "security": [{}, *_TOKEN],
                "responses": {"200": _json("Who this is", _HELLO), **_problems("signed-out", "busy")},
            }
        },
        "/v1/push": {
            "post": {
                "operationId": "push",
                "summary": "Take operations into the order; each has one fate, however often it is sent.",
                "security": _TOKEN,
                "requestBody": _body(_pushed(limits)),
                "responses": {"200": _json("A receipt for each, in their order", _PUSHED), **_problems(*_READ_BODY)},
            }
        },
        "/v1/changes": {
            "get": {
                "operationId": "changes",
                "summary": "One page of what comes after a cursor.",
                "security": _TOKEN,
                "parameters": [*cursor, limit, wait],
                "responses": {"200": _lines("One page"), **_problems(*_READ_CURSOR)},
            }
        },
        "/v1/bootstrap": {
            "get": {
                "operationId": "bootstrap",
                "summary": "All pages after a cursor; who loses it goes on from the last whole page.",
                "security": _TOKEN,
                "parameters": cursor,
                "responses": {"200": _lines("Pages, the last with `more` false"), **_problems(*_READ_CURSOR)},
            }
        },
        "/v1/digest": {
            "get": {
                "operationId": "digest",
                "summary": "Checksums of the tickets of each segment, null where the cursor is not the end.",
                "security": _TOKEN,
                "parameters": cursor,
                "responses": {"200": _json("Checksums", _DIGEST), **_problems(*_ASKED, "malformed")},
            }
        },
        "/v1/directory": {
            "get": {
                "operationId": "directory",
                "summary": "Segments, people and rules.",
                "security": _TOKEN,
                "responses": {"200": _json("The space", _DIRECTORY), **_problems(*_ASKED)},
            }
        },
        "/v1/live": {
            "get": {
                "operationId": "live",
                "summary": "Server-sent events: `moved` with the last place whenever the order has grown.",
                "security": _TOKEN,
                "parameters": cursor,
                "responses": {
                    "200": {
                        "description": 'Events `moved` with `{"seq": N}`; a comment every 15 seconds',
                        "headers": _HEADERS,
                        "content": {"text/event-stream": {"schema": _TEXT}},
                    },
                    **_problems(*_READ_CURSOR),
                },
            }
        },
        "/v1/responses": {
            "post": {
                "operationId": "responses",
                "summary": "Take one survey response in, with a token of an admin; sent again it is there once.",
                "security": _TOKEN,
                "requestBody": _body({"type": "object", "description": "Its fields, by name"}),
                "responses": {
                    "200": _json("It was known", _TAKEN),
                    "201": _json("It is new", _TAKEN),
                    **_problems("forbidden", *_READ_BODY),
                },
            }
        },
        "/v1/adopt": {
            "post": {
                "operationId": "adopt",
                "summary": "Take passages of the history of a desk that joins, with a token of an admin.",
                "security": _TOKEN,
                "requestBody": _body(_adopted(limits)),
                "responses": {
                    "200": _json("A receipt for each, in their order", _PUSHED),
                    **_problems("forbidden", *_READ_BODY),
                },
            }
        },
        "/v1/adopt/organisation": {
            "post": {
                "operationId": "adoptOrganisation",
                "summary": "Make segments and people of a desk that joins, as far as they are not here.",
                "security": _TOKEN,
                "requestBody": _body(_BROUGHT),
                "responses": {
                    "200": _json("How many were made", _object({"made": _WHOLE})),
                    **_problems("forbidden", *_READ_BODY),
                },
            }
        },
        "/v1/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This description.",
                "security": [],
                "responses": {"200": _json("It", {"type": "object"}), **_problems("busy")},
            }
        },
    }


_ASKED: Final = ("signed-out", "protocol", "busy", "failed", "stopping")
_READ_BODY: Final = (*_ASKED, "too-large", "media-type", "malformed")
_READ_CURSOR: Final = (*_ASKED, "forked", "malformed")
_HEADERS: Final[Schema] = {"Cxloop-Protocol": {"$ref": "#/components/headers/Cxloop-Protocol"}}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}


def _between(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _parameter(name: str, said: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": said, "schema": schema}


def _cursor_parameters() -> list[Schema]:
    name = {"type": "string", "maxLength": NAME_MOST}
    return [
        _parameter("epoch", "the name of the order that the client has; empty at the start", name),
        _parameter("seq", "up to which place it has it", _between(0, SEQ_MOST - 1)),
        _parameter("last", "the id of the operation there; empty at the start", name),
    ]


def _body(schema: Schema) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _json(said: str, schema: Schema) -> Schema:
    return {"description": said, "headers": _HEADERS, "content": {"application/json": {"schema": schema}}}


def _lines(said: str) -> Schema:
    what = f"{said}: operations, one JSON object a line, then a line that ends the page and holds its checksum"
    return {"description": what, "headers": _HEADERS, "content": {"application/x-ndjson": {"schema": _TEXT}}}


def _problems(*names: str) -> Schema:
    return {
        str(PROBLEMS[name][0]): {
            "description": PROBLEMS[name][1],
            "headers": _HEADERS,
            "content": {
                PROBLEM: {
                    "schema": {
                        "allOf": [{"$ref": "#/components/schemas/Problem"}],
                        "properties": {"type": {"const": URN + name}},
                    }
                }
            },
        }
        for name in names
    }


def _pushed(limits: Limits) -> Schema:
    operations = {
        "type": "array",
        "maxItems": limits.operations,
        "items": {"$ref": "#/components/schemas/Operation"},
    }
    return _object({"operations": operations})


def _adopted(limits: Limits) -> Schema:
    passages = {"type": "array", "maxItems": limits.operations, "items": _PASSAGE}
    return _object({"above": _between(0, 10**15 - 1), "passages": passages})


_PASSAGE: Final = {
    **_object(
        {"seq": _WHOLE, "received_at": _TIME, "operation": {"$ref": "#/components/schemas/Operation"}},
        {"number": _WHOLE, "policy": {"type": "object"}, "previous": _TEXT},
    ),
    "description": "A line of `cxloop export` to NDJSON",
}

_BROUGHT: Final = _object(
    {
        "segments": {
            "type": "array",
            "items": _object({"code": _TEXT, "name": _TEXT}, {"parent": _TEXT_OR_NULL}),
        },
        "people": {"type": "array", "items": _object({"email": _TEXT, "name": _TEXT, "segments": _TEXTS})},
    }
)

_PROBLEM: Final = {
    **_object(
        {"type": _TEXT, "title": _TEXT, "status": _WHOLE, "detail": _TEXT},
        {"cursor": _CURSOR, "speaks": {"type": "array", "items": _WHOLE}},
    ),
    "description": "RFC 9457; `cursor` with `forked`: up to where the orders are the same, `speaks` with `protocol`",
}

_OPERATION: Final = {
    **_object(
        {
            "v": _WHOLE,
            "id": _TEXT,
            "kind": _TEXT,
            "subject": _TEXT,
            "by": _TEXT,
            "at": _TIME,
            "base": _object({"epoch": _TEXT, "seq": _WHOLE}),
            "origin": _TEXT,
        },
        {
            "set": {
                "type": "object",
                "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
                "description": "[seen, wanted] by field",
            },
            "add": {"type": "object", "additionalProperties": _TEXTS},
            "remove": {"type": "object", "additionalProperties": _TEXTS},
            "implied": _TEXTS,
            "comment": _TEXT_OR_NULL,
            "undoes": _TEXT_OR_NULL,
            "group": _TEXT_OR_NULL,
            "preview": {
                **_object({"to": _TEXTS}, {"cc": _TEXTS, "title": _TEXT, "text": _TEXT}),
                "description": "the letter that was shown before it was done",
            },
        },
    ),
    "description": "One thing one person did. What cannot be stored or is against a rule has a receipt that says so.",
}

_CLASH: Final = _object(
    {"field": _TEXT, "seen": {}, "wanted": {}, "stands": {}, "by": _TEXT_OR_NULL, "at": _TEXT_OR_NULL},
    {"turned": _TEXT},
)

_RECEIPT: Final = _object(
    {"operation": _TEXT, "outcome": {"enum": [str(outcome) for outcome in Outcome]}},
    {"seq": _WHOLE, "reason": _TEXT, "clashes": {"type": "array", "items": _CLASH}},
)

_PUSHED: Final = _object(
    {"epoch": _TEXT, "receipts": {"type": "array", "items": {"$ref": "#/components/schemas/Receipt"}}}
)

_HELLO: Final = _object(
    {"protocol": {"type": "array", "items": _WHOLE}, "program": _TEXT, "time": _TIME},
    {
        "space": _TEXT,
        "epoch": _TEXT,
        "seq": _WHOLE,
        "person": _TEXT,
        "role": {"enum": ["agent", "manager", "admin"]},
        "device": _TEXT,
        "limits": _object({"operations": _WHOLE, "bytes": _WHOLE, "page": _WHOLE}),
    },
)

_DIGEST: Final = _object({"digest": {"type": ["object", "null"], "additionalProperties": _TEXT}})

_TAKEN: Final = _object({"response": _TEXT, "ticket": _TEXT_OR_NULL, "number": {"type": ["integer", "null"]}})

_DIRECTORY: Final = _object(
    {
        "segments": {
            "type": "array",
            "items": _object(
                {
                    "code": _TEXT,
                    "name": _TEXT,
                    "parent": _TEXT_OR_NULL,
                    "managers": _TEXTS,
                    "active": {"type": "boolean"},
                    "merged_into": _TEXT_OR_NULL,
                }
            ),
        },
        "people": {
            "type": "array",
            "items": _object(
                {
                    "email": _TEXT,
                    "name": _TEXT,
                    "role": {"enum": ["agent", "manager", "admin"]},
                    "segments": _TEXTS,
                    "active": {"type": "boolean"},
                    "away_until": _TEXT_OR_NULL,
                    "deputy": _TEXT_OR_NULL,
                }
            ),
        },
        "policy": {"type": "object"},
    }
)
