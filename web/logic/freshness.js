// Whether a value may still be called live. A stale value must look stale, never live.

/** What a metric counts as sending when nobody said otherwise, in seconds. */
export const INTERVAL_DEFAULT = 5;
/** Screens are refreshed about once a second; faster metrics are not judged by more than they show. */
const INTERVAL_LEAST = 1;
/** The way to the screen: the agent's round, and the hub's gathering of up to 2 s. In seconds. */
export const DELIVERY_ALLOWANCE = 4;
const INTERVALS_MISSED_MAX = 3;

/** Age of a value in seconds, never negative: clocks differ, and a value from the future is new. */
export function ageSeconds(timestamp, now) {
    if (timestamp === null || timestamp === undefined) return Infinity;
    return Math.max(0, (now - timestamp) / 1000);
}

export function staleAfterSeconds(interval) {
    return INTERVALS_MISSED_MAX * Math.max(interval || INTERVAL_DEFAULT, INTERVAL_LEAST) + DELIVERY_ALLOWANCE;
}

/** `{age, isStale}` of a value whose metric sends every `interval` seconds. */
export function freshness(timestamp, interval, now) {
    const age = ageSeconds(timestamp, now);
    return { age, isStale: age > staleAfterSeconds(interval) };
}

/** The newest time among a machine's values, in milliseconds; null when it has none. */
export function newestTime(latest) {
    let newest = null;
    for (const value of Object.values(latest ?? {})) {
        if (value.time !== null && (newest === null || value.time > newest)) newest = value.time;
    }
    return newest;
}

/**
 * The usual distance of a metric's readings in seconds, learned from those that came: an exponential mean to which a
 * long silence counts as three intervals, so that a drop-out hardly teaches that silence is normal.
 */
export function learnInterval(known, previousTime, time) {
    if (previousTime === null || previousTime === undefined || time <= previousTime) return known;
    const seconds = (time - previousTime) / 1000;
    if (!known) return Math.min(seconds, 60);
    return known + (Math.min(seconds, 3 * known) - known) * 0.1;
}
