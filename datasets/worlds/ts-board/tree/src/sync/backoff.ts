/** Milliseconds before attempt `n` (from 1) to reach the server again. */
export function delay(n: number, limits = { first: 500, most: 30_000 }): number {
  return Math.min(limits.most, limits.first * 2 ** (n - 1));
}
