import { Refused } from "../errors.ts";

/** The object that a text holds. */
export function parseObject(text: string): any {
  let value: any;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused("unreadable", "no JSON");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Refused("unreadable", "no object");
  return value;
}
