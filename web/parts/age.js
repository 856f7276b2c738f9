// How old something is, ticking; greyed and named stale when it has outlived its interval.

import { h } from "../lib/vue.js";
import { now } from "../state/now.js";
import { freshness } from "../logic/freshness.js";
import { formatAge } from "../logic/format.js";

/** `time` in hub milliseconds, `interval` in seconds. Without an interval it is an age and never stale. */
export function Age({ time, interval }) {
    if (time === null || time === undefined) return h("span", { class: "age" }, "never");
    const { age, isStale } = freshness(time, interval, now.value);
    if (interval && isStale) return h("span", { class: "age is-stale" }, `stale ${formatAge(age)}`);
    return h("span", { class: "age" }, age < 1 ? "now" : `${formatAge(age)} ago`);
}
Age.props = ["time", "interval"];
