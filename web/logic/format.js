// Numbers and words as people read them. Pure: no clock, no document.

const UNITS = new Map([
    ["Cel", "°C"], ["degC", "°C"], ["C", "°C"], ["mm/s", "mm/s"], ["m/s2", "m/s²"],
    ["%", "%"], ["1", ""], ["{rpm}", "rpm"], ["/min", "rpm"], ["m3/h", "m³/h"], ["kW.h", "kWh"], ["um", "µm"],
]);

/** What a metric is called on the screen: `bearing_temperature` → "Bearing temperature". */
export function metricTitle(name) {
    const words = name.replace(/[_.-]+/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().trim();
    return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A UCUM unit as it is printed: `Cel` → "°C". An unknown one stays as it is. */
export function unitLabel(unit) {
    if (!unit) return "";
    return UNITS.has(unit) ? UNITS.get(unit) : unit;
}

/** Digits after the point that keep three significant figures between 0.01 and 1000. */
export function decimalsFor(value) {
    const size = Math.abs(value);
    if (size >= 100) return size >= 1000 ? 0 : 1;
    if (size >= 10) return 1;
    return 2;
}

/** Digits after the point that tell multiples of a step apart, at most 4: 2.5 → 1, 0.25 → 2, 20 → 0. */
export function decimalsOfStep(step) {
    for (let decimals = 0; decimals < 4; decimals += 1) {
        const scaled = Math.abs(step) * 10 ** decimals;
        const whole = Math.round(scaled);
        if (whole > 0 && Math.abs(scaled - whole) < 1e-6 * whole) return decimals;
    }
    return 4;
}

/** "1 234.5"; "–" for no value. Thin spaces group the thousands, so that a column of figures stays aligned. */
export function formatNumber(value, decimals = decimalsFor(value ?? 0)) {
    if (value === null || value === undefined || !Number.isFinite(value)) return "–";
    const text = Math.abs(value).toFixed(decimals);
    const [whole, fraction] = text.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
    const sign = value < 0 && Number(text) !== 0 ? "−" : "";
    return fraction ? `${sign}${grouped}.${fraction}` : `${sign}${grouped}`;
}

export function formatCount(value) {
    return formatNumber(value, 0);
}

/** An age or a length of time in seconds, in the largest unit that fits: "now", "14 s", "3 min", "2 h", "4 d". */
export function formatAge(seconds) {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–";
    if (seconds < 1) return "now";
    if (seconds < 60) return `${Math.floor(seconds)} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
    return `${Math.floor(seconds / 86400)} d`;
}

/** Energy in the unit that keeps the figure short: ["12.4", "kWh"], ["1.52", "MWh"]. */
export function formatEnergy(kilowattHours) {
    if (kilowattHours === null || kilowattHours === undefined) return ["–", "kWh"];
    if (Math.abs(kilowattHours) < 10_000) return [formatNumber(kilowattHours), "kWh"];
    return [formatNumber(kilowattHours / 1000), "MWh"];
}

export function formatBytes(bytes) {
    if (bytes === null || bytes === undefined) return "–";
    const steps = ["B", "KiB", "MiB", "GiB", "TiB"];
    let size = bytes;
    let step = 0;
    while (size >= 1024 && step < steps.length - 1) {
        size /= 1024;
        step += 1;
    }
    return `${step === 0 ? size : formatNumber(size)} ${steps[step]}`;
}

/** Hours of remaining life: days above two days, so that nobody reads false precision. */
export function formatHours(hours) {
    if (hours === null || hours === undefined || !Number.isFinite(hours)) return "–";
    if (hours >= 48) return `${formatCount(hours / 24)} d`;
    return `${formatNumber(hours, hours < 10 ? 1 : 0)} h`;
}

/** A share, 0 to 1, as per cent; the ends are never rounded to certainty. */
export function formatShare(share) {
    if (share === null || share === undefined || !Number.isFinite(share)) return "–";
    if (share > 0 && share < 0.01) return "< 1 %";
    if (share < 1 && share > 0.99) return "> 99 %";
    return `${Math.round(share * 100)} %`;
}

/** "ONLINE" → "Online", "unacknowledged-active" → "Unacknowledged, active". */
export function wordOf(constant) {
    if (!constant) return "";
    const text = constant.toLowerCase().replace("-", ", ").replaceAll("_", " ");
    return text.charAt(0).toUpperCase() + text.slice(1);
}
