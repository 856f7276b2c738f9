// First run: an organisation and its first user, who administers it.

import { h, shallowReactive, shallowRef } from "../lib/vue.js";
import { register } from "../hub/session.js";
import { asFailure } from "../hub/failure.js";
import { FailureBar } from "../parts/failure-bar.js";
import { Field, submitter } from "../parts/form.js";

const FIELDS = [
    { name: "organization", label: "Organisation", autocomplete: "organization" },
    { name: "firstName", label: "First name", autocomplete: "given-name" },
    { name: "lastName", label: "Last name", autocomplete: "family-name" },
    { name: "email", label: "E-mail", type: "email", autocomplete: "username" },
    {
        name: "password", label: "Password", type: "password", autocomplete: "new-password",
        hint: "At least 10 characters.",
    },
];

export const Register = {
    setup() {
        const form = shallowReactive(Object.fromEntries(FIELDS.map(({ name }) => [name, ""])));
        const busy = shallowRef(false);
        const failure = shallowRef(null);
        const submit = submitter(async () => {
            await register({ ...form, email: form.email.trim() });
            location.hash = "#/";
        }, busy, failure, asFailure);
        return () => h("main", { class: "gate" }, h("form", { class: "gate-form", onSubmit: submit }, [
            h("img", { src: "/icon.svg", alt: "", width: 40, height: 40 }),
            h("h1", "Register"),
            h("p", { class: "gate-lead" }, "Makes your organisation and you as its first administrator."),
            h(FailureBar, { failure: failure.value }),
            ...FIELDS.map((field) => h(Field, { ...field, form, failure: failure.value, key: field.name })),
            h("button", { type: "submit", class: "primary", disabled: busy.value },
                busy.value ? "Registering…" : "Register"),
            h("p", { class: "gate-else" }, ["Already registered? ", h("a", { href: "#/" }, "Log in")]),
        ]));
    },
};
