// All trends of a machine, one under the other on one time axis; the score on top, the times at the foot.

import { h, shallowRef } from "../lib/vue.js";
import { CompletenessRibbon } from "./completeness-ribbon.js";
import { ScoreRibbon } from "./score-ribbon.js";
import { TrendPanel } from "./trend-panel.js";
import { metricsInOrder } from "../logic/limits.js";
import { parseTime } from "../logic/times.js";

// Counters only rise: their line says nothing, and the table of values has the number.
const COUNTERS = new Set(["runtime"]);

export const TrendStack = {
    props: { machine: Object, trends: Object, window: Object, zone: String, alerts: Array, onZoom: Function },
    setup(props) {
        const cursor = shallowRef(null);
        return () => {
            void props.trends.version.value;
            const { machine, trends, window, zone, onZoom } = props;
            const known = new Set([...Object.keys(machine.latest), ...trends.measured]);
            const metrics = metricsInOrder([...known].filter((metric) => !COUNTERS.has(metric)));
            if (metrics.length === 0) {
                return h("p", { class: "nothing" }, trends.isLoaded.value
                    ? "No readings in this time. Choose a longer range, or wait for the machine's next reading."
                    : "Loading the trends…");
            }
            const shared = { trends, window, zone, cursor, onZoom };
            return h("div", { class: "trend-stack" }, [
                h(ScoreRibbon, { ...shared, series: "~score", title: "Anomaly score", key: "~score" }),
                // Machines whose metrics are not judged together have no such series.
                trends.column("~joint") && h(ScoreRibbon, {
                    ...shared, series: "~joint", title: "Score of all metrics together", key: "~joint",
                }),
                ...metrics.map((metric, index) => h(TrendPanel, {
                    ...shared, machine, metric, marks: marksOf(props.alerts, metric), key: `${metric} ${zone}`,
                    showsAxis: index === metrics.length - 1,
                })),
                h(CompletenessRibbon, { trends, window, zone, key: "~completeness" }),
            ]);
        };
    },
};

function marksOf(alerts, metric) {
    return alerts.filter((alert) => alert.metric === metric)
        .map((alert) => ({ time: parseTime(alert.raisedAt), severity: alert.severity }));
}
