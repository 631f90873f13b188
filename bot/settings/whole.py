"""All the settings together."""

from pydantic import Field, SecretStr

from bot.settings.custom_fields import CustomFields
from bot.settings.environment import Environment, VariablesMissing
from bot.settings.operations import Operations
from bot.settings.organisation import (
    Approvals,
    Organisation,
    QuidProQuo,
    Reports,
    Roles,
    SheetSection,
)
from bot.settings.plan import Alerts, MonthlyDigest, NightlyVerify, Schedule, WeeklyReport
from bot.settings.section import Section
from bot.settings.values import Amount
from core.custom import CustomField
from core.policy import Policy, QuidProQuoPolicy


class SettingsFile(Section):
    """Everything that stands in benefit-desk.toml.

    `stock` says by benefit type how many units there are at all, `custom_fields` by slot what the
    organisation calls it.
    """

    organisation: Organisation = Organisation()
    roles: Roles = Roles()
    reports: Reports = Reports()
    approvals: Approvals = Approvals()
    schedule: Schedule = Schedule()
    quid_pro_quo: QuidProQuo = QuidProQuo()
    sheet: SheetSection = SheetSection()
    operations: Operations = Operations()
    stock: dict[str, Amount] = Field(default_factory=dict)
    custom_fields: CustomFields = Field(default_factory=dict)


class Settings(SettingsFile):
    """Everything that is set; addresses and secrets are under `environment`."""

    environment: Environment = Environment()

    @property
    def policy(self) -> Policy:
        """What the organisation decides about the rules."""
        return Policy(
            open_from=self.organisation.books_open_from,
            zone=self.organisation.time_zone,
            currency=self.organisation.currency,
            quid_pro_quo=QuidProQuoPolicy(
                disclosure_above=self.quid_pro_quo.disclosure_above,
                deductible=self.quid_pro_quo.deductible,
                token_limits=self.quid_pro_quo.token_limits,
            ),
            stock=self.stock,
            custom_fields={
                slot: CustomField(slot=slot, label=field.label, codes=field.codes)
                for slot, field in self.custom_fields.items()
            },
        )

    def channel_for(
        self, report: WeeklyReport | MonthlyDigest | Alerts | NightlyVerify
    ) -> str | None:
        """Where this is posted: its own channel, or else the one for all reports."""
        return report.channel or self.reports.channel

    @property
    def has_sheet(self) -> bool:
        """Whether a Google Sheet is named, wholly or in part."""
        sheet = self.environment
        return sheet.google_service_account_file is not None or sheet.google_sheet_id is not None

    def needed(self, *variables: str) -> tuple[str, ...]:
        """The values of these environment variables, secrets in the open.

        Raises:
            VariablesMissing: some are not set; the text says of each what to do.
        """
        values = [getattr(self.environment, name.lower()) for name in variables]
        missing = [name for name, value in zip(variables, values, strict=True) if value is None]
        if missing:
            raise VariablesMissing(missing)
        return tuple(
            value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for value in values
        )
