import { equal, suite } from "./check.js";
import { append, breakLine, extent, joinLive, lowerBound, nearest, trim } from "/logic/columns.js";
import { breakAfterOf, gapLabel, gapsOf } from "/logic/gaps.js";
import { UNUSUAL, rarity } from "/logic/scores.js";
import { barScale, limitsOf, metricsInOrder, severityOf } from "/logic/limits.js";
import { panelScale, surrounded } from "/charts/scale.js";

const column = (times, values = times) => ({ times: [...times], values: [...values] });
const limit = (threshold, severity, direction = "above") => ({ metric: "heat", threshold, severity, direction });
const oven = { limits: [limit(85, "CRITICAL"), limit(75, "WARNING"), limit(5, "WARNING", "below")] };

export default suite({
    "places in a column"() {
        equal([0, 10, 15, 30, 31].map((time) => lowerBound([10, 20, 30], time)), [0, 0, 1, 2, 3]);
        equal([0, 14, 16, 99].map((time) => nearest([10, 20, 30], time)), [0, 0, 1, 2]);
        equal(nearest([], 5), -1);
    },
    "live points are added once and in order"() {
        const points = column([10, 20]);
        equal([append(points, 30, 3), append(points, 30, 4), append(points, 25, 5), append(points, 40, null)],
            [true, false, false, false]);
        equal(points, { times: [10, 20, 30], values: [10, 20, 3] });
    },
    "an answer is continued by what came live after it"() {
        const joined = joinLive({ metric: "heat", ...column([10, 20]) }, column([5, 20, 30], [1, 2, 3]));
        equal([joined.metric, joined.times, joined.values], ["heat", [10, 20, 30], [10, 20, 3]]);
        equal(joinLive(column([]), column([7])).times, [7]);
    },
    "old points go in large steps"() {
        const points = column(Array.from({ length: 1000 }, (_, index) => index));
        trim(points, 200);
        equal(points.times.length, 1000);
        trim(points, 600);
        equal([points.times.length, points.times[0]], [401, 599]);
    },
    "scores grow with their rarity"() {
        equal([0, 0.9, UNUSUAL, 0.999, 1].map((score) => Math.round(rarity(score) * 100)), [0, 25, 50, 75, 100]);
    },
    "a line breaks where nothing came"() {
        equal(breakLine(column([0, 10, 100]), 50), [[0, 10, 11, 100], [0, 10, null, 100]]);
    },
    "the extent counts peaks that the thinning kept"() {
        const points = { ...column([0, 10, 20], [5, 5, 5]), min: [4, 1, 4], max: [6, 9, 6] };
        equal(extent(points, 0, 20), { low: 1, high: 9 });
        equal(extent(column([]), 0, 20), null);
    },
    "gaps: explained ones win, others are found, the silence at the end too"() {
        const points = column([0, 10, 100, 110]);
        const found = gapsOf(points, [{ from: 10, to: 100, reason: "OFFLINE" }], 0, 300, 50);
        equal(found, [{ from: 10, to: 100, reason: "OFFLINE" }, { from: 110, to: 300, reason: "missing" }]);
        equal(gapsOf(points, [], 0, 120, 50), [{ from: 10, to: 100, reason: "missing" }]);
        equal(gapsOf(points, [], 0, 300, 50, true).map((gap) => gap.reason), ["missing", "offline"]);
        equal(gapsOf(points, [{ from: 110, to: 400 }], 105, 300, 50, true),
            [{ from: 110, to: 300, reason: "offline" }]);
        equal(["OFFLINE", null, "NEW_REASON"].map(gapLabel), ["agent offline", "no data", "new reason"]);
    },
    "live points fill the gap that the hub saw at the end"() {
        const seen = [{ from: 10, to: 200, reason: "NO_DATA" }];
        equal(gapsOf(column([0, 10]), seen, 0, 200, 50, true), [{ from: 10, to: 200, reason: "offline" }]);
        equal(gapsOf(column([0, 10, 150, 190]), seen, 0, 200, 50), [{ from: 10, to: 150, reason: "missing" }]);
    },
    "a thinned line does not look broken"() {
        equal(breakAfterOf(1, 900_000, 1200), 3500);
        equal(breakAfterOf(1, 7 * 86_400_000, 1200), 1_260_000);
    },
    "limits in both directions"() {
        equal([90, 80, 50, 4, NaN].map((value) => severityOf(oven, "heat", value)),
            ["CRITICAL", "WARNING", null, "WARNING", null]);
        equal(limitsOf(oven, "heat").map((one) => one.threshold), [75, 5, 85]);
        equal(severityOf({}, "heat", 90), null);
    },
    "a bar needs something to compare with"() {
        equal(barScale(5, {}, []), null);
        const scale = barScale(5, { low: 4, high: 6 }, [{ threshold: 10 }]);
        equal([scale.low, scale.high > 10], [0, true]);
    },
    "metrics in the order that people look for them"() {
        equal(metricsInOrder(["flow", "~score", "vibration", "power"]), ["power", "vibration", "flow"]);
    },
    "a band that runs away is cut off"() {
        equal(surrounded({ low: 10, high: 20 }, [{ low: 8, high: 22 }]), { low: 8, high: 22 });
        equal(surrounded({ low: 10, high: 20 }, [{ low: -900, high: 22 }]), { low: -5, high: 22 });
        equal(surrounded({ low: 0, high: 0 }, []), { low: 0, high: 0 });
    },
    "a far limit does not flatten the line"() {
        const scale = (values, threshold) => panelScale({
            from: 0, to: 20, data: column([0, 10], values), limits: [limit(threshold, "WARNING")],
        });
        const near = scale([60, 70], 75);
        equal([near.high > 75, near.above.length], [true, 0]);
        const far = scale([60, 61], 200);
        equal([far.high < 70, far.above.length], [true, 1]);
        equal(panelScale({ from: 0, to: 20, data: undefined, limits: [] }), { low: 0, high: 1, above: [], below: [] });
    },
});
