internal import AgentStore
internal import CSQLite
internal import Runtime
internal import Synchronization

/// A disk in memory that a seed can treat as badly as real ones are treated.
///
/// It knows of each file and each name whether it was synced. On a loss of power each unsynced write survives, is lost
/// or is torn at a sector; names survive up to some point, as a journal of a file system keeps them. A sync may lie. It
/// has a size. SQLite reaches it as a file system (VFS) of its own, the store's other files through `StoreDisk`.
///
/// One thread, and one process on it at a time: `power(on:)` names its lifeline.
public final class SimulatedDisk {
    /// How many bytes fit.
    public var capacity = Int.max

    /// How likely a sync is to do nothing and say that it did.
    public var lieProbability = 0.0

    /// Syncs that lied, since it was made.
    public private(set) var lies = 0

    /// SQLite's name of it.
    public let name: String

    /// The process that works on it.
    public private(set) var lifeline = Lifeline()

    var random: SeededRandom
    var claims: [String: Claim] = [:]
    private var names = DiskNames()
    private var reserved = 0
    private var registration: FileSystemRegistration?

    /// An empty disk.
    public init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        name = "simulated-\(Self.made.add(1, ordering: .relaxed).newValue)"
        registration = FileSystemRegistration(self)
    }

    /// A disk with the files of another one as a reader sees them now, as a backup or a clone has them.
    public convenience init(copyOf other: SimulatedDisk, seed: UInt64) {
        self.init(seed: seed)
        names = other.names.copy()
        capacity = other.capacity
    }

    /// A new process begins; the one before must be gone.
    public func power(on lifeline: Lifeline) {
        self.lifeline = lifeline
    }

    /// The process that worked on it is gone, and with it what the fate says of what was not synced.
    public func crash(_ fate: PowerLoss) {
        claims.removeAll()
        names.losePower(&random, fate)
    }

    /// Flips one bit of a file; false when there is no such file or it is empty.
    ///
    /// With `sectors` one of it cannot be read any more in a quarter of all cases.
    public func damage(_ path: String, sectors: Bool = false) -> Bool {
        guard let file = names.file(path), file.current.count > 0 else { return false }
        let (bit, offset) = (random.below(8), random.below(file.current.count))
        if sectors && bit < 2 { file.loseSector() } else { file.flip(bit: bit, at: offset) }
        return true
    }

    /// All files with their bytes, in order of name.
    public var contents: [(path: String, bytes: [UInt8])] {
        names.paths.map { ($0, names.file($0)?.current.bytes ?? []) }
    }

    /// Bytes in all files, and those kept back.
    public var used: Int { names.bytes + reserved }

    /// Bytes that still fit.
    public var free: Int { max(0, capacity - used) }

    func file(_ path: String) -> DiskFile? { names.file(path) }
    func paths(in folder: String) -> [String] { names.paths(in: folder) }
    func create(_ path: String) -> DiskFile { names.create(path) }
    func unlink(_ path: String) { names.remove(path) }
    func rename(_ path: String, to target: String) { names.move(path, to: target) }
    func reserve(_ bytes: Int) { reserved = bytes }

    func sync(_ file: DiskFile) {
        if isLying() { return }
        file.sync()
    }

    func syncNames() {
        if isLying() { return }
        names.sync()
    }

    private func isLying() -> Bool {
        guard lieProbability > 0, random.isTrue(lieProbability) else { return false }
        lies += 1
        return true
    }

    private static let made = Atomic(0)
}

/// Held by the process that works in a folder.
final class Claim {}
