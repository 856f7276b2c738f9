import AgentStore

/// Real files that fail at one step, as a full disk or the end of the process would.
final class FaultyFiles: StoreFiles {
    enum Step: CaseIterable {
        case beforeWrite, afterWrite, afterPublish
    }

    let real: DirectoryFiles
    var failing: Step?
    var error = StoreError.diskFull
    var free: UInt64

    init(real: DirectoryFiles, free: UInt64 = 1 << 40) {
        self.real = real
        self.free = free
    }

    func write(_ bytes: [UInt8], temporaryFor name: String) throws(StoreError) {
        if failing == .beforeWrite { throw error }
        try real.write(bytes, temporaryFor: name)
        if failing == .afterWrite { throw error }
    }

    func publish(_ name: String) throws(StoreError) {
        try real.publish(name)
        if failing == .afterPublish { throw error }
    }

    func read(_ name: String) throws(StoreError) -> [UInt8]? { try real.read(name) }
    func remove(_ name: String) throws(StoreError) { try real.remove(name) }
    func listing() throws(StoreError) -> any FileListing { try real.listing() }
    func freeBytes() -> UInt64 { free }
    func keepReserve(bytes: Int) {}
    func releaseReserve() {}
}
