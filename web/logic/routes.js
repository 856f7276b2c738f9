// The address of a view: `#/machines/<id>?from=now-1h&live=1`. All of a view stands in it, so a link shows the same.

/** `{page, id, query}` of a location's hash; an address that nobody knows is the overview. */
export function parseRoute(hash) {
    const [path, search = ""] = (hash || "").replace(/^#/, "").split("?", 2);
    const query = Object.fromEntries(new URLSearchParams(search));
    const parts = path.split("/").filter(Boolean);
    if (parts[0] === "machines" && parts[1]) return { page: "machine", id: decodeURIComponent(parts[1]), query };
    if (parts[0] === "alerts") return { page: "alerts", id: null, query };
    if (parts[0] === "sync") return { page: "sync", id: null, query };
    if (parts[0] === "register") return { page: "register", id: null, query };
    return { page: "overview", id: null, query };
}

export function routeHash({ page, id, query }) {
    const path = page === "machine" ? `machines/${encodeURIComponent(id)}` : page === "overview" ? "" : page;
    const known = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined);
    const search = new URLSearchParams(known).toString();
    return `#/${path}${search ? `?${search}` : ""}`;
}
