// Commands to a machine's device: sent from here, with what became of each.

import { h, onBeforeUnmount, shallowRef } from "../lib/vue.js";
import { cancelCommand, commandsOf, sendCommand } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { wordOf } from "../logic/format.js";
import { parseTime } from "../logic/times.js";
import { Age } from "./age.js";
import { FailureBar } from "./failure-bar.js";

const SHOWN = 6;
/** While a command is under way, and when nothing is. */
const SOON = 2000;
const LATER = 20_000;

export const CommandPanel = {
    props: { machine: Object },
    setup(props) {
        const commands = shallowRef([]);
        const failure = shallowRef(null);
        const action = shallowRef("");
        const busy = shallowRef(false);
        let timer = null;
        let isGone = false;
        async function load() {
            clearTimeout(timer);
            try {
                commands.value = await commandsOf(props.machine.id, SHOWN);
            } catch (error) {
                failure.value = asFailure(error);
            }
            const isUnderWay = commands.value.some((command) => !command.final);
            if (!isGone) timer = setTimeout(load, isUnderWay ? SOON : LATER);
        }
        async function run(work) {
            busy.value = true;
            failure.value = null;
            try {
                await work();
                action.value = "";
            } catch (error) {
                failure.value = asFailure(error);
            }
            busy.value = false;
            load();
        }
        const submit = (event) => {
            event.preventDefault();
            run(() => sendCommand(props.machine.id, { action: action.value.trim() }));
        };
        load();
        onBeforeUnmount(() => {
            isGone = true;
            clearTimeout(timer);
        });
        return () => h("section", { class: "panel document-panel", "aria-labelledby": "commands-title" }, [
            h("div", { class: "section-head" }, [h("h2", { id: "commands-title" }, "Commands")]),
            h(FailureBar, { failure: failure.value }),
            commands.value.length === 0 ? h("p", { class: "nothing" }, "No command was sent.")
                : h("ul", { class: "command-list" }, commands.value.map((command) => item(command, (one) => run(() => cancelCommand(one.id))))),
            may("OPERATOR") && h("form", { onSubmit: submit }, [
                h("input", {
                    class: "note-input", "aria-label": "Action", placeholder: "Action, as stop", maxlength: 64,
                    value: action.value, onInput: (event) => { action.value = event.target.value; },
                }),
                h("button", { type: "submit", disabled: busy.value || action.value.trim() === "" }, "Send"),
            ]),
        ]);
    },
};

function item(command, cancel) {
    return h("li", { key: command.id, "data-command": command.id, "data-state": command.state }, [
        h("b", command.action), h("span", wordOf(command.state)), h(Age, { time: parseTime(command.issuedAt) }),
        !command.final && may("OPERATOR")
            && h("button", { type: "button", class: "quiet", onClick: () => cancel(command) }, "Take back"),
        h("span", { class: "hint" }, [
            `by ${command.issuer}`, command.code ? `; ${command.code}` : "", command.reason ? `: ${command.reason}` : "",
        ]),
    ]);
}
