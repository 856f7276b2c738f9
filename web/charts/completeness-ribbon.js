// What the hub has of each hour, on the time axis of the trends: plain where all of it is here, hatched where not.

import { h } from "../lib/vue.js";
import { hasCounted, pieces, reasonsOf, stateWord, summary } from "../logic/completeness.js";
import { gapLabel } from "../logic/gaps.js";
import { formatNumber } from "../logic/format.js";
import { formatTime } from "../logic/times.js";

export const CompletenessRibbon = {
    props: { trends: Object, window: Object, zone: String },
    setup(props) {
        return () => {
            void props.trends.version.value;
            const { trends, window, zone } = props;
            const found = pieces(trends.hours, window.from, window.to);
            if (found.length === 0) return null;
            const text = summary(trends.hours, window.from, window.to);
            const whole = hasCounted(trends.hours, window.from, window.to)
                ? "every reading of the hours that are over is here" : "no hour of this time is over yet";
            const lost = found.filter((piece) => piece.state === "missing").flatMap((piece) => piece.hours);
            const why = [...new Set(reasonsOf(lost).map(({ reason }) => gapLabel(reason)))].join(", ");
            return h("section", { class: "trend-panel completeness", "data-completeness": text || "complete" }, [
                h("div", { class: "trend-head" }, [
                    h("h3", "Completeness"),
                    h("span", { class: "trend-now" }, text || whole),
                    why && h("span", { class: "key" }, `missing: ${why}`),
                ]),
                h("ol", { class: "completeness-bar" }, found.map((piece) => h("li", {
                    class: `hours is-${piece.state}`, style: place(piece, window), title: explain(piece, zone),
                    key: piece.from, "aria-label": explain(piece, zone),
                    tabindex: piece.state === "complete" ? undefined : 0,
                }))),
            ]);
        };
    },
};

function place({ from, to }, window) {
    const span = window.to - window.from;
    const part = (time) => `${(100 * (time - window.from)) / span}%`;
    return { left: part(from), width: part(window.from + to - from) };
}

function explain(piece, zone) {
    const time = (moment) => formatTime(moment, zone, "minute");
    const reasons = reasonsOf(piece.hours).map(({ reason, readings, readingsOfAgent }) => {
        const counts = [readings && `${formatNumber(readings, 0)} readings`, readingsOfAgent
            && `${formatNumber(readingsOfAgent, 0)} readings of the agent's machines, not counted by machine`];
        const told = counts.filter(Boolean).join("; ");
        return told ? `${gapLabel(reason)} (${told})` : gapLabel(reason);
    });
    const head = `${time(piece.from)} to ${time(piece.to)}: ${stateWord(piece.state)}`;
    return reasons.length > 0 ? `${head}: ${reasons.join(", ")}` : head;
}
