export type Category = "one" | "few" | "many" | "other";

/** The plural category of a whole number. Written out, so that no build depends on ICU data. */
export function category(locale: string, count: number): Category {
  const n = Math.abs(count);
  switch (locale.split("-")[0]) {
    case "fr":
    case "pt":
      return n < 2 ? "one" : "other";
    case "pl":
      if (n === 1) return "one";
      return n % 10 >= 2 && n % 10 <= 4 && !(n % 100 >= 12 && n % 100 <= 14) ? "few" : "many";
    default:
      return n === 1 ? "one" : "other";
  }
}

const GROUP: Record<string, string> = { en: ",", de: ".", fr: "\u202f", pl: "\u00a0", pt: "." };

/** A whole number with the locale's groups of three digits. Polish groups from five digits on. */
export function grouped(locale: string, count: number): string {
  const base = locale.split("-")[0];
  const digits = String(Math.abs(count));
  const sign = count < 0 ? "-" : "";
  if (base === "pl" && digits.length < 5) return sign + digits;
  return sign + digits.replace(/\B(?=(\d{3})+$)/g, GROUP[base] ?? ",");
}
