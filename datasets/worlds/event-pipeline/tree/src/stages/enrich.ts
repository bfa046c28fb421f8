import type { Draft } from "../types.ts";
import { readJson } from "../config/load.ts";

export interface Places {
  gates: Record<string, { pier: string; side: "land" | "ship" }>;
  piers: Record<string, { name: string; zone: string }>;
  vessels: Record<string, { class: string; capacity: number }>;
}

export function loadPlaces(): Places {
  return { ...readJson("config/piers.json"), vessels: readJson("config/vessels.json") };
}

/** Adds what we know about gate, pier and vessel. What is not known is null. */
export function enrich(draft: Draft, places: Places): Draft {
  const body = { ...draft.body };
  if (draft.type === "gate.passage") {
    const gate = places.gates[body.gate as string];
    body.pier = gate?.pier ?? null;
    body.zone = places.piers[gate?.pier ?? ""]?.zone ?? null;
    body.boarding = gate ? (gate.side === "ship" && body.direction === "in") : null;
  }
  if (draft.type === "ticket.bought") body.zone = places.piers[body.origin as string]?.zone ?? null;
  if (draft.type === "vessel.position") {
    const vessel = places.vessels[body.vessel as string];
    body.class = vessel?.class ?? null;
    body.fill = vessel && body.aboard !== null ? Math.round(((body.aboard as number) * 100) / vessel.capacity) : null;
  }
  if (draft.type === "weather.reading") body.rough = body.gust === null ? null : (body.gust as number) >= 17 || (body.wave as number ?? 0) >= 2;
  return { ...draft, body };
}
