// Where a chart has nothing to show, and why.

import { lowerBound } from "./columns.js";

const REASONS = {
    offline: "agent offline", thinned: "thinned", missing: "no data",
    expired: "past retention", pending: "not yet here", dropped: "dropped for room",
    not_recorded: "not stored: disk full", aggregates_lost: "lost by a restart", damaged: "damaged on the gateway",
    backlog: "still on the gateway", agent_silent: "agent silent", agent_unknown: "agent not heard of",
    machine_unknown: "before the machine was known", quarantined: "in quarantine",
    quarantine_dropped: "dropped from quarantine", no_readings: "no readings came", hour_running: "the hour is not over",
    hour_settling: "the hour has only just ended",
};

export function gapLabel(reason) {
    return REASONS[reason?.toLowerCase?.()] ?? (reason ? reason.toLowerCase().replaceAll("_", " ") : "no data");
}

/**
 * Gaps between `from` and `to` in milliseconds: those that the hub explains, those between points that lie further
 * apart than `breakAfter`, and the silence after the last point. What the hub explains wins, until live points fill it.
 */
export function gapsOf(column, explained, from, to, breakAfter, isAgentAway = false) {
    const standing = explained.filter((gap) => isEmpty(column.times, gap));
    const gaps = standing.filter((gap) => gap.to > from && gap.from < to).map((gap) => ({ ...gap }));
    const add = (start, end) => {
        if (end <= from || start >= to || end - start <= breakAfter) return;
        if (standing.some((gap) => gap.from < end && gap.to > start)) return;
        gaps.push({ from: start, to: end, reason: "missing" });
    };
    const { times } = column;
    for (let index = 1; index < times.length; index += 1) add(times[index - 1], times[index]);
    if (times.length > 0) add(times[times.length - 1], to);
    // While its agent is away, a machine's newest readings are not lost: they wait there.
    for (const gap of gaps) if (isAgentAway && gap.to >= to && !isExplained(gap)) gap.reason = "offline";
    return gaps.map((gap) => ({ ...gap, from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
        .sort((left, right) => left.from - right.from);
}

/** Whether no point lies inside of a gap; its ends are points, to the millisecond. */
function isEmpty(times, gap) {
    const first = lowerBound(times, gap.from + 2);
    return first === times.length || times[first] > gap.to - 2;
}

const UNEXPLAINED = new Set(["", "missing", "no_data"]);

function isExplained(gap) {
    return !UNEXPLAINED.has((gap.reason ?? "").toLowerCase());
}

/** The distance of points above which a line breaks, in ms: three intervals, or two places of a thinned answer. */
export function breakAfterOf(intervalSeconds, span, points) {
    return Math.max(3 * (intervalSeconds || 5) * 1000 + 500, (2.5 * span) / Math.max(points, 1));
}
