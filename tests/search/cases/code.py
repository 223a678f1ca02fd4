"""Names of tickets, files, functions and versions, as they stand and by their parts."""

from tests.search.cases.rows import Row

ROWS = [
    Row(
        "Blocked by JIRA-1234, ask Ann",
        "JIRA-1234 | jira-1234 | JIRA-1234, | (JIRA-1234) | jira | 1234 | JIRA-12 | jira- | -1234"
        " | IRA | 234",
        "JIRA-1235 | JIRA-124 | 12345 | ir | 34",
    ),
    Row(
        "see report_final",
        "report | final | report_final | report_ | _final | repor | reports | inal",
        "report-final",
    ),
    Row(
        "fix src/app/main.py now",
        "src/app/main.py | main.py | app/main.py | src/app | src | .py | py | main | /app/main.py"
        " | main. | src/ | ain.py",
        "main.pyc | src/main.py | in.py",
    ),
    Row(
        "released v1.2.3",
        "v1.2.3 | V1.2.3 | 1.2.3 | v1.2 | 1.2 | v1 | 2.3 | v1.2.3.",
        "v1.3 | v1.2.30 | v2 | 1.23",
    ),
    Row(
        "released 1.2.3-rc.1+build7",
        "1.2.3 | 1.2.3-rc.1 | rc.1 | rc | 1.2.3-rc.1+build7 | build7 | +build7",
        "rc.2",
    ),
    Row("needs Python 3.11 or newer", "3.11 | python 3.11 | 3.1 | Python | 11", "3.12 | 3.111 | 13.11"),
    Row("costs 13.11", "13.11 | 13 | 11", "3.11"),
    Row("written in C++", "C++ | c++ | C | ++ | C+", "C# | C+++"),
    Row("written in C#", "C# | c# | C | #", "C++ | C##"),
    Row("written in C", "C | c | in C", "C++ | C#"),
    Row(
        "ASP.NET and Node.js",
        "ASP.NET | .NET | net | asp | node.js | js | .js | Node. | node",
        "nodejs | aspnet",
    ),
    Row(
        "def __init__(self): pass",
        "__init__ | init | __init__( | self | __ | (self) | __init__(self) | nit",
        "_init_x",
    ),
    Row(
        "List<String> map", "List<String> | list | string | list<string | <String>", "liststring | List<Int>"
    ),
    Row(
        "std::vector<int> a->b",
        "std::vector | vector | ::vector | std:: | a->b | -> | vector<int>",
        "std:vector | a=>b",
    ),
    Row("if (a != b && c || d)", "!= | && | || | a != b | (a", "== | !== | &&&"),
    Row(
        "edit .env and .gitignore", ".env | env | .gitignore | git | ignore | .git", ".environment | .ignore"
    ),
    Row(
        r"C:\Users\ada\notes.txt",
        r"C:\Users\ada\notes.txt | \ada | notes.txt | users | C:\Users | txt | c",
        r"D:\Users",
    ),
    Row(r"on \\server\share", r"\\server\share | \server | server | share | \\server", r"\\share"),
    Row(
        "~/.ssh/config and /etc/hosts",
        "~/.ssh/config | .ssh | ssh | /etc/hosts | /etc | hosts | ~/.ssh | ~",
        "/hosts/etc",
    ),
    Row(
        "branch feature/WEB-42-login",
        "feature/WEB-42-login | WEB-42 | web | 42 | login | 42-login | feature/web",
        "WEB-421",
    ),
    Row(
        "run git log --oneline -5 first",
        "--oneline | oneline | git log --oneline -5 | -5 | log -5",
        "--one-line | -51",
    ),
    Row("tar -x and rm -rf /tmp", '-x | tar -x | "rm -rf" | /tmp | rf', "rm -rf | rm -tmp"),
    Row(
        "commit 9fceb02d0ae598e95dc970b7",
        "9fceb02 | 9fceb02d0ae598e95dc970b7 | 598 | ae598e95 | d0ae5",
        "9fceb03 | 9f2",
    ),
    Row(
        "key key_prod_4eC39HqLyjWDarjtT1zdp7dcAbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
        "key_prod_4eC39HqLyjWDarjtT1zdp7dcAbCdEfGhIjKlMnOpQrStUvWxYz0123456789 | key_prod | hqlyj"
        " | mnopqrstuvwxyz",
        "key_prod_4eC39HqLyjWDarjtT1zdp7dcAbCdEfGhIjKlMnOpQrStUvWxYz0123456780 | key_test",
    ),
    Row("npm i @ann/cli", "@ann/cli | @ann | ann/cli | cli | npm | ann", "@bob | @cli"),
    Row("set a=b and x=1&y=2", "a=b | x=1 | y=2 | x=1&y=2 | &y | =", "a=c | x=12"),
    Row(
        "getUserById(id)",
        "getUserById | getuser | user | byid | getUserById(id) | (id)",
        "getUserByName | us",
    ),
    Row("`inline` and **bold** text", "inline | `inline` | bold | **bold** | **", "line bolder"),
    Row(
        "$HOME ${PATH} %s {{name}}", "$HOME | home | ${PATH} | path | %s | name | {{name}} | $", "$PATH | %d"
    ),
    Row("HEAD~1 HEAD^ main@{upstream}", "HEAD~1 | HEAD^ | head | upstream | main@{upstream} | ~1", "HEAD~2"),
    Row(
        "tag #release-notes by @ada",
        "#release-notes | #release | release | notes | @ada | ada | #",
        "#notes | @release",
    ),
]
