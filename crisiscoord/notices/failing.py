"""How a sending fails, whatever the channel."""


class Failed(Exception):
    """A message was not taken. `fault` is a code without personal data; `final`: trying again would be no use."""

    def __init__(self, fault: str, *, final: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.final = fault, final


def of_status(status: int) -> Failed:
    """Return the failure that an HTTP status means: too early, too often, or their fault, later; else this message."""
    return Failed(f"refuse_{status}", final=status < 500 and status not in (401, 403, 408, 425, 429))
