"""What people see of HTML, read by the standard library's parser: its texts, and what is behind them."""

from html.parser import HTMLParser


class VisibleHtml(HTMLParser):
    """Collects the texts of HTML, in `texts`; addresses and titles, in `hidden`; and what else is shown."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.hidden: list[str] = []
        self.tags: list[str] = []
        self._numbers: list[tuple[int, int]] = []
        self.feed(html)
        self.close()

    @property
    def everything(self) -> str:
        return " ".join([*self.texts, *self.hidden])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.hidden += [values[name] for name in ("href", "title") if name in values]
        if tag == "input" and "checked" in values:
            self.hidden.append("x")
        elif tag in ("ol", "ul"):
            first = int(values.get("start", "1")) if tag == "ol" else -1
            self._numbers.append((first, first))
        elif tag == "li":
            self._number(values.get("value"))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self._numbers.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def _number(self, value: str | None) -> None:
        """Take the number of an item. A list that begins with 0 or 1 may repeat that: it is counted."""
        first, following = self._numbers[-1]
        if first < 0:
            return
        number = following if value is None else int(value)
        self.hidden += [str(number), *([str(first)] if first < 2 else [])]
        self._numbers[-1] = (first, number + 1)
