"""How an act on a page is answered: in its place on the page, as a toast, and with addresses that can be opened."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, explain
from shopwright.platform.i18n import translate
from shopwright.web.context import Context
from shopwright.web.storefront.pages import frame_context


async def frame_at(request: Request, reading: Reading, path: str) -> Context:
    """The frame of the page at `path`, also where the address asked for is that of an act and cannot be opened."""
    context = await frame_context(request, reading)
    if request.scope["path"] != path:
        context["path"] = path
        context["languages"] = [
            {**choice, "url": f"/language?{urlencode({'code': choice['code'], 'next': path})}"}
            for choice in context["languages"]
        ]
    return context


def sentence_of(refused: Refusal, language: str) -> str:
    """What a person is told of a refusal; of wrong fields what is wrong with each."""
    if isinstance(refused, InvalidInput) and refused.fields:
        return " ".join(explain(refused.fields, language).values())
    return translate(refused.sentence, language, **refused.values)


def triggers(**events: Any) -> Mapping[str, str]:
    """The header by which an answer to htmx raises events on the page; `_` in a name stands for `-`."""
    return {"HX-Trigger": json.dumps({name.replace("_", "-"): detail for name, detail in events.items()})}


def toast(kind: str, text: str) -> dict[str, str]:
    """The detail of a `toast` event; `kind` is note, positive, caution or danger."""
    return {"kind": kind, "text": text}
