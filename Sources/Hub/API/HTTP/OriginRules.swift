/// Which pages of other sites may use the API: those of the list, and the hub's own.
struct OriginRules: Sendable {
    /// Origins as browsers send them (`https://plant.example`); `*` lets everyone in.
    let allowed: Set<String>

    init(_ allowed: [String]) {
        self.allowed = Set(allowed)
    }

    /// Whether a request with this origin may be served: no origin (no browser), the hub's own, or one of the list.
    func allows(origin: String?, host: String?) -> Bool {
        guard let origin else { return true }
        return isListed(origin) || isOwn(origin, host: host)
    }

    /// Whether answers may say to the browser that this origin may read them.
    func isListed(_ origin: String) -> Bool {
        allowed.contains(origin) || allowed.contains("*")
    }

    private func isOwn(_ origin: String, host: String?) -> Bool {
        guard let host, !host.isEmpty else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }
}
