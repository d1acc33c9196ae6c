"""The case machine: cases of every kind, moved on by their procedure files."""

from portal.services.cases.advancing import (
    advance,
    advance_in,
    drive_in,
    open_case,
    open_case_in,
)
from portal.services.cases.files import procedure_of, shelf_of, version_of
from portal.services.cases.scene import Scene, scene_for, scene_of

__all__ = [
    "Scene",
    "advance",
    "advance_in",
    "drive_in",
    "open_case",
    "open_case_in",
    "procedure_of",
    "scene_for",
    "scene_of",
    "shelf_of",
    "version_of",
]
