"""The images of the demo, drawn by code so that no photographs have to be shipped."""

import math
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 800)
Colour = tuple[int, int, int]

CREAM, COFFEE, AMBER, INK, TEAL = (246, 238, 226), (74, 44, 32), (226, 150, 62), (38, 36, 48), (52, 128, 124)


def draw_picture(name: str) -> bytes:
    """Return the picture `name` as JPEG."""
    file = BytesIO()
    PICTURES[name]().save(file, "JPEG", quality=86)
    return file.getvalue()


def steam() -> Image.Image:
    """A cup on a table at dawn."""
    image = _sky((58, 36, 44), (232, 158, 96))
    draw = ImageDraw.Draw(image)
    draw.ellipse((760, 90, 980, 310), fill=(255, 214, 150))
    image = image.filter(ImageFilter.GaussianBlur(18))
    vapour = Image.new("L", SIZE, 0)
    for left in (500, 590, 680):
        points = [(left + 34 * math.sin(y / 46 + left), y) for y in range(150, 420, 6)]
        ImageDraw.Draw(vapour).line(points, fill=150, width=26, joint="curve")
    image.paste(CREAM, mask=vapour.filter(ImageFilter.GaussianBlur(14)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 690, 1200, 800), fill=(60, 36, 30))
    draw.ellipse((350, 660, 850, 740), fill=(214, 198, 178))
    draw.arc((740, 450, 880, 600), 250, 110, fill=CREAM, width=26)
    draw.rounded_rectangle((420, 420, 780, 700), 90, fill=CREAM)
    draw.rectangle((420, 420, 780, 520), fill=CREAM)
    draw.ellipse((420, 390, 780, 450), fill=(226, 212, 194))
    draw.ellipse((440, 400, 760, 444), fill=COFFEE)
    return image


def beans() -> Image.Image:
    """Roasted beans, seen from above."""
    image = _sky((44, 27, 20), (86, 54, 38))
    for number in range(170):
        # Spread evenly without a pattern: the two steps of Roberts' R2 sequence.
        x, y = round(number * 0.7549 % 1 * 1300) - 100, round(number * 0.5698 % 1 * 900) - 100
        turn = number * 53 % 180
        shade = 62 + number * 37 % 48
        bean = Image.new("RGBA", (130, 130))
        draw = ImageDraw.Draw(bean)
        draw.ellipse((8, 28, 122, 102), fill=(shade, shade * 6 // 10, shade * 4 // 10, 255))
        draw.arc((-10, 30, 90, 130), 285, 358, fill=(34, 20, 14, 255), width=6)
        draw.arc((40, 0, 140, 100), 105, 178, fill=(34, 20, 14, 255), width=6)
        bean = bean.rotate(turn, Image.Resampling.BICUBIC)
        image.paste(bean, (x, y), bean)
    return image


def home_page() -> Image.Image:
    """A wireframe: header, promise, three coffees."""
    image = Image.new("RGB", SIZE, CREAM)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1200, 84), fill="white")
    draw.ellipse((48, 24, 84, 60), fill=AMBER)
    for left in (720, 830, 940, 1050):
        draw.rounded_rectangle((left, 34, left + 80, 50), 8, fill=(214, 206, 198))
    draw.rounded_rectangle((48, 130, 1152, 430), 28, fill=COFFEE)
    for top, width in ((190, 460), (246, 380), (302, 250)):
        draw.rounded_rectangle((100, top, 100 + width, top + 30), 15, fill=CREAM)
    draw.rounded_rectangle((100, 356, 270, 400), 22, fill=AMBER)
    draw.ellipse((800, 170, 1040, 410), fill=(110, 70, 50))
    for left, tint in ((48, (232, 196, 140)), (424, (196, 214, 196)), (800, (222, 188, 176))):
        draw.rounded_rectangle((left, 470, left + 352, 760), 22, fill="white")
        draw.rounded_rectangle((left + 20, 490, left + 332, 650), 14, fill=tint)
        draw.rounded_rectangle((left + 20, 674, left + 220, 692), 9, fill=(206, 198, 190))
        draw.rounded_rectangle((left + 20, 712, left + 130, 728), 8, fill=(226, 220, 212))
    return image


def palette() -> Image.Image:
    """The five colours of the site."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    for column, colour in enumerate((INK, COFFEE, AMBER, TEAL, CREAM)):
        left = column * 240
        draw.rectangle((left, 0, left + 240, 560), fill=colour)
        draw.rounded_rectangle((left + 40, 600, left + 200, 648), 24, fill=colour)
        draw.ellipse((left + 96, 690, left + 144, 738), fill=colour)
    return image


def visits() -> Image.Image:
    """Two weeks of the old site: busy days, quiet weekends."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    for top in range(120, 721, 120):
        draw.line((90, top, 1130, top), fill=(232, 230, 236), width=2)
    heights = [310, 342, 366, 350, 402, 190, 168, 330, 371, 396, 412, 455, 214, 182]
    for day, height in enumerate(heights):
        left = 110 + day * 73
        colour = TEAL if day % 7 < 5 else (176, 206, 202)
        draw.rounded_rectangle((left, 720 - height, left + 48, 720), 8, fill=colour)
    return image


def _sky(above: Colour, below: Colour) -> Image.Image:
    image = Image.new("RGB", (1, SIZE[1]))
    for y in range(SIZE[1]):
        part = y / SIZE[1]
        image.putpixel((0, y), tuple(round(a + (b - a) * part) for a, b in zip(above, below, strict=True)))
    return image.resize(SIZE)


PICTURES = {each.__name__: each for each in (steam, beans, home_page, palette, visits)}
