internal import Telemetry

/// Messages that were not taken, and records of the hub that could not be carried out.
///
/// Of devices the newest few thousand stay, so that one gone wrong cannot fill the disk. Records of the hub stay until
/// they are replayed or a person drops them, whatever devices send: the hub has them as taken and sends none again.
final class QuarantineTable {
    private let insert: Statement
    private let trim: Statement
    private let select: Statement
    private let one: Statement
    private let delete: Statement
    private let all: Statement
    private let ofHub: Statement
    private let reason: Statement
    private let countMax: Int
    private let database: Database

    /// What is held of the hub, against its own bound: when that is reached, none goes and none more comes.
    struct Held {
        fileprivate var count: Int
        fileprivate var bytes: Int

        /// Counts one more; false when there is no room for it.
        mutating func take(_ message: QuarantinedMessage) -> Bool {
            guard count < QuarantineTable.heldMax, bytes + message.payload.count <= QuarantineTable.heldBytesMax else {
                return false
            }
            count += 1
            bytes += message.payload.count
            return true
        }
    }

    /// Records of the hub that are held at most.
    static let heldMax = 1_024
    /// Bytes of these.
    static let heldBytesMax = 16 << 20

    init(_ database: Database, countMax: Int) throws(StoreError) {
        self.countMax = countMax
        self.database = database
        insert = try database.prepare(
            "INSERT INTO quarantine (time, reason, detail, topic, size, payload) VALUES (?, ?, ?, ?, ?, ?)")
        let prefix = QuarantinedMessage.downlinkTopic
        let isOfHub = "substr(topic, 1, \(prefix.utf8.count)) = CAST('\(prefix)' AS BLOB)"
        // Below the newest few thousand numbers are only the rows that go and those of the hub, which are few.
        trim = try database.prepare(
            "DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ? AND NOT \(isOfHub)")
        let columns = "time, reason, detail, topic, size, payload, id"
        select = try database.prepare(
            "SELECT \(columns) FROM quarantine WHERE id < ? ORDER BY id DESC LIMIT ?")
        one = try database.prepare("SELECT \(columns) FROM quarantine WHERE id = ?")
        delete = try database.prepare("DELETE FROM quarantine WHERE id = ?")
        ofHub = try database.prepare(
            "SELECT count(*), coalesce(sum(length(payload)), 0) FROM quarantine WHERE \(isOfHub)")
        reason = try database.prepare("UPDATE quarantine SET reason = ?2, detail = ?3 WHERE id = ?1")
        all = try database.prepare("SELECT count(*) FROM quarantine")
    }

    /// Writes messages and drops the oldest of devices past the limit; to be called in a transaction.
    ///
    /// Gives how many were dropped.
    func add(_ messages: [QuarantinedMessage]) throws(StoreError) -> Int {
        guard !messages.isEmpty else { return 0 }
        for message in messages {
            try insert.bind(1, message.time.microseconds).bind(2, message.reason).bind(3, message.detail)
                .bind(4, message.topic).bind(5, message.size).bind(6, message.payload).run()
        }
        try trim.bind(1, countMax).run()
        return database.changes
    }

    /// What is held of the hub; this reads the table.
    func held() throws(StoreError) -> Held {
        try ofHub.first { Held(count: Int($0.int(0)), bytes: Int($0.int(1))) } ?? Held(count: 0, bytes: 0)
    }

    /// Notes why a record is not taken this time; to be called in a transaction.
    func note(_ fault: DownlinkFault, of id: Int64) throws(StoreError) {
        try reason.bind(1, id).bind(2, fault.code).bind(3, fault.why).run()
    }

    /// The newest messages, newest first; those before `id` where it is given.
    func newest(_ count: Int, before id: Int64? = nil) throws(StoreError) -> [QuarantineEntry] {
        var entries: [QuarantineEntry] = []
        try select.bind(1, id ?? .max).bind(2, count).each { row throws(StoreError) in
            entries.append(QuarantineEntry(row))
            return true
        }
        return entries
    }

    func entry(_ id: Int64) throws(StoreError) -> QuarantineEntry? {
        try one.bind(1, id).first { QuarantineEntry($0) }
    }

    func count() throws(StoreError) -> Int {
        try all.first { Int($0.int(0)) } ?? 0
    }

    /// Deletes rows; to be called in a transaction.
    func remove(_ ids: [Int64]) throws(StoreError) {
        for id in ids { try delete.bind(1, id).run() }
    }
}

extension QuarantineEntry {
    init(_ row: borrowing Row) {
        self.init(
            id: row.int(6),
            message: QuarantinedMessage(
                stored: Timestamp(microseconds: row.int(0)), reason: row.text(1), detail: row.text(2),
                topic: row.bytes(3), size: Int(row.int(4)), payload: row.bytes(5)))
    }
}

extension QuarantinedMessage {
    /// A message as it stands in its row.
    init(stored time: Timestamp, reason: String, detail: String, topic: [UInt8], size: Int, payload: [UInt8]) {
        self.time = time
        self.reason = reason
        self.detail = detail
        self.topic = topic
        self.size = size
        self.payload = payload
    }
}
