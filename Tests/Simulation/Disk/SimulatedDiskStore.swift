public import AgentStore

/// What the store does on it beside SQLite.
extension SimulatedDisk: StoreDisk {
    /// Its name with SQLite.
    public var fileSystem: String? { name }

    /// Refuses a second process of the same folder.
    public func claim(_ folder: String) throws(StoreError) -> AnyObject {
        guard lifeline.spend() else { throw Self.dead }
        guard claims[folder] == nil else { throw .folderInUse(folder) }
        let claim = Claim()
        claims[folder] = claim
        return claim
    }

    /// The segments' files.
    public func files(in folder: String) throws(StoreError) -> any StoreFiles {
        SimulatedFiles(disk: self, folder: folder)
    }

    /// Folders need not be made here.
    public func makeFolder(_ path: String) throws(StoreError) {}

    /// One step, also for a folder.
    public func move(_ path: String, to target: String) throws(StoreError) {
        guard lifeline.spend() else { throw Self.dead }
        rename(path, to: target)
    }

    /// An empty file.
    public func mark(_ path: String) {
        guard lifeline.spend() else { return }
        if file(path) == nil { _ = create(path) }
    }

    /// The bytes that a reader sees.
    public func size(_ path: String) -> UInt64? {
        file(path).map { UInt64($0.current.count) }
    }

    /// What a reader sees of it.
    public func bytes(_ path: String, from offset: UInt64, count: Int) -> [UInt8] {
        guard let bytes = file(path)?.current.bytes, offset < bytes.count else { return [] }
        return Array(bytes[Int(offset)..<min(bytes.count, Int(offset) + count)])
    }

    /// Not synced, as with a real one.
    public func remove(_ path: String) {
        guard lifeline.spend() else { return }
        unlink(path)
    }

    static let dead = StoreError.file("the process has ended")
}
