/** What is asked of /decide: the request itself, without the bulk that is not read. */
"use strict";

const MOST_RESULT = 4000, MOST_INPUT = 2000, MOST_CHARS = 500; // characters
const MOST_DEPTH = 80; // /decide refuses what is nested more than 100 levels deep
const PICTURE_TOKENS = 1500, FILE_TOKENS = 2000; // as in reading/weigh.py
// As agents name a session; the first one that is there counts.
const SESSION = [
  "x-kilocode-taskid", "x-kilo-session", "x-claude-code-session-id", "x-session-id",
  "x-session-affinity", "session_id", "session-id", "thread-id",
];
const AGENT = ["x-claude-code-agent-id", "x-kilocode-agent-id"];
const CLAUDE_SESSION = /session_(?:id\W+)?([\w-]{8,80})/;

/** Return the body for /decide. */
function question({ body, headers = {} }, settings, size, deadlineMs) {
  return {
    raw: { apiKind: "messages", body: reduced(body) },
    userId: settings.userId ?? "claude-code-router",
    sessionId: first(headers, SESSION) ?? claudeSession(body),
    agentId: first(headers, AGENT),
    userAgent: first(headers, ["user-agent"]),
    deadlineMs,
    constraints: { deniedModels: settings.deniedModels ?? [], promptTokens: size.prompt },
  };
}

/** Return a request without the bytes of pictures, long results and the schemas of tools. */
function reduced(body) {
  const { model, stream, max_tokens, system, metadata } = body;
  const tools = body.tools?.map(({ name, cache_control }) => ({ name, cache_control }));
  const messages = body.messages?.map((each) => ({ ...each, content: lighter(each.content) }));
  return { model, stream, max_tokens, system: shallow(system), metadata, tools, messages };
}

function lighter(content) {
  return Array.isArray(content) ? content.map(block) : shallow(content);
}

function block(part) {
  switch (part?.type) {
    case "image":
    case "document":
      return { type: part.type, cache_control: part.cache_control };
    case "tool_result":
      return { ...part, content: result(part.content) };
    case "tool_use": {
      const long = JSON.stringify(part.input ?? {}).length > MOST_INPUT;
      return long ? { ...part, input: {} } : shallow(part);
    }
    default:
      return shallow(part);
  }
}

function result(content) {
  if (typeof content === "string") return ends(content);
  if (!Array.isArray(content)) return shallow(content);
  return content.map((part) =>
    part?.type === "text" ? { ...part, text: ends(String(part.text)) } : block(part),
  );
}

function ends(said) {
  const half = MOST_RESULT / 2;
  return said.length > MOST_RESULT ? `${said.slice(0, half)} … ${said.slice(-half)}` : said;
}

function shallow(value, levels = MOST_DEPTH) {
  if (value === null || typeof value !== "object") return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((each) => shallow(each, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([n, v]) => [n, shallow(v, levels - 1)]));
}

/** Return tokens: `prompt`, and `tokens` with the answer's; and the kinds of input besides text. */
function weighed({ body, tokenCount }) {
  const shown = (body.messages ?? []).flatMap(({ content }) => parts(content));
  const pictures = shown.filter((part) => part?.type === "image").length;
  const files = shown.filter((part) => part?.type === "document").length;
  const text = tokenCount ?? Math.round(JSON.stringify(reduced(body)).length / 4);
  const prompt = text + pictures * PICTURE_TOKENS + files * FILE_TOKENS;
  const kinds = [...(pictures ? ["image"] : []), ...(files ? ["file"] : [])];
  return { prompt, tokens: prompt + (body.max_tokens ?? 0), kinds };
}

function parts(content) {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part) =>
    part?.type === "tool_result" ? parts(part.content) : [part],
  );
}

function first(headers, names) {
  const texts = names.map((name) => headers[name]).filter((value) => typeof value === "string");
  return texts.map((value) => value.trim().slice(0, MOST_CHARS)).find(Boolean) ?? null;
}

function claudeSession({ metadata }) {
  const user = metadata?.user_id;
  return typeof user === "string" ? (CLAUDE_SESSION.exec(user)?.[1] ?? null) : null;
}

module.exports = { question, weighed };
