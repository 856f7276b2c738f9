import { equal, suite } from "./check.js";
import { questionState, withDecision } from "/logic/questions.js";

const start = Date.parse("2025-11-21T08:00:00Z");
const asking = { id: "a", answerBy: "2025-11-21T08:01:00Z", settles: null, settledBy: null };
const state = (decision, seconds) => questionState(decision, start + 1000 * seconds).state;

export default suite({
    "a question is open until its time, and then over"() {
        equal(questionState(asking, start + 100), { state: "open", secondsLeft: 60 });
        equal([state(asking, 59.9), state(asking, 60)], ["open", "over"]);
    },
    "what asks nothing is none, what was ended is settled"() {
        equal(state({ id: "b", answerBy: null }, 0), "none");
        equal([state({ ...asking, settledBy: "c" }, 0), state({ id: "c", settles: "a" }, 0)], ["settled", "ends"]);
    },
    "a decision that ends a question says so of it"() {
        const [first, second] = withDecision([asking, { id: "x" }], { id: "c", settles: "a" });
        equal([first.id, second.id, second.settledBy], ["c", "a", "c"]);
        equal(withDecision([asking], asking).length, 1);
    },
});
