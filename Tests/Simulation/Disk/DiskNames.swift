import Runtime

/// Which file has which name, for a reader and after a loss of power.
struct DiskNames {
    private enum Change {
        case create(String, DiskFile)
        case remove(String)
        case move(String, String)
    }

    private var current: [String: DiskFile] = [:]
    private var durable: [String: DiskFile] = [:]
    private var pending: [Change] = []

    func file(_ path: String) -> DiskFile? { current[path] }

    var paths: [String] { current.keys.sorted() }

    var bytes: Int { current.values.reduce(0) { $0 + $1.current.count } }

    func paths(in folder: String) -> [String] {
        let prefix = folder + "/"
        return current.keys.filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains("/") }.sorted()
    }

    mutating func create(_ path: String) -> DiskFile {
        let file = DiskFile()
        change(.create(path, file))
        return file
    }

    mutating func remove(_ path: String) {
        if current[path] != nil { change(.remove(path)) }
    }

    mutating func move(_ path: String, to target: String) {
        change(.move(path, target))
    }

    /// Makes all names durable.
    mutating func sync() {
        durable = current
        pending.removeAll(keepingCapacity: true)
    }

    /// Names survive in their order up to some point; then the files have their own fate.
    mutating func losePower(_ random: inout SeededRandom, _ fate: PowerLoss) {
        let surviving: Int
        switch fate {
        case .everythingSurvives: surviving = pending.count
        case .nothingSurvives: surviving = 0
        case .someSurvive, .torn: surviving = random.below(pending.count + 1)
        }
        for change in pending.prefix(surviving) { Self.apply(change, to: &durable) }
        pending.removeAll()
        current = durable
        for path in paths { current[path]?.losePower(&random, fate) }
    }

    func copy() -> DiskNames {
        var copy = DiskNames()
        copy.current = current.mapValues { DiskFile(copyOf: $0) }
        copy.durable = copy.current
        return copy
    }

    private mutating func change(_ change: Change) {
        Self.apply(change, to: &current)
        pending.append(change)
    }

    private static func apply(_ change: Change, to names: inout [String: DiskFile]) {
        switch change {
        case .create(let path, let file): names[path] = file
        case .remove(let path): names[path] = nil
        case .move(let path, let target):
            // A folder goes with everything in it.
            for (name, file) in names where name == path || name.hasPrefix(path + "/") {
                names[name] = nil
                names[target + name.dropFirst(path.count)] = file
            }
        }
    }
}
