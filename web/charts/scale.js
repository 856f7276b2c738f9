// The y range of a panel. Pure.

import { extent } from "../logic/columns.js";

/**
 * Holds the data, the expected band and the model, and of the limits those that do not flatten the data: people want
 * to see how far a limit is, but a line without shape says nothing. Answers `{low, high, above, below}` with the
 * limits left out on either side.
 */
export function panelScale({ from, to, columns, limits }) {
    const extents = columns.map((column) => extent(column, from, to)).filter(Boolean);
    if (extents.length === 0) return { low: 0, high: 1, above: [], below: [] };
    let low = Math.min(...extents.map((one) => one.low));
    let high = Math.max(...extents.map((one) => one.high));
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
