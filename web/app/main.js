// Starts the console. Where to read first: this file, then app/shell.js, then the page of your interest.

import { createApp, h } from "../lib/vue.js";
import { resume, user } from "../hub/session.js";
import { asFailure } from "../hub/failure.js";
import { loadFailure } from "../state/plant.js";
import { route } from "../state/view.js";
import { LogIn } from "../pages/log-in.js";
import { Register } from "../pages/register.js";
import { Shell } from "./shell.js";

function Console() {
    if (user.value) return h(Shell);
    return route.value.page === "register" ? h(Register) : h(LogIn);
}

async function start() {
    try {
        await resume();
    } catch (error) {
        // The hub is away: the log-in says so with its code, and the session stays for the next reload.
        loadFailure.value = asFailure(error);
    }
    document.getElementById("not-started")?.remove();
    createApp(Console).mount("#app");
}

start();
