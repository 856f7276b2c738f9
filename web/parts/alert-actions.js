// Acknowledge and resolve, for one alert or for many at once, with a note where wanted.

import { h, shallowRef } from "../lib/vue.js";
import { changeAlert } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { putAlert } from "../state/plant.js";
import { isOpen, isUnacknowledged } from "../logic/ordering.js";
import { FailureBar } from "./failure-bar.js";

/** `onDone()` after all have been changed; those that the hub refused stay and say why. */
export const AlertActions = {
    props: { alerts: Array, onDone: Function, many: Boolean },
    setup(props) {
        const failure = shallowRef(null);
        const busy = shallowRef(false);
        const isResolving = shallowRef(false);
        const comment = shallowRef("");

        async function change(alerts, action) {
            busy.value = true;
            failure.value = null;
            const note = comment.value.trim();
            for (const alert of alerts) {
                try {
                    putAlert(await changeAlert(alert.id, { action, ...(note ? { comment: note } : {}) }));
                } catch (error) {
                    failure.value = asFailure(error);
                }
            }
            busy.value = false;
            if (failure.value) return;
            isResolving.value = false;
            comment.value = "";
            props.onDone?.();
        }
        const cancel = () => { isResolving.value = false; };
        const resolve = (event) => {
            event.preventDefault();
            change(props.alerts.filter(isOpen), "resolve");
        };
        return () => {
            if (!may("OPERATOR")) return null;
            const waiting = props.alerts.filter(isUnacknowledged);
            const open = props.alerts.filter(isOpen);
            const note = (label) => h("input", {
                class: "note-input", "aria-label": label, placeholder: label, maxlength: 500, value: comment.value,
                onInput: (event) => { comment.value = event.target.value; },
            });
            return h("div", { class: "alert-actions" }, [
                isResolving.value ? h("form", { onSubmit: resolve }, [
                    note("What was done (optional)"),
                    h("button", { type: "submit", class: "primary", disabled: busy.value }, "Resolve"),
                    h("button", { type: "button", class: "quiet", onClick: cancel }, "Cancel"),
                ]) : [
                    props.many && note("Note (optional)"),
                    waiting.length > 0 && h("button", {
                        type: "button", disabled: busy.value, onClick: () => change(waiting, "acknowledge"),
                    }, props.many ? `Acknowledge ${waiting.length}` : "Acknowledge"),
                    open.length > 0 && h("button", {
                        type: "button", class: "quiet", disabled: busy.value,
                        onClick: () => { if (props.many) change(open, "resolve"); else isResolving.value = true; },
                    }, props.many ? `Resolve ${open.length}` : "Resolve…"),
                ],
                h(FailureBar, { failure: failure.value }),
            ]);
        };
    },
};
