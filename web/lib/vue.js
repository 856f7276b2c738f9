// The one place that names the vendored Vue. Only render functions are used: templates in strings would need `eval`,
// which the content security policy forbids.
export {
    computed, createApp, h, nextTick, onBeforeUnmount, onMounted, ref, shallowReactive, shallowRef, triggerRef, watch,
    watchEffect,
} from "../vendor/vue.esm-browser.prod.js";
