"""Texts of every script, for properties of the search."""

from hypothesis import strategies as st

ALPHABET = (
    "ab12Z.,:;!?'\"()<>[]-_/@#$+*=&~| \n\xa0\u3000日本東ไทย้ำ한글ﾊﾟéßİıςЖйёеиनमकि\u0301\u0306"
    "\u093f\u3099\u0651שםعل"
    "ﬁ½ﷺ👍🏽❤\ufe0f\u200d\u200b\xad🇩🇪🇫🇷＠Ａ"
)
"""What meets at borders of words and scripts."""


def any_text(most: int = 60) -> st.SearchStrategy[str]:
    return st.one_of(st.text(ALPHABET, max_size=most), st.text(max_size=most))
