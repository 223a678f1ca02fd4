"""Elements whose accessible name is the text that follows them: a box its task, a table its head."""

from html import escape

from core.texts.cuts import cut

MAX_NAME = 120


class Named:
    """An element in the HTML that is being written. Its name is filled in when its text is known."""

    def __init__(self, parts: list[str], opening: str, closing: str) -> None:
        self.parts, self.place = parts, len(parts)
        self.opening, self.closing = opening, closing
        self.texts: list[str] = []
        parts.append(f"{opening}{closing}")

    def end(self, with_name: str = "") -> None:
        """Write the name, and the attributes that make sense only `with_name`."""
        name = cut(" ".join(" ".join(self.texts).split()), MAX_NAME)
        if name:
            self.parts[self.place] = f'{self.opening}{with_name} aria-label="{escape(name)}"{self.closing}'
