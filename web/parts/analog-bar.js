// A value on its scale, to be read at a glance: the normal range as a band, limits as ticks, the value as a pointer.

import { h } from "../lib/vue.js";
import { barScale, limitsOf } from "../logic/limits.js";
import { valueSeverity } from "../state/value-severity.js";

const WIDTH = 160;

export function AnalogBar({ machine, metric, isStale }) {
    const latest = machine.latest[metric];
    const limits = limitsOf(machine, metric);
    const scale = latest && barScale(latest.value, latest, limits);
    if (!scale) return h("span", { class: "analog-bar is-empty" }, "no range yet");
    const x = (value) => Math.max(0, Math.min(1, (value - scale.low) / (scale.high - scale.low))) * WIDTH;
    const severity = valueSeverity(machine, metric, isStale);
    const hasBand = Number.isFinite(latest.low) && Number.isFinite(latest.high);
    return h("svg", {
        class: ["analog-bar", isStale && "is-stale", severity && `is-${severity.toLowerCase()}`],
        viewBox: `0 0 ${WIDTH} 18`, preserveAspectRatio: "none", "aria-hidden": "true",
    }, [
        h("rect", { class: "track", x: 0, y: 6, width: WIDTH, height: 6 }),
        hasBand && h("rect", {
            class: "normal", x: x(latest.low), y: 4, width: Math.max(2, x(latest.high) - x(latest.low)), height: 10,
        }),
        ...limits.map((limit) => h("path", {
            class: `tick tick-${limit.severity.toLowerCase()}`, d: `M${x(limit.threshold)} 2V16`,
        })),
        h("path", { class: "pointer", d: `M${x(latest.value)} 9m-5-9h10l-5 7zM${x(latest.value)} 7v11` }),
    ]);
}
AnalogBar.props = ["machine", "metric", "isStale"];
