// Log-in. Says why the last session ended, and refuses with the hub's own code.

import { h, shallowReactive, shallowRef } from "../lib/vue.js";
import { endedBecause, logIn } from "../hub/session.js";
import { asFailure } from "../hub/failure.js";
import { loadFailure } from "../state/plant.js";
import { FailureBar } from "../parts/failure-bar.js";
import { Field, submitter } from "../parts/form.js";

export const LogIn = {
    setup() {
        const form = shallowReactive({ email: "", password: "" });
        const busy = shallowRef(false);
        const failure = shallowRef(loadFailure.value);
        const submit = submitter(() => logIn(form.email.trim(), form.password), busy, failure, asFailure);
        return () => h("main", { class: "gate" }, h("form", { class: "gate-form", onSubmit: submit }, [
            h("img", { src: "/icon.svg", alt: "", width: 40, height: 40 }),
            h("h1", "Millwright"),
            h("p", { class: "gate-lead" }, "Log in to see your machines."),
            endedBecause.value && !failure.value && h("p", { class: "gate-note" }, [
                "Your session ended. ", h("code", endedBecause.value.code),
            ]),
            h(FailureBar, { failure: failure.value }),
            h(Field, {
                form, name: "email", label: "E-mail", type: "email", autocomplete: "username", failure: failure.value,
            }),
            h(Field, {
                form, name: "password", label: "Password", type: "password", autocomplete: "current-password",
                failure: failure.value,
            }),
            h("button", { type: "submit", class: "primary", disabled: busy.value },
                busy.value ? "Logging in…" : "Log in"),
            h("p", { class: "gate-else" }, [
                "First time here? ", h("a", { href: "#/register" }, "Register your organisation"),
            ]),
        ]));
    },
};
