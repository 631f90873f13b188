"""The names under which Slack and the bot know commands, shortcuts, forms and buttons.

The name of a field is the name that `core` gives it in its requests, so that an error which names
the field at fault also names the place in the form.
"""

from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """Slash commands."""

    PANEL = "/benefits"
    USE = "/benefit-use"
    CHECK = "/benefit-check"


class Shortcut(StrEnum):
    """Entries of the lightning menu and of a message's menu."""

    RECORD = "record_usage"
    RECORD_FROM_MESSAGE = "record_usage_from_message"
    CHECK = "check_benefits"


class Form(StrEnum):
    """Modals that can be submitted."""

    RECORD = "usage_form"
    ENROLL = "membership_form"
    ENROLL_BENEFITS = "membership_benefits_form"
    UNDO = "undo_form"
    CONVEY = "convey_form"
    RECALL = "recall_form"
    ADJUST = "level_form"
    BULK = "bulk_form"
    BULK_PREVIEW = "bulk_preview"
    REGISTER = "registration_form"
    CANCEL = "cancellation_form"
    RENEW = "renewal_form"
    RENEW_PREVIEW = "renewal_preview"
    RENEW_BENEFITS = "renewal_benefits_form"
    SHARE = "share_form"


class Act(StrEnum):
    """Buttons and menus that act at once."""

    RECORD = "record"
    RECORD_TYPED = "record_typed"
    ASK_CONTACT = "ask_contact"
    CHECK_CONTACT = "check_contact"
    RUN = "run"
    CHECK_FILTER = "check_filter"
    CHECK_PAGE_BACK = "check_page_back"
    CHECK_PAGE_ON = "check_page_on"
    WHY = "why"
    WHY_PAGE_BACK = "why_page_back"
    WHY_PAGE_ON = "why_page_on"
    ADJUST = "adjust"
    CONVEY = "convey"
    RECALL = "recall"
    BULK = "bulk"
    REGISTER = "register"
    CANCEL = "cancel"
    ENROLL = "enroll"
    ENROLL_BACK = "enroll_page_back"
    RENEW = "renew"
    RENEW_CHOOSE = "renew_choose"
    RENEW_BACK = "renew_page_back"
    REPORT = "report"
    REPORT_SINCE = "report_since"
    REPORT_UNTIL = "report_until"
    REPORT_BY = "report_by"
    REPORT_KIND = "report_kind"
    REPORT_MEMBER = "report_member"
    REPORT_BENEFIT = "report_benefit"
    REPORT_CSV = "report_csv"
    REPORT_SHARE = "report_share"
    LATEST = "latest"
    UNDO = "undo"
    UNDO_ABOUT = "undo_about"
    SYNC = "sync"
    LET_THROUGH = "let_through"
    PUT_TAB_BACK = "put_tab_back"
    SEE_CHANGES = "see_changes"
    APPROVE = "approve"
    DECLINE = "decline"
    TAKE_SHEETS = "take_sheets"
    KEEP_OURS = "keep_ours"


class Field(StrEnum):
    """Fields of forms."""

    CONTACT = "contact"
    BENEFIT_TYPE = "benefit_type"
    USED_ON = "used_on"
    QUANTITY = "quantity"
    DESCRIPTION = "description"
    HOLDER = "holder"
    REASON = "reason"
    MEMBERSHIP_TYPE = "membership_type"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    TRANSACTION = "transaction"
    TRANSACTION_KIND = "transaction_kind"
    AMOUNT = "amount"
    PAID_ON = "paid_on"
    ACCEPTED = "accepted"
    OPTIONAL = "optional"
    NUMBER = "number"
    OWNER = "owner"
    LEVEL = "level"
    HELD = "held"
    TO = "to"
    NOTE = "note"
    STATE = "state"
    COMMENT = "comment"
    SOURCE = "source"
    CUSTOM = "custom"
    FIELDS_OF = "fields_of"
    REGISTERED_ON = "registered_on"
    CHANNEL = "channel"
    EVENT = "event"
    REGISTRATION_TYPE = "registration_type"
    ATTENDEE = "attendee"
    PLACES = "places"
    RENEWS = "renews"
    MEMBERSHIP = "membership"
    RENEWED_AS = "renewed_as"
    BULK_BENEFIT = "bulk_benefit"
    FOR = "for"
    OF_TYPE = "of_type"
    BY_LINE = "by_line"
    CATEGORY = "category"
    AT_LEAST = "at_least"
    BY_HAND = "by_hand"
    LEFT_OUT = "left_out"


PART: Final = ":"
"""Parts a field's name from what makes its block unlike another one for the same field."""


def field_of(block: str) -> str:
    """The field that a block of a form is for."""
    return block.partition(PART)[0]
