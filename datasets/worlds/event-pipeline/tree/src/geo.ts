export interface Place {
  lat: number;
  lon: number;
}

const RADIUS = 3440.065;
const rad = (degrees: number) => (degrees * Math.PI) / 180;

/** Nautical miles between two places, on a sphere. */
export function miles(a: Place, b: Place): number {
  const dLat = Math.sin(rad(b.lat - a.lat) / 2) ** 2;
  const dLon = Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.sqrt(dLat + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * dLon));
}

/** Degrees from north, 0 to 359. */
export function bearing(a: Place, b: Place): number {
  const y = Math.sin(rad(b.lon - a.lon)) * Math.cos(rad(b.lat));
  const x = Math.cos(rad(a.lat)) * Math.sin(rad(b.lat)) - Math.sin(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.cos(rad(b.lon - a.lon));
  return Math.round((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

/** 59 54.306 N, as the harbour authority writes it. */
export function minutes(degrees: number, letters: string): string {
  const size = Math.abs(degrees);
  const whole = Math.floor(size);
  return `${whole} ${((size - whole) * 60).toFixed(3)} ${letters[degrees < 0 ? 1 : 0]}`;
}
