import re

import pytest
from django.db import connection

from bench.product import scripting, seeding
from boards.models import Card

postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="pgbench is PostgreSQL's")


@pytest.fixture
def project(db) -> str:
    return seeding.make_world(people=2, boards=1, cards=6)["boards"][0]["project"]


@postgres
def test_the_script_counts_the_log_on_as_the_product_does(project):
    lines = scripting.script(project=project)
    assert len([line for line in lines if line.endswith("\\gset b_")]) == 1
    assert str(scripting.SEQ + 1) not in "\n".join(lines)


@postgres
def test_the_script_names_no_row_of_the_project_that_it_was_made_from(project):
    known = {":b_project", ":b_card", ":b_position"}
    lines = scripting.script(project=project)
    assert known <= set(re.findall(r":b_\w+", "\n".join(lines)))
    assert [line for line in lines if re.search(r"'[0-9a-f-]{36}'::uuid", line)] == []


def test_a_script_leaves_nothing_behind(project):
    before = Card.objects.order_by("number").values_list("number", "version", "position")
    rows = list(before)
    assert scripting.count(project=project) > 2
    assert list(before.all()) == rows
