import { equal, suite } from "./check.js";
import { ClockOffset, formatTime, parseTime, usableZone, withLocalTimes, zoneLabel } from "/logic/times.js";
import { ageSeconds, freshness, learnInterval, newestTime } from "/logic/freshness.js";
import { parseMoment, parseRange, rangeKey, rangeOf, refreshSeconds } from "/logic/ranges.js";

const NOW = Date.parse("2026-03-01T12:00:00Z");

export default suite({
    "times stand in the factory's zone with its name"() {
        equal(formatTime(NOW, "Asia/Tokyo"), "21:00:00");
        equal(formatTime(NOW, "UTC", "moment"), "01 Mar, 12:00:00");
        equal(zoneLabel("UTC", NOW), "UTC");
        equal(zoneLabel("Asia/Tokyo", NOW), "Asia/Tokyo (GMT+9)");
        equal(usableZone("Nowhere/Land"), usableZone(null));
        equal(withLocalTimes("odd since 2026-03-01T12:00:00.560Z.", "Asia/Tokyo"), "odd since 21:00:00.");
        equal(withLocalTimes(null, "UTC"), "");
        equal([parseTime(null), parseTime("soon")], [null, null]);
    },
    "the hub's clock is taken from the fastest answer"() {
        const offset = new ClockOffset();
        offset.observe(0, 1000, 60_000);
        equal(offset.milliseconds, 59_500);
        offset.observe(10_000, 10_020, 70_010);
        equal(offset.milliseconds, 60_000);
        offset.observe(20_000, 25_000, 0);
        equal(offset.milliseconds, 60_000);
    },
    "a difference within the uncertainty is none"() {
        const offset = new ClockOffset();
        offset.observe(0, 100, 120);
        equal(offset.milliseconds, 0);
    },
    "a value is stale after three intervals and the way here"() {
        equal(freshness(NOW - 6900, 1, NOW), { age: 6.9, isStale: false });
        equal(freshness(NOW - 7100, 1, NOW).isStale, true);
        equal(freshness(NOW - 30_000, 10, NOW).isStale, false);
        equal(freshness(null, 10, NOW).isStale, true);
        equal(ageSeconds(NOW + 5000, NOW), 0);
    },
    "the newest of a machine's values counts"() {
        equal(newestTime({ power: { time: 3 }, flow: { time: 9 }, heat: { time: null } }), 9);
        equal([newestTime({}), newestTime(undefined)], [null, null]);
    },
    "intervals are learned, silences hardly"() {
        equal(learnInterval(undefined, 0, 2000), 2);
        equal(learnInterval(2, 0, 60_000), 2.4);
        equal(learnInterval(2, 0, 3000), 2.1);
        equal(learnInterval(2, 3000, 3000), 2);
    },
    "ranges of the address"() {
        equal(parseMoment("now-6h", NOW), NOW - 6 * 3_600_000);
        equal(parseMoment("now+2h", NOW), NOW + 2 * 3_600_000);
        equal(parseMoment("2026-03-01T11:00:00Z", NOW), NOW - 3_600_000);
        equal(["yesterday", "now-", "now-1y", "", undefined, "<script>"].map((text) => parseMoment(text, NOW)),
            [null, null, null, null, null, null]);
    },
    "a range that makes no sense is the default"() {
        const usual = { from: "now-15m", to: "now", live: true };
        equal(parseRange({}, NOW), usual);
        equal(parseRange({ from: "now", to: "now-1h" }, NOW), usual);
        equal(parseRange({ from: "x" }, NOW), usual);
    },
    "only a range that ends now is live"() {
        equal(parseRange({ from: "now-1h", live: "1" }, NOW).live, true);
        equal(parseRange({ from: "now-1h", live: "0" }, NOW).live, false);
        equal(parseRange({ from: "now-6h", to: "now-1h", live: "1" }, NOW).live, false);
        equal([rangeKey(rangeOf("6h")), rangeKey({ from: "now-2h", to: "now" })], ["6h", null]);
    },
    "a long range is asked for less often"() {
        equal([refreshSeconds(0, 900_000), refreshSeconds(0, 7 * 86_400_000)], [30, 300]);
    },
});
