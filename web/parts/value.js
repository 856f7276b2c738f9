// One value with its unit, shown as what it is: fresh, stale, doubtful, or with an alarm's shape.

import { h } from "../lib/vue.js";
import { now } from "../state/now.js";
import { valueSeverity } from "../state/value-severity.js";
import { freshness } from "../logic/freshness.js";
import { formatNumber, unitLabel, wordOf } from "../logic/format.js";
import { SeverityMark } from "./severity-mark.js";

export function Value({ machine, metric }) {
    const latest = machine.latest[metric];
    if (!latest) return h("span", { class: "value is-stale" }, "–");
    const { isStale } = freshness(latest.time, machine.intervals?.[metric], now.value);
    const severity = valueSeverity(machine, metric, isStale);
    const isDoubtful = latest.quality && latest.quality !== "good";
    return h("span", { class: ["value", isStale && "is-stale", severity && `is-${severity.toLowerCase()}`] }, [
        severity && h(SeverityMark, { severity, title: `${wordOf(severity)} alarm` }),
        h("span", { class: "figure" }, formatNumber(latest.value)),
        h("span", { class: "unit" }, unitLabel(latest.unit)),
        isDoubtful && h("span", { class: "quality" }, latest.quality),
    ]);
}
Value.props = ["machine", "metric"];
