// Alerts as a table, to be worked through: select, acknowledge, resolve.

import { h } from "../lib/vue.js";
import { may } from "../hub/session.js";
import { isOpen, isUnacknowledged } from "../logic/ordering.js";
import { formatNumber, metricTitle, unitLabel, wordOf } from "../logic/format.js";
import { browserZone, formatTime, parseTime, withLocalTimes, zoneLabel } from "../logic/times.js";
import { Age } from "./age.js";
import { AlertSource, alertSourceName } from "./alert-source.js";
import { AlertActions } from "./alert-actions.js";
import { SeverityMark } from "./severity-mark.js";

export function AlertTable({ alerts, selected, select }) {
    const open = alerts.filter(isOpen);
    const areAllChosen = open.length > 0 && open.every((alert) => selected.has(alert.id));
    const without = (id) => [...selected].filter((one) => one !== id);
    const toggle = (id) => select(selected.has(id) ? without(id) : [...selected, id]);
    const raised = `Raised, ${zoneLabel(browserZone(), Date.now())}`;
    return h("table", { class: "alert-table" }, [
        h("caption", { class: "only-read" }, "Alerts, unacknowledged first, then by severity"),
        h("thead", h("tr", [
            h("th", { scope: "col", class: "choose" }, [may("OPERATOR") && open.length > 0 && h("input", {
                type: "checkbox", checked: areAllChosen, "aria-label": "Select all open alerts",
                onChange: () => select(areAllChosen ? [] : open.map((alert) => alert.id)),
            })]),
            ...["Severity", "Machine", "What", "Value", "Limit", raised, "State"]
                .map((title) => h("th", { scope: "col", key: title }, title)),
            h("th", { scope: "col" }, [h("span", { class: "only-read" }, "Actions")]),
        ])),
        h("tbody", alerts.map((alert) => row(alert, selected, toggle))),
    ]);
}
AlertTable.props = ["alerts", "selected", "select"];

function row(alert, selected, toggle) {
    const unit = unitLabel(alert.unit);
    const openState = isOpen(alert);
    const raisedAt = parseTime(alert.raisedAt);
    return h("tr", {
        key: alert.id, "data-alert": alert.id, "data-state": alert.state,
        class: [!openState && "is-closed", selected.has(alert.id) && "is-chosen"],
    }, [
        h("td", { class: "choose" }, [openState && may("OPERATOR") && h("input", {
            type: "checkbox", checked: selected.has(alert.id),
            "aria-label": `Select the alert of ${alertSourceName(alert)}`, onChange: () => toggle(alert.id),
        })]),
        h("td", h("span", { class: "severity-cell" }, [
            h(SeverityMark, { severity: alert.severity, acknowledged: !isUnacknowledged(alert) }),
            wordOf(alert.severity),
        ])),
        h("td", [h(AlertSource, { alert })]),
        h("td", { class: "what" }, [
            h("b", wordOf(alert.kind)),
            namesMore(alert) && h("span", { class: "hint" }, ` ${metricTitle(alert.metric).toLowerCase()}`),
            h("p", withLocalTimes(alert.message, browserZone())),
            alert.comment && h("p", { class: "alert-comment" }, `“${alert.comment}”`),
        ]),
        h("td", { class: "figure" }, Number.isFinite(alert.value) ? `${formatNumber(alert.value)} ${unit}` : "–"),
        h("td", { class: "figure" }, Number.isFinite(alert.limit) ? `${formatNumber(alert.limit)} ${unit}` : "–"),
        h("td", { class: "when" }, [
            formatTime(raisedAt, browserZone(), "moment"), h("br"), h(Age, { time: raisedAt }),
        ]),
        h("td", { class: "state" }, [
            alert.resolvedAt ? "Resolved" : wordOf(alert.state),
            alert.acknowledgedAt && !alert.resolvedAt && h("span", { class: "hint" }, since(alert.acknowledgedAt)),
        ]),
        h("td", { class: "act" }, [openState && h(AlertActions, { alerts: [alert] })]),
    ]);
}

function since(time) {
    return `since ${formatTime(parseTime(time), browserZone(), "minute")}`;
}

/** Whether the metric says more than the kind already does. */
function namesMore(alert) {
    return alert.metric && alert.metric.toLowerCase() !== alert.kind.toLowerCase();
}
