"""List the APIs by path: how each reads a request and writes an answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from contracts.classification import ApiKind
from contracts.problems import problems
from local.provider import completion, messages, responses
from local.provider.answer import Answer
from local.provider.errors import CallRefused, simulated_error

Body = dict[str, Any]


@dataclass(frozen=True)
class Api:
    """An API. `chat` returns a request in the form of a chat completion."""

    kind: ApiKind
    request: type[BaseModel]
    chat: Callable[[Body], Body]
    whole: Callable[[Answer], Body]
    streamed: Callable[[Answer], Iterator[Body]]

    def read(self, raw: bytes) -> Body:
        """Return the body of a request. Raises CallRefused."""
        try:
            return self.request.model_validate_json(raw).model_dump()
        except ValidationError as error:
            message = "; ".join(problems(error))
            raise CallRefused(400, simulated_error(self.kind, 400, message)) from error

    def events(self, answer: Answer, *, stream: bool) -> list[Body]:
        """Return the events of a stream, or the one object of a whole answer."""
        return list(self.streamed(answer)) if stream else [self.whole(answer)]


CHAT = Api(
    ApiKind.CHAT_COMPLETIONS,
    completion.ChatRequest,
    lambda body: body,
    completion.whole,
    completion.streamed,
)
MESSAGES = Api(
    ApiKind.MESSAGES,
    messages.MessagesRequest,
    messages.chat,
    messages.whole,
    messages.streamed,
)
COUNT = replace(MESSAGES, request=messages.CountRequest)
RESPONSES = Api(
    ApiKind.RESPONSES,
    responses.ResponsesRequest,
    responses.chat,
    responses.whole,
    responses.streamed,
)
APIS = {
    "/v1/chat/completions": CHAT,
    "/v1/messages": MESSAGES,
    "/v1/messages/count_tokens": COUNT,
    "/v1/responses": RESPONSES,
}


def kind_of(path: str) -> ApiKind:
    """Return whose shape an error at a path has."""
    return APIS[path].kind if path in APIS else ApiKind.CHAT_COMPLETIONS
