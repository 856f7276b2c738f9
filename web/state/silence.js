import { newestTime, staleAfterSeconds, ageSeconds } from "../logic/freshness.js";

/** Whether nothing has come from a machine for longer than its fastest metric may be silent. */
export function isStaleMachine(machine, now) {
    const newest = newestTime(machine.latest);
    if (newest === null) return true;
    const intervals = Object.values(machine.intervals ?? {});
    return ageSeconds(newest, now) > staleAfterSeconds(intervals.length > 0 ? Math.min(...intervals) : null);
}
