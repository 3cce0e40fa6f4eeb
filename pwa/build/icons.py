"""Draws the app's icons as PNG in every size the manifest names: three layered sheets, no word, nothing that tells what the app is for."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "public" / "icons"
SHEETS = (((13, 24, 41, 52), "#57b8ff"), ((18, 18, 46, 46), "#c0e4ff"), ((23, 12, 51, 40), "#ffffff"))
OVERSAMPLE = 4


def draw(size: int, *, maskable: bool = False, square: bool = False) -> Image.Image:
    side = size * OVERSAMPLE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    unit = side / 64
    pen.rounded_rectangle((0, 0, side, side), 0 if maskable or square else 14 * unit, fill="#00428c")
    # A maskable icon may be cut to a circle of 80 %: the sheets shrink into it.
    shrink = 0.7 if maskable else 1.0
    for box, colour in SHEETS:
        scaled = [(32 + (edge - 32) * shrink) * unit for edge in box]
        pen.rounded_rectangle(scaled, 6 * unit * shrink, fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw(192).save(FOLDER / "kasane-192.png", optimize=True)
    draw(512).save(FOLDER / "kasane-512.png", optimize=True)
    draw(512, maskable=True).save(FOLDER / "kasane-maskable-512.png", optimize=True)
    draw(180, square=True).convert("RGB").save(FOLDER / "kasane-180.png", optimize=True)
