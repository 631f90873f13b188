"""A section of the settings file, whatever it is about."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of the settings: no unknown keys, and no change once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True
    )
