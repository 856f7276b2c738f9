// Overview: what is abnormal first. Sums, machines worst first, open alerts, agents with their backlog.

import { h, shallowRef } from "../lib/vue.js";
import { factories, isLoaded, machines, openAlerts } from "../state/plant.js";
import { now } from "../state/now.js";
import { isStaleMachine } from "../state/silence.js";
import { alertsInOrder, worstFirst } from "../logic/ordering.js";
import { AgentsPanel } from "../parts/agents-panel.js";
import { AlertList } from "../parts/alert-list.js";
import { Empty } from "../parts/empty.js";
import { MachineCard } from "../parts/machine-card.js";
import { SummaryStrip } from "../parts/summary-strip.js";

const CARDS_FIRST = 120;
const ALERTS_MAX = 8;

export const Overview = {
    setup() {
        const showsAll = shallowRef(false);
        return () => h("div", { class: "overview" }, [
            h("h1", { class: "only-read" }, "Overview"),
            h(SummaryStrip),
            h("div", { class: "overview-columns" }, [
                h("section", { "aria-labelledby": "machines-title" }, [
                    h("div", { class: "section-head" }, [
                        h("h2", { id: "machines-title" }, "Machines"), h("span", { class: "hint" }, "worst first"),
                        factories.size > 1 && h("span", { class: "hint" }, `${factories.size} factories`),
                    ]),
                    cards(showsAll),
                ]),
                h("aside", { class: "rail" }, [
                    h("section", { class: "panel", "aria-labelledby": "alerts-title" }, [
                        h("div", { class: "section-head" }, [
                            h("h2", { id: "alerts-title" }, "Open alerts"), h("a", { href: "#/alerts" }, "All alerts"),
                        ]),
                        h(AlertList, { alerts: alertsInOrder(openAlerts()).slice(0, ALERTS_MAX) }),
                    ]),
                    h(AgentsPanel),
                ]),
            ]),
        ]);
    },
};

function cards(showsAll) {
    if (!isLoaded.value) return h("p", { class: "waiting-text" }, "Loading the machines…");
    if (machines.size === 0) return noMachines();
    const sorted = worstFirst([...machines.values()], (machine) => isStaleMachine(machine, now.value));
    const shown = showsAll.value ? sorted : sorted.slice(0, CARDS_FIRST);
    return [
        h("div", { class: "card-grid" }, shown.map((machine) => h(MachineCard, { machine, key: machine.id }))),
        shown.length < sorted.length && h("button", {
            type: "button", class: "quiet", onClick: () => { showsAll.value = true; },
        }, `Show all ${sorted.length} machines`),
    ];
}

function noMachines() {
    return h(Empty, {
        title: "No machines yet",
        text: "A machine appears by itself as soon as an agent hears from it. Enrol an agent first, then:",
        commands: [
            {
                does: "send a reading as a device would (the broker is the one that the agent listens to)",
                text: "millwright device publish --factory north --machine pump-1 --metric temperature --value 41.5 "
                    + "--unit Cel",
            },
            { does: "or let simulated machines run", text: "millwright device simulate --help" },
            { does: "or see a whole plant on this computer", text: "make demo" },
        ],
    });
}
