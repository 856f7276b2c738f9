// The twin: what its physics says beside what was measured, and what that means for the machine's life.

import { h } from "../lib/vue.js";
import { twinReport } from "../hub/calls.js";
import { formatHours, formatNumber, formatShare, unitLabel } from "../logic/format.js";
import { lifeIntervalText } from "../logic/forecast.js";
import { FailureBar } from "./failure-bar.js";
import { useLoaded } from "./loaded.js";

const COLUMNS = ["Quantity", "Model", "Measured", "Difference", "Usual error"];
const COMPARED = [["temperature", "Temperature"], ["vibration", "Vibration"]];
/** How good the twin is changes slowly; its values come live. */
const RELOAD = 60_000;

export const TwinPanel = {
    props: { machine: Object },
    setup(props) {
        const { data, failure, retry } = useLoaded(() => twinReport(props.machine.id), RELOAD);
        return () => h("section", { class: "panel twin-panel", "aria-labelledby": "twin-title" }, [
            h("div", { class: "section-head" }, [
                h("h2", { id: "twin-title" }, "Twin"), h("span", { class: "hint" }, "physics against measurement"),
            ]),
            h(FailureBar, { failure: failure.value, retry }),
            ...body(props.machine, data.value, failure.value),
        ]);
    },
};

function body({ twin, latest }, report, failure) {
    if (!twin) return [h("p", { class: "nothing" }, "No twin yet. It starts with the machine's first power reading.")];
    const life = report?.remainingLife;
    return [
        h("table", { class: "twin-table" }, [
            h("thead", h("tr", COLUMNS.map((title) => h("th", { scope: "col", key: title }, title)))),
            h("tbody", COMPARED.filter(([name]) => Number.isFinite(twin[name]))
                .map(([name, title]) => row(title, twin[name], latest[name], report?.calibration?.[name]))),
        ]),
        h("dl", { class: "twin-facts" }, [
            fact("Health", formatNumber(twin.health, 0), "of 100"),
            fact("Remaining life", formatHours(twin.remainingHours), ""),
            fact("Failure probability", formatShare(twin.failureProbability), ""),
        ]),
        life ? h("p", { class: "hint twin-life" },
            lifeIntervalText(life.low, life.high))
            : !failure && h("p", { class: "hint twin-life" }, report
                ? "How sure the remaining life is, is not known yet." : "Loading how good the twin is…"),
    ];
}

function row(title, model, measured, calibration) {
    const unit = unitLabel(measured?.unit);
    const difference = measured ? measured.value - model : null;
    const sign = difference > 0 ? "+" : "";
    return h("tr", { key: title }, [
        h("th", { scope: "row" }, title),
        h("td", `${formatNumber(model)} ${unit}`),
        h("td", measured ? `${formatNumber(measured.value)} ${unit}` : "–"),
        h("td", difference === null ? "–" : `${sign}${formatNumber(difference)}`),
        h("td", calibration ? `± ${formatNumber(calibration.error)}` : "–"),
    ]);
}

function fact(title, value, note) {
    return h("div", [h("dt", title), h("dd", [h("b", value), note && ` ${note}`])]);
}
