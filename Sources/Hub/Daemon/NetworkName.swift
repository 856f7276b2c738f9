/// A host as it stands in an address that people can open.
enum NetworkName {
    /// IPv6 in brackets; this machine for an address that means all of its own.
    static func of(_ host: String) -> String {
        if host == "0.0.0.0" || host == "::" { return "127.0.0.1" }
        return host.contains(":") ? "[\(host)]" : host
    }
}
