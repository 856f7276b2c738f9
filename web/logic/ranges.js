// The range of time that a page shows, as it stands in the URL: `from=now-1h&to=now&live=1`.

export const RANGES = [
    { key: "15m", title: "15 min", seconds: 900 },
    { key: "1h", title: "1 h", seconds: 3600 },
    { key: "6h", title: "6 h", seconds: 6 * 3600 },
    { key: "24h", title: "24 h", seconds: 24 * 3600 },
    { key: "7d", title: "7 d", seconds: 7 * 86400 },
];

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86400, w: 7 * 86400 };
export const RANGE_DEFAULT = { from: "now-15m", to: "now", live: true };

/** "now", "now-6h", "now+2h" or RFC 3339 → milliseconds; null when it is neither. */
export function parseMoment(text, now) {
    if (text === "now") return now;
    const relative = /^now([+-])(\d{1,6})([smhdw])$/.exec(text ?? "");
    if (relative) {
        const seconds = Number(relative[2]) * UNIT_SECONDS[relative[3]];
        return now + (relative[1] === "-" ? -1000 : 1000) * seconds;
    }
    if (!/^\d{4}-\d\d-\d\dT/.test(text ?? "")) return null;
    const value = Date.parse(text);
    return Number.isNaN(value) ? null : value;
}

/** The view's range out of a query; what is missing, wrong or backwards falls back to the default. */
export function parseRange(query, now) {
    const from = query.from ?? RANGE_DEFAULT.from;
    const to = query.to ?? RANGE_DEFAULT.to;
    const start = parseMoment(from, now);
    const end = parseMoment(to, now);
    if (start === null || end === null || start >= end) return { ...RANGE_DEFAULT };
    return { from, to, live: to === "now" && query.live !== "0" };
}

/** `{start, end}` in milliseconds at this moment. */
export function resolveRange(range, now) {
    return { start: parseMoment(range.from, now), end: parseMoment(range.to, now) };
}

/** Which of the offered ranges this is; null for one that somebody typed. */
export function rangeKey(range) {
    if (range.to !== "now") return null;
    return RANGES.find((offered) => range.from === `now-${offered.key}`)?.key ?? null;
}

export function rangeOf(key) {
    return { from: `now-${key}`, to: "now", live: true };
}

/** How often a live page asks the hub again for what lies behind it, in seconds. */
export function refreshSeconds(start, end) {
    return Math.min(300, Math.max(30, (end - start) / 1000 / 400));
}
