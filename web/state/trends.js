// The readings behind one machine's charts: what the hub answered, and the live values that came after it.

import { shallowRef } from "../lib/vue.js";
import { completeness, readings } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { append, joinLive, trim } from "../logic/columns.js";
import { explainGaps, hoursOf } from "../logic/completeness.js";
import { refreshSeconds } from "../logic/ranges.js";
import { parseTime } from "../logic/times.js";
import { hubTime } from "./now.js";
import { listen } from "./plant.js";

const POINTS = 1200;
/** What is newer than this may still be on its way into the hub's store while live values are already here. Seconds. */
export const ON_THE_WAY = 15;
/** Hours are asked for up to this span, milliseconds. */
const HOURS_MAX = 93 * 86_400_000;
const TWIN = ["temperature", "vibration", "health"];

export class Trends {
    constructor(machineId) {
        this.machineId = machineId;
        this.points = POINTS;
        this.columns = new Map();
        this.gaps = [];
        /** What the hub has of each hour; empty where the span is too long to ask. */
        this.hours = [];
        /** Rises with every change; charts and headings watch it. */
        this.version = shallowRef(0);
        this.isLoaded = shallowRef(false);
        this.failure = shallowRef(null);
        this.asked = 0;
        this.stopListening = listen((message) => this.hear(message));
    }

    column(metric) {
        return this.columns.get(metric);
    }

    /** Metrics that have a chart of their own. */
    get measured() {
        return [...this.columns.keys()].filter((name) => !name.startsWith("~"));
    }

    /** Shows from `start` to `end` (milliseconds); a live view is asked for again `after` seconds. */
    async show(start, end, isLive, after = ON_THE_WAY) {
        clearTimeout(this.timer);
        this.span = end - start;
        this.isLive = isLive;
        const asked = ++this.asked;
        try {
            const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
            const [answer, hours] = await Promise.all([
                readings(this.machineId, { from, to, points: POINTS }),
                end - start <= HOURS_MAX ? completeness(this.machineId, from, to) : [],
            ]);
            if (asked !== this.asked) return;
            this.hours = hoursOf(hours);
            this.take(answer);
            this.failure.value = null;
        } catch (error) {
            if (asked !== this.asked) return;
            this.failure.value = asFailure(error);
        }
        const again = () => this.show(hubTime() - this.span, hubTime(), true, refreshSeconds(start, end));
        if (isLive && !this.isStopped) this.timer = setTimeout(again, after * 1000);
    }

    take(answer) {
        const fresh = new Map();
        for (const series of answer.series) {
            const known = this.isLive ? this.columns.get(series.metric) : null;
            fresh.set(series.metric, joinLive(series, known));
        }
        if (this.isLive) for (const [name, column] of this.columns) if (!fresh.has(name)) fresh.set(name, column);
        this.columns = fresh;
        const gaps = (answer.gaps ?? []).map((gap) => ({ ...gap, from: parseTime(gap.from), to: parseTime(gap.to) }));
        this.gaps = explainGaps(gaps.filter((gap) => gap.from !== null && gap.to !== null), this.hours);
        this.isLoaded.value = true;
        this.version.value += 1;
    }

    hear(message) {
        if (message.type !== "sensor_update" || message.machineId !== this.machineId || !this.isLive) return;
        let worst = null;
        for (const [metric, value] of Object.entries(message.data?.metrics ?? {})) {
            const time = parseTime(value.timestamp) ?? parseTime(message.data.timestamp);
            this.add(metric, time, value.value, value.unit);
            this.add(`~low.${metric}`, time, value.low);
            this.add(`~high.${metric}`, time, value.high);
            if (Number.isFinite(value.score)) worst = { time, score: Math.max(worst?.score ?? 0, value.score) };
        }
        if (worst) this.add("~score", worst.time, worst.score);
        const time = parseTime(message.data?.timestamp) ?? worst?.time;
        for (const name of TWIN) this.add(`~twin.${name}`, time, message.data?.twin?.[name]);
        this.version.value += 1;
    }

    add(metric, time, value, unit) {
        if (!Number.isFinite(value) || !time) return;
        let column = this.columns.get(metric);
        if (!column) {
            column = { metric, unit, times: [], values: [] };
            this.columns.set(metric, column);
        }
        if (append(column, time, value)) trim(column, time - 2 * this.span);
    }

    stop() {
        this.isStopped = true;
        this.asked += 1;
        clearTimeout(this.timer);
        this.stopListening();
    }
}
