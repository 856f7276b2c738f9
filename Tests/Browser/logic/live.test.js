import { equal, suite } from "./check.js";
import { isNews, mergeLatest, unpack, withAlerts, withUpdate } from "/logic/live.js";
import { alertsInOrder, isOpen, worstFirst } from "/logic/ordering.js";
import { backoff, connectionState } from "/logic/backoff.js";
import { parseRoute, routeHash } from "/logic/routes.js";

const names = (things) => things.map((thing) => thing.name);
const state = (ready, failures, lastPollFailed, pollSucceeded) => connectionState({
    socketReady: ready, socketFailures: failures, lastPollFailed, pollSucceeded,
});

export default suite({
    "batches are unpacked in order, but only once"() {
        const inner = [{ type: "a" }, { type: "batch_update", messages: [] }, null, { type: "b" }];
        equal(unpack({ type: "batch_update", messages: inner }).map((message) => message.type), ["a", "b"]);
        equal(unpack({ type: "batch_update" }), []);
        equal(unpack(null), []);
    },
    "an older value never replaces a newer one"() {
        const known = mergeLatest({}, { power: { value: 2, timestamp: "2026-03-01T12:00:02Z" } });
        const merged = mergeLatest(known, {
            power: { value: 1, timestamp: "2026-03-01T12:00:01Z" },
            flow: { value: 7, timestamp: "2026-03-01T12:00:01Z" },
        });
        equal([merged.power.value, merged.flow.value], [2, 7]);
    },
    "an update keeps what it does not tell"() {
        const machine = { id: "1", name: "pump", latest: {}, intervals: {}, twin: { health: 90, temperature: 60 } };
        const data = { metrics: { power: { value: 2, timestamp: "2026-03-01T12:00:02Z" } }, twin: { health: 89 } };
        const updated = withUpdate(machine, data);
        equal([updated.name, updated.twin, updated.latest.power.value], ["pump", { health: 89, temperature: 60 }, 2]);
        equal(withUpdate(machine, {}) === machine, true);
        equal(machine.latest, {});
    },
    "open alerts of a machine are counted"() {
        const alert = (severity, alertState, resolvedAt = null) => ({
            machineId: "1", severity, state: alertState, resolvedAt,
        });
        const alerts = [alert("WARNING", "acknowledged-active"), alert("CRITICAL", "normal"),
            alert("CRITICAL", "unacknowledged-active", "2026-03-01T12:00:02Z")];
        const machine = withAlerts({ id: "1", openAlerts: 9, worstSeverity: "CRITICAL" }, alerts);
        equal([machine.openAlerts, machine.worstSeverity], [1, "WARNING"]);
        equal(alerts.map(isOpen), [true, false, false]);
    },
    "only news is announced"() {
        const warning = { severity: "WARNING", state: "unacknowledged-active" };
        equal(isNews(undefined, warning), true);
        equal(isNews(warning, { ...warning, state: "acknowledged-active" }), false);
        equal(isNews(warning, { ...warning, severity: "CRITICAL" }), true);
        equal(isNews({ ...warning, state: "unacknowledged-returned" }, warning), true);
        equal(isNews(undefined, { ...warning, state: "normal" }), false);
    },
    "machines stand worst first, equals by name"() {
        const machine = (name, worstSeverity, status, healthScore) => ({ name, worstSeverity, status, healthScore });
        const machines = [
            machine("pump-10", null, "ONLINE", 90), machine("pump-2", null, "ONLINE", 92),
            machine("silent", null, "ONLINE", 99), machine("off", null, "OFFLINE", 99),
            machine("hot", "CRITICAL", "ONLINE", 99), machine("ill", null, "ONLINE", 30),
            machine("warm", "WARNING", "ONLINE", 99),
        ];
        equal(names(worstFirst(machines, (one) => one.name === "silent")),
            ["hot", "warm", "off", "silent", "ill", "pump-2", "pump-10"]);
    },
    "alerts that wait for somebody stand first"() {
        const alert = (name, alertState, severity, raisedAt) => ({ name, state: alertState, severity, raisedAt });
        equal(names(alertsInOrder([
            alert("done", "normal", "CRITICAL", "2026-03-01T12:00:00Z"),
            alert("seen", "acknowledged-active", "CRITICAL", "2026-03-01T12:00:00Z"),
            alert("old", "unacknowledged-active", "WARNING", "2026-03-01T11:00:00Z"),
            alert("new", "unacknowledged-active", "WARNING", "2026-03-01T12:00:00Z"),
            alert("worst", "unacknowledged-active", "CRITICAL", "2026-03-01T10:00:00Z"),
        ])), ["worst", "new", "old", "seen", "done"]);
    },
    "waiting doubles, with jitter and an end"() {
        equal([backoff(0, 0), backoff(0, 1), backoff(3, 1)], [250, 500, 4000]);
        equal([backoff(50, 0), backoff(50, 1)], [10_000, 20_000]);
    },
    "the pill follows the socket, then the polling"() {
        equal([state(true, 5, true, false), state(false, 1, false, true), state(false, 3, false, true),
            state(false, 3, true, false), state(false, 3, false, false)],
        ["LIVE", "RECONNECTING", "POLLING", "OFFLINE", "RECONNECTING"]);
    },
    "an address is a view, and back"() {
        const route = { page: "machine", id: "a b/c", query: { from: "now-1h", live: "1" } };
        equal(parseRoute(routeHash(route)), route);
        equal(routeHash({ page: "overview", id: null, query: {} }), "#/");
        equal(parseRoute("#/nowhere").page, "overview");
        equal(parseRoute("").page, "overview");
        equal(parseRoute("#/alerts?show=all").query.show, "all");
    },
});
