"""The names of the operators of a search, and the values of `is`, in English and in Russian."""

NAMES = {
    **dict.fromkeys(("author", "from", "автор", "от"), "author"),
    **dict.fromkeys(("in", "в", "где"), "in"),
    **dict.fromkeys(("label", "метка"), "label"),
    **dict.fromkeys(("is", "это", "статус"), "is"),
    **dict.fromkeys(("due", "срок"), "due"),
    **dict.fromkeys(("before", "до"), "before"),
    **dict.fromkeys(("after", "после"), "after"),
    **dict.fromkeys(("assignee", "to", "исполнитель", "кому"), "assignee"),
}
"""Each name, folded → the operator."""

STATES = {
    **dict.fromkeys(("done", "готово", "сделано"), "done"),
    **dict.fromkeys(("open", "открыто", "открыта"), "open"),
    **dict.fromkeys(("archived", "архив", "в архиве"), "archived"),
    **dict.fromkeys(("mine", "моё", "мое", "мои", "моя"), "mine"),
    **dict.fromkeys(("unassigned", "ничьё", "ничье", "ничьи", "без исполнителя"), "unassigned"),
    **dict.fromkeys(("overdue", "просрочено", "просрочена"), "overdue"),
}
"""Each value of `is` → its English name. The first one of a language is offered, folded ones are found."""

WITH_COMPARISON = frozenset({"due", "before", "after"})
