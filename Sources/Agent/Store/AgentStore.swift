internal import Runtime
public import SyncCore
public import SyncWire
public import Telemetry

/// The agent's whole durable state: one folder with `core.db` and `segments/`, one process, one thread.
///
/// What `commit` has returned from survives a crash and a loss of power, all of it or nothing. Readings live in the
/// open window (in memory, and packed in `core.db`) until `seal` moves them to an immutable file; events live in
/// `core.db`. Each record is its own outbox: it is sent from where it lies. Memory does not grow with the backlog.
///
/// When the disk is full every writing call throws `diskFull` and has changed nothing, so that it can simply be called
/// again; when the file turns out damaged it throws `damaged`, and the next start sets the folder's content aside,
/// draws a new incarnation and says so in stream E.
///
/// Opening takes as long with a large backlog as with none: nothing is summed up or walked through but what is open.
public final class AgentStore {
    /// The life of this database; another one after `relabel`.
    public internal(set) var incarnation: IncarnationID

    /// What was found when it was opened.
    public let opening: StoreOpening

    /// The readings that no segment holds yet.
    public let window = OpenWindow()

    /// What is measured, by index.
    public let series: SeriesTable

    /// Bytes of the segments that were sealed since it was opened.
    public internal(set) var segmentBytesWritten: UInt64 = 0

    /// Messages of devices that left the quarantine for newer ones since it was opened.
    public internal(set) var quarantineTrimmed: UInt64 = 0

    /// What becomes of new readings, as the disk allows; `makeRoom` decides it.
    public internal(set) var mode = StorageMode.all

    /// Who commands of the hub have to be for, and the keys of the enrolment; nothing: none is taken.
    public var commandAdmission: CommandAdmission?

    let options: StoreOptions
    let place: Place
    let files: any StoreFiles
    let database: Database
    let meta: MetaTable
    let events: EventLog
    let documentLog: EventLog
    let documentTable: DocumentTable
    let conflictTable: ConflictTable
    let commandTable: CommandTable
    let ledger: SegmentLedger
    let tail: TailTable
    let states: StateTable
    let machineTable: MachineTable
    let quarantine: QuarantineTable
    let sealed: SealedReadings
    let shortfall: Shortfall
    let counted: CountedTail
    let ladder = EvictionLadder.standard

    /// The walk through the files that a start leaves for later.
    var strayFiles = StrayFiles()
    /// Times up to this one may lie in segments that are deleted.
    var forgotten: Forgotten
    /// What of the hub's downlink is durable here.
    var downlink: EventCursor
    /// The clock that labels events and the writes of documents; a start goes on after the newest label.
    var hybridClock: HybridClock
    /// How the agent's clock stands against the hub's, for the writes of documents; in memory, for a measurement is of
    /// this run of the agent.
    public var clockState = ClockState.unmeasured
    /// Documents that were changed and that nobody was told of.
    var changedDocuments: Set<DocumentKey> = []
    var dirtyDocuments: (count: Int, worst: DocumentEntry.Dirtiness) = (0, .clean)
    var hasCommandNews = false
    var oldestDocumentRecord: UInt64 = 1
    /// Segments that the last round took along for the first time.
    var freshOffers: [UInt64] = []

    /// The folder, what it lies on, and the lock that keeps others out.
    struct Place {
        let folder: String
        let disk: any StoreDisk
        let files: (any StoreFiles)?
        let lock: AnyObject

        var damage: DamagedStore { DamagedStore(disk: disk, folder: folder) }

        /// The files of the segments.
        func segments() throws(StoreError) -> any StoreFiles {
            if let files { return files }
            return try disk.files(in: path("segments"))
        }

        func path(_ name: String) -> String { "\(folder)/\(name)" }
    }

    /// Opens the store of a folder, which is made when it is missing.
    ///
    /// A damaged database is moved to `damaged-<time>/` within the folder. What can be read of it, and the files of
    /// segments, carry on as a new incarnation; stream E says what that is.
    public static func open(
        folder: String, options: StoreOptions = StoreOptions(), now: Timestamp,
        random: inout some RandomNumberGenerator, files: (any StoreFiles)? = nil, disk: any StoreDisk = SystemDisk()
    ) throws(StoreError) -> AgentStore {
        let place = Place(folder: folder, disk: disk, files: files, lock: try disk.claim(folder))
        let incarnation = IncarnationID.random(using: &random)
        try Salvage.finish(place)
        var damage: SetAside?
        while true {
            do {
                let store = try AgentStore(place, options: options, fresh: incarnation, setAside: damage)
                try store.beginAfterSalvage(as: incarnation, at: now)
                if let damage { try store.reportDamage(damage, at: now) }
                return store
            } catch {
                guard case .damaged(let what) = error, damage?.isBare != true else { throw error }
                let salvage = Salvage(place: place, files: try place.segments())
                let report = try salvage.build(
                    damage == nil ? .everything : .name, placeholder: IncarnationID.random(using: &random), at: now)
                damage = SetAside(
                    what: "\(what); \(report.text)", movedTo: try salvage.replace(at: now), isBare: damage != nil)
            }
        }
    }

