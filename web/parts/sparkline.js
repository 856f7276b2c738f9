// A machine's last half hour of one metric, the expected band behind it. Fetched when first seen, then kept live.

import { h, onBeforeUnmount, onMounted, shallowRef, watch } from "../lib/vue.js";
import { readings } from "../hub/calls.js";
import { append, extent, lowerBound, trim } from "../logic/columns.js";
import { hubTime } from "../state/now.js";

const SPAN = 30 * 60_000;
const WIDTH = 240;
const HEIGHT = 36;
const REDRAW = 1000;

export const Sparkline = {
    props: { machine: Object, metric: String },
    setup(props) {
        const root = shallowRef(null);
        const drawing = shallowRef(null);
        const columns = { line: emptyColumn(), low: emptyColumn(), high: emptyColumn() };
        let observer = null;
        let isVisible = false;
        let lastDrawn = 0;

        function draw() {
            if (!isVisible || hubTime() - lastDrawn < REDRAW) return;
            lastDrawn = hubTime();
            drawing.value = pathsOf(columns, hubTime());
        }
        async function fetchOnce() {
            try {
                const names = { line: props.metric, low: `~low.${props.metric}`, high: `~high.${props.metric}` };
                const answer = await readings(props.machine.id, { from: "now-30m", to: "now", points: 120,
                    metrics: Object.values(names) });
                for (const [part, name] of Object.entries(names)) {
                    const series = answer.series.find((one) => one.metric === name);
                    if (series) takeBehind(columns[part], series);
                }
                lastDrawn = 0;
                draw();
            } catch {
                // A card without its trend is still a card; the values say when they are old.
            }
        }
        watch(() => props.machine.latest[props.metric], (latest) => {
            for (const [part, value] of [["line", latest?.value], ["low", latest?.low], ["high", latest?.high]]) {
                if (latest?.time) append(columns[part], latest.time, value);
                trim(columns[part], hubTime() - SPAN);
            }
            draw();
        });
        onMounted(() => {
            observer = new IntersectionObserver(([entry]) => {
                isVisible = entry.isIntersecting;
                if (isVisible && columns.line.times.length < 2) fetchOnce();
                draw();
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

/** History goes before the live points that have come meanwhile. */
function takeBehind(columns, series) {
    const end = lowerBound(series.times, columns.times[0] ?? Infinity);
    columns.times.unshift(...series.times.slice(0, end));
    columns.values.unshift(...series.values.slice(0, end));
}

function emptyColumn() {
    return { times: [], values: [] };
}

/** Path data of the line and of the band behind it; null while there is nothing. */
function pathsOf({ line, low, high }, now) {
    const ranges = [line, low, high].map((column) => extent(column, now - SPAN, now)).filter(Boolean);
    if (ranges.length === 0) return null;
    const least = Math.min(...ranges.map((range) => range.low));
    const size = Math.max(...ranges.map((range) => range.high)) - least || 1;
    const points = (column) => {
        const found = [];
        for (let index = lowerBound(column.times, now - SPAN); index < column.times.length; index += 1) {
            const time = column.times[index];
            const x = (WIDTH * (time - now + SPAN)) / SPAN;
            const y = 2 + (HEIGHT - 4) * (1 - (column.values[index] - least) / size);
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
