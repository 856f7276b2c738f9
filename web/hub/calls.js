// The calls that the console makes, by name. Each answers data or throws a Failure.

import { request } from "./request.js";
import { renew, validToken } from "./session.js";

const PAGE_SIZE = 200;
const PAGES_MAX = 25;

async function call(method, path, body) {
    const token = await validToken();
    try {
        return await request(method, path, { body, token });
    } catch (failure) {
        if (failure.status !== 401) throw failure;
        await renew();
        return request(method, path, { body, token: await validToken() });
    }
}

/** All pages of a list, up to 5 000 rows. */
async function all(path, query = {}) {
    const rows = [];
    for (let page = 1; page <= PAGES_MAX; page += 1) {
        const search = new URLSearchParams({ ...query, page, pageSize: PAGE_SIZE });
        const { data, pagination } = await call("GET", `${path}?${search}`);
        rows.push(...(data ?? []));
        if (!pagination?.hasMore) break;
    }
    return rows;
}

export const machines = () => all("/api/machines");
export const factories = () => all("/api/factories");
export const agents = () => all("/api/agents");
export const openAlerts = () => all("/api/alerts", { open: "true" });
export const dashboard = async () => (await call("GET", "/api/energy/dashboard")).data;
export const machine = async (id) => (await call("GET", `/api/machines/${id}`)).data;

/** The newest alerts of all states; of one machine when given. */
export async function alertHistory(machineId, pageSize = 100) {
    const search = new URLSearchParams({ page: 1, pageSize, ...(machineId ? { machineId } : {}) });
    return (await call("GET", `/api/alerts?${search}`)).data;
}

export async function decisions(machineId, pageSize = 20) {
    return (await call("GET", `/api/decisions?${new URLSearchParams({ machineId, page: 1, pageSize })}`)).data;
}

/** Readings as columns: `{resolution, series: [{metric, unit, derived, times, values, min?, max?}], gaps}`. */
export async function readings(machineId, { from, to, points, metrics }) {
    const search = new URLSearchParams({ from, to, points, layout: "columns", resolution: "auto" });
    if (metrics) search.set("metrics", metrics.join(","));
    return (await call("GET", `/api/energy/${machineId}?${search}`)).data;
}

/** Each hour as `{hour, state, readings, expected, reasons: [{reason, readings, from, to, thinnedToSeconds}]}`. */
export async function completeness(machineId, from, to) {
    return (await call("GET", `/api/machines/${machineId}/completeness?${new URLSearchParams({ from, to })}`)).data;
}

/** `{points: [{time, value, low, high}], accuracy, unit, model}` for so many days. */
export async function forecast(machineId, days) {
    return (await call("POST", "/api/ai/forecast", { machineId, metric: "power", days })).data;
}

/** `{state, calibration: {temperature, vibration}, remainingLife: {hours, low, high, level}, at}`. */
export const twinReport = async (id) => (await call("GET", `/api/machines/${id}/twin`)).data;

/** `{opportunities: [{kind, savingPerYear, benefit, confidence}], learningProgress, totalPotentialSavings, rate}`. */
export const opportunities = async (id) => (await call("GET", `/api/machines/${id}/energy/opportunities`)).data;

export async function changeAlert(id, change) {
    return (await call("PATCH", `/api/alerts/${id}`, change)).data;
}

export async function decideOnMachine(id, decision, comments) {
    return (await call("PATCH", `/api/machines/${id}/approve`, { decision, ...(comments ? { comments } : {}) })).data;
}

/** One page of the conflicts, the newest first, and how many there are; all states when none is asked for. */
export async function conflictPage(query, page) {
    const search = new URLSearchParams({ ...query, page, pageSize: PAGE_SIZE });
    const { data, pagination } = await call("GET", `/api/conflicts?${search}`);
    return { rows: data ?? [], total: pagination?.total ?? 0, hasMore: pagination?.hasMore ?? false };
}

/** All that wait for a person: what somebody has in hand waits too. */
export async function waitingConflicts() {
    const lists = await Promise.all(["open", "claimed"].map((state) => all("/api/conflicts", { state })));
    return lists.flat();
}

export const conflict = async (id) => (await call("GET", `/api/conflicts/${id}`)).data;
export const resolveConflict = async (id, decision) => (await call("POST", `/api/conflicts/${id}/resolve`, decision)).data;
export const claimConflict = async (id) => (await call("POST", `/api/conflicts/${id}/claim`, {})).data;
export const undoConflict = async (id, confirmSafety = false) =>
    (await call("POST", `/api/conflicts/${id}/undo`, { confirmSafety })).data;

export const machineDocument = async (id) => (await call("GET", `/api/machines/${id}/document`)).data;
export const changeDocument = async (id, change) => (await call("PATCH", `/api/machines/${id}/document`, change)).data;

export async function commandsOf(machineId, pageSize) {
    const search = new URLSearchParams({ page: 1, pageSize });
    return (await call("GET", `/api/machines/${machineId}/commands?${search}`)).data;
}

export const sendCommand = async (id, order) => (await call("POST", `/api/machines/${id}/commands`, order)).data;
export const cancelCommand = async (id) => (await call("DELETE", `/api/commands/${id}`)).data;

/** `{incarnations, holds, lastRounds}` of an agent. */
export const agentSync = async (id) => (await call("GET", `/api/agents/${id}/sync`)).data;

/** `decision` is adopt or reject, of a second live copy of an agent's folder. */
export async function decideOnCopy(agentId, incarnation, decision) {
    return (await call("POST", `/api/agents/${agentId}/${decision}`, { incarnation })).data;
}

/** Refuses an agent and its certificates from now on, for good. */
export const revokeAgent = async (id) => { await call("DELETE", `/api/agents/${id}`); };

/** `{token, expiresAt, command}`. */
export async function enrolAgent(name) {
    return (await call("POST", "/api/agents/enrolments", { name })).data;
}
