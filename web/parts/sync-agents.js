// How each agent and the hub stand: heartbeat, clock, backlog and the time that it takes, disk, holds, copies.

import { h, onBeforeUnmount, shallowReactive, shallowRef } from "../lib/vue.js";
import { agentSync, decideOnCopy } from "../hub/calls.js";
import { asFailure } from "../hub/failure.js";
import { may } from "../hub/session.js";
import { agents, isLoaded } from "../state/plant.js";
import { ageSeconds } from "../logic/freshness.js";
import { formatAge, formatBytes, formatCount, wordOf } from "../logic/format.js";
import { browserZone, formatTime, parseTime } from "../logic/times.js";
import { now } from "../state/now.js";
import { Age } from "./age.js";
import { FailureBar } from "./failure-bar.js";

/** Lives and holds change rarely, and each agent is one request. */
const RELOAD = 20_000;
const AGENTS_MAX = 50;
const ROUNDS = 16;
/** A clock that is further off than this is worth a word. */
const CLOCK_WORTH = 1000;

export const SyncAgents = {
    setup() {
        const standing = shallowReactive(new Map());
        const failure = shallowRef(null);
        let timer = null;
        let isGone = false;
        async function load() {
            clearTimeout(timer);
            const known = [...agents.values()].filter((agent) => !agent.revokedAt).slice(0, AGENTS_MAX);
            try {
                for (const agent of known) standing.set(agent.id, await agentSync(agent.id));
                failure.value = null;
            } catch (error) {
                failure.value = asFailure(error);
            }
            if (!isGone) timer = setTimeout(load, known.length > 0 ? RELOAD : 1000);
        }
        async function decide(agent, incarnation, decision) {
            try {
                await decideOnCopy(agent.id, incarnation, decision);
                await load();
            } catch (error) {
                failure.value = asFailure(error);
            }
        }
        load();
        onBeforeUnmount(() => {
            isGone = true;
            clearTimeout(timer);
        });
        return () => {
            const known = [...agents.values()].filter((agent) => !agent.revokedAt)
                .sort((left, right) => Number(left.online) - Number(right.online) || left.name.localeCompare(right.name));
            return h("section", { class: "panel sync-agents", "aria-labelledby": "sync-agents-title" }, [
                h("div", { class: "section-head" }, [h("h2", { id: "sync-agents-title" }, "Agents")]),
                h(FailureBar, { failure: failure.value, retry: load }),
                known.length === 0
                    ? h("p", { class: "nothing" }, isLoaded.value ? "No agent yet; the overview enrols one." : "Loading…")
                    : table(known, standing, decide),
            ]);
        };
    },
};

function table(known, standing, decide) {
    const titles = ["Agent", "Heard", "Last rounds", "Clock", "Backlog", "Time left", "Disk", "Holds and copies"];
    return h("div", { class: "table-scroll" }, [
        h("table", [
            h("caption", { class: "only-read" }, "Agents and how their sync stands"),
            h("thead", h("tr", titles.map((title) => h("th", { scope: "col", key: title }, title)))),
            h("tbody", known.map((agent) => row(agent, standing.get(agent.id), decide))),
        ]),
    ]);
}

function row(agent, sync, decide) {
    const backlog = agent.backlog ?? {};
    const waiting = (backlog.readings ?? 0) + (backlog.events ?? 0);
    return h("tr", { key: agent.id, "data-agent": agent.name }, [
        h("th", { scope: "row" }, [
            h("b", agent.name),
            h("div", { class: agent.online ? "hint" : "is-away" }, agent.online ? "online" : "offline"),
        ]),
        h("td", h(Age, { time: parseTime(agent.lastSeenAt) })),
        h("td", heartbeat(sync?.lastRounds ?? [])),
        h("td", { class: "figure" }, clockText(agent.clockOffsetMs)),
        h("td", { class: "figure" }, waiting === 0 ? "none" : [
            `${formatCount(backlog.readings)} readings, ${formatCount(backlog.events)} events`,
            h("div", { class: "hint" }, [
                formatBytes(backlog.bytes),
                backlog.oldestAt ? `, oldest ${formatAge(ageSeconds(parseTime(backlog.oldestAt), now.value))}` : "",
            ]),
        ]),
        h("td", { class: "figure" }, waiting > 0 ? formatAge(backlog.secondsLeft) : "–"),
        h("td", { class: "figure" }, agent.disk?.usedBytes
            ? `${formatBytes(agent.disk.usedBytes)} of ${formatBytes(agent.disk.budgetBytes)}` : "–"),
        h("td", standingOf(agent, sync, decide)),
    ]);
}

