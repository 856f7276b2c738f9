// What is shown: the route of the address bar, the theme, and whether the charts are paused.

import { shallowRef } from "../lib/vue.js";
import { parseRoute, routeHash } from "../logic/routes.js";

export const route = shallowRef(parseRoute(location.hash));
export const isPaused = shallowRef(false);
export const theme = shallowRef(document.documentElement.dataset.theme ?? "auto");

window.addEventListener("hashchange", () => { route.value = parseRoute(location.hash); });

/** Changes what the view shows without a new entry in the history. */
export function setQuery(query) {
    history.replaceState(null, "", routeHash({ ...route.value, query: { ...route.value.query, ...query } }));
    route.value = parseRoute(location.hash);
}

/** auto → light → dark → auto; remembered on this computer. */
export function nextTheme() {
    const order = ["auto", "light", "dark"];
    theme.value = order[(order.indexOf(theme.value) + 1) % order.length];
    if (theme.value === "auto") {
        delete document.documentElement.dataset.theme;
        localStorage.removeItem("millwright.theme");
    } else {
        document.documentElement.dataset.theme = theme.value;
        localStorage.setItem("millwright.theme", theme.value);
    }
}

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT", "BUTTON", "A", "SUMMARY"]);

/** Space pauses the charts; never while a control has the focus, which space belongs to. */
export function pauseOnSpace(event) {
    if (event.key !== " " || event.ctrlKey || event.altKey || event.metaKey) return;
    if (TYPING.has(event.target.tagName) || event.target.isContentEditable) return;
    event.preventDefault();
    isPaused.value = !isPaused.value;
}
