"""A form on a page of its own, kept on disk as it is typed, until it is submitted."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens.drafts import Draft, WritingPage
from alliance_tui.services import drafts
from alliance_tui.services.drafts import Form
from alliance_tui.terminal.key_order import drain_keys

Fields = dict[str, str]
"""What the fields of a form hold, by their names."""


class FormPage(WritingPage):
    """A page with one form; subclasses give `fields` and `submit`."""

    def __init__(self, name: str, form: str) -> None:
        """`name`: the folder of the alliance the form is kept with, "" for none; `form`: what it is about."""
        super().__init__()
        self._form = name, form
        self._edit = ""
        self._seen: Form | None = None
        """The form as it was kept when this was opened."""
        self._submitting = False

    async def kept_fields(self) -> Fields:
        """Begin to edit; return what was typed before and not submitted."""
        self._edit = self.new_edit()
        self._seen = await self.attempt(drafts.form, self.library, *self._form, self.alliance_id)
        return self._seen.fields if self._seen else {}

    def fields(self) -> Fields:
        """Return what the fields hold."""
        return {}

    def on_input_changed(self) -> None:
        self.keep_soon()

    def on_text_area_changed(self) -> None:
        self.keep_soon()

    def keep_soon(self) -> None:
        self.drafts.save_soon("form", Draft(partial(self.keep, self.fields())))

    # These run on the writer's thread.

    def keep(self, fields: Fields) -> None:
        drafts.save_form(self.library, *self._form, Form(self._edit, fields), self._seen, self.alliance_id)

    def forget(self) -> None:
        """Forget the form: it was submitted, or thrown away. One that stays must not have it submitted again."""
        with suppress(AllianceError):
            self.keep({})

    # Leaving

    async def submit(self) -> None:
        """Do what the form is for. Raises an AllianceError if that fails."""

    async def action_submit(self) -> None:
        """Submit the form after all earlier keys were handled; show a refusal."""
        if self._submitting:
            return
        self._submitting = True
        try:
            await drain_keys(self)
            await self.flush()
            await self.submit()
        except AllianceError as error:
            self.show_error(error)
        finally:
            self._submitting = False

    async def action_back(self) -> None:
        await drain_keys(self)
        await self.action_leave()
