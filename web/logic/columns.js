// Columns of a chart: `{times: [ms], values: [number or null], min?, max?}`, times ascending.

/** The first index whose time is at or after `time`. */
export function lowerBound(times, time) {
    let low = 0;
    let high = times.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (times[middle] < time) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** Index of the time nearest to `time`; -1 for an empty column. */
export function nearest(times, time) {
    if (times.length === 0) return -1;
    const right = lowerBound(times, time);
    if (right === 0) return 0;
    if (right === times.length) return times.length - 1;
    return time - times[right - 1] <= times[right] - time ? right - 1 : right;
}

/** Adds a live point behind the last one; older and equal times are left out. True when it was added. */
export function append(column, time, value) {
    const last = column.times.length > 0 ? column.times[column.times.length - 1] : -Infinity;
    if (!(time > last) || value === null || value === undefined) return false;
    column.times.push(time);
    column.values.push(value);
    column.min?.push(value);
    column.max?.push(value);
    return true;
}

/** Drops what lies before `time`, keeping one point so that the line reaches the left edge. */
export function trim(column, time) {
    const cut = lowerBound(column.times, time) - 1;
    // Cut in large steps: moving arrays at every point would cost more than the points.
    if (cut < 256) return;
    for (const part of [column.times, column.values, column.min, column.max]) part?.splice(0, cut);
}

/** What the hub answered, plus the live points that came after its newest. */
export function joinLive(answered, live) {
    const joined = { ...answered, times: [...answered.times], values: [...answered.values] };
    if (answered.min) joined.min = [...answered.min];
    if (answered.max) joined.max = [...answered.max];
    if (!live) return joined;
    const from = lowerBound(live.times, (joined.times.at(-1) ?? -Infinity) + 1);
    for (let index = from; index < live.times.length; index += 1) append(joined, live.times[index], live.values[index]);
    return joined;
}

/** The same points with a null where the line must break because nothing came for longer than `breakAfter` ms. */
export function breakLine(column, breakAfter) {
    const times = [];
    const values = [];
    for (let index = 0; index < column.times.length; index += 1) {
        const time = column.times[index];
        if (index > 0 && time - column.times[index - 1] > breakAfter) {
            times.push(column.times[index - 1] + 1);
            values.push(null);
        }
        times.push(time);
        values.push(column.values[index]);
    }
    return [times, values];
}

/** Lowest and highest value between two times; null when there is none. */
export function extent(column, from, to) {
    let low = Infinity;
    let high = -Infinity;
    const end = lowerBound(column.times, to + 1);
    for (let index = Math.max(0, lowerBound(column.times, from) - 1); index < end; index += 1) {
        const least = column.min?.[index] ?? column.values[index];
        const most = column.max?.[index] ?? column.values[index];
        if (least !== null && least < low) low = least;
        if (most !== null && most > high) high = most;
    }
    return low <= high ? { low, high } : null;
}
