// What did not work, with its code, above data that stay.

import { h } from "../lib/vue.js";

export function FailureBar({ failure, retry }) {
    if (!failure) return null;
    return h("div", { class: "failure-bar", role: "alert" }, [
        h("code", failure.code),
        h("span", failure.message),
        failure.retryAfter && h("span", `Try again in ${failure.retryAfter} s.`),
        retry && h("button", { class: "quiet", type: "button", onClick: retry }, "Try again"),
    ]);
}
FailureBar.props = ["failure", "retry"];
