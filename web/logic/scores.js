// What an anomaly score means: 0.99 says that at most 1 % of this machine's normal readings score higher.

export const UNUSUAL = 0.99;
export const HIGHLY_UNUSUAL = 0.999;

/** Height of a score from 0 to 1 by its rarity, so that the tail can be told apart: 0.9 is a quarter, 0.99 a half. */
export function rarity(score) {
    return Math.max(0, Math.min(1, -Math.log10(Math.max(1e-4, 1 - score)) / 4));
}
