// The plant in six figures.

import { computed, h } from "../lib/vue.js";
import { dashboard, isLoaded, machines, waitingConflicts } from "../state/plant.js";
import { now } from "../state/now.js";
import { isStaleMachine } from "../state/silence.js";
import { formatCount, formatEnergy, formatNumber } from "../logic/format.js";
import { StateMark } from "./state-mark.js";

const STATES = ["ONLINE", "MAINTENANCE", "OFFLINE", "PENDING"];

/** Power that flows now: the live values that are still fresh, or the hub's sum where no machine has any. */
const powerNow = computed(() => {
    let sum = 0;
    let count = 0;
    for (const machine of machines.values()) {
        const power = machine.latest.power;
        if (!power || isStaleMachine(machine, now.value)) continue;
        sum += power.value;
        count += 1;
    }
    return count > 0 ? { value: sum, count } : { value: dashboard.value?.powerNow ?? null, count: 0 };
});

export function SummaryStrip() {
    const all = [...machines.values()];
    const sums = dashboard.value;
    const [energy, energyUnit] = formatEnergy(sums?.energyToday);
    const silent = all.filter((machine) => isStaleMachine(machine, now.value)).length;
    const conflicts = waitingConflicts().length;
    return h("section", { class: "summary-strip", "aria-label": "The plant in figures" }, [
        figure("Machines", isLoaded.value ? formatCount(all.length) : "–", "", h("span", { class: "states" }, STATES
            .map((status) => ({ status, count: all.filter((machine) => machine.status === status).length }))
            .filter(({ count }) => count > 0)
            .map(({ status, count }) => h("span", { key: status }, [h("b", count), " ", h(StateMark, { status })])))),
        figure("Power now", formatNumber(powerNow.value.value), "kW",
            powerNow.value.count > 0 ? `${powerNow.value.count} machines reporting` : "no machine reporting",
            powerNow.value.count === 0),
        figure("Energy today", energy, energyUnit,
            sums?.costToday > 0 ? `cost ${formatNumber(sums.costToday, 2)}` : "since midnight"),
        figure("Average health", formatNumber(sums?.averageHealth, 0), "", "of 100"),
        figure("Silent", isLoaded.value ? formatCount(silent) : "–", "",
            silent > 0 ? "machines whose data are stale" : "all data fresh"),
        figure("Open conflicts", isLoaded.value ? formatCount(conflicts) : "–", "", conflicts > 0
            ? h("a", { href: "#/sync" }, "decide them") : "gateway and hub agree"),
    ]);
}

function figure(title, value, unit, note, isStale = false) {
    return h("div", { class: ["summary-figure", isStale && "is-stale"], "data-figure": title }, [
        h("h2", title),
        h("p", [h("span", { class: "figure" }, value), unit && h("span", { class: "unit" }, unit)]),
        h("div", { class: "note" }, note),
    ]);
}
