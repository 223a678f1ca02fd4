"""Addresses of people and of pages, whole and by their parts."""

from tests.search.cases.rows import Row

ROWS = [
    Row(
        "Write to bob.smith@example.net, please",
        "bob.smith@example.net | BOB.Smith@Example.NET | bob | smith | bob.smith | example | example.net"
        " | @example.net | smith@example | net | .net | bob.smith@ | <bob.smith@example.net>"
        " | bob.smith@example.net,"
        " | mit | example please",
        "bob.smith@example.com | bobsmith | ob | bob@example.net | alice",
    ),
    Row(
        "ada+lists@mail.example.org",
        "ada+lists@mail.example.org | ada | lists | +lists | mail | example.org",
        "ada@mail",
    ),
    Row(
        "Docs: https://docs.example.org/guide/setup.html?lang=en&v=2#first-steps.",
        "https://docs.example.org/guide/setup.html?lang=en&v=2#first-steps | https://docs.example.org"
        " | https://"
        " | docs.example.org | example.org | docs.example.org/guide | guide | /guide | guide/setup.html"
        " | /guide/setup.html | setup.html | setup | html | .html | lang=en | v=2 | #first-steps"
        " | first-steps | steps"
        " | //docs.example.org | (https://docs.example.org/guide/setup.html) | ample.org | https://docs",
        "http://docs.example.org | docs.example.com | setup.htm5 | guide.html | https://example.org",
    ),
    Row(
        "http://localhost:8000/admin/ and www.example.com",
        "localhost:8000 | localhost | 8000 | /admin/ | admin | :8000 | www.example.com | example.com"
        " | www | www."
        " | http://localhost:8000/admin",
        "localhost:8001 | 8080 | www.example.org",
    ),
    Row(
        "clone git@example.org:team/board.git",
        "git@example.org:team/board.git | team/board.git | board.git | team/board | git"
        " | git@example.org | board",
        "git@example.org:board | team/boards.git",
    ),
    Row(
        "[the guide](https://example.org/a_(b)_c)",
        "https://example.org/a_(b)_c | the guide | guide | [the guide] | a_(b)_c | example.org/a_ | (b)",
        "a_b_c",
    ),
    Row(
        "server 192.168.10.25 is up",
        "192.168.10.25 | 192.168 | 168.10.25 | 10.25 | 192 | 192.168.10.2 | 192.168.10. | 25",
        "192.168.10.26 | 192.168.1.25 | 92.168 | 8.10",
    ),
    Row(
        "at 2001:db8::1 and 00:1B:44:11:3A:B7",
        "2001:db8::1 | db8 | 2001: | 00:1b:44:11:3a:b7 | 1b:44 | b7",
        "2001:db9",
    ),
    Row(
        "ftp://files.example.net/pub",
        "ftp://files.example.net/pub | ftp | files.example.net | pub | ftp://",
        "sftp",
    ),
    Row(
        "mailto:eve@example.org?subject=Hi",
        "eve@example.org | mailto:eve@example.org | eve | subject=Hi | subject",
        "eva",
    ),
    Row(
        "zoom.us/j/98765432101 at noon",
        "zoom.us | 98765432101 | zoom.us/j/98765432101 | us | /j/987 | 654",
        "98765432102",
    ),
    Row(
        "https://пример.рф/путь/файл.txt",
        "пример.рф | путь | файл.txt | рф | /путь/файл.txt | https://пример.рф",
        "пример.ру",
    ),
]
