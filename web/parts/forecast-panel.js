// What the machine's power will be, and how far such forecasts were off before.

import { computed, h, shallowRef, watch } from "../lib/vue.js";
import { forecast } from "../hub/calls.js";
import { ForecastChart } from "../charts/forecast-chart.js";
import { accuracyText, columnsOf, valueAt, whyUnfit } from "../logic/forecast.js";
import { formatNumber, unitLabel } from "../logic/format.js";
import { FailureBar } from "./failure-bar.js";
import { useLoaded } from "./loaded.js";

/** A forecast changes with the hour. */
const RELOAD = 15 * 60_000;
const DAYS = [1, 7, 31];

export const ForecastPanel = {
    props: { machine: Object, zone: String },
    setup(props) {
        const days = shallowRef(7);
        const cursor = shallowRef(null);
        const { data, failure, retry } = useLoaded(() => forecast(props.machine.id, days.value), RELOAD);
        const columns = computed(() => (data.value ? columnsOf(data.value.points) : null));
        watch(days, retry);
        return () => h("section", { class: "panel forecast-panel", "aria-labelledby": "forecast-title" }, [
            h("div", { class: "section-head" }, [
                h("h2", { id: "forecast-title" }, "Forecast"), h("span", { class: "hint" }, "power, by the hour"),
                h("span", { class: "forecast-days" }, DAYS.map((count) => h("button", {
                    key: count, type: "button", class: "quiet", "aria-pressed": String(days.value === count),
                    onClick: () => { days.value = count; },
                }, count === 1 ? "1 day" : `${count} days`))),
            ]),
            ...body({ ...props, data: data.value, columns: columns.value, failure: failure.value, cursor, retry }),
        ]);
    },
};

function body({ data, columns, failure, cursor, retry, zone }) {
    const why = whyUnfit(failure);
    if (why) return [h("p", { class: "nothing" }, why)];
    const bar = h(FailureBar, { failure, retry });
    if (!data) return [failure ? bar : h("p", { class: "waiting-text" }, "Learning from the machine's history…")];
    const unit = unitLabel(data.unit);
    const shown = valueAt(columns, cursor.value);
    return [
        bar,
        shown && h("div", { class: "trend-head" }, [
            h("span", { class: "trend-now" }, [h("b", formatNumber(shown.value)), " ", unit]),
            h("span", { class: "key key-band" },
                `95 of 100 hours within ${formatNumber(shown.low)} to ${formatNumber(shown.high)}`),
        ]),
        h(ForecastChart, { columns, zone, cursor }),
        h("p", { class: "hint forecast-accuracy" }, accuracyText(data.accuracy, unit)),
    ];
}
