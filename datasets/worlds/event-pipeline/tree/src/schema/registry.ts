import { readdirSync } from "node:fs";
import type { Draft } from "../types.ts";
import { Refused } from "../errors.ts";
import { readJson, ROOT } from "../config/load.ts";
import { fault, type Schema } from "./validate.ts";
import { UPCASTS } from "./upcast.ts";

/** The schemas of schemas/<type>/<version>.json. */
export class Registry {
  readonly types: Record<string, Schema[]> = {};

  constructor() {
    for (const type of readdirSync(`${ROOT}schemas`).sort()) {
      const names = readdirSync(`${ROOT}schemas/${type}`);
      const schemas = names.map((name) => readJson(`schemas/${type}/${name}`) as Schema);
      this.types[type] = schemas.sort((a, b) => a.version - b.version);
    }
  }

  newest(type: string): Schema {
    const schemas = this.types[type];
    if (!schemas) throw new Refused("unknown_type", type);
    return schemas[schemas.length - 1];
  }

  /** The draft in the newest version. It has to be valid in its own version and in each one it passes. */
  accept(draft: Draft): Draft {
    const newest = this.newest(draft.type);
    let { version, body } = draft;
    for (;;) {
      const schema = this.types[draft.type].find((one) => one.version === version);
      if (!schema) throw new Refused("unknown_type", `${draft.type} ${version}`);
      const wrong = fault(schema, body);
      if (wrong) throw new Refused("invalid", `${draft.type} ${version}: ${wrong}`);
      if (version === newest.version) return { ...draft, version, body };
      body = UPCASTS[`${draft.type} ${version}`](body);
      version += 1;
    }
  }
}
