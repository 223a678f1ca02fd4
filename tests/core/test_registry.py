import pytest

from core import registry
from core.registry import DuplicateEntry, GroupedRegistry, KeyedRegistry, ListRegistry

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def own_list(monkeypatch):
    """The registries of these tests are not listed with those of the product."""
    monkeypatch.setattr(registry, "all_registries", [])


def function_of(module):
    def function():
        return module

    function.__module__ = module
    return function


def test_a_list_keeps_the_order_of_registration():
    hooks: ListRegistry[object] = ListRegistry("shop.orders.on_paid", used="an order is paid")
    first, second = function_of("post.labels"), function_of("mail.receipts")
    assert hooks.register(first) is first
    hooks.register(second)
    assert list(hooks) == [first, second]
    assert len(hooks) == 2
    assert hooks.filled_by == ["post.labels", "mail.receipts"]


def test_a_key_leads_to_its_entry():
    prices: KeyedRegistry[str, object] = KeyedRegistry("shop.prices", used="a price is shown")
    function = function_of("fruit.apples")
    assert prices.register("apple", "pear")(function) is function
    prices.add({"plum": "2 €"}, module="fruit.plums")
    assert dict(prices) == {"apple": function, "pear": function, "plum": "2 €"}
    assert "apple" in prices
    assert "fig" not in prices
    assert prices.get("fig") is None
    with pytest.raises(KeyError):
        prices["fig"]
    assert prices.filled_by == ["fruit.apples", "fruit.plums"]


def test_a_key_leads_to_all_entries_of_its_group():
    parts: GroupedRegistry[str, object] = GroupedRegistry("shop.parts", used="a page is drawn")
    first, second = function_of("fruit"), function_of("vegetables")
    parts.register("home", "offers")(first)
    parts.register("home")(second)
    assert parts["home"] == [first, second]
    assert parts["offers"] == [first]
    assert "basket" not in parts


def test_a_key_that_two_modules_register_is_an_error_that_names_both():
    prices: KeyedRegistry[str, object] = KeyedRegistry("shop.prices", used="a price is shown")
    prices.register("apple")(function_of("fruit.apples"))
    with pytest.raises(DuplicateEntry, match=r"shop\.prices: 'apple' .*fruit\.apples.*fruit\.other"):
        prices.register("apple")(function_of("fruit.other"))


def test_an_entry_that_comes_twice_is_an_error():
    function = function_of("mail.receipts")
    hooks: ListRegistry[object] = ListRegistry("shop.orders.on_paid", used="an order is paid")
    parts: GroupedRegistry[str, object] = GroupedRegistry("shop.parts", used="a page is drawn")
    hooks.register(function)
    parts.register("home")(function)
    with pytest.raises(DuplicateEntry):
        hooks.register(function)
    with pytest.raises(DuplicateEntry):
        parts.register("home")(function)


def test_a_registry_says_what_filled_it():
    hooks: ListRegistry[object] = ListRegistry("shop.orders.on_paid", used="an order is paid")
    assert repr(hooks) == "<ListRegistry shop.orders.on_paid, filled by nothing>"
    hooks.register(function_of("post.labels"))
    hooks.add("a text", module="mail.receipts")
    assert repr(hooks) == "<ListRegistry shop.orders.on_paid, filled by post.labels, mail.receipts>"


def test_every_registry_is_listed():
    hooks: ListRegistry[object] = ListRegistry("shop.orders.on_paid", used="an order is paid")
    prices: KeyedRegistry[str, object] = KeyedRegistry("shop.prices", used="a price is shown")
    assert registry.all_registries == [hooks, prices]
