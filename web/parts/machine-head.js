// A machine's name, state, health and agent; for one that waits, the adoption.

import { h, shallowRef } from "../lib/vue.js";
import { decideOnMachine } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { agents } from "../state/plant.js";
import { formatCount, wordOf } from "../logic/format.js";
import { newestTime } from "../logic/freshness.js";
import { Age } from "./age.js";
import { FailureBar } from "./failure-bar.js";
import { Health } from "./health.js";
import { SeverityMark } from "./severity-mark.js";
import { StateMark } from "./state-mark.js";

export const MachineHead = {
    props: { machine: Object, load: Function },
    setup(props) {
        const failure = shallowRef(null);
        const busy = shallowRef(false);
        async function decide(decision) {
            busy.value = true;
            failure.value = null;
            try {
                await decideOnMachine(props.machine.id, decision);
                await props.load();
            } catch (error) {
                failure.value = asFailure(error);
            }
            busy.value = false;
        }
        return () => {
            const { machine } = props;
            const isWaiting = machine.approval === "PENDING";
            return h("header", { class: "machine-head" }, [
                h("nav", { class: "crumbs", "aria-label": "Where this is" }, [
                    h("a", { href: "#/" }, "Overview"),
                    h("span", `▸ ${machine.factoryName} ▸`),
                    h("span", { "aria-current": "page" }, machine.name),
                ]),
                h("div", { class: "machine-title" }, [
                    h("h1", machine.name),
                    h(StateMark, { status: machine.status }),
                    machine.openAlerts > 0 && h("span", { class: "card-alarm" }, [
                        h(SeverityMark, { severity: machine.worstSeverity }),
                        h("span", `${machine.openAlerts} open, worst ${machine.worstSeverity?.toLowerCase()}`),
                    ]),
                    h(Health, { score: machine.healthScore, state: machine.healthState }),
                    isWaiting && adoption(busy, decide),
                    machine.approval === "REJECTED" && h("span", { class: "hint" }, "Rejected"),
                    machine.approval === "REVOKED" && h("span", { class: "hint" }, "Approval revoked, for good"),
                ]),
                h("dl", { class: "machine-facts" }, factsOf(machine)),
                h(FailureBar, { failure: failure.value }),
            ]);
        };
    },
};

function adoption(busy, decide) {
    if (!may("SUPERVISOR")) return h("span", { class: "hint" }, "Waits for a supervisor to adopt it");
    const button = (title, kind, decision) => h("button", {
        type: "button", class: kind, disabled: busy.value, onClick: () => decide(decision),
    }, title);
    return h("span", { class: "adoption" }, [
        h("span", "Found by an agent, waits for adoption"),
        button("Adopt", "primary", "APPROVED"),
        button("Reject", "quiet", "REJECTED"),
    ]);
}

function factsOf(machine) {
    const agent = machine.agent && { ...machine.agent, ...agents.get(machine.agent.id) };
    const backlog = agent?.backlog?.readings ?? agent?.backlogReadings ?? 0;
    return [
        fact("Type", wordOf(machine.type)),
        machine.profile && fact("Profile", machine.profile),
        fact("Approval", wordOf(machine.approval)),
        fact("Last value", h(Age, { time: newestTime(machine.latest) })),
        agent && fact("Agent", `${agent.name}, ${agent.online ? "online" : "offline"}`),
        agent && fact("Waiting at the agent", backlog > 0 ? `${formatCount(backlog)} readings` : "nothing"),
        machine.description && fact("Note", machine.description),
    ];
}

function fact(title, content) {
    return h("div", { key: title }, [h("dt", title), h("dd", content)]);
}
