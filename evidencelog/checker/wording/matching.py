"""Places at which a form puts its classes together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidencelog.checker.wording.lexing import Spans
    from evidencelog.checker.wording.page import Page
    from evidencelog.models.wording import Condition, Form


def places(form: Form, page: Page) -> Spans:
    """Where the form matches, ascending; for each last (or latest) part the nearest of the others.

    Time grows with the number of occurrences times the logarithm of it.
    """
    if (
        (form.views and page.view and page.view not in form.views)
        or (form.channels and page.channel and page.channel not in form.channels)
        or (form.contacted and page.contacted and page.contacted not in form.contacted)
    ):
        return []
    parts = []
    for part in form.parts:
        spans = page.spans(part)
        if not spans:
            return []
        parts.append(spans)
    for condition in form.conditions:
        if condition.where == "text" and _anywhere(condition, page) != condition.wanted:
            return []
    if len(parts) == 1:
        found = parts[0]
    elif form.ordered:
        found = _in_order(parts, form, page)
    else:
        found = _together(parts, form, page)
    local = [condition for condition in form.conditions if condition.where != "text"]
    if local:
        found = [span for span in found if all(_near(one, span, page) == one.wanted for one in local)]
    return found


def _anywhere(condition: Condition, page: Page) -> bool:
    return any(number in page.found for number in condition.classes)


def _in_order(parts: list[Spans], form: Form, page: Page) -> Spans:
    """Chains in which every part begins at most a gap after the end of the one before."""
    chains = sorted((end, start) for start, end in parts[0])
    for spans, gap in zip(parts[1:], form.gaps, strict=True):
        ends = [end for end, _start in chains]
        longer = []
        for start, end in spans:
            at = bisect_right(ends, start) - 1
            if at >= 0 and start - ends[at] <= gap:
                first = chains[at][1]
                if page.together(form.scope, first, end):
                    longer.append((end, first))
        chains = sorted(longer)
        if not chains:
            break
    return sorted((start, end) for end, start in chains)


def _together(parts: list[Spans], form: Form, page: Page) -> Spans:
    """Windows that hold every part in any order, none over another."""
    width = form.gaps[0]
    events = sorted((start, end, number) for number, spans in enumerate(parts) for start, end in spans)
    latest: list[tuple[int, int] | None] = [None] * len(parts)
    windows: Spans = []
    for start, end, number in events:
        others = [span for other, span in enumerate(latest) if other != number]
        latest[number] = (start, end)
        if any(span is None or span[1] > start for span in others):
            continue
        first = min(span[0] for span in others if span is not None)
        if end - first <= width and page.together(form.scope, first, end):
            windows.append((first, end))
    return windows


def _near(condition: Condition, span: tuple[int, int], page: Page) -> bool:
    """Whether one of the condition's classes stands where it says, seen from a span."""
    start, end = span
    where, numbers = condition.where, condition.classes
    if where == "inside":
        return page.begins_within(numbers, start, end)
    if where == "around":
        return any(covering(page.found[number], start, end) for number in numbers if number in page.found)
    if where in ("clause", "sentence"):
        return page.begins_within(numbers, *page.extent(where, start, end))
    low, high = page.extent("clause" if where in ("near", "ahead", "next") else "sentence", start, end)
    if where in ("after", "next"):
        return page.begins_within(numbers, end, min(high + 1, end + condition.reach + 1))
    if page.ends_within(numbers, max(low, start - condition.reach), start, low):
        return True
    return where == "near" and page.begins_within(numbers, start, end)


def covering(spans: Spans, start: int, end: int) -> bool:
    """Whether one of the spans (ascending, none inside another) holds another span."""
    at = bisect_left(spans, (start + 1, 0)) - 1
    return at >= 0 and spans[at][1] >= end
