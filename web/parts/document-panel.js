// What a machine is allowed to do: its status, latches and fields, and whether something of it waits for a decision.

import { h, onBeforeUnmount, shallowRef } from "../lib/vue.js";
import { changeDocument, machineDocument } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { listen } from "../state/plant.js";
import { fieldTitle, valueText } from "../logic/conflicts.js";
import { wordOf } from "../logic/format.js";
import { parseTime } from "../logic/times.js";
import { Age } from "./age.js";
import { FailureBar } from "./failure-bar.js";

const STATUSES = ["ONLINE", "MAINTENANCE", "OFFLINE"];
const LATCHES = ["emergency-stop", "lockout", "maintenance-hold"];
/** Edits of the gateway come with its rounds; nothing else tells of them. */
const RELOAD = 15_000;

export const DocumentPanel = {
    props: { machine: Object },
    setup(props) {
        const document = shallowRef(null);
        const failure = shallowRef(null);
        const busy = shallowRef(false);
        const wish = shallowRef("status MAINTENANCE");
        const reason = shallowRef("");
        let timer = null;
        let isGone = false;
        async function load() {
            clearTimeout(timer);
            try {
                document.value = await machineDocument(props.machine.id);
                failure.value = null;
            } catch (error) {
                // A machine that no agent serves yet has no document.
                if (error.status !== 404 && error.status !== 409) failure.value = asFailure(error);
            }
            if (!isGone) timer = setTimeout(load, RELOAD);
        }
        async function change(body) {
            busy.value = true;
            try {
                document.value = await changeDocument(props.machine.id, body);
                failure.value = null;
                reason.value = "";
            } catch (error) {
                failure.value = asFailure(error);
            }
            busy.value = false;
        }
        function submit(event) {
            event.preventDefault();
            const [kind, name] = wish.value.split(" ");
            const fields = kind === "status" ? { status: name } : { [`latch.${name}`]: true };
            change({ fields, reason: reason.value.trim() });
        }
        const clear = (latch) => change({
            fields: { [latch.path]: false }, names: { [latch.path]: [latch.dot] }, reason: reason.value.trim(),
        });
        const stop = listen(({ type, machineId }) => {
            if (type === "conflict" && machineId === props.machine.id) load();
        });
        load();
        onBeforeUnmount(() => {
            isGone = true;
            clearTimeout(timer);
            stop();
        });
        return () => h("section", { class: "panel document-panel", "aria-labelledby": "document-title" }, [
            h("div", { class: "section-head" }, [
                h("h2", { id: "document-title" }, "Allowed"),
                document.value?.status && h("span", { class: "hint" }, wordOf(document.value.status)),
            ]),
            document.value?.conflicted && h("a", { class: "conflicted", href: `#/sync?machine=${props.machine.id}` },
                "Conflicted: gateway and hub differ. Decide"),
            h(FailureBar, { failure: failure.value }),
            ...(document.value?.latches ?? []).map((latch) => latchItem(latch, reason, busy, clear)),
            document.value && fields(document.value),
            may("OPERATOR") && document.value && edit({ wish, reason, busy, submit }),
        ]);
    },
};

/** What was set, by whom, and the way to clear exactly that. */
function latchItem(latch, reason, busy, clear) {
    const name = fieldTitle(latch.path);
    return h("div", { class: "latch", key: latch.dot, "data-latch": latch.path }, [
        h("span", [
            h("b", `${name} is set`), ` by ${latch.actor} `, h(Age, { time: parseTime(latch.at) }),
            latch.reason ? `: “${latch.reason}”` : "",
        ]),
        may("SUPERVISOR") && h("button", {
            type: "button", disabled: busy.value || reason.value.trim() === "", onClick: () => clear(latch),
        }, reason.value.trim() === "" ? "Say why below, then clear what is shown" : "Clear what is shown"),
    ]);
}

function fields(document) {
    const shown = document.fields.filter((field) => !field.path.startsWith("latch.")).sort(saidAfter);
    if (shown.length === 0) return h("p", { class: "nothing" }, "Nobody has changed anything about it yet.");
    return h("dl", { class: "document-facts" }, shown.map((field) => h("div", { key: field.path }, [
        h("dt", fieldTitle(field.path)), h("dd", `${told(field)}${field.open ? " (conflicted)" : ""}`),
    ])));
}

/** What a gateway says of a field stands behind it. */
function saidAfter(left, right) {
    const of = ({ path }) => path.replace(/^reported\./, "");
    return of(left).localeCompare(of(right)) || left.path.startsWith("reported.") - right.path.startsWith("reported.");
}

/** A rule that is false is one of the profile that is switched off. */
function told(field) {
    return field.path.startsWith("rule.") && field.value === false ? "off" : valueText(field.value);
}

function edit({ wish, reason, busy, submit }) {
    return h("form", { onSubmit: submit }, [
        h("select", {
            "aria-label": "What to change", value: wish.value, onChange: (event) => { wish.value = event.target.value; },
        }, [
            ...STATUSES.map((status) => h("option", { value: `status ${status}`, key: status }, `Status: ${wordOf(status)}`)),
            ...LATCHES.map((latch) => h("option", { value: `latch ${latch}`, key: latch }, `Set ${latch.replace("-", " ")}`)),
        ]),
        h("input", {
            class: "note-input", "aria-label": "Why", placeholder: "Why", maxlength: 500, value: reason.value,
            onInput: (event) => { reason.value = event.target.value; },
        }),
        h("button", { type: "submit", disabled: busy.value || reason.value.trim() === "" }, "Change"),
    ]);
}
