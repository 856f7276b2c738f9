// Live, Reconnecting, Polling or Offline, always with the time of the data.

import { h } from "../lib/vue.js";
import { connection } from "../state/feed.js";
import { dataTime } from "../state/plant.js";
import { now } from "../state/now.js";
import { ageSeconds } from "../logic/freshness.js";
import { formatAge, wordOf } from "../logic/format.js";
import { browserZone, formatTime } from "../logic/times.js";

const SHAPES = {
    LIVE: "M2 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0", RECONNECTING: "M6 2a4 4 0 1 1-4 4",
    POLLING: "M2 3h8M2 6h8M2 9h8", OFFLINE: "M2.5 2.5l7 7m0-7-7 7",
};

export function ConnectionPill() {
    const state = connection.value;
    const age = ageSeconds(dataTime.value, now.value);
    const text = dataTime.value === null ? "no data yet"
        : state === "LIVE" && age < 10 ? formatTime(now.value, browserZone())
            : `data of ${formatTime(dataTime.value, browserZone())}, ${formatAge(age)} old`;
    return h("span", { class: ["connection-pill", `is-${state.toLowerCase()}`], "data-connection": state }, [
        h("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, h("path", { d: SHAPES[state] })),
        h("b", { role: "status" }, wordOf(state)),
        h("span", { class: "connection-time" }, text),
    ]);
}
