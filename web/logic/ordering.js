// Worst first: the order in which machines and alerts stand on every page.

const SEVERITY_RANK = { CRITICAL: 3, WARNING: 2, INFO: 1 };
const STATUS_RANK = { OFFLINE: 3, MAINTENANCE: 2, PENDING: 1, ONLINE: 0, REJECTED: -1, REVOKED: -1 };

export function severityRank(severity) {
    return SEVERITY_RANK[severity] ?? 0;
}

/** The worse of two severities, either of which may be null. */
export function worse(left, right) {
    return severityRank(left) >= severityRank(right) ? left : right;
}

/** Higher is worse. Alerts outrank states, states outrank silence, silence outranks health. */
export function machineKeys(machine, isStale) {
    const health = machine.healthScore ?? 100;
    return [
        severityRank(machine.worstSeverity), STATUS_RANK[machine.status] ?? 0, isStale ? 1 : 0, machine.openAlerts ?? 0,
        Math.round((100 - health) / 10),
    ];
}

/** Sorts machines worst first, then by name, so that equals do not jump about. `isStale(machine)` decides silence. */
export function worstFirst(machines, isStale) {
    const keyed = machines.map((machine) => ({ machine, keys: machineKeys(machine, isStale(machine)) }));
    keyed.sort((left, right) => {
        for (let index = 0; index < left.keys.length; index += 1) {
            const difference = right.keys[index] - left.keys[index];
            if (difference !== 0) return difference;
        }
        return left.machine.name.localeCompare(right.machine.name, "en", { numeric: true });
    });
    return keyed.map((entry) => entry.machine);
}

/** Unacknowledged first, then active before returned, then the worse severity, then the newer. */
export function alertsInOrder(alerts) {
    const rank = (alert) => [
        isUnacknowledged(alert) ? 1 : 0, isActive(alert) ? 1 : 0, severityRank(alert.severity),
        Date.parse(alert.raisedAt),
    ];
    return alerts.map((alert) => ({ alert, keys: rank(alert) }))
        .sort((left, right) => {
            const at = left.keys.findIndex((key, index) => key !== right.keys[index]);
            return at < 0 ? 0 : right.keys[at] - left.keys[at];
        })
        .map((entry) => entry.alert);
}

export function isUnacknowledged(alert) {
    return Boolean(alert.state?.startsWith("unacknowledged"));
}

export function isActive(alert) {
    return Boolean(alert.state?.endsWith("-active"));
}

const CLOSED = new Set(["normal", "shelved", "suppressed"]);

/** Open: something is still to be seen or done about it. */
export function isOpen(alert) {
    return !alert.resolvedAt && !CLOSED.has(alert.state);
}
