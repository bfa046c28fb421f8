import type { Body } from "../types.ts";

export interface Field {
  is: "text" | "int" | "number" | "flag" | "choice";
  optional?: boolean;
  like?: string;
  of?: string[];
  min?: number;
  max?: number;
}

export interface Schema {
  type: string;
  version: number;
  fields: Record<string, Field>;
}

/** What is wrong with a body, or null. The first fault in the order of the schema counts. */
export function fault(schema: Schema, body: Body): string | null {
  for (const [name, field] of Object.entries(schema.fields)) {
    const value = body[name] ?? null;
    if (value === null) {
      if (!field.optional) return `${name}: missing`;
      continue;
    }
    const found = kindOf(field, value);
    if (found) return `${name}: ${found}`;
  }
  const extra = Object.keys(body).find((name) => !(name in schema.fields));
  return extra === undefined ? null : `${extra}: unknown`;
}

function kindOf(field: Field, value: unknown): string | null {
  if (field.is === "flag") return typeof value === "boolean" ? null : "no flag";
  if (field.is === "choice") return field.of!.includes(value as string) ? null : "not one of its choices";
  if (field.is === "text") {
    if (typeof value !== "string") return "no text";
    return field.like && !new RegExp(field.like).test(value) ? "wrong form" : null;
  }
  if (typeof value !== "number" || !Number.isFinite(value)) return "no number";
  if (field.is === "int" && !Number.isInteger(value)) return "no whole number";
  if (field.min !== undefined && value < field.min) return `below ${field.min}`;
  return field.max !== undefined && value > field.max ? `above ${field.max}` : null;
}
