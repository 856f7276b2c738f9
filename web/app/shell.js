// The frame around every page: navigation, alarms that never hide, the connection, and the page itself.

import { h, onBeforeUnmount, onMounted, watch, watchEffect } from "../lib/vue.js";
import { logOut, user } from "../hub/session.js";
import { reload, startFeed, stopFeed } from "../state/feed.js";
import { announcement, loadFailure, machines, openAlerts } from "../state/plant.js";
import { isUnacknowledged } from "../logic/ordering.js";
import { isPaused, nextTheme, pauseOnSpace, route, theme } from "../state/view.js";
import { AlarmSummary } from "../parts/alarm-summary.js";
import { ConflictCount } from "../parts/conflict-count.js";
import { ConnectionPill } from "../parts/connection-pill.js";
import { FailureBar } from "../parts/failure-bar.js";
import { AlertsPage } from "../pages/alerts.js";
import { MachinePage } from "../pages/machine.js";
import { Overview } from "../pages/overview.js";
import { SyncPage } from "../pages/sync.js";

const TITLES = { overview: "Overview", machine: "Machine", alerts: "Alerts", sync: "Sync & conflicts" };

export const Shell = {
    setup() {
        onMounted(() => {
            startFeed();
            window.addEventListener("keydown", pauseOnSpace);
        });
        onBeforeUnmount(() => {
            stopFeed();
            window.removeEventListener("keydown", pauseOnSpace);
        });
        watchEffect(() => { document.title = title(); });
        watch(() => [route.value.page, route.value.id], () => {
            document.getElementById("page")?.focus({ preventScroll: true });
            window.scrollTo(0, 0);
        });
        return () => h("div", { class: "shell" }, [
            h("a", { class: "skip-link", href: "#page", onClick: skip }, "Skip to the page"),
            h(TopBar),
            h("main", { id: "page", tabindex: -1 }, [
                h(FailureBar, { failure: loadFailure.value, retry: reload }),
                page(),
            ]),
            h("div", {
                class: "only-read", role: "log", "aria-live": "assertive", "aria-label": "Alarms",
            }, announcement.value),
        ]);
    },
};

function page() {
    if (route.value.page === "machine") return h(MachinePage, { id: route.value.id, key: route.value.id });
    if (route.value.page === "alerts") return h(AlertsPage);
    if (route.value.page === "sync") return h(SyncPage);
    return h(Overview);
}

/** The page and how many alarms wait, so that a tab in the background still tells. */
function title() {
    const { page: name, id } = route.value;
    const waiting = openAlerts().filter(isUnacknowledged).length;
    const place = machines.get(id)?.name ?? TITLES[name] ?? "Overview";
    return `${waiting > 0 ? `(${waiting}) ` : ""}${place} – Millwright`;
}

/** The address holds the view, so the skip link moves the focus and leaves the address alone. */
function skip(event) {
    event.preventDefault();
    document.getElementById("page").focus();
}

function TopBar() {
    return h("header", { class: "top-bar" }, [
        h("a", { class: "brand", href: "#/" }, [
            h("img", { src: "/icon.svg", alt: "", width: 22, height: 22 }), "Millwright",
        ]),
        h("nav", { "aria-label": "Pages" }, [
            link("overview", "#/", "Overview"), link("alerts", "#/alerts", "Alerts"),
            link("sync", "#/sync", ["Sync & conflicts", h(ConflictCount)]),
        ]),
        h(AlarmSummary),
        h("span", { class: "top-space" }),
        h(PauseButton),
        h(ConnectionPill),
        h("button", { type: "button", class: "quiet", onClick: nextTheme, title: "Light, dark or as the system" },
            `Theme: ${theme.value}`),
        h("span", { class: "who", title: user.value?.email }, [
            h("span", { class: "who-name" }, user.value?.email ?? ""),
            h("span", { class: "who-role" }, user.value?.role?.toLowerCase() ?? ""),
        ]),
        h("button", { type: "button", class: "quiet", onClick: logOut }, "Log out"),
    ]);
}

function PauseButton() {
    return h("button", {
        type: "button", class: ["quiet", "pause", isPaused.value && "is-on"], "aria-pressed": String(isPaused.value),
        title: "Pause the charts (space). Alarms never pause.",
        onClick: () => { isPaused.value = !isPaused.value; },
    }, isPaused.value ? "Charts paused" : "Pause charts");
}

function link(page, href, title) {
    return h("a", { href, "aria-current": route.value.page === page ? "page" : null }, title);
}
