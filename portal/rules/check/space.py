"""A version's rows as boxes over the declared domain of the columns its cells test."""

from dataclasses import dataclass

from portal.rules.check.boxes import Boxes
from portal.rules.check.gaps import Region
from portal.rules.check.whole import honest_columns
from portal.rules.check.words import Axis
from portal.rules.encode import encode
from portal.rules.errors import Position
from portal.rules.table import Row, Table, Version


@dataclass(frozen=True, slots=True)
class Space:
    """`axes` are keyed by column name, in the order of the regions' parts."""

    rows: tuple[Row, ...]
    axes: dict[str, Axis]
    boxes: Boxes

    @property
    def bits(self) -> int:
        """How many bits the search has to hold at once."""
        return sum(self.boxes.sizes) * len(self.rows)

    def words(self, region: Region) -> str:
        """The region in words; columns that may be anything are left out."""
        parts = [
            axis.words(mask)
            for axis, mask in zip(self.axes.values(), region, strict=True)
            if mask != axis.all
        ]
        parts = [f"（{one}）" if " 或 " in one and parts[1:] else one for one in parts]
        return " 且 ".join(parts) or "任何情况"

    def when(self, region: Region) -> str:
        """The region as the `when` of a row to paste."""
        cells = {
            name: axis.cell(mask)
            for (name, axis), mask in zip(self.axes.items(), region, strict=True)
            if mask != axis.all
        }
        written = (f"{name}: {_in_yaml(cell)}" for name, cell in cells.items())
        return f"{{{', '.join(written)}}}"

    def cell_at(self, row: int, axis: int) -> Position:
        """Where the row's cell of this axis stands, else where the row does."""
        name = list(self.axes)[axis]
        return self.rows[row].cell_at.get(name, self.rows[row].at)


def space_of(table: Table, version: Version) -> Space:
    """The boxes of a version's rows; a cell of a column outside its domain is empty."""
    encoded = encode(honest_columns(table), version.rows)
    axes = {name: Axis(scale) for name, scale in encoded.scales.items()}
    masks = [
        tuple(axis.mask(part) for axis, part in zip(axes.values(), box, strict=True))
        for box in encoded.boxes
    ]
    return Space(
        version.rows, axes, Boxes([len(a.codes) for a in axes.values()], masks)
    )


def _in_yaml(cell: str) -> str:
    quote = "'" if '"' in cell else '"'
    return f"{quote}{cell}{quote}"
