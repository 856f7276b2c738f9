import { equal, suite } from "./check.js";
import {
    decimalsFor, decimalsOfStep, formatAge, formatBytes, formatEnergy, formatHours, formatNumber, formatShare,
    metricTitle, unitLabel, wordOf,
} from "/logic/format.js";

export default suite({
    "three significant figures"() {
        equal([0.123, 9.87, 61.44, 215.06, 28_060.4].map((value) => formatNumber(value)),
            ["0.12", "9.87", "61.4", "215.1", "28\u202f060"]);
        equal([0.5, 50, 500, 5000].map(decimalsFor), [2, 1, 1, 0]);
    },
    "marks of an axis can be told apart"() {
        equal([20, 2.5, 0.25, 0.001, 1e-9].map(decimalsOfStep), [0, 1, 2, 3, 4]);
    },
    "no value is a dash, and minus is a minus"() {
        equal([null, undefined, NaN, Infinity].map((value) => formatNumber(value)), ["–", "–", "–", "–"]);
        equal(formatNumber(-3.456), "−3.46");
        equal(formatNumber(-0.0001), "0.00");
    },
    "ages in the largest unit that fits"() {
        equal([0.4, 14.9, 200, 7300, 4 * 86_400, null].map(formatAge), ["now", "14 s", "3 min", "2 h", "4 d", "–"]);
    },
    "metrics and units in people's words"() {
        equal(metricTitle("bearing_temperature"), "Bearing temperature");
        equal(["Cel", "kW", "mm/s", "1", "bar", null].map(unitLabel), ["°C", "kW", "mm/s", "", "bar", ""]);
        equal(wordOf("unacknowledged-active"), "Unacknowledged, active");
        equal(wordOf("POWER_SPIKE"), "Power spike");
    },
    "shares are never rounded to certainty"() {
        equal([0, 0.001, 0.4, 0.999, 1].map(formatShare), ["0 %", "< 1 %", "40 %", "> 99 %", "100 %"]);
    },
    "energy, bytes and hours change their unit"() {
        equal(formatEnergy(612.44), ["612.4", "kWh"]);
        equal(formatEnergy(12_500), ["12.5", "MWh"]);
        equal([0, 900, 4_200_000].map(formatBytes), ["0 B", "900 B", "4.01 MiB"]);
        equal([3.25, 30, 480].map(formatHours), ["3.3 h", "30 h", "20 d"]);
    },
});
