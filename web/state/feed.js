// Keeps the plant current: first everything by HTTP, then live by WebSocket, and by polling when that fails.

import { shallowRef } from "../lib/vue.js";
import { LiveSocket } from "../hub/live-socket.js";
import { asFailure } from "../hub/failure.js";
import * as hub from "../hub/calls.js";
import { renew, validToken } from "../hub/session.js";
import { connectionState } from "../logic/backoff.js";
import { announcementOf, unpack } from "../logic/live.js";
import { hubTime } from "./now.js";
import * as plant from "./plant.js";
import { forgetShortTrends } from "./short-trends.js";

/** A plan has so many requests in 15 minutes for all its screens: 1 000 in the smallest. */
const POLL = 10_000;
/** Sums and health change slowly, and no message tells of a machine that appeared. */
const REFRESH = 30_000;
/** After the socket is up, what happened between the first load and its subscription is asked for once. */
const SETTLE = 1500;
/** An unknown machine in a message asks for the list again, but not more often than this. */
const RELOAD_APART = 3000;

export const connection = shallowRef("RECONNECTING");

const link = { socketReady: false, socketFailures: 0, lastPollFailed: false, pollSucceeded: false };
let socket = null;
let timer = null;
let lastReload = 0;
let areAlertsLoaded = false;

export function startFeed() {
    socket = new LiveSocket({ token: validToken, renew, onMessage: received, onState: socketChanged });
    for (const channel of ["machines", "alerts", "agents", "conflicts"]) socket.subscribe(channel);
    socket.start();
    window.addEventListener("online", hurry);
    reload();
}

export function stopFeed() {
    window.removeEventListener("online", hurry);
    clearTimeout(timer);
    socket?.stop();
    socket = null;
    areAlertsLoaded = false;
    plant.forget();
    forgetShortTrends();
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
    const loads = await Promise.allSettled([
        hub.machines().then(takeMachines), hub.openAlerts().then(putOpenAlerts),
        hub.agents().then((agents) => plant.putAll(plant.agents, agents)),
        hub.waitingConflicts().then(plant.putWaitingConflicts),
        hub.dashboard().then((sums) => { plant.dashboard.value = sums; }),
    ]);
    const failed = loads.find((load) => load.status === "rejected");
    plant.loadFailure.value = failed ? asFailure(failed.reason) : null;
    link.pollSucceeded = loads[0].status === "fulfilled";
    link.lastPollFailed = !link.pollSucceeded;
    if (link.pollSucceeded) plant.dataTime.value = Math.max(plant.dataTime.value ?? 0, hubTime());
    connection.value = connectionState(link);
    clearTimeout(timer);
    if (socket) timer = setTimeout(reload, link.socketReady ? REFRESH : POLL);
}

/** Factories are asked for only when a machine stands in one that is not known. */
async function takeMachines(machines) {
    const areKnown = machines.every((machine) => plant.factories.has(machine.factoryId));
    if (!areKnown) plant.putAll(plant.factories, await hub.factories());
    plant.putMachines(machines);
}

/** Open alerts of the hub; one that was open here and is not there any more has been closed meanwhile. */
function putOpenAlerts(open) {
    const wasLoaded = areAlertsLoaded;
    areAlertsLoaded = true;
    const present = new Set(open.map((alert) => alert.id));
    for (const alert of plant.openAlerts()) if (!present.has(alert.id)) plant.alerts.delete(alert.id);
    for (const alert of open) {
        const isNew = plant.putAlert(alert);
        if (isNew && wasLoaded) plant.announcement.value = announcementOf(alert);
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
    const cameUp = ready && !link.socketReady;
    const wentDown = !ready && link.socketReady;
    link.socketReady = ready;
    link.socketFailures = failures;
    connection.value = connectionState(link);
    if (!cameUp && !wentDown) return;
    clearTimeout(timer);
    timer = setTimeout(reload, cameUp ? SETTLE : POLL);
}
