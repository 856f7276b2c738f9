// One machine: its state and values now, its trends on one time axis, the twin, its alerts and what was decided.

import { computed, h, onBeforeUnmount, shallowRef, watch } from "../lib/vue.js";
import * as hub from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { follow } from "../state/feed.js";
import { now } from "../state/now.js";
import { alerts, factories, isLoaded, listen, machines, putAlert, putMachine } from "../state/plant.js";
import { Trends } from "../state/trends.js";
import { isPaused, route, setQuery } from "../state/view.js";
import { parseRange, resolveRange } from "../logic/ranges.js";
import { alertsInOrder } from "../logic/ordering.js";
import { withDecision } from "../logic/questions.js";
import { usableZone } from "../logic/times.js";
import { CommandPanel } from "../parts/command-panel.js";
import { DecisionList } from "../parts/decision-list.js";
import { DocumentPanel } from "../parts/document-panel.js";
import { Empty } from "../parts/empty.js";
import { FailureBar } from "../parts/failure-bar.js";
import { ForecastPanel } from "../parts/forecast-panel.js";
import { MachineAlerts } from "../parts/machine-alerts.js";
import { MachineHead } from "../parts/machine-head.js";
import { RangePicker } from "../parts/range-picker.js";
import { SavingsPanel } from "../parts/savings-panel.js";
import { TrendStack } from "../charts/trend-stack.js";
import { TwinPanel } from "../parts/twin-panel.js";
import { ValuesTable } from "../parts/values-table.js";

const HISTORY = 30;

export const MachinePage = {
    props: { id: String },
    setup(props) {
        const failure = shallowRef(null);
        const decisions = shallowRef([]);
        const trends = new Trends(props.id);
        const machine = computed(() => machines.get(props.id));
        const zone = computed(() => usableZone(factories.get(machine.value?.factoryId)?.timeZone));
        const range = computed(() => parseRange(route.value.query, now.value));
        const window = useWindow(range);
        const own = computed(() => alertsInOrder([...alerts.values()].filter((alert) => alert.machineId === props.id)));

        async function load() {
            try {
                const [detail, history, decided] = await Promise.all([
                    hub.machine(props.id), hub.alertHistory(props.id, HISTORY), hub.decisions(props.id),
                ]);
                putMachine(detail);
                history.forEach(putAlert);
                decisions.value = decided;
                failure.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        const show = () => {
            const { start, end } = resolveRange(range.value, now.value);
            trends.show(start, end, range.value.live);
        };
        watch(() => `${range.value.from} ${range.value.to}`, show, { immediate: true });
        load();
        const unfollow = follow(props.id);
        const stopListening = listen((message) => {
            const { type, decision } = message;
            if (type !== "ai_decision" || decision?.machineId !== props.id) return;
            decisions.value = withDecision(decisions.value, decision);
        });
        onBeforeUnmount(() => {
            trends.stop();
            unfollow();
            stopListening();
        });
        return () => (machine.value
            ? page({
                machine: machine.value, zone: zone.value, range: range.value, window: window.value, trends, failure,
                decisions: decisions.value, own: own.value, load,
            })
            : missing(failure.value));
    },
};

/** What the charts show: it moves with the clock while it is live, and stands still while paused. */
function useWindow(range) {
    const moment = shallowRef(now.value);
    watch([now, isPaused], () => { if (!isPaused.value) moment.value = now.value; });
    return computed(() => {
        const { start, end } = resolveRange(range.value, moment.value);
        return { from: start, to: end };
    });
}

function page({ machine, zone, range, window, trends, failure, decisions, own, load }) {
    const text = (time) => new Date(time).toISOString();
    const zoom = (from, to) => setQuery({ from: text(from), to: text(to), live: "0" });
    return h("div", { class: "machine-page" }, [
        h(MachineHead, { machine, load }),
        h(FailureBar, { failure: failure.value, retry: load }),
        h("div", { class: "machine-columns" }, [
            h("div", { class: "machine-side" }, [
                h(ValuesTable, { machine }),
                machine.agent && h(DocumentPanel, { machine }),
                h(TwinPanel, { machine }),
                h(SavingsPanel, { machine }),
                h(MachineAlerts, { alerts: own, zone }),
                machine.agent && h(CommandPanel, { machine }),
            ]),
            h("div", { class: "machine-main" }, [
                h(RangePicker, { range, window, zone }),
                h(FailureBar, { failure: trends.failure.value }),
                h(TrendStack, { machine, trends, window, zone, alerts: own, onZoom: zoom }),
                h(ForecastPanel, { machine, zone }),
                h(DecisionList, { decisions, zone }),
            ]),
        ]),
    ]);
}

function missing(failure) {
    if (failure) return h("div", [h(FailureBar, { failure }), h("a", { href: "#/" }, "Back to the overview")]);
    if (!isLoaded.value) return h("p", { class: "waiting-text" }, "Loading the machine…");
    const text = "It may have been deleted, or the link is of another organisation.";
    return h(Empty, { title: "No such machine", text }, () => h("a", { href: "#/" }, "Back to the overview"));
}
