// Sync & conflicts: how each agent and the hub stand, and what was edited on both sides and waits for a decision.

import { computed, h, shallowRef, watch } from "../lib/vue.js";
import { conflictPage } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { conflicts, isLoaded, machines, putConflict } from "../state/plant.js";
import { route, setQuery } from "../state/view.js";
import { byDocument, isWaiting, loadedText } from "../logic/conflicts.js";
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
        // What was loaded of all: pages are of the hub's order, and further ones are asked for by hand.
        const loaded = shallowRef(null);
        const isBusy = shallowRef(false);
        const filter = computed(() => FILTERS.find(({ key }) => key === route.value.query.show) ?? FILTERS[0]);
        const groups = computed(() => byDocument([...conflicts.values()].filter((conflict) => filter.value.keeps(conflict)
            && (!route.value.query.machine || conflict.machineId === route.value.query.machine))));
        async function load(page = 1) {
            const { machine } = route.value.query;
            isBusy.value = true;
            try {
                const { rows, total, hasMore } = await conflictPage(machine ? { machineId: machine } : {}, page);
                rows.forEach(putConflict);
                if (filter.value.key !== "all" || machine !== route.value.query.machine) return;
                const before = page > 1 ? loaded.value?.ids ?? [] : [];
                loaded.value = { ids: new Set([...before, ...rows.map(({ id }) => id)]), total, hasMore, page };
                failure.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            } finally {
                isBusy.value = false;
            }
        }
        function begin() {
            loaded.value = null;
            if (filter.value.key === "all") load();
        }
        watch(() => `${filter.value.key} ${route.value.query.machine}`, begin, { immediate: true });
        return () => h("div", { class: "sync-page" }, [
            h("div", { class: "page-head" }, [
                h("h1", "Sync & conflicts"),
                h("div", { class: "segments", role: "group", "aria-label": "Which conflicts" },
                    FILTERS.map((offered) => filterButton(offered, filter.value.key))),
                machineFilter(),
            ]),
            h(FailureBar, { failure: failure.value, retry: () => load(loaded.value ? loaded.value.page + 1 : 1) }),
            h("section", { class: "conflicts", "aria-labelledby": "conflicts-title" }, [
                h("div", { class: "section-head" }, [
                    h("h2", { id: "conflicts-title" }, "Conflicts"),
                    h("span", { class: "hint" }, "edits of gateway and hub that did not know each other"),
                ]),
                groups.value.length === 0 ? nothing(filter.value.key)
                    : groups.value.map((group) => h(ConflictForm, { key: group.key, conflicts: group.conflicts })),
                loaded.value && more(loaded.value, isBusy.value, load),
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

/** How many of all are here, and the way to further ones. */
function more({ ids, total, hasMore, page }, isBusy, load) {
    if (total === 0) return null;
    return h("p", { class: "hint", role: "status" }, [
        `Loaded: ${loadedText(ids.size, total)}. `,
        hasMore && h("button", {
            type: "button", class: "quiet", disabled: isBusy, onClick: () => load(page + 1),
        }, "Load more"),
    ]);
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
