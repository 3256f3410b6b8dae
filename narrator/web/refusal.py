"""What the service does not do, with the status that tells a program why."""

from collections.abc import Mapping

from narrator.errors import NarratorError, PictureError, SettingsError


class RefusalError(NarratorError):
    """A request that is refused; its sentence says what to do."""

    def __init__(
        self,
        status: int,
        sentence: str,
        *,
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`status` is the one of HTTP, `retry_after` the seconds after which trying again makes sense."""
        super().__init__(sentence)
        self.status = status
        self.retry_after = retry_after
        self._headers = dict(headers or {})

    @property
    def headers(self) -> dict[str, str]:
        """What the response says besides."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        bearer = {"WWW-Authenticate": "Bearer"} if self.status == 401 else {}
        return {**self._headers, **headers, **bearer}


def status_of(error: NarratorError) -> int:
    """The status of HTTP for an error: the request's own fault, or the service's."""
    if isinstance(error, RefusalError):
        return error.status
    return 422 if isinstance(error, (PictureError, SettingsError)) else 500
