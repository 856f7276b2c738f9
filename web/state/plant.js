// All that the console knows of the plant, by id. Values are replaced, never changed in place.

import { computed, shallowReactive, shallowRef } from "../lib/vue.js";
import { isWaiting } from "../logic/conflicts.js";
import { announcementOf, isNews, machineFromAPI, withAlerts, withUpdate } from "../logic/live.js";
import { isActive, isOpen, severityRank } from "../logic/ordering.js";
import { parseTime } from "../logic/times.js";

export const machines = shallowReactive(new Map());
export const alerts = shallowReactive(new Map());
export const agents = shallowReactive(new Map());
export const factories = shallowReactive(new Map());
/** Those that wait for a person, and those that were looked at. */
export const conflicts = shallowReactive(new Map());
export const dashboard = shallowRef(null);
/** True once the machines have come: before it, "none" is not known. */
export const isLoaded = shallowRef(false);
/** The failure of the newest load; the old data stay. */
export const loadFailure = shallowRef(null);
/** The newest time that any data came, in hub milliseconds. */
export const dataTime = shallowRef(null);
/** The last thing that people must hear of, for the alarm region. */
export const announcement = shallowRef("");

/** Hear of each live message after it was applied; they outlive a log-out, what they hear of does not. */
const listeners = new Set();

/** `listener(message)` hears each live message after it has been applied. Returns the way to stop. */
export function listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export function forget() {
    for (const map of [machines, alerts, agents, factories, conflicts]) map.clear();
    dashboard.value = null;
    isLoaded.value = false;
    loadFailure.value = null;
    announcement.value = "";
}

export function putMachines(items) {
    const present = new Set(items.map((item) => item.id));
    for (const id of machines.keys()) if (!present.has(id)) machines.delete(id);
    for (const item of items) machines.set(item.id, machineFromAPI(item, machines.get(item.id)));
    isLoaded.value = true;
}

export function putMachine(item) {
    const intervals = item.intervals ?? {};
    machines.set(item.id, { ...machineFromAPI(item, machines.get(item.id)), statedIntervals: intervals });
}

export function putAll(map, items) {
    const present = new Set(items.map((item) => item.id));
    for (const id of map.keys()) if (!present.has(id)) map.delete(id);
    for (const item of items) map.set(item.id, item);
}

/** An alert that came or changed; recounts its machine. Answers whether people must be told. */
export function putAlert(alert) {
    const known = alerts.get(alert.id);
    alerts.set(alert.id, { ...known, ...alert });
    const machine = machines.get(alert.machineId);
    if (machine) {
        const counted = withAlerts(machine, [...alerts.values()]);
        if (counted !== machine) machines.set(machine.id, counted);
    }
    return isNews(known, alert);
}

/** The worst active alert of each metric, by "machine id, space, metric". */
const metricAlerts = computed(() => {
    const worst = new Map();
    for (const alert of alerts.values()) {
        const key = `${alert.machineId} ${alert.metric}`;
        if (!isOpen(alert) || !isActive(alert)) continue;
        if (severityRank(alert.severity) > severityRank(worst.get(key))) worst.set(key, alert.severity);
    }
    return worst;
});

/** The worst severity of the active alerts about a metric; null when there is none. */
export function metricSeverity(machineId, metric) {
    return metricAlerts.value.get(`${machineId} ${metric}`) ?? null;
}

export function openAlerts() {
    return [...alerts.values()].filter(isOpen);
}

/** A conflict that came or changed; an older revision never replaces a newer one. */
export function putConflict(conflict) {
    const known = conflicts.get(conflict.id);
    if (known && known.revision > conflict.revision) return;
    conflicts.set(conflict.id, { ...known, ...conflict });
}

/** All that wait now; one that waited here and is not among them has been decided elsewhere. */
export function putWaitingConflicts(items) {
    const present = new Set(items.map((item) => item.id));
    for (const [id, conflict] of conflicts) if (isWaiting(conflict) && !present.has(id)) conflicts.delete(id);
    items.forEach(putConflict);
}

export function waitingConflicts() {
    return [...conflicts.values()].filter(isWaiting);
}

/** One live message of the hub. Unknown kinds are left alone: a newer hub may say more. */
export function apply(message) {
    const time = parseTime(message.timestamp);
    if (time !== null) dataTime.value = Math.max(dataTime.value ?? 0, time);
    const apply = APPLY[message.type];
    if (apply) apply(message);
    for (const listener of listeners) listener(message);
}

const APPLY = {
    sensor_update({ machineId, data }) {
        const machine = machines.get(machineId);
        if (machine) machines.set(machineId, withUpdate(machine, data));
    },
    machine_alert({ alert }) {
        if (alert && putAlert(alert)) announcement.value = announcementOf(alert);
    },
    machine_status({ machineId, status }) {
        const machine = machines.get(machineId);
        if (machine) machines.set(machineId, { ...machine, status });
    },
    approval_status({ machineId, decision }) {
        const machine = machines.get(machineId);
        if (machine) machines.set(machineId, { ...machine, approval: decision });
    },
    conflict({ conflict }) {
        if (conflict?.id) putConflict(conflict);
    },
    agent_status({ agent }) {
        if (agent?.id) agents.set(agent.id, { ...agents.get(agent.id), ...agent });
    },
};
