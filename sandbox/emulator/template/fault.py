"""What is wrong with a template."""


class TemplateFault(Exception):
    """Every fault found, each a sentence."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages
