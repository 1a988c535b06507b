"""Big numbers made of blocks, to be read from across the room."""

from __future__ import annotations

SHAPES = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    ":": (" ", "█", " ", "█", " "),
}
"""Each character as five rows of pixels."""

HALVES = {("█", "█"): "█", ("█", " "): "▀", (" ", "█"): "▄", (" ", " "): " "}


def large_digits(text: str) -> list[str]:
    """Return digits and colons as five lines, each pixel two columns wide."""
    shapes = [SHAPES[char] for char in text]
    return ["  ".join(_wide(shape[row]) for shape in shapes) for row in range(5)]


def small_digits(text: str) -> list[str]:
    """Return digits as three lines, each of two rows of pixels in half blocks."""
    # a sixth, blank row makes three pairs
    shapes = [(*SHAPES[char], " " * len(SHAPES[char][0])) for char in text]
    return [
        " ".join("".join(HALVES[pair] for pair in zip(*shape[row : row + 2], strict=True))
                 for shape in shapes)
        for row in (0, 2, 4)
    ]  # fmt: skip


def _wide(pixels: str) -> str:
    return "".join(pixel * 2 for pixel in pixels)
