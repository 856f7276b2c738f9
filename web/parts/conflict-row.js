// One field in conflict: what each side wrote, by whom and when, and which of it shall hold.

import { h, shallowRef } from "../lib/vue.js";
import { conflict as conflictOf } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { clockText, fieldTitle, isWaiting, ruleText, valueText } from "../logic/conflicts.js";
import { wordOf } from "../logic/format.js";
import { browserZone, formatTime, parseTime } from "../logic/times.js";
import { Age } from "./age.js";
import { FailureBar } from "./failure-bar.js";

export const ConflictRow = {
    props: { conflict: Object, choice: String, other: String, value: null, busy: Boolean, actions: Object },
    setup(props) {
        const history = shallowRef(null);
        const failure = shallowRef(null);
        async function showHistory(event) {
            if (!event.target.open) return;
            try {
                history.value = (await conflictOf(props.conflict.id)).history ?? [];
                failure.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        return () => {
            const { conflict, choice } = props;
            return h("tr", {
                "data-conflict": conflict.id, "data-state": conflict.state, class: isWaiting(conflict) ? null : "is-closed",
            }, [
                h("th", { scope: "row" }, [
                    h("b", fieldTitle(conflict.path)), h("code", conflict.path),
                    h("details", { onToggle: showHistory }, [
                        h("summary", "History"), h(FailureBar, { failure: failure.value }),
                        history.value && steps(history.value),
                    ]),
                ]),
                side(props, "base", conflict.base),
                side(props, "edge", conflict.edge),
                side(props, "hub", conflict.hub),
                result(props),
                h("td", [
                    h("div", wordOf(conflict.state)),
                    conflict.claimedBy && h("div", { class: "hint" }, `in hand: ${conflict.claimedBy}`),
                    h(Age, { time: parseTime(conflict.detectedAt) }),
                    h("div", buttons(conflict, props.busy, props.actions, choice)),
                ]),
            ]);
        };
    },
};

function steps(history) {
    return h("ol", { class: "conflict-steps" }, history.map((step, index) => h("li", { key: index }, [
        h("b", wordOf(step.event)), ` by ${step.actor}, ${formatTime(parseTime(step.at), browserZone(), "moment")}`,
        step.detail ? `: ${step.detail}` : "",
    ])));
}

/** A cell with the value of one side; to be chosen where somebody may decide. */
function side({ conflict, choice, busy, actions }, name, write) {
    if (!write) return h("td", { class: "hint" }, "wrote nothing");
    const text = valueText(write.value);
    const shown = [h("span", { class: ["conflict-value", typeof write.value === "string" && "is-text"] }, text)];
    const isOffered = isWaiting(conflict) && may("SUPERVISOR");
    return h("td", { class: choice === name ? "is-chosen" : null }, [
        isOffered ? h("label", [
            h("input", {
                type: "radio", name: `choice-${conflict.id}`, value: name, checked: choice === name, disabled: busy,
                "aria-label": `${fieldTitle(conflict.path)}: take ${name}, ${text}`,
                onChange: () => actions.choose(conflict, name),
            }), ...shown,
        ]) : shown,
        write.actor && h("div", { class: "hint" }, `${write.actor}${write.authority ? ` (${write.authority})` : ""}`),
        write.at && h("div", { class: "hint" }, formatTime(parseTime(write.at), browserZone(), "moment")),
        write.clock?.state && h("div", { class: "hint" }, clockText(write.clock)),
        write.reason && h("div", { class: "hint" }, `“${write.reason}”`),
    ]);
}

/** What holds now and why; and what would hold, once something is chosen. */
function result({ conflict, choice, other, value, busy, actions }) {
    const isOffered = isWaiting(conflict) && may("SUPERVISOR");
    return h("td", { class: "conflict-result" }, [
        choice && value !== undefined
            ? [h("b", { class: "conflict-value" }, valueText(value)), h("div", { class: "hint" }, "will hold; now: ")]
            : null,
        h("span", { class: "conflict-value" }, valueText(conflict.inForce)),
        h("div", { class: "hint" }, conflict.resolvedBy
            ? `decided by ${conflict.resolvedBy}${conflict.reason ? `: “${conflict.reason}”` : ""}`
            : `${ruleText(conflict.rule)} (${conflict.rule})`),
        isOffered && h("input", {
            class: "other-value", "aria-label": `${fieldTitle(conflict.path)}: another value`,
            placeholder: "Another value", value: other, disabled: busy,
            onInput: (event) => actions.type(conflict, event.target.value),
        }),
    ]);
}

function buttons(conflict, busy, actions) {
    const button = (text, work) => h("button", {
        type: "button", class: "quiet", disabled: busy, key: text, onClick: () => work(conflict),
    }, text);
    return [
        ["open", "reopened", "detected"].includes(conflict.state) && may("OPERATOR") && button("Take in hand", actions.claim),
        ["auto-resolved", "resolved", "propagated", "closed"].includes(conflict.state) && may("SUPERVISOR")
            && button("Decide again", actions.undo),
    ];
}
