"""Words and marks of the languages whose code is coloured: one pattern each, which takes linear time.

Pygments was measured first: 4,000 characters that somebody chose hold the process for up to three seconds,
and nothing can interrupt a pattern. These know comments, strings, numbers, words and keys, and no more.
"""

import re
from functools import cache

SLASHES = r"//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"
HASH = r"(?<![^\s;(){}\[\]])\#[^\n]*+"
DASHES = r"--[^\n]*+"
MARKUP = r"<!--(?:[^-]++|-(?!->))*+(?:-->)?"

DOUBLE = r'"(?:[^"\\\n]++|\\.)*+"?'
SINGLE = r"'(?:[^'\\\n]++|\\.)*+'?"
CHARACTER = r"'(?:[^'\\\n]|\\[^\n]{1,8}?)'"
BACKTICK = r"`(?:[^`\\]++|\\.)*+`?"
TRIPLE = r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?' + r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?"

VARIABLE = r"\$(?:\w++|\{[^}\n]*+\}?)"
KEY = r'(?:"(?:[^"\\\n]++|\\.)*+"|(?<![^\s{,\[(])[\w./-]++)(?=[ \t]*+:(?:\s|\Z))'
SETTING = r"^[ \t]*+[\w.-]++(?=[ \t]*+=)|^\[[^\]\n]*+\]?"
ATTRIBUTE = r"(?<=\s)[\w:@.-]++(?==)"
ELEMENT = r"</?[\w:.-]++|/?>"
PROPERTY = r"(?<![\w-])(?:--)?[a-zA-Z-]++(?=[ \t]*+:[^:;\n]*+;)"

NUMBER = r"(?<![\w.])[0-9][\w.]*+"
WORD = r"[^\W\d][\w]*+"
MACRO = r"(?<![\w.])[@\#][\w.]++"

C_WORDS = (
    "auto bool break case char const continue default delete do double else enum extern false float for"
    " goto if include define ifdef ifndef endif inline int long namespace new null nullptr private"
    " protected public return short signed sizeof static struct switch template this throw try catch true"
    " typedef typename union unsigned using virtual void volatile while override final constexpr class"
    " operator NULL"
)
JAVA_WORDS = (
    "abstract as async await base bool boolean break byte case catch char class const continue data"
    " default do double else enum extends false final finally float for foreach fun get if implements"
    " import in int interface internal is lateinit long namespace new null object open out override"
    " package params private protected public readonly record return sealed set short static string struct"
    " super suspend switch synchronized this throw throws trait true try typeof using val var virtual void"
    " volatile when where while with yield def match"
)
SCRIPT_WORDS = (
    "abstract any as async await boolean break case catch class const continue debugger declare default"
    " delete do else enum export extends false finally for from function get if implements import in"
    " instanceof interface keyof let namespace never new null number of private protected public readonly"
    " return satisfies set static string super switch this throw true try type typeof undefined unknown"
    " var void while with yield"
)
PYTHON_WORDS = (
    "and as assert async await break case class continue def del elif else except False finally for from"
    " global if import in is lambda match None nonlocal not or pass raise return self True try while with"
    " yield"
)
RUBY_WORDS = (
    "alias and begin break case class def defined do else elsif end ensure false for if in include module"
    " next nil not or private protected public raise redo require rescue retry return self super then true"
    " undef unless until when while yield local function repeat defmodule defp fn use my sub our package"
)
SHELL_WORDS = (
    "alias break case cd continue declare do done echo elif else esac eval exec exit export fi for"
    " function if in local read readonly return select set shift source sudo then trap unset until while"
    " FROM RUN COPY ADD CMD ENTRYPOINT ENV ARG WORKDIR EXPOSE USER VOLUME AS LABEL HEALTHCHECK"
)
SYSTEM_WORDS = (
    "as async await bool break byte case chan const continue crate default defer dyn else enum error"
    " extern fallthrough false fn for func go goto guard i32 i64 if impl import in int interface let loop"
    " map match mod move mut nil package protocol pub range ref return select self Self static str string"
    " struct super switch throws trait true try type u8 u32 u64 unsafe use usize var where while extension"
    " init class some any None Some"
)
PHP_WORDS = (
    "abstract and array as break case catch class clone const continue declare default do echo else"
    " elseif extends false final finally fn for foreach function global if implements include instanceof"
    " interface match namespace new null or private protected public readonly require require_once return"
    " static switch this throw trait true try use var while yield php"
)
SQL_WORDS = (
    "add all alter analyze and any as asc begin between by case cascade check column commit constraint"
    " create cross database default delete desc distinct drop else end except exists explain false foreign"
    " from full function grant group having if in index inner insert intersect into is join key left like"
    " limit not null offset on or order outer over partition primary references replace returning revoke"
    " right rollback select set table then true trigger truncate union unique update using values view"
    " when where with integer int bigint text varchar boolean timestamp date numeric uuid jsonb serial"
)
DATA_WORDS = "true false null yes no on off True False Null None inf nan"

