"""Files taken in whole, phone lists, and hooks by which other programs send leads."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portal.models.base import ExactJson, Stored


class ImportState(StrEnum):
    """A file is a draft until it is taken in; one taken in may be undone."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    IMPORTED = "imported"
    UNDONE = "undone"


class Import(Stored, table=True):
    """One file somebody handed in; its rows wait in ImportPart while it is a draft.

    columns: the header as read; mapping: our field -> number of its column;
    findings: counts, wrong cells, struck rows and a sample of the last look at it.
    """

    __table_args__ = (
        UniqueConstraint("site_id", "no"),
        Index("ix_import_uploaded", "site_id", "uploaded_at"),
        Index("ix_import_expiry", "site_id", "state", "expires_at"),
    )
    no: str = Field(max_length=30)
    kind: str = Field(max_length=20)
    state: ImportState = Field(default=ImportState.DRAFT, max_length=20)
    file_name: str = Field(max_length=200)
    file_digest: str = Field(max_length=64)
    file_bytes: int
    sheet: str = Field(default="", max_length=100)
    encoding: str = Field(default="", max_length=20)
    columns: Any = Field(sa_type=ExactJson)
    header_line: int
    rows: int
    mapping: Any = Field(sa_type=ExactJson)
    channel: str = Field(default="", max_length=20)
    findings: Any = Field(sa_type=ExactJson)
    uploaded_at: datetime
    uploaded_by: UUID | None = Field(default=None, foreign_key="staff.id")
    uploaded_by_name: str = Field(max_length=60)
    expires_at: datetime
    imported_at: datetime | None = None
    imported_by: UUID | None = Field(default=None, foreign_key="staff.id")
    undone_at: datetime | None = None
    undone_by: UUID | None = Field(default=None, foreign_key="staff.id")
    undo_reason: str = Field(default="", max_length=300)


class ImportPart(Stored, table=True):
    """A run of a draft's rows, in the file's order; gone when it is taken in.

    rows: a list of [line, cells as texts]; read: what was understood of each.
    """

    __table_args__ = (UniqueConstraint("site_id", "import_id", "seq"),)
    import_id: UUID = Field(foreign_key="import.id")
    seq: int
    rows: str
    read: str = Field(default="")


class ImportMapping(Stored, table=True):
    """Which column means what, kept for the next file with the same header."""

    __table_args__ = (UniqueConstraint("site_id", "kind", "signature"),)
    kind: str = Field(max_length=20)
    signature: str = Field(max_length=64)
    mapping: Any = Field(sa_type=ExactJson)
    kept_at: datetime
    kept_by: UUID | None = Field(default=None, foreign_key="staff.id")


class ImportedLead(Stored, table=True):
    """A lead that came in with a file, and what undoing it has to put back.

    client_before: name and address the client had; null when he is new.
    """

    __table_args__ = (
        Index("ix_importedlead_import", "site_id", "import_id", "line"),
        UniqueConstraint("site_id", "lead_id"),
    )
    import_id: UUID = Field(foreign_key="import.id")
    line: int
    lead_id: UUID = Field(foreign_key="lead.id")
    client_before: Any = Field(default=None, sa_type=ExactJson)


class PhoneEntry(Stored, table=True):
    """A number of a market department's phone list (lead.phonelist.*).

    decision_id: the answer of lead.phone_list; struck numbers are not called.
    """

    __table_args__ = (
        UniqueConstraint("site_id", "import_id", "line"),
        Index("ix_phoneentry_phone", "site_id", "phone"),
        Index("ix_phoneentry_address", "site_id", "address_key"),
        Index("ix_phoneentry_callable", "site_id", "callable", "reported_at"),
    )
    import_id: UUID = Field(foreign_key="import.id")
    line: int
    phone: str = Field(max_length=20)
    client_name: str = Field(default="", max_length=60)
    site_address: str = Field(default="", max_length=200)
    address_key: str = Field(default="", max_length=200)
    remarks: str = Field(default="", max_length=500)
    callable: bool
    decision_id: UUID = Field(foreign_key="decision.id")
    reported_at: datetime | None = None
    reported_by: UUID | None = Field(default=None, foreign_key="staff.id")


class LeadHook(Stored, table=True):
    """A door for another program's leads; its key is derived, never stored.

    generation: goes into the key, so that a new one makes the old one worthless;
    mapping: our field -> path into the body.
    """

    __table_args__ = (UniqueConstraint("name"),)
    name: str = Field(max_length=40)
    label: str = Field(max_length=60)
    channel: str = Field(max_length=20)
    generation: str = Field(max_length=40)
    mapping: Any = Field(sa_type=ExactJson)
    sample: str = Field(default="")
    created_at: datetime
    created_by: UUID | None = Field(default=None, foreign_key="staff.id")
    disabled_at: datetime | None = None


class HookDelivery(Stored, table=True):
    """A signed delivery as it was answered; problems: field -> sentence."""

    __table_args__ = (Index("ix_hookdelivery_at", "site_id", "hook_id", "at"),)
    hook_id: UUID = Field(foreign_key="leadhook.id")
    delivery: str = Field(max_length=100)
    at: datetime
    status: int
    lead_id: UUID | None = None
    lead_no: str = Field(default="", max_length=30)
    problems: Any = Field(sa_type=ExactJson)
