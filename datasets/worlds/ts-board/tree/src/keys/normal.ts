export type Platform = "pc" | "mac";

const ORDER = ["ctrl", "alt", "shift", "meta"];

/** A key in its normal form: modifiers in a fixed order, `mod` by platform, lower case. */
export function normal(keys: string, platform: Platform): string {
  return keys.trim().split(/\s+/).map((key) => chord(key, platform)).join(" ");
}

function chord(key: string, platform: Platform): string {
  const parts = key.toLowerCase().split("+");
  const main = parts.at(-1) === "" ? "+" : (parts.at(-1) as string);
  const wanted = parts.slice(0, -1).map((one) => (one === "mod" ? (platform === "mac" ? "meta" : "ctrl") : one));
  return [...ORDER.filter((one) => wanted.includes(one)), main].join("+");
}
