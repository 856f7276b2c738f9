// The range of time on the charts, kept in the address.

import { h } from "../lib/vue.js";
import { RANGES, rangeKey, rangeOf } from "../logic/ranges.js";
import { formatTime, zoneLabel } from "../logic/times.js";
import { isPaused, setQuery } from "../state/view.js";

export function RangePicker({ range, window, zone }) {
    const chosen = rangeKey(range);
    const style = window.to - window.from > 86_400_000 ? "moment" : "second";
    const [from, to] = [window.from, window.to].map((time) => formatTime(time, zone, style));
    return h("div", { class: "range-picker", role: "group", "aria-label": "Range of time" }, [
        h("div", { class: "segments" }, RANGES.map(({ key, title }) => h("button", {
            key, type: "button", "aria-pressed": String(chosen === key), onClick: () => choose(key),
        }, title))),
        h("span", { class: "range-text" }, `${from} – ${to}, ${zoneLabel(zone, window.to)}`),
        h("span", { class: ["range-mode", isPaused.value && "is-paused"] }, isPaused.value ? "paused"
            : range.live ? "live" : "fixed: choose a range to go live again"),
    ]);
}
RangePicker.props = ["range", "window", "zone"];

function choose(key) {
    const { from, to } = rangeOf(key);
    setQuery({ from, to: to === "now" ? null : to, live: "1" });
}
