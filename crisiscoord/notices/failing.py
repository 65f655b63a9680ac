"""How a sending fails, whatever the channel."""


class Failed(Exception):
    """A message was not taken. `fault` is a code without personal data; `final`: trying again would be no use."""

    def __init__(self, fault: str, *, final: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.final = fault, final
