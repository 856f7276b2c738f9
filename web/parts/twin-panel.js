// The twin: what its physics says beside what was measured, and what that means for the machine's life.

import { h } from "../lib/vue.js";
import { formatHours, formatNumber, formatShare, unitLabel } from "../logic/format.js";

const COLUMNS = ["Quantity", "Model", "Measured", "Difference"];
const COMPARED = [["temperature", "Temperature"], ["vibration", "Vibration"]];

export function TwinPanel({ machine }) {
    const { twin, latest } = machine;
    return h("section", { class: "panel", "aria-labelledby": "twin-title" }, [
        h("div", { class: "section-head" }, [
            h("h2", { id: "twin-title" }, "Twin"), h("span", { class: "hint" }, "physics against measurement"),
        ]),
        !twin ? h("p", { class: "nothing" }, "No twin yet. It starts with the machine's first power reading.") : [
            h("table", { class: "twin-table" }, [
                h("thead", h("tr", COLUMNS.map((title) => h("th", { scope: "col", key: title }, title)))),
                h("tbody", COMPARED.filter(([name]) => Number.isFinite(twin[name]))
                    .map(([name, title]) => row(title, twin[name], latest[name]))),
            ]),
            h("dl", { class: "twin-facts" }, [
                fact("Health", formatNumber(twin.health, 0), "of 100"),
                fact("Remaining life", formatHours(twin.remainingHours), ""),
                fact("Failure probability", formatShare(twin.failureProbability), ""),
            ]),
        ],
    ]);
}
TwinPanel.props = ["machine"];

function row(title, model, measured) {
    const unit = unitLabel(measured?.unit);
    const difference = measured ? measured.value - model : null;
    const sign = difference > 0 ? "+" : "";
    return h("tr", { key: title }, [
        h("th", { scope: "row" }, title),
        h("td", `${formatNumber(model)} ${unit}`),
        h("td", measured ? `${formatNumber(measured.value)} ${unit}` : "–"),
        h("td", difference === null ? "–" : `${sign}${formatNumber(difference)}`),
    ]);
}

function fact(title, value, note) {
    return h("div", [h("dt", title), h("dd", [h("b", value), note && ` ${note}`])]);
}
