"""How this face reads bodies: as JSON says it, with no text taken for a number and no number for a truth."""

import re
from typing import Any

import litestar
import msgspec
from litestar.exceptions import ClientException, ValidationException

_PLACE = re.compile(r"^(?P<what>.*) - at `\$\.?(?P<field>[^`]*)`$", re.DOTALL)


class StrictRequest(litestar.Request[Any, Any, Any]):
    """A request whose JSON body is decoded once, straight into the type of its handler's `data`.

    Litestar itself would convert leniently and take "1e3" for a thousand.
    """

    async def json(self) -> Any:
        """The body as the handler's type. What is no JSON is answered with 400, what does not fit with 422."""
        parameter = self.route_handler.parsed_fn_signature.parameters["data"]
        try:
            return msgspec.json.decode(await self.body(), type=parameter.annotation)
        except msgspec.ValidationError as error:
            raise ValidationException(extra=[_explain(str(error))]) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ClientException from error


def _explain(message: str) -> dict[str, str]:
    """Which field is wrong and why; the whole body where no field is to blame."""
    found = _PLACE.match(message)
    if found is None:
        return {"key": "body", "message": message}
    return {"key": found["field"] or "body", "message": found["what"]}
