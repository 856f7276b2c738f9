// One machine on the overview: state, alarms, the values that matter, their trend, and how old they are.

import { h } from "../lib/vue.js";
import { now } from "../state/now.js";
import { metricSeverity } from "../state/plant.js";
import { isStaleMachine } from "../state/silence.js";
import { newestTime } from "../logic/freshness.js";
import { metricTitle } from "../logic/format.js";
import { metricsInOrder } from "../logic/limits.js";
import { severityRank } from "../logic/ordering.js";
import { routeHash } from "../logic/routes.js";
import { Age } from "./age.js";
import { Health } from "./health.js";
import { SeverityMark } from "./severity-mark.js";
import { Sparkline } from "./sparkline.js";
import { StateMark } from "./state-mark.js";
import { Value } from "./value.js";

const VALUES_MAX = 3;

export function MachineCard({ machine }) {
    const metrics = metricsInOrder(Object.keys(machine.latest)).slice(0, VALUES_MAX);
    const isStale = isStaleMachine(machine, now.value);
    const worst = machine.openAlerts > 0 ? machine.worstSeverity : null;
    return h("a", {
        class: ["machine-card", worst && `has-${worst.toLowerCase()}`, isStale && "is-stale"],
        href: routeHash({ page: "machine", id: machine.id }), "data-machine": machine.name,
    }, [
        h("div", { class: "card-head" }, [
            h("h3", machine.name),
            worst && h("span", { class: "card-alarm" }, [
                h(SeverityMark, { severity: worst }), h("span", alarmText(worst, machine.openAlerts)),
            ]),
        ]),
        h("div", { class: "card-sub" }, [
            h(StateMark, { status: machine.status }),
            h("span", { class: "card-place" }, `${machine.type?.toLowerCase()} · ${machine.factoryName}`),
        ]),
        h("dl", { class: "card-values" }, metrics.length > 0 ? metrics.map((metric) => cell(machine, metric))
            : [h("div", [h("dt", "Values"), h("dd", "none yet")])]),
        trend(machine, worstMetric(machine, metrics)),
        h("div", { class: "card-foot" }, [
            h(Health, { score: machine.healthScore, state: machine.healthState }),
            h(Age, { time: newestTime(machine.latest), interval: fastestInterval(machine) }),
        ]),
    ]);
}
MachineCard.props = ["machine"];

function cell(machine, metric) {
    return h("div", { key: metric }, [h("dt", metricTitle(metric)), h("dd", [h(Value, { machine, metric })])]);
}

/** The metric whose trend is worth showing: the one with the worst alarm, else the first. */
function worstMetric(machine, metrics) {
    const ranks = metrics.map((metric) => severityRank(metricSeverity(machine.id, metric)));
    return metrics[ranks.indexOf(Math.max(...ranks))];
}

function trend(machine, metric) {
    return h("div", { class: "card-trend" }, [
        h("span", metric ? `${metricTitle(metric)}, last 10 min` : ""),
        metric ? h(Sparkline, { machine, metric, key: metric }) : h("div", { class: "sparkline" }),
    ]);
}

function alarmText(worst, count) {
    return count > 1 ? `${worst.toLowerCase()}, ${count} open` : worst.toLowerCase();
}

/** The newest of all values is stale only when even the fastest metric has missed its time. */
function fastestInterval(machine) {
    const known = Object.values(machine.intervals ?? {});
    return known.length > 0 ? Math.min(...known) : 5;
}
