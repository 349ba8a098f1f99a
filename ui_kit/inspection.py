"""What a careful eye looks for on every screen: cut text, targets too small or too near."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui_kit.millimetres import Millimetres
from ui_kit.words import Number, Words


def _rect_on(screen: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(screen, QPoint(0, 0)), part.size())


def visible_text(screen: QWidget) -> list[str]:
    """All text on the screen, in no particular order."""
    parts: list[QLabel | Number] = [
        part for part in screen.findChildren(QLabel) if part.isVisibleTo(screen)
    ]
    parts += [part for part in screen.findChildren(Number) if part.isVisibleTo(screen)]
    words = [part.text() for part in parts]
    words += [
        button.text()
        for button in screen.findChildren(QAbstractButton)
        if button.isVisibleTo(screen)
    ]
    return [text for text in words if text]


def _needed(label: QLabel) -> tuple[float, float]:
    if isinstance(label, Words):
        return label.needed(label.width())
    hint = label.sizeHint()
    high = label.heightForWidth(label.width()) if label.wordWrap() else hint.height()
    return (0.0 if label.wordWrap() else hint.width()), high


def clipped_labels(screen: QWidget) -> list[str]:
    """Every text that has less room than it needs, or lies outside of the screen."""
    found: list[str] = []
    for label in screen.findChildren(QLabel):
        if not label.text() or not label.isVisibleTo(screen):
            continue
        wide, high = _needed(label)
        if wide > label.width() + 1 or high > label.height() + 1:
            found.append(f"{label.text()!r} needs {wide:.0f}x{high:.0f}, has {label.size()}")
        if not screen.rect().contains(_rect_on(screen, label)):
            found.append(f"{label.text()!r} lies outside of the screen")
    for button in screen.findChildren(QAbstractButton):
        if button.text() and button.isVisibleTo(screen):
            hint = button.sizeHint()
            if hint.width() > button.width() or hint.height() > button.height():
                found.append(f"button {button.text()!r} needs {hint}, has {button.size()}")
    return found


def overlapping_labels(screen: QWidget) -> list[str]:
    """Every two texts that lie on each other."""
    every: list[QLabel | Number] = [*screen.findChildren(QLabel), *screen.findChildren(Number)]
    labels = [part for part in every if part.text() and part.isVisibleTo(screen)]
    return [
        f"{one.text()!r} lies on {other.text()!r}"
        for one, other in combinations(labels, 2)
        if _rect_on(screen, one).intersects(_rect_on(screen, other))
    ]


def touch_targets(screen: QWidget) -> Iterator[tuple[QAbstractButton, QRect]]:
    """Every button that can be touched now, with its place on the screen."""
    for button in screen.findChildren(QAbstractButton):
        if button.isVisibleTo(screen) and button.isEnabled():
            yield button, _rect_on(screen, button)


def bad_targets(screen: QWidget, sizes: Millimetres) -> list[str]:
    """Every touch target smaller than a finger, and every two that are too near to each other."""
    targets = [
        (button.accessibleName() or button.text(), at) for button, at in touch_targets(screen)
    ]
    found = [
        f"{name!r} is {sizes.mm(at.width()):.1f} x {sizes.mm(at.height()):.1f} mm"
        for name, at in targets
        if at.width() < sizes.touch or at.height() < sizes.touch
    ]
    nearest = sizes.gap - 1
    for (name, at), (other, its) in combinations(targets, 2):
        if at.adjusted(-nearest, -nearest, nearest, nearest).intersects(its):
            found.append(f"{name!r} and {other!r} are nearer than {sizes.mm(sizes.gap):.1f} mm")
    return found


def nameless_targets(screen: QWidget) -> list[str]:
    """Every button that a screen reader could not name."""
    return [
        str(at)
        for button, at in touch_targets(screen)
        if not (button.accessibleName() or button.text())
    ]
