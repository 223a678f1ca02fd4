"""Bar charts as SVG without scripts or fonts, readable on light and dark pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 760, 230, 110
TOP, ROW, BAR = 44, 30, 18

# Greys with enough contrast on white and on black; only the bar of the product is coloured.
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#6b7280}"
    ".title{font-weight:600;font-size:14px}"
    ".bar{fill:#9ca3af}.own{fill:#6366f1}.axis{stroke:#9ca3af;stroke-width:1}"
    "@media(prefers-color-scheme:dark){text{fill:#b6bcc8}.bar{fill:#6b7280}.own{fill:#818cf8}}"
)


@dataclass(frozen=True)
class Bar:
    """A bar. `shown` is the text of its value; `own` marks the product."""

    label: str
    value: float
    shown: str
    own: bool


def chart(title: str, bars: Sequence[Bar]) -> str:
    height = TOP + ROW * len(bars) + 12
    longest = max((bar.value for bar in bars), default=0) or 1
    description = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f"<style>{STYLE}</style>",
        f'<text class="title" x="0" y="20">{escape(title)}</text>',
        *(line for number, bar in enumerate(bars) for line in _row(bar, number, longest)),
        f'<line class="axis" x1="{LEFT}" y1="{TOP - 6}" x2="{LEFT}" y2="{height - 8}"/>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _row(bar: Bar, number: int, longest: float) -> list[str]:
    top = TOP + ROW * number
    length = max(1.0, (WIDTH - LEFT - RIGHT) * max(0.0, bar.value) / longest)
    kind, middle = "own" if bar.own else "bar", top + BAR - 4
    return [
        f'<text x="{LEFT - 10}" y="{middle}" text-anchor="end">{escape(bar.label)}</text>',
        f'<rect class="{kind}" x="{LEFT}" y="{top}" width="{length:.1f}" height="{BAR}" rx="3"/>',
        f'<text x="{LEFT + length + 8:.1f}" y="{middle}">{escape(bar.shown)}</text>',
    ]
