// What a decision asks, until when, and the two answers; or what became of it.

import { h, shallowRef } from "../lib/vue.js";
import { changeDocument } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { questionState } from "../logic/questions.js";
import { formatTime, parseTime } from "../logic/times.js";
import { now } from "../state/now.js";
import { FailureBar } from "./failure-bar.js";

const ANSWERS = { allow: "Allow", refuse: "Refuse" };

export const DecisionQuestion = {
    props: { decision: Object, zone: String },
    setup(props) {
        const failure = shallowRef(null);
        const given = shallowRef(null);
        const busy = shallowRef(false);
        async function answer(word) {
            busy.value = true;
            try {
                await changeDocument(props.decision.machineId, { fields: { answer: `${word} ${props.decision.id}` } });
                given.value = word;
                failure.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            }
            busy.value = false;
        }
        return () => {
            const { state, secondsLeft } = questionState(props.decision, now.value);
            if (state === "none") return null;
            return h("div", { class: "question", "data-state": state, role: "group", "aria-label": "Question" }, [
                h("p", sentence(state, secondsLeft, props.decision, props.zone)),
                state === "open" && given.value && h("p", { class: "hint" },
                    `${ANSWERS[given.value]} is on its way to the agent.`),
                state === "open" && !given.value && may("OPERATOR") && h("div", { class: "answers" },
                    Object.entries(ANSWERS).map(([word, title]) => h("button", {
                        type: "button", key: word, disabled: busy.value, onClick: () => answer(word),
                    }, title))),
                h(FailureBar, { failure: failure.value }),
            ]);
        };
    },
};

function sentence(state, secondsLeft, decision, zone) {
    if (state === "ends") return "This ends the question of an earlier decision.";
    if (state === "settled") return "It asked whether to act; a later decision ended the question.";
    const until = formatTime(parseTime(decision.answerBy), zone, "moment");
    if (state === "over") return `It asked until ${until}; nobody answered.`;
    return `It asks whether to act, until ${until} (${secondsLeft} s left). Without an answer the agent decides.`;
}
