import { equal, suite } from "./check.js";
import {
    byDocument, chosenValue, decisionCommand, fieldTitle, isWaiting, loadedText, needsConfirmation, typedValue,
    clockText, valueText,
} from "/logic/conflicts.js";

const LIMIT = {
    id: "3f2a91c0-77aa-4f0e-9d1e-0123456789ab", document: "machine:north/pump-1", agentId: "a", state: "open",
    path: "limit.temperature.TEMPERATURE.CRITICAL.above", rule: "stricter-holds", revision: 3,
    base: { value: 90 }, edge: { value: 82 }, hub: { value: 95 }, inForce: 82, detectedAt: "2026-11-25T10:00:00Z",
};

export default suite({
    "fields in people's words"() {
        equal(["status", "latch.emergency-stop", LIMIT.path, "limit.power.POWER_SPIKE.WARNING.above", "rule.too-hot",
            "reported.rule.too-hot"].map(fieldTitle), [
            "Status", "Latch: emergency stop", "Limit: temperature, critical, above",
            "Limit: power, power spike, warning, above", "Rule: too hot", "Rule: too hot, says the gateway",
        ]);
        equal([null, "", "two words", 82.5, false, { a: 1 }].map(valueText),
            ["(none)", "(empty)", "two words", "82.5", "false", '{"a":1}']);
    },
    "how the writer's clock stood"() {
        equal([
            { state: "hub", offsetMs: 0, errorMs: 0 }, { state: "measured", offsetMs: -1500, errorMs: 20 },
            { state: "refused", offsetMs: 400000 }, { state: "unmeasured" }, { state: "unknown" },
        ].map(clockText), [
            "by the hub’s clock", "clock -1.5 s ± 20 ms from the hub’s", "clock not adopted, 400.0 s from the hub’s",
            "clock not compared with the hub’s", "clock unknown",
        ]);
    },
    "what waits for a person"() {
        equal(["open", "claimed", "reopened", "auto-resolved", "closed"].map((state) => isWaiting({ state })),
            [true, true, true, false, false]);
    },
    "how many of all are here"() {
        equal([[200, 532], [532, 532], [1, 1], [0, 0]].map(([loaded, total]) => loadedText(loaded, total)),
            ["the newest 200 of 532", "all 532", "the only one", "all 0"]);
    },
    "a choice is a value"() {
        equal(["base", "edge", "hub"].map((choice) => chosenValue(LIMIT, choice)), [90, 82, 95]);
        equal(chosenValue({ ...LIMIT, hub: null }, "hub"), undefined);
        equal(["84", " ", "OFFLINE", "true", '"84"'].map(typedValue), [84, undefined, "OFFLINE", true, "84"]);
        equal(chosenValue(LIMIT, "other", "84.5"), 84.5);
    },
    "only what is not in force already has to be confirmed, and only where safety hangs on it"() {
        equal([82, 95].map((value) => needsConfirmation(LIMIT, value)), [false, true]);
        equal(needsConfirmation({ ...LIMIT, rule: "keep-both" }, 95), false);
    },
    "the same decision as a command"() {
        equal(decisionCommand(LIMIT, "edge", "", "it's measured", false),
            "millwright conflicts resolve 3f2a91c0 --take edge --if-revision 3 --reason 'it'\\''s measured'");
        equal(decisionCommand(LIMIT, "other", "84", "agreed", true),
            "millwright conflicts resolve 3f2a91c0 --set 'limit.temperature.TEMPERATURE.CRITICAL.above=84' "
            + "--if-revision 3 --reason 'agreed' --confirm-safety");
    },
    "what waits longest comes first, one document together"() {
        const later = { ...LIMIT, id: "b", document: "machine:north/pump-2", detectedAt: "2026-11-25T09:00:00Z" };
        const closed = { ...LIMIT, id: "c", document: "machine:north/pump-3", state: "closed" };
        const notes = { ...LIMIT, id: "d", path: "notes" };
        equal(byDocument([closed, notes, LIMIT, later]).map((group) => group.conflicts.map((one) => one.id)),
            [["b"], [LIMIT.id, "d"], ["c"]]);
    },
});
