// A place with nothing in it says what to do next.

import { h } from "../lib/vue.js";

/** `commands`: `[{does, text}]`, shown to be copied. */
export function Empty({ title, text, commands = [] }, { slots }) {
    return h("div", { class: "empty" }, [
        h("h3", title),
        text && h("p", text),
        ...commands.map((command) => h("div", { class: "empty-command" }, [
            h("span", command.does), h("pre", { tabindex: 0 }, h("code", command.text)),
        ])),
        slots.default?.(),
    ]);
}
Empty.props = ["title", "text", "commands"];
