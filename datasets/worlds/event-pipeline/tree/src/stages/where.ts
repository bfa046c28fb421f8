import type { Body, Scalar } from "../types.ts";
import { Misuse } from "../errors.ts";

type Test = (body: Body) => boolean;

/** A condition such as `direction = in and fare != staff`. A field that is null fulfils `!=` only. */
export function parseWhere(text: string | undefined): Test {
  if (!text) return () => true;
  const tests = text.split(" and ").map(one);
  return (body) => tests.every((test) => test(body));
}

function one(text: string): Test {
  const found = /^(\w+) (=|!=|>=|<) (\S+)$/.exec(text.trim());
  if (!found) throw new Misuse(`metrics: where: ${text}`);
  const [, field, sign, word] = found;
  const wanted = literal(word);
  if (sign === "=") return (body) => body[field] === wanted;
  if (sign === "!=") return (body) => body[field] !== wanted;
  if (sign === ">=") return (body) => typeof body[field] === "number" && body[field] >= (wanted as number);
  return (body) => typeof body[field] === "number" && body[field] < (wanted as number);
}

function literal(word: string): Scalar {
  if (word === "true" || word === "false") return word === "true";
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}
