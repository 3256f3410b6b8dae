"""The service keeps what its own description promises, whatever schemathesis makes of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import (
    CheckFunction,
    content_type_conformance,
    ignored_auth,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from tests.web.serving import PATIENCE_SECONDS, Serving, serving

EXAMPLES = 15
CHECKS: list[CheckFunction] = [
    content_type_conformance,
    ignored_auth,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture
def service(narrator_program: Path, person: Path) -> Iterator[Serving]:
    """One that refuses nobody for how often they come without the token, as schemathesis does."""
    with serving(narrator_program, limits={"strangers_a_minute": 10**6}) as running:
        yield running


def test_every_operation_keeps_the_description(service: Serving) -> None:
    bearer = {"Authorization": f"Bearer {service.token}"}
    schema = schemathesis.openapi.from_url(f"{service.address}/v1/openapi.json", headers=bearer)
    seen = set()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        for mode in GenerationMode:  # what the description allows, and what it does not
            seen.add(operation.label)

            @settings(
                max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def keeps(case: schemathesis.Case[Any]) -> None:
                case.call_and_validate(headers=bearer, checks=CHECKS, timeout=PATIENCE_SECONDS)

            if mode is GenerationMode.POSITIVE or operation.query or operation.body:
                keeps()
    assert seen == {
        "POST /v1/describe",
        "POST /v1/speech",
        "GET /v1/health",
        "GET /v1/ready",
        "GET /metrics",
        "DELETE /v1/session",
    }
