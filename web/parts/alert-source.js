// Whom an alert is about: a machine, as a link to it, or an agent.

import { h } from "../lib/vue.js";
import { agents } from "../state/plant.js";
import { routeHash } from "../logic/routes.js";

export function alertSourceName(alert) {
    return alert.machineName ?? agents.get(alert.agentId)?.name ?? "an agent";
}

export function AlertSource({ alert }) {
    const name = alertSourceName(alert);
    if (!alert.machineId) return h("b", name);
    return h("a", { href: routeHash({ page: "machine", id: alert.machineId }) }, name);
}
AlertSource.props = ["alert"];
