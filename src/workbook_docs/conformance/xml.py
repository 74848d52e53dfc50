"""The few things that every hand does to XML: find, take out, rename."""

from __future__ import annotations

from lxml import etree


def new_root(tag: str) -> etree._Element:
    """An element with nothing in it, its namespace the default one: the root of a new part."""
    namespace, _, name = tag[1:].partition("}")
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def parent_of(element: etree._Element) -> etree._Element:
    """The element that holds this one.

    Raises `ValueError` for the root, which nothing holds.
    """
    parent = element.getparent()
    if parent is None:
        raise ValueError(f"{element.tag} stands in nothing.")
    return parent


def child_of(element: etree._Element, path: str) -> etree._Element:
    """The first element at a path below this one.

    Raises `ValueError` where there is none: then the file is none of ours.
    """
    child = element.find(path)
    if child is None:
        raise ValueError(f"{element.tag} holds no {path}.")
    return child


def take_out(element: etree._Element) -> None:
    """Take an element out of what holds it, where anything still does."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def empty(element: etree._Element, *but: str) -> None:
    """Take all children out of an element but those with these tags."""
    for child in list(element):
        if child.tag not in but:
            element.remove(child)


def without(element: etree._Element, *names: str) -> None:
    """Take attributes off an element, where it has them."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]
