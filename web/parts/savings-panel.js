// Where the machine could save energy, or how far learning is.

import { h } from "../lib/vue.js";
import { opportunities } from "../hub/calls.js";
import { formatCount, formatNumber } from "../logic/format.js";
import { progressOf, savingRows } from "../logic/savings.js";
import { FailureBar } from "./failure-bar.js";
import { useLoaded } from "./loaded.js";

const RELOAD = 60_000;

export const SavingsPanel = {
    props: { machine: Object },
    setup(props) {
        const { data, failure, retry } = useLoaded(() => opportunities(props.machine.id), RELOAD);
        return () => h("section", { class: "panel savings-panel", "aria-labelledby": "savings-title" }, [
            h("div", { class: "section-head" }, [
                h("h2", { id: "savings-title" }, "Savings"),
                data.value && h("span", { class: "hint" }, `at ${formatNumber(data.value.rate.mean)} a kWh`),
            ]),
            h(FailureBar, { failure: failure.value, retry }),
            data.value ? found(data.value)
                : !failure.value && h("p", { class: "waiting-text" }, "Looking at the last readings…"),
        ]);
    },
};

const COLUMNS = ["Opportunity", "A year", "Sure"];

function found(data) {
    const progress = progressOf(data);
    if (progress < 100) return learning(data, progress);
    const rows = savingRows(data.opportunities);
    if (rows.length === 0) return h("p", { class: "nothing" }, "The last 500 readings show nothing to save.");
    return h("table", { class: "savings-table" }, [
        h("thead", h("tr", COLUMNS.map((title) => h("th", { scope: "col", key: title }, title)))),
        h("tbody", rows.map((row) => h("tr", { key: row.kind }, [
            h("th", { scope: "row" }, [row.title, h("span", { class: "range-text" }, row.why)]),
            h("td", [row.saving, row.benefit && h("span", { class: "range-text" }, `${row.benefit} in four years`)]),
            h("td", row.confidence),
        ]))),
        h("tfoot", h("tr", [
            h("th", { scope: "row" }, "Together"), h("td", h("b", formatCount(data.totalPotentialSavings))), h("td"),
        ])),
    ]);
}

function learning(data, progress) {
    return h("div", { class: "savings-learning" }, [
        h("progress", { max: 100, value: progress, "aria-label": "How far learning is" }),
        h("p", { class: "nothing" }, `Learning: ${data.readings} of ${data.readingsNeeded} readings (${progress} %).`),
    ]);
}
