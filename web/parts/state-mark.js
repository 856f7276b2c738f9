// A machine's state as a grey shape with its word: a state is not an alarm, so it has no colour.

import { h } from "../lib/vue.js";
import { wordOf } from "../logic/format.js";

const SHAPES = {
    ONLINE: [["circle", { cx: 8, cy: 8, r: 5.5, class: "solid" }]],
    MAINTENANCE: [["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }], ["path", { d: "M4 12 12 4" }]],
    OFFLINE: [["circle", { cx: 8, cy: 8, r: 5.5 }], ["path", { d: "M4.1 11.9 11.9 4.1" }]],
    PENDING: [["circle", { cx: 8, cy: 8, r: 5.5, class: "dashed" }]],
    REJECTED: [["path", { d: "M3.5 3.5l9 9m0-9-9 9" }]],
    REVOKED: [["path", { d: "M3.5 3.5l9 9m0-9-9 9" }]],
};

export function StateMark({ status, withWord = true }) {
    const shapes = SHAPES[status] ?? SHAPES.PENDING;
    return h("span", { class: "state-mark" }, [
        h("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" },
            shapes.map(([tag, attributes]) => h(tag, attributes))),
        withWord ? h("span", wordOf(status)) : h("span", { class: "only-read" }, wordOf(status)),
    ]);
}
StateMark.props = { status: String, withWord: { type: Boolean, default: true } };
