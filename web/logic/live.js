// What the hub's live messages change, as functions from the old value to the new one.

import { browserZone, parseTime, withLocalTimes } from "./times.js";
import { learnInterval } from "./freshness.js";
import { isOpen, severityRank } from "./ordering.js";

/** Messages in the order they happened, batches unpacked. Depth is bounded: a batch never holds a batch of ours. */
export function unpack(message) {
    if (message?.type !== "batch_update") return message ? [message] : [];
    return (message.messages ?? []).filter((inner) => inner && inner.type !== "batch_update");
}

/** A machine of the API with its values' times in milliseconds, as the rest of the console holds it. */
export function machineFromAPI(item, known) {
    const latest = mergeLatest(known?.latest, item.latest);
    return { ...item, latest, intervals: { ...known?.intervals, ...item.intervals } };
}

/** Newer values replace older ones; an older one never replaces a newer. */
export function mergeLatest(known, incoming) {
    const merged = { ...known };
    for (const [metric, value] of Object.entries(incoming ?? {})) {
        const time = value.time ?? parseTime(value.timestamp);
        const before = merged[metric];
        if (before && before.time !== null && time !== null && before.time > time) continue;
        merged[metric] = { ...value, time };
    }
    return merged;
}

/** The machine after a `sensor_update`; the same object when the update tells nothing new. */
export function withUpdate(machine, data) {
    const metrics = data?.metrics ?? {};
    if (Object.keys(metrics).length === 0 && !data?.twin) return machine;
    const latest = mergeLatest(machine.latest, metrics);
    const intervals = { ...machine.intervals };
    for (const metric of Object.keys(metrics)) {
        if (machine.statedIntervals?.[metric]) continue;
        const learned = learnInterval(intervals[metric], machine.latest?.[metric]?.time, latest[metric].time);
        if (learned) intervals[metric] = learned;
    }
    const twin = data.twin ? { ...machine.twin, ...data.twin } : machine.twin;
    return { ...machine, latest, intervals, twin };
}

/** The machine with its open alerts counted anew. */
export function withAlerts(machine, alerts) {
    const open = alerts.filter((alert) => alert.machineId === machine.id && isOpen(alert));
    let worst = null;
    for (const alert of open) if (severityRank(alert.severity) > severityRank(worst)) worst = alert.severity;
    if (open.length === machine.openAlerts && worst === machine.worstSeverity) return machine;
    return { ...machine, openAlerts: open.length, worstSeverity: worst };
}

/** What people are told of an alert that came. */
export function announcementOf(alert) {
    const who = alert.machineName ? `${alert.machineName}. ` : "";
    return `${alert.severity}: ${who}${withLocalTimes(alert.message, browserZone())}`;
}

/** Whether an alert that came is one that people have not been told of yet. */
export function isNews(known, alert) {
    if (!alert.state?.endsWith("-active")) return false;
    return !known || severityRank(alert.severity) > severityRank(known.severity) || !known.state?.endsWith("-active");
}
