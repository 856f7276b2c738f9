// What a forecast's chart and heading show.

import { formatCount, formatHours, formatNumber } from "./format.js";
import { nearest } from "./columns.js";
import { parseTime } from "./times.js";

/** Refusals that say that the history is not there yet: nothing is wrong. */
const UNFIT = new Set(["FORECAST_TOO_SHORT", "FORECAST_TOO_MANY_GAPS", "FORECAST_CONSTANT"]);

/** Why there is no forecast although nothing is wrong; null for a real failure. */
export function whyUnfit(failure) {
    return failure && UNFIT.has(failure.code) ? failure.message : null;
}

/** The hub's points as columns of a chart. */
export function columnsOf(points) {
    const times = points.map((point) => parseTime(point.time));
    const column = (name) => ({ times, values: points.map((point) => point[name]) });
    return { value: column("value"), low: column("low"), high: column("high") };
}

/** The least and the greatest of the band, with room around them; never flat. */
export function rangeOf({ low, high }) {
    const [least, greatest] = [Math.min(...low.values), Math.max(...high.values)];
    const room = Math.max((greatest - least) * 0.06, Math.abs(greatest) * 0.01, 1e-3);
    return [least >= 0 && least < room ? 0 : least - room, greatest + room];
}

/** Value and band at a time, or of the first hour. */
export function valueAt(columns, time) {
    const index = time === null ? 0 : nearest(columns.value.times, time);
    if (index < 0 || columns.value.times.length === 0) return null;
    return { value: columns.value.values[index], low: columns.low.values[index], high: columns.high.values[index] };
}

/** An interval of remaining life in a sentence: in days, in hours where the days are the same. */
export function lifeIntervalText(low, high) {
    const days = [low, high].map(formatHours);
    if (days[0] !== days[1]) return `Four times out of five between ${days.join(" and ")}.`;
    const hours = [Math.floor(low), Math.ceil(high)].map(formatCount);
    if (high - low >= 1) return `Four times out of five between ${hours.join(" and ")} h.`;
    return "Nothing that was calibrated spreads it by an hour yet.";
}

/** How good such forecasts were on the machine's own past, in a sentence. */
export function accuracyText(accuracy, unit) {
    if (!accuracy) return "The history is too short to say how good it is: four weeks are needed.";
    const days = `${accuracy.origins} days of its own past`;
    if (accuracy.mapeDay === null || accuracy.mapeWeek === null) {
        const [day, week] = [accuracy.errorDay, accuracy.errorWeek].map((value) => `${formatNumber(value)} ${unit}`);
        return `Off by ${day} a day ahead, ${week} over the week, on ${days}.`;
    }
    const [day, week] = [accuracy.mapeDay, accuracy.mapeWeek].map((value) => formatNumber(value, 1));
    return `Off by ${day} % a day ahead, ${week} % over the week (MAPE), on ${days}.`;
}