STRINGS = f"{DOUBLE}|{SINGLE}"
PARTS: dict[str, dict[str, str]] = {
    "c": {"comment": SLASHES, "string": f"{DOUBLE}|{CHARACTER}", "key": MACRO, "words": C_WORDS},
    "java": {"comment": SLASHES, "string": f"{TRIPLE}|{STRINGS}", "key": MACRO, "words": JAVA_WORDS},
    "script": {"comment": SLASHES, "string": f"{STRINGS}|{BACKTICK}", "key": MACRO, "words": SCRIPT_WORDS},
    "system": {
        "comment": SLASHES,
        "string": f"{DOUBLE}|{CHARACTER}|{BACKTICK}",
        "key": r"\#!?\[[^\]\n]*+\]?",
        "words": SYSTEM_WORDS,
    },
    "php": {"comment": f"{SLASHES}|{HASH}", "string": STRINGS, "key": VARIABLE, "words": PHP_WORDS},
    "python": {"comment": HASH, "string": f"{TRIPLE}|{STRINGS}", "key": MACRO, "words": PYTHON_WORDS},
    "ruby": {"comment": f"{HASH}|{DASHES}", "string": STRINGS, "key": r"[@:]\w++", "words": RUBY_WORDS},
    "shell": {"comment": HASH, "string": STRINGS, "key": VARIABLE, "words": SHELL_WORDS},
    "sql": {"comment": f"{DASHES}|{SLASHES}", "string": STRINGS, "words": SQL_WORDS},
    "yaml": {"comment": HASH, "key": KEY, "string": STRINGS, "words": DATA_WORDS},
    "json": {"comment": SLASHES, "key": KEY, "string": DOUBLE, "words": DATA_WORDS},
    "settings": {"comment": rf"{HASH}|^;[^\n]*+", "key": SETTING, "string": STRINGS, "words": DATA_WORDS},
    "css": {"comment": SLASHES, "key": f"{PROPERTY}|{MACRO}", "string": STRINGS, "words": "important"},
    "markup": {"comment": MARKUP, "keyword": ELEMENT, "key": ATTRIBUTE, "string": DOUBLE, "words": ""},
    "diff": {"added": r"^\+[^\n]*+", "removed": r"^-[^\n]*+", "key": r"^@@[^\n]*+", "words": ""},
}
NAMES = {
    "c": "c h cpp c++ cc hpp cxx arduino glsl objc objective-c",
    "java": "java kotlin kt scala cs csharp c# dart groovy gradle fsharp",
    "script": "js javascript jsx ts typescript tsx mjs cjs node vue svelte graphql",
    "system": "go golang rust rs swift zig",
    "php": "php",
    "python": "py python python3 pycon pyi starlark",
    "ruby": "rb ruby lua elixir ex exs perl pl crystal",
    "shell": "sh bash zsh fish shell console shell-session dockerfile docker make powershell ps1 nginx",
    "sql": "sql postgres postgresql psql mysql sqlite plpgsql",
    "yaml": "yaml yml",
    "json": "json jsonc json5 ndjson",
    "settings": "ini toml cfg conf properties env dotenv editorconfig hcl terraform tf",
    "css": "css scss less sass",
    "markup": "html xml svg xhtml htm jinja django handlebars",
    "diff": "diff patch",
}
FAMILIES = {name: family for family, names in NAMES.items() for name in names.split()}


@cache
def pattern(family: str) -> re.Pattern[str]:
    """Return the pattern whose groups name the kinds of what is coloured in a family of languages."""
    kinds = {kind: parts for kind, parts in PARTS[family].items() if kind != "words"}
    named = [f"(?P<{kind}>{parts})" for kind, parts in kinds.items()]
    if family not in ("diff", "markup"):
        named += [f"(?P<number>{NUMBER})", f"(?P<word>{WORD})"]
    return re.compile("|".join(named), re.MULTILINE | re.DOTALL)


@cache
def words(family: str) -> frozenset[str]:
    """Return the reserved words of a family of languages; those of SQL in lower case."""
    return frozenset(PARTS[family]["words"].split())
