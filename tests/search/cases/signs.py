"""Emoji, flags, and signs between and around words."""

from tests.search.cases.rows import Row

ROWS = [
    Row("Shipped 🎉 today", "🎉 | 🎉 today | shipped 🎉 | ship 🎉", "🎊 | 🎉🎉"),
    Row("Ship🚀it now🎉🎊", "🚀 | it | 🚀it | 🎊 | 🎉🎊 | ship", "🚀🎉 | 🎊🎉"),
    Row("well done 👍🏽!", "👍🏽 | 👍 | 👍🏽!", "👍🏿 | 👎"),
    Row("love ❤️ and ☎︎", "❤️ | ❤ | ☎ | ☎️", "💔"),
    Row("plain ❤ and 👨‍👩‍👧 family", "❤️ | 👨‍👩‍👧 | 👨 | 👧 | 👩‍👧", "👦 | 👨‍👧"),
    Row("teams 🇩🇪🇪🇸 and 🇫🇷", "🇩🇪 | 🇪🇸 | 🇫🇷 | 🇩🇪🇪🇸", "🇪🇪 | 🇺🇦"),
    Row("won by 🏴󠁧󠁢󠁳󠁣󠁴󠁿 today", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 | 🏴 | 🏴󠁧󠁢󠁳󠁣󠁴󠁿 today", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 | 🏳"),
    Row("vote 1️⃣ or 2️⃣", "1️⃣ | 1 | 2", "3️⃣"),
    Row("yes ✅ no ❌ star ★", "✅ | ❌ | ★ | ★ ✅", "☆ | ✔"),
    Row("a → b ⇒ c", "→ | ⇒ | a → b", "← | ⇐"),
    Row("ask <person> about it", "<person> | person | <person | person> | <per", "<people>"),
    Row(
        '"quoted", (bracketed); [ticked]',
        'quoted | bracketed | (bracketed); | [ticked] | "quoted" | quoted,',
        "tick bra x",
    ),
    Row("smile :) wink ;-) shrug", ":) | ;-) | smile :)", ":( | ;)"),
    Row("what?! really…", "?! | what?! | really... | really", "!?! | ??"),
    Row("© 2026 ™ ® §5", "© | ® | §5 | § | ™ | tm | 5", "¶ | §6"),
    Row("item • one · two", "• | one | two | · | • one", "◦"),
    Row("a/b a|b a\\b a_b a+b", "a/b | a_b | a+b | a\\b | / | + | _", "a*b | a-b"),
    Row(
        "«Ёлочки», „Gänsefüßchen“ and “curly”",
        "ёлочки | елочки | gänsefüßchen | gansefusschen | «Ёлочки» | „Gänsefüßchen“",
    ),
    Row("🏳️‍🌈 and 🏴‍☠️", "🏳️‍🌈 | 🏳 | 🌈 | 🏴‍☠️ | ☠", "🏴‍🌈"),
    Row("¿Qué? ¡Sí!", "qué | que | ¿Qué? | sí | si | ¡Sí!", "no"),
]
