// One metric over time: a heading that reads out the cursor, and the chart with band, model, limits, gaps and alerts.

import { h, onBeforeUnmount, onMounted, shallowRef, watch } from "../lib/vue.js";
import { TimeChart } from "./time-chart.js";
import { drawBand, drawGapLabels, drawGaps, drawLimits, drawMarks, drawModelLine } from "./layers.js";
import { panelScale } from "./scale.js";
import { agents } from "../state/plant.js";
import { ON_THE_WAY } from "../state/trends.js";
import { breakLine, nearest } from "../logic/columns.js";
import { breakAfterOf, gapsOf } from "../logic/gaps.js";
import { formatNumber, metricTitle, unitLabel } from "../logic/format.js";
import { limitsOf } from "../logic/limits.js";

const HEIGHT = 168;
const DERIVED_INTERVAL = 10;

export const TrendPanel = {
    props: { machine: Object, metric: String, trends: Object, window: Object, zone: String, cursor: Object,
        showsAxis: Boolean, marks: Array, onZoom: Function },
    setup(props) {
        const place = shallowRef(null);
        let chart = null;
        onMounted(() => {
            chart = new TimeChart(place.value, {
                model: () => modelOf(props), zone: props.zone, height: HEIGHT + (props.showsAxis ? 22 : 0),
                syncKey: "machine", showsAxis: props.showsAxis, onZoom: props.onZoom,
                onCursor: (time) => { props.cursor.value = time; },
            });
        });
        watch(() => [props.trends.version.value, props.window.from, props.window.to, props.marks],
            () => chart?.request());
        onBeforeUnmount(() => chart?.destroy());
        return () => h("section", { class: "trend-panel", "data-trend": props.metric }, [
            h("div", { class: "trend-head" }, heading(props)),
            h("div", {
                ref: place, class: "trend-plot", role: "img",
                "aria-label": `${metricTitle(props.metric)} over time; the values are in the table beside it`,
            }),
        ]);
    },
};

function modelOf({ machine, metric, trends, window, marks }) {
    const { from, to } = window;
    const measured = trends.column(metric);
    const low = trends.column(`~low.${metric}`);
    const high = trends.column(`~high.${metric}`);
    const model = trends.column(`~twin.${metric}`);
    const limits = limitsOf(machine, metric);
    const scale = panelScale({ from, to, data: measured, around: [low, high, model], limits });
    const span = to - from;
    const breakAfter = breakAfterOf(machine.intervals?.[metric], span, trends.points);
    const derivedBreak = breakAfterOf(DERIVED_INTERVAL, span, trends.points);
    const isKnownMissing = (gap) => gap.to >= to || gap.to < to - 1000 * ON_THE_WAY;
    const drawn = {
        unit: machine.latest[metric]?.unit ?? measured?.unit, limits, limitsAbove: scale.above, marks,
        gaps: trends.isLoaded.value && measured
            ? gapsOf(measured, trends.gaps, from, to, breakAfter, isAgentAway(machine)).filter(isKnownMissing) : [],
    };
    return {
        from, to, range: [scale.low, scale.high], data: measured ? breakLine(measured, breakAfter) : [[], []],
        under(u, colours) {
            drawGaps(u, drawn, colours);
            drawBand(u, low, high, derivedBreak, colours.band);
            if (measured?.min && measured.max) drawBand(u, { ...measured, values: measured.min },
                { ...measured, values: measured.max }, breakAfter, colours.hatch);
            drawLimits(u, drawn, colours);
        },
        over(u, colours) {
            drawModelLine(u, model, derivedBreak, colours.model);
            drawGapLabels(u, drawn, colours);
            drawMarks(u, drawn, colours);
        },
    };
}

function isAgentAway(machine) {
    const agent = machine.agent && (agents.get(machine.agent.id) ?? machine.agent);
    return Boolean(agent) && !agent.online;
}

function heading({ machine, metric, trends, cursor, window }) {
    const time = cursor.value ?? window.to;
    const at = (name) => {
        const column = trends.column(name);
        const index = column ? nearest(column.times, time) : -1;
        return index < 0 ? null : column.values[index];
    };
    // Reading the version makes the heading follow the data as well as the cursor.
    void trends.version.value;
    const unit = unitLabel(machine.latest[metric]?.unit ?? trends.column(metric)?.unit);
    const [low, high, model] = [at(`~low.${metric}`), at(`~high.${metric}`), at(`~twin.${metric}`)];
    return [
        h("h3", metricTitle(metric)),
        h("span", { class: "trend-now" }, [h("b", formatNumber(at(metric))), " ", unit]),
        low !== null && high !== null
            && h("span", { class: "key key-band" }, `expected ${formatNumber(low)} to ${formatNumber(high)}`),
        model !== null && h("span", { class: "key key-model" }, `model ${formatNumber(model)}`),
    ];
}
