// Every value of a machine with its normal range, its limits and its age.

import { h } from "../lib/vue.js";
import { now } from "../state/now.js";
import { freshness } from "../logic/freshness.js";
import { formatNumber, metricTitle, unitLabel } from "../logic/format.js";
import { isLow, limitsOf, metricsInOrder } from "../logic/limits.js";
import { Age } from "./age.js";
import { AnalogBar } from "./analog-bar.js";
import { Value } from "./value.js";

export function ValuesTable({ machine }) {
    const metrics = metricsInOrder(Object.keys(machine.latest));
    return h("section", { class: "panel", "aria-labelledby": "values-title" }, [
        h("div", { class: "section-head" }, [h("h2", { id: "values-title" }, "Values")]),
        metrics.length === 0
            ? h("p", { class: "nothing" }, "No value yet. Values appear as soon as the agent's next round arrives.")
            : h("table", { class: "values-table" }, [
                h("thead", h("tr", ["Metric", "Now", "Normal range and limits", "Age"]
                    .map((title) => h("th", { scope: "col", key: title }, title)))),
                h("tbody", metrics.map((metric) => row(machine, metric))),
            ]),
    ]);
}
ValuesTable.props = ["machine"];

function row(machine, metric) {
    const latest = machine.latest[metric];
    const interval = machine.intervals?.[metric] ?? 5;
    const { isStale } = freshness(latest.time, interval, now.value);
    return h("tr", { key: metric, class: isStale ? "is-stale" : null, "data-metric": metric }, [
        h("th", { scope: "row" }, metricTitle(metric)),
        h("td", h(Value, { machine, metric })),
        h("td", [
            h(AnalogBar, { machine, metric, isStale }),
            ...rangeTexts(machine, metric).map((text) => h("span", { class: "range-text", key: text }, text)),
        ]),
        h("td", h(Age, { time: latest.time, interval })),
    ]);
}

function rangeTexts(machine, metric) {
    const latest = machine.latest[metric];
    const unit = unitLabel(latest.unit);
    const texts = [];
    if (Number.isFinite(latest.low) && Number.isFinite(latest.high)) {
        texts.push(`normal ${formatNumber(latest.low)} to ${formatNumber(latest.high)} ${unit}`);
    }
    const limits = limitsOf(machine, metric);
    if (limits.length > 0) {
        const ends = limits.map((limit) => `${isLow(limit) ? "<" : ">"}\u202f${formatNumber(limit.threshold)}`);
        texts.push(`alarm ${ends.join(", ")} ${unit}`);
    }
    return texts;
}
