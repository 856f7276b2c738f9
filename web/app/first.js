// The first script, before any library: nothing may be added to what every object inherits (uPlot 1.6.16 merges
// options without a guard against "__proto__"), and the chosen theme holds before the first paint.
"use strict";
(function () {
    Object.freeze(Object.prototype);
    Object.freeze(Array.prototype);
    var theme = null;
    try {
        theme = localStorage.getItem("millwright.theme");
    } catch (error) {
        // Storage may be forbidden; then the system's theme holds.
    }
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
