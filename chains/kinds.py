"""The enumerations of the domain: their values are the words of JSON, catalogue and database."""

from enum import StrEnum


class Encryption(StrEnum):
    """How a server is reached (加密方式): as it likes, encrypted, or with its certificate checked, too."""

    ANY = "any"
    REQUIRED = "required"
    VERIFIED = "verified"


class Tier(StrEnum):
    """Where a stage stands in its chain (层级)."""

    UPSTREAM = "upstream"
    MIDSTREAM = "midstream"
    DOWNSTREAM = "downstream"
    SUPPORT = "support"


class Coverage(StrEnum):
    """How far a segment is present here (本地供给)."""

    STRONG = "strong"
    ADEQUATE = "adequate"
    WEAK = "weak"
    MISSING = "missing"
    UNASSESSED = "unassessed"


class Source(StrEnum):
    """Where the segment's supply comes from today (当前来源)."""

    LOCAL = "local"
    PROVINCIAL = "provincial"
    DOMESTIC = "domestic"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


class Degree(StrEnum):
    """How much of the supply comes from that source (来源程度)."""

    PARTLY = "partly"
    MAINLY = "mainly"
    WHOLLY = "wholly"


class Role(StrEnum):
    """What a company is to a segment (角色)."""

    LEAD = "lead"
    SUPPLIER = "supplier"
    CANDIDATE = "candidate"


class Decision(StrEnum):
    """What staff decided of a placement (结论)."""

    CONFIRMED = "confirmed"
    TO_REVIEW = "to_review"
    REJECTED = "rejected"


class Phase(StrEnum):
    """How far the pursuit of a target is (招商阶段)."""

    LEAD = "lead"
    TO_CONTACT = "to_contact"
    TALKING = "talking"
    SIGNED = "signed"
    LANDED = "landed"
    LOST = "lost"


class NoteKind(StrEnum):
    """What a document says of a whole chain, tied to no segment (链级事项)."""

    ISSUE = "issue"
    DIRECTION = "direction"
    PARK = "park"
    LEAD = "lead"
    PLATFORM = "platform"
    TARGET = "target"


class RegistrationState(StrEnum):
    """登记状态 in one vocabulary; the wording of the file is kept beside it."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    MOVED_OUT = "moved_out"
    SUSPENDED = "suspended"
    LIQUIDATING = "liquidating"
    UNKNOWN = "unknown"


GONE_STATES = frozenset({RegistrationState.CANCELLED, RegistrationState.REVOKED, RegistrationState.WITHDRAWN})
"""States in which a company is never offered as a target."""


class BatchPhase(StrEnum):
    """How far an import of many companies is: being written, in force, taken back, or being cleared away."""

    WRITING = "writing"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


class RateRule(StrEnum):
    """How 本地配套率 is counted."""

    BY_SEGMENT = "by_segment"
    BY_COMPANY = "by_company"
    BY_PURCHASE = "by_purchase"


class EntityKind(StrEnum):
    """What a change can touch; also the names in the change log."""

    CHAIN = "chain"
    SEGMENT = "segment"
    ASSESSMENT = "assessment"
    PLACEMENT = "placement"
    COMPANY = "company"
    TARGET = "target"
    FOLLOW_UP = "follow_up"
    CHAIN_NOTE = "chain_note"
    COMPANY_LIST = "company_list"
    RECORD = "record"
    WORKSPACE = "workspace"
