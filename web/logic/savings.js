// Words and figures of ways to save energy.

import { formatCount, wordOf } from "./format.js";

const WHY = {
    OVERSIZING: "far larger than its work",
    THERMAL_STRESS: "runs hot, and pays for it in losses",
    PEAK_SHIFTING: "works while energy is dear",
};

/** Rows of the table, the largest saving first: `{kind, title, why, saving, benefit, confidence}`. */
export function savingRows(opportunities) {
    return [...opportunities]
        .sort((left, right) => right.savingPerYear - left.savingPerYear)
        .map(({ kind, savingPerYear, benefit, confidence }) => ({
            kind, title: wordOf(kind), why: WHY[kind] ?? "", saving: formatCount(savingPerYear),
            benefit: benefit === null ? null : formatCount(benefit), confidence: `${Math.round(confidence * 100)} %`,
        }));
}

/** How far learning is, 0 to 100, and never 100 before it is. */
export function progressOf(found) {
    return found.learningProgress >= 100 ? 100 : Math.min(99, Math.floor(found.learningProgress));
}
