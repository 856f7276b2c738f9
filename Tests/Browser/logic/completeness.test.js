import { equal, suite } from "./check.js";
import { HOUR, explainGaps, hasCounted, hoursOf, pieces, reasonsOf, summary } from "/logic/completeness.js";

const start = Date.parse("2025-11-21T08:00:00Z");
const at = (hours) => new Date(start + hours * HOUR).toISOString();
const hour = (place, state, ...reasons) => ({
    hour: at(place), state, readings: 100, expected: 120,
    reasons: reasons.map(([reason, readings, from, to]) => ({ reason, readings, from: at(from), to: at(to) })),
});
const day = hoursOf([
    hour(0, "complete"), hour(1, "missing", ["DROPPED", 40, 1, 1.5]), hour(2, "missing", ["DROPPED", 2, 2, 2.1]),
    hour(3, "thinned", ["THINNED", 90, 3, 4]), hour(4, "unknown", ["HOUR_RUNNING", null, 4, 5]),
]);

export default suite({
    "hours are times"() {
        equal(day.map(({ from, to }) => [(from - start) / HOUR, (to - start) / HOUR]), [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]);
        equal(hoursOf(undefined), []);
    },
    "neighbours of one state are one piece, cut at the ends of the view"() {
        const found = pieces(day, start + 0.5 * HOUR, start + 3.5 * HOUR);
        equal(found.map(({ from, to, state }) => [(from - start) / HOUR, (to - start) / HOUR, state]),
            [[0.5, 1, "complete"], [1, 3, "missing"], [3, 3.5, "thinned"]]);
        equal(reasonsOf(found[1].hours), [{ reason: "DROPPED", readings: 42 }]);
    },
    "what nobody counted by machine is told apart"() {
        const shared = { hour: at(0), state: "unknown", readings: 1, expected: null, reasons: [
            { reason: "DROPPED", readings: null, readingsOfAgent: 900, from: at(0), to: at(1) },
            { reason: "DROPPED", readings: 4, readingsOfAgent: null, from: at(0), to: at(1) },
        ] };
        equal(reasonsOf(hoursOf([shared])), [{ reason: "DROPPED", readings: 4, readingsOfAgent: 900 }]);
    },
    "a gap has the reason that fills most of it"() {
        const gap = (from, to) => ({ from: start + from * HOUR, to: start + to * HOUR, reason: "NO_DATA" });
        const gaps = explainGaps([gap(0, 0.5), gap(1, 1.4), gap(2, 4), gap(4.2, 4.5)], day);
        equal(gaps.map(({ reason }) => reason), ["NO_DATA", "DROPPED", "THINNED", "NO_DATA"]);
        equal(gaps[1].readings, 40);
    },
    "the summary counts hours that are over, the worst first"() {
        equal(summary(day, start, start + 5 * HOUR), "2 h missing, 1 h thinned");
        equal(summary(day, start, start + HOUR), "");
        equal(hasCounted(day, start, start + HOUR), true);
        equal(hasCounted(day, start + 4 * HOUR, start + 5 * HOUR), false);
    },
});
