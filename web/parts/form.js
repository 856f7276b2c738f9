// Fields of the log-in forms.

import { h } from "../lib/vue.js";

/** One labelled field bound to `form[name]`, with the hub's word on it when it refused. */
export function Field({ form, name, label, type = "text", autocomplete, failure, hint }) {
    const message = failure?.fields.find((field) => field.field === name)?.message;
    const described = message ? `${name}-error` : hint ? `${name}-hint` : null;
    return h("label", { class: "field" }, [
        h("span", label),
        h("input", {
            name, type, autocomplete, required: true, value: form[name], "aria-invalid": message ? "true" : null,
            "aria-describedby": described, onInput: (event) => { form[name] = event.target.value; },
        }),
        message ? h("span", { class: "field-error", id: `${name}-error` }, message)
            : hint && h("span", { class: "field-hint", id: `${name}-hint` }, hint),
    ]);
}
Field.props = ["form", "name", "label", "type", "autocomplete", "failure", "hint"];

/** A submit handler that runs `work` once at a time and keeps its failure. */
export function submitter(work, busy, failure, asFailure) {
    return async (event) => {
        event.preventDefault();
        if (busy.value) return;
        busy.value = true;
        failure.value = null;
        try {
            await work();
        } catch (error) {
            failure.value = asFailure(error);
        } finally {
            busy.value = false;
        }
    };
}
