// A score of the machine on the time axis of its trends: its metrics' worst, or that of all of them together.

import { h, onBeforeUnmount, onMounted, shallowRef, watch } from "../lib/vue.js";
import { TimeChart } from "./time-chart.js";
import { drawScore } from "./layers.js";
import { nearest } from "../logic/columns.js";
import { formatNumber } from "../logic/format.js";

export const ScoreRibbon = {
    props: {
        series: String, title: String, trends: Object, window: Object, zone: String, cursor: Object, onZoom: Function,
    },
    setup(props) {
        const place = shallowRef(null);
        let chart = null;
        onMounted(() => {
            chart = new TimeChart(place.value, {
                model: () => ({
                    from: props.window.from, to: props.window.to, range: [0, 1], data: [[], []],
                    under: (u, colours) => drawScore(u, props.trends.column(props.series), colours),
                }),
                zone: props.zone, height: 40, syncKey: "machine", showsAxis: false, showsValues: false,
                onCursor: (time) => { props.cursor.value = time; }, onZoom: props.onZoom,
            });
        });
        watch(() => [props.trends.version.value, props.window.from, props.window.to], () => chart?.request());
        onBeforeUnmount(() => chart?.destroy());
        return () => {
            void props.trends.version.value;
            const column = props.trends.column(props.series);
            const index = column ? nearest(column.times, props.cursor.value ?? props.window.to) : -1;
            const score = index < 0 ? null : column.values[index];
            return h("section", { class: "trend-panel score-ribbon" }, [
                h("div", { class: "trend-head" }, [
                    h("h3", props.title),
                    h("span", { class: "trend-now" }, [h("b", formatNumber(score, 3)), " of 1"]),
                    h("span", { class: "key" }, "0.99 and over: 1 in 100 normal readings; 0.999 and over: 1 in 1000"),
                ]),
                h("div", { ref: place, class: "trend-plot", role: "img", "aria-label": `${props.title} over time` }),
            ]);
        };
    },
};
