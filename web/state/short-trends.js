// The last ten minutes of one metric of each machine that was shown: fetched when first seen, then kept live.

import { readings } from "../hub/calls.js";
import { append, lowerBound, trim } from "../logic/columns.js";
import { parseTime } from "../logic/times.js";
import { hubTime } from "./now.js";
import { listen } from "./plant.js";

export const SPAN = 10 * 60_000;
/** What an outage of the socket left out is fetched after so long. */
const KEPT = 5 * 60_000;
const TRENDS_MAX = 500;

const trends = new Map();

/** `{columns: {line, low, high}, load()}`; `load` answers whether it brought something new, and never throws. */
export function shortTrend(machineId, metric) {
    const key = `${machineId} ${metric}`;
    let trend = trends.get(key);
    if (!trend) {
        if (trends.size >= TRENDS_MAX) trends.delete(trends.keys().next().value);
        trend = { machineId, metric, columns: emptyColumns(), loadedAt: 0, load: () => load(trend) };
        trends.set(key, trend);
    }
    return trend;
}

export function forgetShortTrends() {
    trends.clear();
}

function emptyColumns() {
    return { line: { times: [], values: [] }, low: { times: [], values: [] }, high: { times: [], values: [] } };
}

async function load(trend) {
    if (hubTime() - trend.loadedAt < KEPT) return false;
    trend.loadedAt = hubTime();
    const { metric, columns } = trend;
    const names = { line: metric, low: `~low.${metric}`, high: `~high.${metric}` };
    try {
        const answer = await readings(trend.machineId, {
            from: "now-10m", to: "now", points: 120, metrics: Object.values(names),
        });
        for (const [part, name] of Object.entries(names)) {
            const series = answer.series.find((one) => one.metric === name);
            if (series) columns[part] = withTail(series, columns[part]);
        }
        return true;
    } catch {
        // A card without its trend is still a card, and its values say when they are old.
        trend.loadedAt = 0;
        return false;
    }
}

/** What was answered, and behind it what came live since. */
function withTail(series, live) {
    const from = lowerBound(live.times, (series.times.at(-1) ?? -Infinity) + 1);
    return {
        times: [...series.times, ...live.times.slice(from)], values: [...series.values, ...live.values.slice(from)],
    };
}

listen(({ type, machineId, data }) => {
    if (type !== "sensor_update") return;
    for (const trend of trends.values()) {
        const value = trend.machineId === machineId && data?.metrics?.[trend.metric];
        if (!value) continue;
        const time = parseTime(value.timestamp);
        for (const [part, number] of [["line", value.value], ["low", value.low], ["high", value.high]]) {
            if (time !== null) append(trend.columns[part], time, number);
            trim(trend.columns[part], hubTime() - SPAN);
        }
    }
});
