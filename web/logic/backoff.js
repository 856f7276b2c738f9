// How long to wait before trying again, and what the connection pill says meanwhile.

const FIRST = 500;
const LONGEST = 20_000;
/** After so many failures of the socket the page asks by HTTP instead, and goes on trying the socket. */
export const POLLING_AFTER = 3;

/** Milliseconds before attempt `failures + 1`: doubling, with full jitter so that a hub's return is no stampede. */
export function backoff(failures, random) {
    const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 10));
    return Math.round(ceiling / 2 + (random * ceiling) / 2);
}

/** LIVE, RECONNECTING, POLLING or OFFLINE. */
export function connectionState({ socketReady, socketFailures, lastPollFailed, pollSucceeded }) {
    if (socketReady) return "LIVE";
    if (socketFailures < POLLING_AFTER) return "RECONNECTING";
    if (lastPollFailed) return "OFFLINE";
    return pollSucceeded ? "POLLING" : "RECONNECTING";
}
