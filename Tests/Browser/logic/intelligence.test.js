import { equal, suite } from "./check.js";
import { accuracyText, columnsOf, lifeIntervalText, rangeOf, valueAt, whyUnfit } from "/logic/forecast.js";
import { progressOf, savingRows } from "/logic/savings.js";

const point = (hour, value, low, high) => ({ time: `2026-03-02T0${hour}:00:00Z`, value, low, high });
const columns = columnsOf([point(0, 5, 4, 6), point(1, 7, 6, 9)]);

export default suite({
    "a forecast's points are columns, and the pointer reads the nearest hour"() {
        equal(columns.value.values, [5, 7]);
        equal(columns.value.times[1] - columns.value.times[0], 3_600_000);
        equal(valueAt(columns, null), { value: 5, low: 4, high: 6 });
        equal(valueAt(columns, columns.value.times[1] - 60_000), { value: 7, low: 6, high: 9 });
        equal(valueAt(columnsOf([]), null), null);
    },
    "the range holds the band with room, begins at nothing where that is near, and is never flat"() {
        const [low, high] = rangeOf(columns);
        equal([low < 4, high > 9], [true, true]);
        equal(rangeOf(columnsOf([point(0, 5, 0.1, 9)]))[0], 0);
        const flat = rangeOf(columnsOf([point(0, 5, 5, 5)]));
        equal(flat[1] > flat[0], true);
    },
    "how good a forecast is, is said in per cent, in the unit, or as not known"() {
        const accuracy = { origins: 40, mapeDay: 3.21, mapeWeek: 4.98, errorDay: 0.4, errorWeek: 0.6 };
        equal(accuracyText(accuracy, "kW"),
            "Off by 3.2 % a day ahead, 5.0 % over the week (MAPE), on 40 days of its own past.");
        equal(accuracyText({ ...accuracy, mapeDay: null, mapeWeek: null }, "kW").includes("0.40 kW a day ahead"), true);
        equal(accuracyText(null, "kW").includes("too short"), true);
    },
    "a life's interval is never two equal ends"() {
        equal(lifeIntervalText(4800, 9600), "Four times out of five between 200 d and 400 d.");
        equal(lifeIntervalText(4801.2, 4803.5), "Four times out of five between 4\u202f801 and 4\u202f804 h.");
        equal(lifeIntervalText(4801.2, 4801.5), "Nothing that was calibrated spreads it by an hour yet.");
    },
    "a history that is not there yet is no failure"() {
        equal(whyUnfit({ code: "FORECAST_TOO_SHORT", message: "m" }), "m");
        equal(whyUnfit({ code: "ANALYTICS_BUSY", message: "m" }), null);
        equal(whyUnfit(null), null);
    },
    "savings are rows, the largest first, and learning is never done before it is"() {
        const rows = savingRows([
            { kind: "THERMAL_STRESS", savingPerYear: 100, benefit: null, confidence: 0.87 },
            { kind: "OVERSIZING", savingPerYear: 735.84, benefit: 2943.4, confidence: 0.92 },
        ]);
        equal(rows.map((row) => [row.title, row.saving, row.benefit, row.confidence]),
            [["Oversizing", "736", "2\u202f943", "92 %"], ["Thermal stress", "100", null, "87 %"]]);
        equal([99.8, 100, 0].map((learningProgress) => progressOf({ learningProgress })), [99, 100, 0]);
    },
});
