// Keeps the plant current: first everything by HTTP, then live by WebSocket, and by polling when that fails.

import { shallowRef } from "../lib/vue.js";
import { LiveSocket } from "../hub/live-socket.js";
import { asFailure } from "../hub/failure.js";
import * as hub from "../hub/calls.js";
import { renew, validToken } from "../hub/session.js";
import { connectionState } from "../logic/backoff.js";
import { unpack } from "../logic/live.js";
import { hubTime } from "./now.js";
import * as plant from "./plant.js";

const POLL = 5000;
/** Sums and agents change slowly, and no message tells of a machine that appeared. */
const REFRESH = 20_000;
/** An unknown machine in a message asks for the list again, but not more often than this. */
const RELOAD_APART = 3000;

export const connection = shallowRef("RECONNECTING");

const link = { socketReady: false, socketFailures: 0, lastPollFailed: false, pollSucceeded: false };
let socket = null;
let timer = null;
let lastReload = 0;

export function startFeed() {
    socket = new LiveSocket({ token: validToken, renew, onMessage: received, onState: socketChanged });
    for (const channel of ["machines", "alerts", "agents"]) socket.subscribe(channel);
    socket.start();
    window.addEventListener("online", hurry);
    reload();
}

export function stopFeed() {
    window.removeEventListener("online", hurry);
    clearTimeout(timer);
    socket?.stop();
    socket = null;
    plant.forget();
    Object.assign(link, { socketReady: false, socketFailures: 0, lastPollFailed: false, pollSucceeded: false });
    connection.value = connectionState(link);
}

/** The channel of one machine, for as long as its page is open. */
export function follow(machineId) {
    socket?.subscribe(`machine:${machineId}`);
    return () => socket?.unsubscribe(`machine:${machineId}`);
}

function hurry() {
    socket?.hurry();
}

/** Everything anew. The old data stay on the screen until the new are there, and when they do not come. */
export async function reload() {
    clearTimeout(timer);
    lastReload = Date.now();
    try {
        const [machines, alerts, agents, factories, dashboard] = await Promise.all([
            hub.machines(), hub.openAlerts(), hub.agents(), hub.factories(), hub.dashboard(),
        ]);
        plant.putMachines(machines);
        putOpenAlerts(alerts);
        plant.putAll(plant.agents, agents);
        plant.putAll(plant.factories, factories);
        plant.dashboard.value = dashboard;
        plant.loadFailure.value = null;
        plant.dataTime.value = Math.max(plant.dataTime.value ?? 0, hubTime());
        link.lastPollFailed = false;
        link.pollSucceeded = true;
    } catch (error) {
        plant.loadFailure.value = asFailure(error);
        link.lastPollFailed = true;
        link.pollSucceeded = false;
    }
    connection.value = connectionState(link);
    clearTimeout(timer);
    if (socket) timer = setTimeout(reload, link.socketReady ? REFRESH : POLL);
}

/** Open alerts of the hub; one that was open here and is not there any more has been closed meanwhile. */
function putOpenAlerts(open) {
    const present = new Set(open.map((alert) => alert.id));
    for (const alert of plant.openAlerts()) if (!present.has(alert.id)) plant.alerts.delete(alert.id);
    const wasLoaded = plant.alerts.size > 0;
    for (const alert of open) {
        const isNew = plant.putAlert(alert);
        if (isNew && wasLoaded) plant.announcement.value = `${alert.severity}: ${alert.machineName}. ${alert.message}`;
    }
}

function received(message) {
    for (const single of unpack(message)) {
        plant.apply(single);
        const isStranger = single.machineId && !plant.machines.has(single.machineId);
        if (isStranger && Date.now() - lastReload > RELOAD_APART) reload();
    }
}

function socketChanged({ ready, failures }) {
    const cameBack = ready && !link.socketReady && lastReload > 0;
    const wasLive = link.socketReady;
    link.socketReady = ready;
    link.socketFailures = failures;
    connection.value = connectionState(link);
    if (cameBack || (wasLive && !ready)) {
        clearTimeout(timer);
        timer = setTimeout(reload, cameBack ? 0 : POLL);
    }
}
