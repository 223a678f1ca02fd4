"""Sentences: forms of words, beginnings, parts, phrases, words that must not be there."""

from tests.search.cases.rows import Row

ROWS = [
    Row(
        "Deploy the reporting service on Friday, after the tests have passed.",
        "deploy | DEPLOY | deplo | de | d | deploying | deployed | report | reports | services"
        " | friday | fri | test"
        " | testing | pass | passes | port | loy | epor | friday deploy | deploy, friday. | deploy -monday"
        ' | "the reporting service" | "on Friday" | "tests have" | -"the monday" deploy | "reporting serv',
        'rt | lo | monday | friday monday | "service reporting" | "the report" | "reporting serv"'
        ' | deploy -friday | deploy -test | service -"on friday" | deploymentx | xdeploy',
    ),
    Row(
        "Cities and a city's bus", "city | cities | cit | city's | city’s | bus | bus city", "citizen | cats"
    ),
    Row(
        "Overdue cards are moved back", "card | cards | moving | overdue | due | ver | back card", "cart | ue"
    ),
    Row(
        "don’t forget Ada’s notes",
        "don't | don’t | DON'T | ada | ada's | ada’s | note",
        "dont",
    ),
    Row(
        "Say “ship it” — then go",
        '"ship it" | ship | it | “ship it” | «ship it» | say go | "say',
        '"it ship"',
    ),
    Row(
        "(draft) [wip] {todo} <later>, «soon»!",
        "draft | (draft) | [wip] | wip | {todo} | <later> | later, | «soon» | soon! | 'draft' | `wip`",
        "wipe | it | (drift)",
    ),
    Row("Wait… what? No!", "wait | what? | no! | wait… | what | wait... | …what", "hat yes | ??"),
    Row(
        "Переместили карточку в колонку «Готово», отчёты приложены",
        "карточка | карточки | КАРТОЧКУ | карт | ка | колонка | отчет | отчёт | отчеты | отчётами | готово"
        " | «Готово» | точк | приложен | карточка колонка | карточку -задача",
        "задача | карточка задача | карточку -колонки | рт",
    ),
    Row(
        "Ещё не всё: ёлка и ежик",
        "еще | ещё | все | всё | елка | ЁЛКА | ёжик | ежик | е\u0308лка",
        "елки-палки",
    ),
    Row("Йод и йога", "йод | йога | ЙОД | и\u0306од", "иод | иога"),
    Row(
        "naïve café, déjà vu, Zoë",
        "naive | naïve | cafe | CAFÉ | cafe\u0301 | deja | zoe | Zoe\u0308",
        "caffe",
    ),
    Row("cafe\u0301 in parts, Zoe\u0308", "café | cafe | zoë | zoe | ZOË", "zoo"),
    Row("ﬁnal oﬀer from the ﬂoor", "final | offer | floor | ﬁnal | fi | fer", "nal er"),
    Row(
        "Donau\u00addampf\u00adschiff and in\u200bvisible",
        "donaudampfschiff | dampf | invisible | invi\u00adsible",
    ),
    Row(
        "ＦＵＬＬ　ＷＩＤＴＨ text", 'full | width | ＦＵＬＬ | full width | ｔｅｘｔ | "full width"', "wide"
    ),
    Row(
        "a hard\u00a0blank and\ttabs\nand lines",
        '"hard blank" | "tabs and" | "blank and tabs and"',
        '"hard tabs"',
    ),
    Row(
        "well-known e-mail re-use",
        'well-known | known | e-mail | mail | well- | "well-known"',
        "email | wellknown",
    ),
    Row(
        "KanbanBoard snake_case_name",
        "board | ban | kanban | case | snake_case | case_name | nake",
        "ar | an | ca_",
    ),
    Row("the the the", '"the the" | t | th', '"the the the the" | thee'),
    Row("Größe Straße Weiß", "größe | grosse | strasse | STRASSE | weiss | WEISS | straß | rass", "strase"),
    Row(
        "a quick note, no more",
        "note -cart | -cart note | quick -notebook",
        "note -quick | -note quick",
    ),
    Row(
        "Varnish the hatch",
        'hatch in: | is: hatch | hatch -label: | due:< varnish | varnish author:" | срок: hatch | hatch to:',
        "note: hatch | in: window",
    ),
]
