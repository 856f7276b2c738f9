// The conflicts of one document: base, edge, hub and the result, chosen field by field, with a reason.

import { h, shallowReactive, shallowRef } from "../lib/vue.js";
import { claimConflict, conflict as conflictOf, resolveConflict, undoConflict } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { putConflict } from "../state/plant.js";
import {
    chosenValue, decisionCommand, documentTitle, fieldTitle, isWaiting, needsConfirmation,
} from "../logic/conflicts.js";
import { ConflictRow } from "./conflict-row.js";
import { FailureBar } from "./failure-bar.js";

export const ConflictForm = {
    props: { conflicts: Array },
    setup(props) {
        const choices = shallowReactive({});
        const others = shallowReactive({});
        const reason = shallowRef("");
        const isConfirmed = shallowRef(false);
        const busy = shallowRef(false);
        const failure = shallowRef(null);
        const news = shallowRef("");
        /** A decision that was not taken back because what held before it allows more. */
        const doubted = shallowRef(null);

        const valueOf = (conflict) => chosenValue(conflict, choices[conflict.id], others[conflict.id]);
        const chosen = () => props.conflicts
            .filter((conflict) => isWaiting(conflict) && choices[conflict.id] && valueOf(conflict) !== undefined);
        const unsafe = () => chosen().filter((conflict) => needsConfirmation(conflict, valueOf(conflict)));

        /** One after the other; what was refused stays chosen and says why. */
        async function each(list, work) {
            busy.value = true;
            failure.value = null;
            news.value = "";
            for (const conflict of list) {
                try {
                    putConflict(await work(conflict));
                    delete choices[conflict.id];
                } catch (error) {
                    failure.value = asFailure(error);
                    if (failure.value.code === "STALE_REVISION") await renew(conflict);
                }
            }
            busy.value = false;
        }
        async function renew(conflict) {
            try {
                putConflict(await conflictOf(conflict.id));
                delete choices[conflict.id];
                news.value = "Somebody was faster. What you see now is new: look at it again, then decide.";
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        async function undo(conflict, confirmSafety = false) {
            await each([conflict], () => undoConflict(conflict.id, confirmSafety));
            doubted.value = failure.value?.code === "SAFETY_NOT_CONFIRMED" ? conflict : null;
        }
        async function resolve(event) {
            event.preventDefault();
            await each(chosen(), (conflict) => resolveConflict(conflict.id, decision(conflict)));
            if (failure.value) return;
            reason.value = "";
            isConfirmed.value = false;
        }
        function decision(conflict) {
            const choice = choices[conflict.id];
            const value = choice === "other" ? { set: { [conflict.path]: valueOf(conflict) } } : { take: choice };
            const confirmSafety = isConfirmed.value && needsConfirmation(conflict, valueOf(conflict));
            return { ...value, reason: reason.value.trim(), ifRevision: conflict.revision, confirmSafety };
        }
        const actions = {
            choose: (conflict, choice) => { choices[conflict.id] = choice; },
            type: (conflict, text) => { others[conflict.id] = text; choices[conflict.id] = "other"; },
            claim: (conflict) => each([conflict], () => claimConflict(conflict.id)),
            undo: (conflict) => undo(conflict),
        };
        return () => {
            const first = props.conflicts[0];
            const some = chosen();
            const doubtful = unsafe();
            return h("form", { class: "panel conflict-form", "data-document": first.document, onSubmit: resolve }, [
                title(first, props.conflicts),
                h("div", { class: "table-scroll" }, [
                    h("table", { class: "conflict-table" }, [
                        h("caption", { class: "only-read" }, `Conflicts of ${documentTitle(first)}`),
                        h("thead", h("tr", ["Field", "Base", "Edge", "Hub", "Result", "State"]
                            .map((text) => h("th", { scope: "col", key: text }, text)))),
                        h("tbody", props.conflicts.map((conflict) => h(ConflictRow, {
                            key: conflict.id, conflict, choice: choices[conflict.id] ?? null,
                            other: others[conflict.id] ?? "", value: valueOf(conflict), busy: busy.value, actions,
                        }))),
                    ]),
                ]),
                h("p", { class: "conflict-news", role: "status" }, news.value),
                h(FailureBar, { failure: failure.value }),
                doubted.value && h("p", h("button", {
                    type: "button", disabled: busy.value, onClick: () => undo(doubted.value, true),
                }, `It is safe: decide “${fieldTitle(doubted.value.path)}” again`)),
                some.length > 0 && decide({ some, doubtful, reason, isConfirmed, busy, choices, others }),
            ]);
        };
    },
};

function title(conflict, conflicts) {
    const waiting = conflicts.filter(isWaiting).length;
    const name = documentTitle(conflict);
    return h("div", { class: "section-head" }, [
        h("h3", conflict.machineId && conflict.kind === "machine"
            ? h("a", { href: `#/machines/${conflict.machineId}` }, name) : name),
        h("span", { class: "hint" }, waiting > 0 ? `${waiting} waiting` : "decided"),
        waiting > 0 && !may("SUPERVISOR") && h("span", { class: "hint" }, "a supervisor decides"),
    ]);
}

function decide({ some, doubtful, reason, isConfirmed, busy, choices, others }) {
    const ready = reason.value.trim() !== "" && (doubtful.length === 0 || isConfirmed.value);
    return h("div", { class: "conflict-decide" }, [
        h("label", { class: "field" }, [
            h("span", "Why (others will read it)"),
            h("input", {
                name: "reason", required: true, maxlength: 2000, value: reason.value,
                onInput: (event) => { reason.value = event.target.value; },
            }),
        ]),
        doubtful.length > 0 && h("label", { class: "confirm" }, [
            h("input", {
                type: "checkbox", checked: isConfirmed.value,
                onChange: (event) => { isConfirmed.value = event.target.checked; },
            }),
            `It is safe although it is not what holds now (${doubtful.map((one) => one.path).join(", ")})`,
        ]),
        h("button", { type: "submit", class: "primary", disabled: busy.value || !ready },
            some.length === 1 ? "Decide" : `Decide ${some.length} fields`),
        h("details", [
            h("summary", some.length === 1 ? "The same as a command" : "The same as commands"),
            h("pre", { tabindex: 0 }, h("code", some.map((conflict) => decisionCommand(
                conflict, choices[conflict.id], others[conflict.id], reason.value,
                isConfirmed.value && doubtful.includes(conflict))).join("\n"))),
        ]),
    ]);
}
