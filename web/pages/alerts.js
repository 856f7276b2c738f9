// Alerts of the whole plant. Never paused; the filter stands in the address.

import { computed, h, shallowRef, watch } from "../lib/vue.js";
import { alertHistory } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { alerts, isLoaded, putAlert } from "../state/plant.js";
import { route, setQuery } from "../state/view.js";
import { alertsInOrder, isActive, isOpen, isUnacknowledged } from "../logic/ordering.js";
import { AlertActions } from "../parts/alert-actions.js";
import { AlertTable } from "../parts/alert-table.js";
import { FailureBar } from "../parts/failure-bar.js";

const FILTERS = [
    { key: "open", title: "Open", keeps: isOpen },
    { key: "active", title: "Active", keeps: isActive },
    { key: "unacknowledged", title: "Unacknowledged", keeps: isUnacknowledged },
    { key: "all", title: "All", keeps: () => true },
];

export const AlertsPage = {
    setup() {
        const failure = shallowRef(null);
        const selected = shallowRef(new Set());
        const filter = computed(() => FILTERS.find(({ key }) => key === route.value.query.show) ?? FILTERS[0]);
        const shown = computed(() => alertsInOrder([...alerts.values()].filter((alert) => filter.value.keeps(alert))));
        const chosen = computed(() => shown.value.filter((alert) => selected.value.has(alert.id)));

        async function loadHistory() {
            if (filter.value.key !== "all") return;
            try {
                (await alertHistory(null, 200)).forEach(putAlert);
                failure.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        watch(() => filter.value.key, loadHistory, { immediate: true });
        const select = (ids) => { selected.value = new Set(ids); };
        return () => h("div", { class: "alerts-page" }, [
            h("div", { class: "page-head" }, [
                h("h1", "Alerts"),
                h("div", { class: "segments", role: "group", "aria-label": "Which alerts" },
                    FILTERS.map((offered) => filterButton(offered, filter.value.key))),
                h("span", { class: "hint" }, "live, never paused"),
            ]),
            h(FailureBar, { failure: failure.value, retry: loadHistory }),
            chosen.value.length > 0 && manyBar(chosen.value, () => select([])),
            shown.value.length === 0
                ? h("p", { class: "nothing" }, isLoaded.value ? emptyText(filter.value.key) : "Loading the alerts…")
                : h("div", { class: "table-scroll" }, [
                    h(AlertTable, { alerts: shown.value, selected: selected.value, select }),
                ]),
        ]);
    },
};

function filterButton({ key, title, keeps }, chosen) {
    const count = [...alerts.values()].filter(keeps).length;
    return h("button", {
        key, type: "button", "aria-pressed": String(chosen === key), onClick: () => setQuery({ show: key }),
    }, key === "all" ? title : `${title} ${count}`);
}

function manyBar(chosen, clear) {
    return h("div", { class: "many-bar", role: "region", "aria-label": "Selected alerts" }, [
        h("b", `${chosen.length} selected`),
        h(AlertActions, { alerts: chosen, many: true, onDone: clear }),
        h("button", { type: "button", class: "quiet", onClick: clear }, "Clear"),
    ]);
}

function emptyText(key) {
    if (key === "all") return "No alert has been raised yet.";
    return "Nothing here. Alerts appear by themselves when a machine crosses a limit; All shows what was.";
}
