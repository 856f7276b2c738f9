// Where the question of a decision stands.

import { parseTime } from "./times.js";

/**
 * `none` asks nothing, `open` waits for an answer, `settled` was ended by another decision, `over` is past its time
 * and no decision about it has come yet, `ends` is the decision that ended one.
 */
export function questionState(decision, now) {
    if (decision.settles) return { state: "ends", secondsLeft: 0 };
    if (!decision.answerBy) return { state: "none", secondsLeft: 0 };
    if (decision.settledBy) return { state: "settled", secondsLeft: 0 };
    const secondsLeft = Math.ceil((parseTime(decision.answerBy) - now) / 1000);
    return secondsLeft > 0 ? { state: "open", secondsLeft } : { state: "over", secondsLeft: 0 };
}

/** The decisions with one that has just come, which may end the question of another. */
export function withDecision(decisions, decision) {
    const others = decisions.filter((one) => one.id !== decision.id).map((one) =>
        (one.id === decision.settles ? { ...one, settledBy: decision.id } : one));
    return [decision, ...others];
}
