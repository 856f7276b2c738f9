// Sync & conflicts: how each agent and the hub stand, and what was edited on both sides and waits for a decision.

import { computed, h, shallowRef, watch } from "../lib/vue.js";
import { conflictList } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { conflicts, isLoaded, machines, putConflict } from "../state/plant.js";
import { route, setQuery } from "../state/view.js";
import { byDocument, isWaiting } from "../logic/conflicts.js";
import { ConflictForm } from "../parts/conflict-form.js";
import { Empty } from "../parts/empty.js";
import { FailureBar } from "../parts/failure-bar.js";
import { SyncAgents } from "../parts/sync-agents.js";

const FILTERS = [
    { key: "open", title: "Waiting", keeps: isWaiting },
    { key: "all", title: "All", keeps: () => true },
];

export const SyncPage = {
    setup() {
        const failure = shallowRef(null);
        const filter = computed(() => FILTERS.find(({ key }) => key === route.value.query.show) ?? FILTERS[0]);
        const groups = computed(() => byDocument([...conflicts.values()].filter((conflict) => filter.value.keeps(conflict)
            && (!route.value.query.machine || conflict.machineId === route.value.query.machine))));
        async function load() {
            if (filter.value.key !== "all") return;
            try {
                (await conflictList({}, 200)).forEach(putConflict);
                failure.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        watch(() => filter.value.key, load, { immediate: true });
        return () => h("div", { class: "sync-page" }, [
            h("div", { class: "page-head" }, [
                h("h1", "Sync & conflicts"),
                h("div", { class: "segments", role: "group", "aria-label": "Which conflicts" },
                    FILTERS.map((offered) => filterButton(offered, filter.value.key))),
                machineFilter(),
            ]),
            h(FailureBar, { failure: failure.value, retry: load }),
            h("section", { class: "conflicts", "aria-labelledby": "conflicts-title" }, [
                h("div", { class: "section-head" }, [
                    h("h2", { id: "conflicts-title" }, "Conflicts"),
                    h("span", { class: "hint" }, "edits of gateway and hub that did not know each other"),
                ]),
                groups.value.length === 0 ? nothing(filter.value.key)
                    : groups.value.map((group) => h(ConflictForm, { key: group.key, conflicts: group.conflicts })),
            ]),
            h(SyncAgents),
        ]);
    },
};

function filterButton({ key, title, keeps }, chosen) {
    const count = [...conflicts.values()].filter(keeps).length;
    return h("button", {
        key, type: "button", "aria-pressed": String(chosen === key), onClick: () => setQuery({ show: key }),
    }, key === "all" ? title : `${title} ${count}`);
}

/** Says that only one machine is shown, and takes that away. */
function machineFilter() {
    const { machine } = route.value.query;
    if (!machine) return null;
    return h("span", { class: "hint" }, [
        `only ${machines.get(machine)?.name ?? "one machine"} `,
        h("button", { type: "button", class: "quiet", onClick: () => setQuery({ machine: null }) }, "Show all"),
    ]);
}

function nothing(key) {
    if (!isLoaded.value) return h("p", { class: "nothing" }, "Loading…");
    if (key === "all") return h("p", { class: "nothing" }, "No conflict was ever found.");
    const name = [...machines.values()][0];
    const machine = name ? `${name.factoryName}/${name.name}` : "north/pump-1";
    return h(Empty, {
        title: "No conflict waits for you",
        text: "A conflict appears here when gateway and hub change the same field without knowing of each other. "
            + "What the rules decide by themselves is under All. To make one on purpose:",
        commands: [
            {
                does: "on the gateway, which then waits with telling the hub",
                text: `millwright sync pause && millwright machine set ${machine} notes="bearing is loud"`,
            },
            { does: "at the hub", text: `millwright machine set ${machine} notes="sounds fine from here"` },
            { does: "on the gateway again", text: "millwright sync resume" },
        ],
    });
}
