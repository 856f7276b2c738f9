// An alarm by shape, number and word as well as colour: filled until somebody has acknowledged it, then an outline.

import { h } from "../lib/vue.js";
import { wordOf } from "../logic/format.js";

const SHAPES = {
    CRITICAL: { number: "1", path: "M10 1 19 10 10 19 1 10Z", baseline: 13.7 },
    WARNING: { number: "2", path: "M10 1.5 19.2 18.5H.8Z", baseline: 16 },
    INFO: { number: "3", path: "M10 1.5a8.5 8.5 0 1 0 .01 0Z", baseline: 13.7 },
};

export function SeverityMark({ severity, acknowledged = false, title = null }) {
    const shape = SHAPES[severity];
    if (!shape) return null;
    const label = title ?? `${wordOf(severity)}${acknowledged ? ", acknowledged" : ""}`;
    const kind = `mark mark-${severity.toLowerCase()}${acknowledged ? " is-acknowledged" : ""}`;
    return h("svg", { class: kind, viewBox: "0 0 20 20", role: "img", "aria-label": label }, [
        h("title", label),
        h("path", { d: shape.path }),
        h("text", { x: 10, y: shape.baseline, "text-anchor": "middle" }, shape.number),
    ]);
}
SeverityMark.props = ["severity", "acknowledged", "title"];

/** The worst mark with how many there are and the word: "◆ 2 critical". */
export function SeverityCount({ severity, count }) {
    return h("span", { class: "severity-count" }, [
        h(SeverityMark, { severity }), h("b", count), h("span", severity.toLowerCase()),
    ]);
}
SeverityCount.props = ["severity", "count"];
