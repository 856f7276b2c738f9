// The hours that are expected, with the band in which 95 of 100 shall lie.

import { h, onBeforeUnmount, onMounted, shallowRef, watch } from "../lib/vue.js";
import { TimeChart } from "./time-chart.js";
import { drawBand } from "./layers.js";
import { rangeOf } from "../logic/forecast.js";

const HEIGHT = 180;
const HOUR = 3_600_000;

export const ForecastChart = {
    props: { columns: Object, zone: String, cursor: Object },
    setup(props) {
        const place = shallowRef(null);
        let chart = null;
        onMounted(() => {
            chart = new TimeChart(place.value, {
                model: () => modelOf(props.columns), zone: props.zone, height: HEIGHT, syncKey: "forecast",
                showsAxis: true, onCursor: (time) => { props.cursor.value = time; },
            });
        });
        watch(() => props.columns, () => chart?.request());
        onBeforeUnmount(() => chart?.destroy());
        return () => h("div", {
            ref: place, class: "trend-plot", role: "img",
            "aria-label": "Expected power over the coming days, with its band; the heading reads out the pointer",
        });
    },
};

function modelOf(columns) {
    const { times, values } = columns.value;
    return {
        from: times[0], to: times[times.length - 1], range: rangeOf(columns), data: [times, values],
        under: (u, colours) => drawBand(u, columns.low, columns.high, 2 * HOUR, colours.band),
    };
}
