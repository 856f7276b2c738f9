internal import Glibc

/// The environment of the process, which only the command line reads.
///
/// An empty variable says nothing.
enum Environment {
    static var all: [String: String] {
        var values: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, !parts[1].isEmpty { values[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return values
    }
}
