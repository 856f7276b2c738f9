// Limits of a metric, and where a value stands against them.

import { severityRank } from "./ordering.js";

/** The limits of one metric that have a number, mildest first. */
export function limitsOf(machine, metric) {
    return (machine.limits ?? [])
        .filter((limit) => limit.metric === metric && Number.isFinite(limit.threshold))
        .sort((left, right) => severityRank(left.severity) - severityRank(right.severity));
}

export function isBeyond(limit, value) {
    return isLow(limit) ? value < limit.threshold : value > limit.threshold;
}

/** Whether the limit is crossed downwards. */
export function isLow(limit) {
    const direction = (limit.direction ?? "").toLowerCase();
    return direction === "below" || direction === "low" || direction === "under" || direction === "falling";
}

/** The worst severity that this value has reached by the limits; null when it is within all of them. */
export function severityOf(machine, metric, value) {
    if (!Number.isFinite(value)) return null;
    let worst = null;
    for (const limit of limitsOf(machine, metric)) {
        if (isBeyond(limit, value) && severityRank(limit.severity) > severityRank(worst)) worst = limit.severity;
    }
    return worst;
}

/**
 * The scale of a value's bar: from under the lowest to over the highest of value, normal range and limits, with a
 * margin. Null when there is nothing to compare the value with.
 */
export function barScale(value, latest, limits) {
    const marks = limits.map((limit) => limit.threshold);
    for (const end of [latest.low, latest.high, latest.expected]) if (Number.isFinite(end)) marks.push(end);
    if (marks.length === 0 || !Number.isFinite(value)) return null;
    let low = Math.min(value, ...marks);
    let high = Math.max(value, ...marks);
    if (low > 0 && low < high * 0.6) low = 0;
    const margin = (high - low || Math.abs(high) || 1) * 0.08;
    return { low: low === 0 ? 0 : low - margin, high: high + margin };
}

const FIRST = ["power", "temperature", "vibration"];

/** In the order that people look for them: power, temperature, vibration, then by name; derived ones left out. */
export function metricsInOrder(names) {
    const place = (name) => (FIRST.indexOf(name) < 0 ? FIRST.length : FIRST.indexOf(name));
    return names.filter((name) => !name.startsWith("~"))
        .sort((left, right) => place(left) - place(right) || left.localeCompare(right));
}
