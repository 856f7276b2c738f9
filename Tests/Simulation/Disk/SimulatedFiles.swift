import AgentStore

/// The files of one folder of a simulated disk, with the same steps as `DirectoryFiles`.
struct SimulatedFiles: StoreFiles {
    let disk: SimulatedDisk
    let folder: String
    private let lifeline: Lifeline

    init(disk: SimulatedDisk, folder: String) {
        self.disk = disk
        self.folder = folder
        lifeline = disk.lifeline
    }

    func write(_ bytes: [UInt8], temporaryFor name: String) throws(StoreError) {
        try live()
        let path = path(name) + Self.temporary
        let file = disk.file(path) ?? disk.create(path)
        if file.current.count > 0 { file.resize(to: 0) }
        // A full disk takes what fits, as a real one does.
        let fitting = min(bytes.count, disk.free)
        try live()
        bytes.withUnsafeBytes { file.write(UnsafeRawBufferPointer(rebasing: $0.prefix(fitting)), at: 0) }
        guard fitting == bytes.count else { throw .diskFull }
        try live()
        disk.sync(file)
    }

    func publish(_ name: String) throws(StoreError) {
        let temporary = path(name) + Self.temporary
        guard disk.file(temporary) != nil else { throw .file("cannot rename to \(path(name))") }
        try live()
        disk.rename(temporary, to: path(name))
        try live()
        disk.syncNames()
    }

    func read(_ name: String) throws(StoreError) -> [UInt8]? {
        if lifeline.isDead { throw SimulatedDisk.dead }
        guard let file = disk.file(path(name)), !file.isUnreadable else { return nil }
        return file.current.bytes
    }

    func remove(_ name: String) throws(StoreError) {
        try live()
        disk.unlink(path(name))
    }

    func listing() throws(StoreError) -> any FileListing {
        if lifeline.isDead { throw SimulatedDisk.dead }
        return SimulatedListing(disk.paths(in: folder).map { String($0.dropFirst(folder.count + 1)) }, lifeline)
    }

    func freeBytes() -> UInt64 { UInt64(disk.free) }

    func keepReserve(bytes: Int) {
        guard lifeline.spend() else { return }
        disk.reserve(0)
        if bytes <= disk.free { disk.reserve(bytes) }
    }

    func releaseReserve() {
        guard lifeline.spend() else { return }
        disk.reserve(0)
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func live() throws(StoreError) {
        guard lifeline.spend() else { throw SimulatedDisk.dead }
    }

    private static let temporary = ".new"
}
