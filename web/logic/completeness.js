// What the hub has of each machine-hour, and what a chart says about it.

import { parseTime } from "./times.js";

export const HOUR = 3_600_000;

const WORDS = { complete: "complete", thinned: "thinned", missing: "missing", unknown: "not known yet" };
const ORDER = ["missing", "thinned", "unknown"];
/** Reasons that say why nothing is there, the surest first; the others only say that more may come. */
const SILENT = new Set(["NO_READINGS", "HOUR_RUNNING", "HOUR_SETTLING"]);
/** Of such hours nothing can be said yet, or ever. */
const UNCOUNTED = new Set(["HOUR_RUNNING", "HOUR_SETTLING", "MACHINE_UNKNOWN"]);

/** Hours of the hub as `{from, to, state, readings, expected, reasons: [{reason, readings, from, to, …}]}`, in ms. */
export function hoursOf(answer) {
    return (answer ?? []).map((hour) => {
        const from = parseTime(hour.hour);
        const reasons = (hour.reasons ?? []).map((reason) => (
            { ...reason, from: parseTime(reason.from), to: parseTime(reason.to) }));
        return { ...hour, from, to: from + HOUR, reasons };
    }).filter((hour) => hour.from !== null);
}

/** Gaps of the hub with the reason that fills most of each, where one is known. */
export function explainGaps(gaps, hours) {
    const reasons = hours.flatMap((hour) => hour.reasons).filter((reason) => !SILENT.has(reason.reason));
    return gaps.map((gap) => {
        let [best, most] = [null, 0];
        for (const reason of reasons) {
            const overlap = Math.min(gap.to, reason.to) - Math.max(gap.from, reason.from);
            if (overlap > most || (overlap >= 0 && !best)) [best, most] = [reason, Math.max(overlap, 0)];
        }
        return best ? { ...gap, reason: best.reason, readings: best.readings } : gap;
    });
}

/** Neighbouring hours of one state as one piece: `{from, to, state, hours: […]}`. */
export function pieces(hours, from, to) {
    const found = [];
    for (const hour of hours) {
        if (hour.to <= from || hour.from >= to) continue;
        const last = found.at(-1);
        if (last && last.state === hour.state && last.to === hour.from) {
            last.to = hour.to;
            last.hours.push(hour);
        } else {
            found.push({ from: hour.from, to: hour.to, state: hour.state, hours: [hour] });
        }
    }
    return found.map((piece) => ({ ...piece, from: Math.max(piece.from, from), to: Math.min(piece.to, to) }));
}

/**
 * Why a piece is as it is: each reason once, with all of its readings. Where they were not counted by machine they are
 * `readingsOfAgent`, and how many of them are of this machine is not known.
 */
export function reasonsOf(hours) {
    const sums = new Map();
    for (const { reason, readings, readingsOfAgent } of hours.flatMap((hour) => hour.reasons)) {
        const sum = sums.get(reason) ?? { reason, readings: null };
        const of = (readingsOfAgent ?? null) === null ? null : (sum.readingsOfAgent ?? 0) + readingsOfAgent;
        sums.set(reason, { ...sum, readings: (readings ?? null) === null ? sum.readings : (sum.readings ?? 0) + readings,
            ...(of === null ? {} : { readingsOfAgent: of }) });
    }
    return [...sums.values()];
}

/** One line about a time: how many hours are what, worst first; empty when all of them are complete. */
export function summary(hours, from, to) {
    const counts = new Map();
    for (const hour of hours) {
        if (hour.to <= from || hour.from >= to || !isCounted(hour)) continue;
        counts.set(hour.state, (counts.get(hour.state) ?? 0) + 1);
    }
    return ORDER.filter((state) => counts.has(state)).map((state) => `${counts.get(state)} h ${WORDS[state]}`).join(", ");
}

export function stateWord(state) {
    return WORDS[state] ?? state;
}

/** Whether any hour of a time is one that is over and of which something is known. */
export function hasCounted(hours, from, to) {
    return hours.some((hour) => hour.to > from && hour.from < to && isCounted(hour));
}

function isCounted(hour) {
    return hour.reasons.length === 0 || !hour.reasons.every((reason) => UNCOUNTED.has(reason.reason));
}
