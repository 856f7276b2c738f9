import { severityOf } from "../logic/limits.js";
import { worse } from "../logic/ordering.js";
import { metricSeverity } from "./plant.js";

/** How bad a machine's value is: by its limits, or by the worst active alert about it. Null for none, and for stale. */
export function valueSeverity(machine, metric, isStale) {
    const latest = machine.latest[metric];
    if (isStale || !latest) return null;
    return worse(severityOf(machine, metric, latest.value), metricSeverity(machine.id, metric));
}
