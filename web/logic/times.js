// Times: milliseconds since 1970 inside, a zone with its name on the screen.

const formatters = new Map();

function formatter(zone, style) {
    const key = `${zone}|${style}`;
    let made = formatters.get(key);
    if (!made) {
        made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...STYLES[style] });
        formatters.set(key, made);
    }
    return made;
}

const STYLES = {
    minute: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    second: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
    day: { day: "2-digit", month: "short" },
    moment: { day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
    zone: { timeZoneName: "short" },
};

/** The browser's own zone, as "Europe/Berlin". */
export function browserZone() {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** A zone that the browser knows, else the browser's own. */
export function usableZone(zone) {
    if (!zone) return browserZone();
    try {
        formatter(zone, "minute");
        return zone;
    } catch {
        return browserZone();
    }
}

/** `style`: minute, second, day or moment. */
export function formatTime(milliseconds, zone, style = "second") {
    if (milliseconds === null || milliseconds === undefined || Number.isNaN(milliseconds)) return "–";
    return formatter(zone, style).format(milliseconds);
}

/** "Europe/Berlin (GMT+1)", or "UTC". */
export function zoneLabel(zone, milliseconds) {
    const part = formatter(zone, "zone").formatToParts(milliseconds).find((piece) => piece.type === "timeZoneName");
    return !part || part.value === zone ? zone : `${zone} (${part.value})`;
}

const WRITTEN_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** A sentence of an agent with the times in it, which it writes in UTC, in the zone of the screen. */
export function withLocalTimes(text, zone) {
    return (text ?? "").replace(WRITTEN_TIME, (written) => formatTime(Date.parse(written), zone));
}

/** RFC 3339 text to milliseconds; null for none. */
export function parseTime(text) {
    if (!text) return null;
    const value = Date.parse(text);
    return Number.isNaN(value) ? null : value;
}

/**
 * How far the hub's clock is from the browser's, from answers that carry the hub's time. The answer with the shortest
 * way there and back counts: its uncertainty is at most half of that.
 */
export class ClockOffset {
    constructor() {
        this.milliseconds = 0;
        this.roundTrip = Infinity;
    }

    observe(sentAt, receivedAt, hubTime) {
        const roundTrip = receivedAt - sentAt;
        if (hubTime === null || roundTrip < 0 || roundTrip > this.roundTrip) return;
        this.roundTrip = roundTrip;
        const estimate = hubTime - (sentAt + receivedAt) / 2;
        // Within the uncertainty no correction is better than a jittering one.
        this.milliseconds = Math.abs(estimate) < Math.max(roundTrip, 250) ? 0 : estimate;
    }
}
