// The y range of a panel. Pure.

import { extent } from "../logic/columns.js";

/** What surrounds the data may take at most so many times their own size on either side; the rest is cut off. */
const BAND_SHARE = 1.5;

/** The range of the data, widened to what surrounds them as far as that leaves the data a shape. */
export function surrounded(data, around) {
    const largest = Math.max(Math.abs(data.high), Math.abs(data.low));
    const reach = Math.max((data.high - data.low) * BAND_SHARE, largest * 0.1);
    return {
        low: Math.max(data.low - reach, Math.min(data.low, ...around.map((one) => one.low))),
        high: Math.min(data.high + reach, Math.max(data.high, ...around.map((one) => one.high))),
    };
}

/**
 * Holds the data, the expected band and the model, and of the limits those that do not flatten the data: people want
 * to see how far a limit is, but a line without shape says nothing. Answers `{low, high, above, below}` with the
 * limits left out on either side.
 */
export function panelScale({ from, to, data, around = [], limits }) {
    const measured = data && extent(data, from, to);
    if (!measured) return { low: 0, high: 1, above: [], below: [] };
    const extents = around.map((column) => column && extent(column, from, to)).filter(Boolean);
    let { low, high } = surrounded(measured, extents);
    const size = Math.max(high - low, Math.abs(high) * 0.02, 1e-6);
    const above = [];
    const below = [];
    for (const limit of [...limits].sort((left, right) => left.threshold - right.threshold)) {
        const { threshold } = limit;
        if (threshold > high && threshold - low > 4 * size) above.push(limit);
        else if (threshold < low && high - threshold > 4 * size) below.push(limit);
        else {
            low = Math.min(low, threshold);
            high = Math.max(high, threshold);
        }
    }
    const margin = Math.max((high - low) * 0.08, Math.abs(high) * 0.001, 1e-6);
    return { low: low >= 0 && low < margin ? 0 : low - margin, high: high + margin, above, below };
}
