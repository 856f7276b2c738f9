// A machine's last ten minutes of one metric, the expected band behind it.

import { h, onBeforeUnmount, onMounted, shallowRef, watch } from "../lib/vue.js";
import { extent, lowerBound } from "../logic/columns.js";
import { surrounded } from "../charts/scale.js";
import { hubTime } from "../state/now.js";
import { SPAN, shortTrend } from "../state/short-trends.js";

const WIDTH = 240;
const HEIGHT = 36;
const REDRAW = 1000;

export const Sparkline = {
    props: { machine: Object, metric: String },
    setup(props) {
        const root = shallowRef(null);
        const drawing = shallowRef(null);
        const trend = shortTrend(props.machine.id, props.metric);
        let observer = null;
        let isVisible = false;
        let lastDrawn = 0;

        function draw(force) {
            if (!isVisible || (!force && hubTime() - lastDrawn < REDRAW)) return;
            lastDrawn = hubTime();
            drawing.value = pathsOf(trend.columns, hubTime());
        }
        watch(() => props.machine.latest[props.metric], () => draw(false));
        onMounted(() => {
            observer = new IntersectionObserver(([entry]) => {
                isVisible = entry.isIntersecting;
                draw(true);
                if (isVisible) trend.load().then((isNew) => isNew && draw(true));
            });
            observer.observe(root.value);
        });
        onBeforeUnmount(() => observer?.disconnect());
        return () => h("svg", {
            ref: root, class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none",
            "aria-hidden": "true",
        }, drawing.value && [
            h("path", { class: "band", d: drawing.value.band }), h("path", { class: "line", d: drawing.value.line }),
        ]);
    },
};

/** Path data of the line and of the band behind it; null while there is nothing. */
function pathsOf({ line, low, high }, now) {
    const data = extent(line, now - SPAN, now);
    if (!data) return null;
    const band = [low, high].map((column) => extent(column, now - SPAN, now)).filter(Boolean);
    const range = surrounded(data, band);
    const size = range.high - range.low || 1;
    const points = (column) => {
        const found = [];
        for (let index = lowerBound(column.times, now - SPAN); index < column.times.length; index += 1) {
            const time = column.times[index];
            const x = (WIDTH * (time - now + SPAN)) / SPAN;
            const y = 2 + (HEIGHT - 4) * (1 - (column.values[index] - range.low) / size);
            found.push({ time, text: `${x.toFixed(1)} ${y.toFixed(1)}` });
        }
        return found;
    };
    const drawn = points(line).map(({ time, text }, index, all) => {
        const breaks = index === 0 || time - all[index - 1].time > 60_000;
        return (breaks ? "M" : "L") + text;
    });
    const around = [...points(high), ...points(low).reverse()].map(({ text }) => text);
    return { line: drawn.join(""), band: around.length > 2 ? `M${around.join("L")}Z` : "" };
}
