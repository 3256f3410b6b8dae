"""The service on AWS Lambda, behind a function URL or API Gateway: an event in, a response out.

`narrator.web.aws_lambda.handler` is what the function calls. It takes the settings from its environment, and
the token from NARRATOR_WEB_TOKEN. Needs the extra `aws`.
"""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from narrator.errors import SettingsError
from narrator.settings.settings import load_settings
from narrator.web.access import Access
from narrator.web.app import make_app
from narrator.web.limits import Limits
from narrator.web.service import Service
from narrator.web.token import VARIABLE, token_of_environment

try:
    from mangum import Mangum
except ImportError as error:
    from narrator.installation.choice import this_installation

    raise SettingsError(
        f"What answers AWS Lambda is not installed; run {this_installation().to_add('aws')} and try again."
    ) from error


def handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:
    """Answer one event of payload format 2.0. The first one loads the network, the others find it there."""
    response: Mapping[str, Any] = _adapter(event["requestContext"]["domainName"])(event, context)
    return response


@cache
def _adapter(domain: str) -> Mangum:
    token = token_of_environment(os.environ)
    if token is None:  # a function is open to everybody, and no file of its own outlives it
        raise SettingsError(f"{VARIABLE} is not set; give the function a token.")
    return Mangum(make_app(_service(), Access(lambda: token, names=[domain])), lifespan="off")


@cache
def _service() -> Service:
    return Service.from_settings(load_settings(), Limits())