/** The last rounds as a strip: each a bar as high as it took long, hollow where it was refused. */
function heartbeat(rounds) {
    if (rounds.length === 0) return h("span", { class: "hint" }, "none yet");
    // The hub tells the newest first; time runs to the right.
    const shown = rounds.slice(0, ROUNDS).reverse();
    const longest = Math.max(...shown.map((round) => round.milliseconds), 1);
    const refused = shown.filter((round) => !isTaken(round)).length;
    return h("span", { class: "heartbeat" }, [
        h("svg", { viewBox: `0 0 ${ROUNDS * 4} 16`, "aria-hidden": "true" }, shown.map((round, index) => {
            const height = 3 + 13 * (round.milliseconds / longest);
            return h("rect", {
                key: index, x: index * 4 + 0.5, y: 16 - height, width: 3, height, class: isTaken(round) ? null : "refused",
            });
        })),
        h("span", { class: "hint" }, refused > 0 ? `${refused} of ${shown.length} refused` : `${shown.length} taken`),
    ]);
}

function isTaken(round) {
    return round.outcome.toLowerCase() === "ok";
}

function clockText(milliseconds) {
    if (!Number.isFinite(milliseconds)) return "–";
    if (Math.abs(milliseconds) < CLOCK_WORTH) return `${formatCount(milliseconds)} ms`;
    return `${formatAge(Math.abs(milliseconds) / 1000)} ${milliseconds > 0 ? "ahead" : "behind"}`;
}

function standingOf(agent, sync, decide) {
    if (!sync) return h("span", { class: "hint" }, "…");
    const copies = (sync.incarnations ?? []).filter((life) => ["APART", "TRIAL"].includes(life.standing));
    const others = (sync.incarnations ?? []).length - 1;
    return [
        ...(sync.holds ?? []).map((hold, index) => h("p", { key: `hold ${index}`, class: "sync-hold" }, [
            h("b", "Over quota: "), `hold${hold.stream ? ` of ${hold.stream}` : ""} until `,
            formatTime(parseTime(hold.until), browserZone(), "moment"), `, because of ${hold.limit}. ${hold.reason}`,
        ])),
        ...copies.map((life) => copy(agent, life, decide)),
        copies.length === 0 && (sync.holds ?? []).length === 0
            && h("span", { class: "hint" }, others > 0 ? `none; ${others} earlier ${others === 1 ? "life" : "lives"}` : "none"),
    ];
}

/** A second live copy of the agent's folder, which waits for somebody to say which is which. */
function copy(agent, life, decide) {
    const button = (title, kind, decision) => h("button", {
        type: "button", class: kind, onClick: () => decide(agent, life.id, decision),
    }, title);
    return h("div", { key: life.id, class: "sync-copy" }, [
        h("p", [
            h("b", "A copy of this agent speaks too: "), h("code", life.id.slice(0, 8)), ` (${wordOf(life.standing)}), `,
            `${formatCount(life.apart?.readings ?? 0)} readings kept apart`,
        ]),
        may("ADMIN") ? h("p", [button("Adopt it", "", "adopt"), " ", button("Reject it", "quiet", "reject")])
            : h("p", { class: "hint" }, "an administrator decides"),
    ]);
}
