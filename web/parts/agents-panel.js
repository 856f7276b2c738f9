// Agents: online or not, what they still hold for the hub and how old that is; enrolment of the next one.

import { h, shallowRef } from "../lib/vue.js";
import { agents, isLoaded } from "../state/plant.js";
import { enrolAgent, revokeAgent } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { now } from "../state/now.js";
import { ageSeconds } from "../logic/freshness.js";
import { formatAge, formatBytes, formatCount } from "../logic/format.js";
import { browserZone, formatTime, parseTime } from "../logic/times.js";
import { Empty } from "./empty.js";
import { FailureBar } from "./failure-bar.js";

export const AgentsPanel = {
    setup() {
        const enrolment = shallowRef(null);
        const failure = shallowRef(null);
        const revoking = shallowRef(null);
        async function revoke(agent) {
            failure.value = null;
            try {
                await revokeAgent(agent.id);
                agents.set(agent.id, { ...agent, revokedAt: new Date(now.value).toISOString() });
                revoking.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        async function enrol() {
            failure.value = null;
            try {
                enrolment.value = await enrolAgent(`agent-${agents.size + 1}`);
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        return () => {
            const known = [...agents.values()].filter((agent) => !agent.revokedAt).sort(awayFirst);
            const online = known.filter((agent) => agent.online).length;
            return h("section", { class: "panel", "aria-labelledby": "agents-title" }, [
                h("div", { class: "section-head" }, [
                    h("h2", { id: "agents-title" }, "Agents"),
                    known.length > 0 && h("span", { class: "hint" }, `${online} of ${known.length} online`),
                    may("ADMIN") && h("button", { type: "button", class: "quiet", onClick: enrol }, "Enrol an agent"),
                ]),
                h(FailureBar, { failure: failure.value }),
                enrolment.value && h(Enrolment, { enrolment: enrolment.value }),
                known.length === 0 ? nothing() : h("ul", { class: "agent-list" }, known.map((agent) => row(agent, { revoking, revoke }))),
            ]);
        };
    },
};

/** The command, and the token before it when the command reads it from a file. */
function Enrolment({ enrolment: { token, expiresAt, command } }) {
    const until = formatTime(parseTime(expiresAt), browserZone(), "moment");
    const commands = [{ does: "run there", text: command }];
    if (!command.includes(token)) {
        commands.unshift({ does: "put this token into the file that the command names", text: token });
    }
    return h(Empty, { title: "On the gateway", text: `The token works once, until ${until}.`, commands });
}
Enrolment.props = ["enrolment"];

function nothing() {
    if (!isLoaded.value) return h("p", { class: "nothing" }, "Loading…");
    return h("p", { class: "nothing" }, may("ADMIN")
        ? "No agent yet. Enrol one: the button above gives a command for the gateway."
        : "No agent yet. An administrator can enrol one here.");
}

function awayFirst(left, right) {
    return Number(left.online) - Number(right.online) || left.name.localeCompare(right.name);
}

function row(agent, { revoking, revoke }) {
    const backlog = agent.backlog ?? {};
    const seen = ageSeconds(parseTime(agent.lastSeenAt), now.value);
    const oldest = backlog.oldestAt ? ageSeconds(parseTime(backlog.oldestAt), now.value) : backlog.ageSeconds;
    const { readings = 0, events = 0 } = backlog;
    const waiting = readings + events;
    const { disk } = agent;
    return h("li", { key: agent.id, class: agent.online ? null : "is-away", "data-agent": agent.name }, [
        h("div", { class: "agent-line" }, [
            h("b", agent.name),
            h("span", { class: "agent-state" }, agent.online ? "online" : "offline"),
            h("span", { class: "age" }, seenText(seen)),
        ]),
        h("dl", { class: "agent-facts" }, [
            fact("Backlog", waiting === 0 ? "none"
                : `${formatCount(readings)} readings, ${formatCount(events)} events`),
            waiting > 0 && Number.isFinite(oldest) && fact("Oldest", formatAge(oldest)),
            backlog.secondsLeft > 0 && fact("Time left", formatAge(backlog.secondsLeft)),
            disk?.usedBytes && fact("Disk", `${formatBytes(disk.usedBytes)} of ${formatBytes(disk.budgetBytes)}`),
            Math.abs(agent.clockOffsetMs ?? 0) > 1000 && fact("Clock", `${formatCount(agent.clockOffsetMs)} ms off`),
        ]),
        may("ADMIN") && (revoking.value === agent.id ? sureToRevoke(agent, waiting, { revoking, revoke }) : h("button", {
            type: "button", class: "quiet", "aria-label": `Revoke ${agent.name}`,
            onClick: () => { revoking.value = agent.id; },
        }, "Revoke…")),
    ]);
}

/** It cannot be taken back, so what goes with it is said first. */
function sureToRevoke(agent, waiting, { revoking, revoke }) {
    const lost = waiting > 0 ? `, and ${formatCount(waiting)} readings and events that it still holds do not come` : "";
    return h("div", { class: "revoke", role: "group", "aria-label": `Revoke ${agent.name}` }, [
        h("p", { class: "hint" }, `Its certificates open nothing any more, for good${lost}. What it sent stays.`),
        h("button", { type: "button", class: "primary", onClick: () => revoke(agent) }, `Revoke ${agent.name}`),
        h("button", { type: "button", class: "quiet", onClick: () => { revoking.value = null; } }, "Cancel"),
    ]);
}

function seenText(seconds) {
    if (!Number.isFinite(seconds)) return "never seen";
    return seconds < 5 ? "seen now" : `seen ${formatAge(seconds)} ago`;
}

function fact(title, text) {
    return h("div", [h("dt", title), h("dd", text)]);
}
