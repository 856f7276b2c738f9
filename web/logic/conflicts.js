// Conflicts between edits of the gateway and the hub: what they are called, their order, what a choice would make.

const WAITING = new Set(["detected", "open", "claimed", "reopened"]);

/** What each rule means, for the one who decides. */
const RULES = new Map([
    ["safety-latch", "a latch that is set stays set"], ["most-restrictive", "the most restrictive holds"],
    ["stricter-holds", "the stricter holds until somebody decides"],
    ["running-holds", "the running value holds until somebody decides"], ["union", "both are kept"],
    ["occurrence", "the later occurrence holds"], ["hub-only", "only the hub writes it"],
    ["edge-only", "only the gateway writes it"], ["newest-label", "the newest holds"],
    ["keep-both", "both are kept until somebody decides"], ["deletion", "a deletion beats nothing that is safety"],
]);
const SAFETY = new Set(["safety-latch", "most-restrictive", "stricter-holds", "running-holds"]);

/** How the writer's clock stood against the hub's at the time of writing. */
export function clockText(clock) {
    const far = (ms) => Math.abs(ms) < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
    switch (clock.state) {
    case "hub": return "by the hub’s clock";
    case "measured": return `clock ${far(clock.offsetMs)} ± ${far(clock.errorMs)} from the hub’s`;
    case "refused": return `clock not adopted, ${far(clock.offsetMs)} from the hub’s`;
    case "unmeasured": return "clock not compared with the hub’s";
    default: return "clock unknown";
    }
}

/** Whether a person has to do something about it. */
export function isWaiting(conflict) {
    return WAITING.has(conflict.state);
}

export function ruleText(rule) {
    return RULES.get(rule) ?? rule;
}

/** `limit.temperature.TEMPERATURE.CRITICAL.above` → "Limit: temperature, critical, above". */
export function fieldTitle(path) {
    const [first, ...rest] = path.split(".");
    const name = words(first);
    if (rest.length === 0) return name;
    if (first === "limit" && rest.length === 4) {
        const [metric, kind, severity, side] = rest;
        const isSame = kind.toLowerCase() === metric.toLowerCase();
        return `${name}: ${[metric, isSame ? null : kind, severity, side].filter(Boolean).map(lower).join(", ")}`;
    }
    if (first === "reported") return `${words(rest.map(lower).join(": "))}, says the gateway`;
    return `${name}: ${rest.map(lower).join(", ")}`;
}

function words(text) {
    const plain = text.replace(/[-_]+/g, " ");
    return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function lower(text) {
    return text.replace(/[-_]+/g, " ").toLowerCase();
}

/** A value for a person: texts as they are, everything else as JSON. */
export function valueText(value) {
    if (value === null || value === undefined) return "(none)";
    if (value === "") return "(empty)";
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** The value that a choice stands for; undefined where that side wrote nothing. `other` is what was typed. */
export function chosenValue(conflict, choice, other) {
    if (choice === "base") return conflict.base?.value ?? null;
    if (choice === "edge" || choice === "hub") return conflict[choice] ? conflict[choice].value ?? null : undefined;
    return choice === "other" ? typedValue(other) : undefined;
}

/** What somebody typed: JSON where it is some, a text otherwise; nothing typed is no value yet. */
export function typedValue(text) {
    const trimmed = (text ?? "").trim();
    if (trimmed === "") return undefined;
    try {
        return JSON.parse(trimmed);
    } catch {
        return trimmed;
    }
}

/** Whether a value allows another thing than what holds meanwhile, in a field that safety hangs on. */
export function needsConfirmation(conflict, value) {
    return SAFETY.has(conflict.rule) && JSON.stringify(value ?? null) !== JSON.stringify(conflict.inForce ?? null);
}

/** The same decision as a command, for those who would rather type it. */
export function decisionCommand(conflict, choice, other, reason, isConfirmed) {
    const value = choice === "other" ? `--set ${quoted(`${conflict.path}=${JSON.stringify(typedValue(other) ?? null)}`)}`
        : `--take ${choice}`;
    return ["millwright conflicts resolve", conflict.id.slice(0, 8), value, `--if-revision ${conflict.revision}`,
        `--reason ${quoted(reason || "…")}`, isConfirmed ? "--confirm-safety" : ""].filter(Boolean).join(" ");
}

/** One word of a shell. */
function quoted(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The conflicts of each document together, the documents with what waits longest first. */
export function byDocument(conflicts) {
    const groups = new Map();
    for (const conflict of inOrder(conflicts)) {
        const key = `${conflict.agentId} ${conflict.document}`;
        if (!groups.has(key)) groups.set(key, { key, document: conflict.document, conflicts: [] });
        groups.get(key).conflicts.push(conflict);
    }
    return [...groups.values()];
}

/** What waits before what does not, then the older before the newer. */
function inOrder(conflicts) {
    const rank = (conflict) => (isWaiting(conflict) ? 0 : 1);
    return [...conflicts].sort((left, right) => rank(left) - rank(right)
        || Date.parse(left.detectedAt) - Date.parse(right.detectedAt) || left.path.localeCompare(right.path));
}

/** How many of all conflicts that there are have been loaded; nothing to say where that is all. */
export function loadedText(loaded, total) {
    if (loaded >= total) return total === 1 ? "the only one" : `all ${total}`;
    return `the newest ${loaded} of ${total}`;
}

/** What a document is called: the machine, else what it is about. */
export function documentTitle(conflict) {
    if (conflict.machineName) return conflict.machineName;
    const colon = conflict.document.indexOf(":");
    return conflict.document.slice(colon + 1);
}
