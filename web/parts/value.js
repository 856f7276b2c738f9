// One value with its unit, shown as what it is: fresh, stale, doubtful, or beyond a limit (with the alarm's shape).

import { h } from "../lib/vue.js";
import { now } from "../state/now.js";
import { freshness } from "../logic/freshness.js";
import { formatNumber, unitLabel } from "../logic/format.js";
import { severityOf } from "../logic/limits.js";
import { SeverityMark } from "./severity-mark.js";

export function Value({ machine, metric }) {
    const latest = machine.latest[metric];
    if (!latest) return h("span", { class: "value is-stale" }, "–");
    const { isStale } = freshness(latest.time, machine.intervals?.[metric], now.value);
    const severity = isStale ? null : severityOf(machine, metric, latest.value);
    const isDoubtful = latest.quality && latest.quality !== "good";
    return h("span", { class: ["value", isStale && "is-stale", severity && `is-${severity.toLowerCase()}`] }, [
        severity && h(SeverityMark, { severity, title: `Beyond the ${severity.toLowerCase()} limit` }),
        h("span", { class: "figure" }, formatNumber(latest.value)),
        h("span", { class: "unit" }, unitLabel(latest.unit)),
        isDoubtful && h("span", { class: "quality" }, latest.quality),
    ]);
}
Value.props = ["machine", "metric"];
