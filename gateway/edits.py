"""Makes the bodies of a request for the model that serves, as its session needs them."""

from dataclasses import dataclass

from contracts.classification import ApiKind
from gateway.adapt import Editor
from gateway.ask import Ask, Choice, Edit
from gateway.catalogue import Catalogue
from gateway.refusal import Repair
from gateway.sessions import Sessions
from gateway.settings import Settings


@dataclass(frozen=True)
class Edits:
    settings: Settings
    catalogue: Catalogue
    sessions: Sessions

    def of(self, ask: Ask, choice: Choice) -> Edit:
        """Return the body for a model: as the client sent it, unless it asked for a virtual one.
        With the repairs that the model, or its vendor, needed before in the session.
        """
        if ask.model not in self.settings.virtual_models:
            return Edit(ask.incoming.raw)
        return self._made(ask, choice, self.sessions.of(ask.session).repairs(choice.model))

    def _made(self, ask: Ask, choice: Choice, repairs: frozenset[Repair]) -> Edit:
        hide = self._injects(ask)
        extra = {"stream_options": {"include_usage": True}} if hide else {}
        authors = self.sessions.authors(ask.session, ask.incoming.places)
        editor = Editor(ask.kind, ask.incoming.body, ask.incoming.raw, authors, extra)
        found = editor.adapted(self.catalogue.target(choice.model), choice.effort, repairs)

        def mended(repair: Repair) -> Edit | None:
            other = self._made(ask, choice, repairs | {repair})
            return None if other.body == found.body else other

        return Edit(found.body, hide, found.dropped, mended)

    def _injects(self, ask: Ask) -> bool:
        """Return whether the usage of the stream has to be asked for: only Chat Completions leaves
        it out.
        """
        chat = ask.kind is ApiKind.CHAT_COMPLETIONS and ask.stream
        given = ask.incoming.body.get("stream_options")
        return self.settings.inject_usage and chat and given is None
