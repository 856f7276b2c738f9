// How many conflicts wait, beside a title; nothing when none does.

import { h } from "../lib/vue.js";
import { waitingConflicts } from "../state/plant.js";

export function ConflictCount() {
    const count = waitingConflicts().length;
    if (count === 0) return null;
    return h("span", { class: "count-badge", "data-conflicts": count }, [
        h("span", { "aria-hidden": "true" }, count),
        h("span", { class: "only-read" }, `, ${count} waiting`),
    ]);
}
