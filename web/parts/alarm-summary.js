// Open alarms by severity, on every page, with how many still wait for somebody to acknowledge them.

import { h } from "../lib/vue.js";
import { openAlerts } from "../state/plant.js";
import { isUnacknowledged } from "../logic/ordering.js";
import { SeverityCount } from "./severity-mark.js";

export function AlarmSummary() {
    const open = openAlerts();
    const waiting = open.filter(isUnacknowledged).length;
    const counts = ["CRITICAL", "WARNING", "INFO"]
        .map((severity) => ({ severity, count: open.filter((alert) => alert.severity === severity).length }))
        .filter(({ count }) => count > 0);
    return h("a", { class: "alarm-summary", href: "#/alerts?show=unacknowledged", "data-open-alerts": open.length },
        counts.length === 0 ? h("span", { class: "calm" }, "No open alerts") : [
            ...counts.map((count) => h(SeverityCount, { ...count, key: count.severity })),
            waiting > 0 && h("span", { class: "waiting" }, `${waiting} to acknowledge`),
        ]);
}
