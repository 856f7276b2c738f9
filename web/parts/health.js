// Health 0 to 100 as a bar and a number; colour only when it is not healthy, and then with the word.

import { h } from "../lib/vue.js";
import { wordOf } from "../logic/format.js";

export function Health({ score, state }) {
    if (score === null || score === undefined) return h("span", { class: "health is-unknown" }, "health –");
    const isAbnormal = state && state !== "HEALTHY";
    return h("span", { class: ["health", isAbnormal && `is-${state.toLowerCase()}`] }, [
        h("span", { class: "health-word" }, isAbnormal ? wordOf(state) : "Health"),
        h("svg", { viewBox: "0 0 60 6", preserveAspectRatio: "none", "aria-hidden": "true" }, [
            h("rect", { class: "track", width: 60, height: 6, rx: 1 }),
            h("rect", { class: "fill", width: 0.6 * Math.max(0, Math.min(100, score)), height: 6, rx: 1 }),
        ]),
        h("b", Math.round(score)),
    ]);
}
Health.props = ["score", "state"];
