"""Template tag that draws one stored item in a guard: its plain text appears where its markup fails."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.guard import guarded

register = template.Library()


@register.tag("guarded")
def parse_guarded(parser: Parser, token: Token) -> "GuardedNode":
    """Parse `{% guarded "li" "card" card.id card.title %}…{% endguarded %}`.

    The arguments: the element that shows the plain text, the kind of item, its id, and the plain text.
    """
    arguments = token.split_contents()[1:]
    if len(arguments) != 4:
        raise template.TemplateSyntaxError("guarded takes an element, a kind, an id and a text")
    nodelist = parser.parse(("endguarded",))
    parser.delete_first_token()
    return GuardedNode(nodelist, [parser.compile_filter(argument) for argument in arguments])


class GuardedNode(template.Node):
    """The markup of one item."""

    def __init__(self, nodelist: NodeList, arguments: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.element, self.kind, self.pk, self.text = arguments

    def render(self, context: Context) -> SafeString:
        layers = len(context.dicts)

        def plain() -> SafeString:
            del context.dicts[layers:]  # a loop or an include that failed has left its own
            return self.plain(context)

        return guarded(
            lambda: self.nodelist.render(context),
            kind=str(self.kind.resolve(context)),
            pk=self.pk.resolve(context),
            fallback=plain,
        )

    def plain(self, context: Context) -> SafeString:
        shown = {"element": self.element, "id": self.pk, "text": self.text}
        values = {name: part.resolve(context) for name, part in shown.items()}
        return render_to_string("_unshown.html", values)
