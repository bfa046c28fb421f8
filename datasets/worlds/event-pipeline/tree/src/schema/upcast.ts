import type { Body } from "../types.ts";

/** From a version to the next one. What a version does not know stays null; nothing is guessed. */
export const UPCASTS: Record<string, (body: Body) => Body> = {
  "gate.passage 1": (body) => ({
    gate: body.g,
    direction: body.d === "I" ? "in" : "out",
    fare: body.k === undefined || body.k === null ? null : { A: "adult", C: "child", S: "senior" }[body.k as string]!,
  }),
  "gate.passage 2": (body) => ({ ...body, count: 1, wheel: null }),
  "vessel.position 1": ({ tenths, ...body }) => ({ ...body, knots: knots(tenths as number), course: null, aboard: null }),
  "ticket.bought 1": ({ pier, ...body }) => ({ ...body, origin: pier, target: null }),
};

/** Tenths of km/h as knots with one decimal. */
export function knots(tenths: number): number {
  return Math.round((tenths / 10 / 1.852) * 10) / 10;
}
