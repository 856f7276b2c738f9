// The alerts of one machine, open ones first.

import { h } from "../lib/vue.js";
import { isOpen, isUnacknowledged } from "../logic/ordering.js";
import { formatTime, parseTime, withLocalTimes } from "../logic/times.js";
import { wordOf } from "../logic/format.js";
import { AlertActions } from "./alert-actions.js";
import { SeverityMark } from "./severity-mark.js";

export function MachineAlerts({ alerts, zone }) {
    return h("section", { class: "panel", "aria-labelledby": "own-alerts-title" }, [
        h("div", { class: "section-head" }, [
            h("h2", { id: "own-alerts-title" }, "Alerts"),
            h("span", { class: "hint" }, `${alerts.filter(isOpen).length} open`),
        ]),
        alerts.length === 0 ? h("p", { class: "nothing" }, "This machine has raised no alert.")
            : h("ul", { class: "alert-list" }, alerts.map((alert) => item(alert, zone))),
    ]);
}
MachineAlerts.props = ["alerts", "zone"];

function item(alert, zone) {
    return h("li", { key: alert.id, class: isOpen(alert) ? null : "is-closed" }, [
        h(SeverityMark, { severity: alert.severity, acknowledged: !isUnacknowledged(alert) }),
        h("div", [
            h("div", { class: "alert-line" }, [
                h("b", wordOf(alert.severity)), h("span", wordOf(alert.kind)),
                h("span", { class: "age" }, formatTime(parseTime(alert.raisedAt), zone, "moment")),
            ]),
            h("p", withLocalTimes(alert.message, zone)),
            h("span", { class: "alert-state" }, alert.resolvedAt ? "Resolved" : wordOf(alert.state)),
            alert.comment && h("p", { class: "alert-comment" }, `“${alert.comment}”`),
            isOpen(alert) && h(AlertActions, { alerts: [alert] }),
        ]),
    ]);
}
