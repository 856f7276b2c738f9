/// How a request may name this machine.
package enum ConsoleAddress {
    /// Whether a `Host` header is an address or `localhost`: a foreign name is a sign of DNS rebinding.
    package static func isOwn(_ host: String?) -> Bool {
        guard let host, !host.isEmpty else { return false }
        if host.hasPrefix("[") { return true }
        let name = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let isAddress = name.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 } && !name.isEmpty
        return isAddress || name.lowercased() == "localhost"
    }
}
