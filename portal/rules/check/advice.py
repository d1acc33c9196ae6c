"""How a gap or an overlap could be mended: one cell to change, where one is enough."""

from dataclasses import dataclass

from portal.rules.check.gaps import Region
from portal.rules.check.space import Space

_MOST_TRIED = 40


@dataclass(frozen=True, slots=True)
class Change:
    """Give the row's cell of this axis the codes of `mask` instead."""

    row: int
    axis: int
    mask: int

    def sentence(self, space: Space) -> str:
        """The change in words, with the cell's text before and after."""
        name = list(space.axes)[self.axis]
        axis, row = space.axes[name], space.rows[self.row]
        cell = row.when.get(name)
        before = cell.text.strip() if cell else "-"
        label = axis.column.label
        return f"把行 {row.id} 的{label} `{before}` 改成 `{axis.cell(self.mask)}`"


def nearest_row(space: Space, gap: Region) -> int | None:
    """The row that holds the gap on most axes, the last of several."""
    masks = space.boxes.masks
    agreed = [
        sum(part & mask == part for part, mask in zip(gap, box, strict=True))
        for box in masks
    ]
    return max(range(len(masks)), key=lambda n: (agreed[n], n), default=None)


def closing(space: Space, gap: Region) -> Change | None:
    """A row that may grow over the gap, next to it and without touching another row."""
    tried = 0
    for row, box in enumerate(space.boxes.masks):
        axis = _only_difference(gap, box)
        if axis is None or not _are_neighbours(box[axis], gap[axis]):
            continue
        grown = (*box[:axis], gap[axis], *box[axis + 1 :])
        if not any(_meet(grown, other) for other in space.boxes.masks):
            return Change(row, axis, box[axis] | gap[axis])
        tried += 1
        if tried == _MOST_TRIED:
            break
    return None


def parting(space: Space, first: int, second: int) -> Change | None:
    """A row of the two that may give the common part up and leave nothing uncovered."""
    masks = space.boxes.masks
    for row, other in ((first, second), (second, first)):
        axis = _only_difference(masks[row], masks[other])
        if axis is not None:
            rest = masks[row][axis] & ~masks[other][axis]
            return Change(row, axis, rest)
    return None


def _only_difference(inner: Region, outer: Region) -> int | None:
    """The one axis on which `inner` is not inside `outer`."""
    axes = [n for n, part in enumerate(inner) if part & ~outer[n]]
    return axes[0] if len(axes) == 1 else None


def _are_neighbours(mask: int, gap: int) -> bool:
    """Whether a code of the one stands beside a code of the other."""
    return bool((mask << 1 | mask >> 1) & gap)


def _meet(one: Region, other: Region) -> bool:
    return all(a & b for a, b in zip(one, other, strict=True))
