// Alerts in short, each with a link to its machine.

import { h } from "../lib/vue.js";
import { browserZone, parseTime, withLocalTimes } from "../logic/times.js";
import { isUnacknowledged } from "../logic/ordering.js";
import { wordOf } from "../logic/format.js";
import { Age } from "./age.js";
import { AlertSource } from "./alert-source.js";
import { SeverityMark } from "./severity-mark.js";

export function AlertList({ alerts }) {
    if (alerts.length === 0) return h("p", { class: "nothing" }, "No open alerts. Nothing needs you.");
    return h("ul", { class: "alert-list" }, alerts.map((alert) => h("li", { key: alert.id }, [
        h(SeverityMark, { severity: alert.severity, acknowledged: !isUnacknowledged(alert) }),
        h("div", [
            h("div", { class: "alert-line" }, [
                h(AlertSource, { alert }),
                h("span", wordOf(alert.kind)),
                h(Age, { time: parseTime(alert.raisedAt) }),
            ]),
            h("p", withLocalTimes(alert.message, browserZone())),
            h("span", { class: "alert-state" }, wordOf(alert.state)),
        ]),
    ])));
}
AlertList.props = ["alerts"];