    private init(
        _ place: Place, options: StoreOptions, fresh: IncarnationID, setAside: SetAside?
    ) throws(StoreError) {
        self.place = place
        self.options = options
        files = try place.segments()
        try place.damage.checkLog()
        database = try Database(
            path: place.path("core.db"), fileSystem: place.disk.fileSystem, onDamage: place.damage.markSuspect)
        try Schema.migrate(database)
        try place.damage.checkWhenSuspect(database)
        meta = try MetaTable(database)
        let known = try meta.bytes("incarnation").flatMap { UniqueID(bytes: $0) }.map { IncarnationID($0) }
        if known == nil { try meta.set("incarnation", fresh.unique.bytes) }
        incarnation = known ?? fresh
        events = try EventLog(database, .events, meta: meta, incarnation: incarnation)
        documentLog = try EventLog(database, .documents, meta: meta, incarnation: incarnation)
        documentTable = try DocumentTable(database)
        conflictTable = try ConflictTable(database)
        commandTable = try CommandTable(database)
        ledger = try SegmentLedger(database)
        tail = try TailTable(database)
        states = try StateTable(database)
        try Self.keepName(incarnation, in: states)
        machineTable = try MachineTable(database)
        quarantine = try QuarantineTable(database, countMax: options.quarantineCountMax)
        sealed = SealedReadings(files: files, ledger: ledger)
        shortfall = try Shortfall(database)
        series = SeriesTable(
            limit: options.seriesCountMax, newestLost: try meta.number(Salvage.newestLost) ?? .min)
        downlink = try meta.cursor("downlink.cursor") ?? SessionProgress.start(of: incarnation, .downlink)
        let kept = HybridTime(
            at: Timestamp(microseconds: try meta.number("documents.clock") ?? 0),
            count: UInt32(clamping: try meta.number("documents.clock-count") ?? 0))
        let newest = planted(.labelsBeginAgain) ? nil : try events.newestLabel()
        hybridClock = HybridClock(after: max(kept, newest ?? kept))
        forgotten = try Forgotten(meta)
        try tail.load(into: window, series: series)
        counted = try CountedTail(database, series: series)
        opening = StoreOpening(isNew: known == nil, setAside: setAside, replayedReadings: window.count)
        try refreshDocuments()
        files.keepReserve(bytes: options.reserveBytes)
    }

    /// A database that was salvaged has the old one's name until here: it may be behind what the hub has.
    private func beginAfterSalvage(as fresh: IncarnationID, at now: Timestamp) throws(StoreError) {
        guard let mark = try meta.bytes(Salvage.mark), !mark.isEmpty else { return }
        let order = Relabelling(
            round: 0,
            verdict: Verdict(
                kind: .relabel, code: "STORE_DAMAGED", message: "The database was damaged, and what could be read kept."
            ),
            hubEvents: events.acknowledged, hubDocuments: documentLog.acknowledged)
        try relabel(order, as: fresh, at: now)
        try meta.set(Salvage.mark, [])
    }

    /// Keeps the incarnation's name on a second page, for a salvage that cannot read the first one.
    ///
    /// Under another name the hub would not know again what it has of this folder. Where it cannot be written, as on a
    /// full disk, the next start tries again.
    private static func keepName(_ incarnation: IncarnationID, in states: StateTable) throws(StoreError) {
        guard try states.body(Salvage.nameState) != incarnation.unique.bytes else { return }
        try? states.put([NamedState(name: Salvage.nameState, body: incarnation.unique.bytes)])
    }

    private func reportDamage(_ damage: SetAside, at now: Timestamp) throws(StoreError) {
        var batch = CommitBatch()
        batch.events = [
            .audit(
                AuditEntry(
                    at: now, actor: "agent", action: "store.set-aside", target: damage.movedTo, detail: damage.what))
        ]
        try commit(batch, at: now)
    }

    /// By which table documents are merged.
    public let policies = PolicyTable.standard

    /// Where documents are written here.
    var replica: ReplicaID { .edge(incarnation) }
}
