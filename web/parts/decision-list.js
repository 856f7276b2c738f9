// What was decided about a machine, why, on which readings, and what became of it.

import { h } from "../lib/vue.js";
import { formatNumber, metricTitle, wordOf } from "../logic/format.js";
import { formatTime, parseTime, withLocalTimes } from "../logic/times.js";
import { DecisionQuestion } from "./decision-question.js";
import { SeverityMark } from "./severity-mark.js";

const COLUMNS = ["Time", "Metric", "Value"];
const ACTIONS = { MAINTENANCE: "Set to maintenance", OFFLINE: "Taken offline", NONE: "No action" };

export function DecisionList({ decisions, zone }) {
    return h("section", { class: "panel decisions", "aria-labelledby": "decisions-title" }, [
        h("div", { class: "section-head" }, [h("h2", { id: "decisions-title" }, "Decisions")]),
        decisions.length === 0
            ? h("p", { class: "nothing" }, "Nothing decided yet. Decisions follow alerts that ask for one.")
            : decisions.map((decision) => item(decision, zone)),
    ]);
}
DecisionList.props = ["decisions", "zone"];

function item(decision, zone) {
    const { preventedLoss, estimatedSavings } = decision;
    return h("article", { class: "decision", key: decision.id }, [
        h("div", { class: "decision-head" }, [
            h(SeverityMark, { severity: decision.riskLevel }),
            h("h3", ACTIONS[decision.actionTaken] ?? wordOf(decision.actionTaken)),
            h("span", decision.rootCause),
            h("time", { datetime: decision.decidedAt }, formatTime(parseTime(decision.decidedAt), zone, "moment")),
        ]),
        h("p", withLocalTimes(decision.reasoning, zone)),
        decision.humanRecommendation
            && h("p", { class: "recommendation" }, [h("b", "For you: "), decision.humanRecommendation]),
        h(DecisionQuestion, { decision, zone }),
        h("div", { class: "decision-facts" }, [
            h("span", `by ${decision.decidedBy}, rule ${decision.rule}`),
            h("span", decision.hubReachable ? "hub reachable" : "decided without the hub"),
            preventedLoss > 0 && h("span", `prevented loss about ${formatNumber(preventedLoss, 0)}`),
            estimatedSavings > 0 && h("span", `savings about ${formatNumber(estimatedSavings, 0)} a year`),
            ...(decision.commands ?? []).map((command) => h("span", { key: command.id, class: "command" }, [
                `command ${command.name}: `, h("b", wordOf(command.state)),
                command.reason ? ` (${command.reason})` : "",
            ])),
        ]),
        decision.readings?.length > 0 && evidence(decision, zone),
    ]);
}

function evidence(decision, zone) {
    return h("details", [
        h("summary", `The ${decision.readings.length} readings it stood on, model ${decision.model}`),
        h("table", [
            h("thead", h("tr", COLUMNS.map((title) => h("th", { scope: "col", key: title }, title)))),
            h("tbody", decision.readings.map((reading, index) => h("tr", { key: index }, [
                h("td", formatTime(parseTime(reading.timestamp), zone)),
                h("td", metricTitle(reading.metric)),
                h("td", { class: "figure" }, formatNumber(reading.value)),
            ]))),
        ]),
    ]);
}
