"""The frame of pages: the sections of a project, the search in the centre, and the tab bar of a phone."""

import pytest
from playwright.sync_api import expect

SECTIONS = ["Board", "Files", "Activity", "Archive", "Members"]
PAGES = {
    "Board": "",
    "Files": "/files",
    "Activity": "/activity",
    "Archive": "/archive",
    "Members": "/members",
}
CENTRES = """() => {
  const { left, width } = document.querySelector('.topbar__find').getBoundingClientRect();
  return [left + width / 2, document.documentElement.clientWidth / 2];
}"""


def test_every_page_of_a_project_has_the_same_sections_in_the_same_place(window, ada, project):
    page = window(ada, viewport={"width": 1440, "height": 900})
    places = set()
    for name, path in PAGES.items():
        page.goto(project.path + path)
        sections = page.get_by_role("navigation", name="Project", exact=True)
        expect(sections.get_by_role("link")).to_have_text(SECTIONS)
        expect(sections.locator("[aria-current=page]")).to_have_text(name)
        first = sections.get_by_role("link").first.bounding_box()
        assert first is not None
        places.add((round(first["x"]), round(first["y"])))
        search, middle = page.evaluate(CENTRES)
        assert abs(search - middle) < 2, name
    assert len(places) == 1, places


@pytest.mark.parametrize("path", ["/projects", "/search", "/notifications", "/profile"])
def test_every_page_of_a_phone_has_the_tab_bar(window, ada, path):
    page = window(ada, viewport={"width": 390, "height": 844})
    page.goto(path)
    tabs = page.get_by_role("navigation", name="Sections")
    expect(tabs.get_by_role("link")).to_have_text(["Projects", "Search", "Notifications", "Profile"])
    expect(tabs.locator("[aria-current=page]")).to_have_attribute("href", path)


def test_the_tab_bar_of_a_project_is_the_same_on_each_of_its_pages(window, ada, project):
    page = window(ada, viewport={"width": 390, "height": 844})
    for path in PAGES.values():
        page.goto(project.path + path)
        tabs = page.get_by_role("navigation", name="Sections")
        expect(tabs.get_by_role("link")).to_have_text(["Projects", "Board", "Chat", "Files", "Members"])
    tabs.get_by_role("link", name="Chat").click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()


def test_the_menu_of_a_project_hangs_from_its_button(window, ada, project):
    page = window(ada)
    page.goto(project.path)
    button = page.get_by_role("button", name="Lighthouse")
    button.click()
    above, menu = button.bounding_box(), page.locator("#project-menu").bounding_box()
    assert above is not None
    assert menu is not None
    assert abs(above["x"] - menu["x"]) <= 1
    assert 0 <= menu["y"] - above["y"] - above["height"] <= 8
