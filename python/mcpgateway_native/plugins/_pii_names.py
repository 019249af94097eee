"""Types and the detector of the older Python PII filter, on top of our engine."""

from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mcpgateway_native.compat import Detections, Detector


class PIIType(str, Enum):  # noqa: UP042 - `str()` of a member is part of the older contract
    """The types of personal data."""

    SSN = "ssn"
    BSN = "bsn"
    CREDIT_CARD = "credit_card"
    EMAIL = "email"
    PHONE = "phone"
    IP_ADDRESS = "ip_address"
    MAC_ADDRESS = "mac_address"
    CRYPTO_ADDRESS = "crypto_address"
    DATE_OF_BIRTH = "date_of_birth"
    PASSPORT = "passport"
    DRIVER_LICENSE = "driver_license"
    BANK_ACCOUNT = "bank_account"
    MEDICAL_RECORD = "medical_record"
    AWS_KEY = "aws_key"
    API_KEY = "api_key"
    CUSTOM = "custom"


class MaskingStrategy(str, Enum):  # noqa: UP042 - as above
    """The ways to mask a value."""

    REDACT = "redact"
    PARTIAL = "partial"
    HASH = "hash"
    TOKENIZE = "tokenize"
    REMOVE = "remove"


class PIIPattern(BaseModel):
    """One pattern of the user."""

    model_config = ConfigDict(extra="allow")

    type: PIIType | str = PIIType.CUSTOM
    pattern: str
    description: str
    mask_strategy: MaskingStrategy | None = None
    enabled: bool = True


class PIIFilterConfig(BaseModel):
    """The configuration as a model, with the keys of the gateway's file; unknown ones stay for the engine to refuse."""

    model_config = ConfigDict(extra="allow")

    detect_ssn: bool = True
    detect_bsn: bool = True
    detect_credit_card: bool = True
    detect_email: bool = True
    detect_phone: bool = True
    detect_ip_address: bool = True
    detect_mac_address: bool = True
    detect_crypto_address: bool = True
    detect_date_of_birth: bool | str = True
    detect_passport: bool = True
    detect_driver_license: bool = True
    detect_bank_account: bool = True
    detect_medical_record: bool = True
    detect_aws_keys: bool = False
    detect_api_keys: bool = False
    locales: list[str] = Field(default_factory=list)
    min_confidence: float | dict[str, float] = 0.5
    normalize: bool = False
    default_mask_strategy: MaskingStrategy = MaskingStrategy.REDACT
    redaction_text: str = "[REDACTED]"
    mask_key: str | None = Field(default=None, repr=False)
    block_on_detection: bool = False
    log_detections: bool = False
    include_detection_details: bool = False
    custom_patterns: list[PIIPattern] = Field(default_factory=list)
    whitelist_patterns: list[str] = Field(default_factory=list)
    per_type: dict[str, MaskingStrategy] = Field(default_factory=dict)
    format: str = "tag"
    whitelist_values: list[str] = Field(default_factory=list, repr=False)
    vault: str | bool = "off"
    vault_max_entries: int = 10_000
    scan_keys: bool = False
    scan_integers: bool = False
    scan_bytes: bool = False
    scan_json_strings: bool = True
    include_fields: list[str] = Field(default_factory=list)
    exclude_fields: list[str] = Field(default_factory=list)
    max_text_bytes: int | None = None
    max_nested_depth: int | None = None
    max_collection_items: int | None = None
    on_limit: str = "block"


class PIIDetector(Detector):
    """The detector of the older Python filter: always in Python, with enum members as keys."""

    def __init__(self, config: Any = None) -> None:
        """Build the detector from a mapping or a `PIIFilterConfig`."""
        super().__init__(config, native=False)

    def detect(self, text: str) -> Detections:
        """Return the detections by type, the types as members of `PIIType` where they are known."""
        return {
            _member(PIIType, kind): [_with_member(hit) for hit in hits] for kind, hits in super().detect(text).items()
        }


def _with_member(hit: dict[str, Any]) -> dict[str, Any]:
    return {**hit, "mask_strategy": _member(MaskingStrategy, hit["mask_strategy"])}


def _member(kind: Any, value: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        return value


__all__ = ["MaskingStrategy", "PIIDetector", "PIIFilterConfig", "PIIPattern", "PIIType"]
