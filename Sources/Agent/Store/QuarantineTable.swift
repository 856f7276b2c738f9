internal import Telemetry

/// Messages that were not taken: the newest few thousand, so that a device gone wrong cannot fill the disk.
final class QuarantineTable {
    private let insert: Statement
    private let trim: Statement
    private let select: Statement
    private let one: Statement
    private let delete: Statement
    private let all: Statement
    private let trimLong: Statement
    private let reason: Statement
    private let countMax: Int

    init(_ database: Database, countMax: Int) throws(StoreError) {
        self.countMax = countMax
        insert = try database.prepare(
            "INSERT INTO quarantine (time, reason, detail, topic, size, payload) VALUES (?, ?, ?, ?, ?, ?)")
        trim = try database.prepare("DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?")
        let columns = "time, reason, detail, topic, size, payload, id"
        select = try database.prepare(
            "SELECT \(columns) FROM quarantine WHERE id < ? ORDER BY id DESC LIMIT ?")
        one = try database.prepare("SELECT \(columns) FROM quarantine WHERE id = ?")
        delete = try database.prepare("DELETE FROM quarantine WHERE id = ?")
        trimLong = try database.prepare(
            """
            DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine
                WHERE length(payload) > \(QuarantinedMessage.payloadBytesMax) ORDER BY id DESC LIMIT -1 OFFSET ?)
            """)
        reason = try database.prepare("UPDATE quarantine SET reason = ?2, detail = ?3 WHERE id = ?1")
        all = try database.prepare("SELECT count(*) FROM quarantine")
    }

    /// Writes messages and drops the oldest past the limit; to be called in a transaction.
    func add(_ messages: [QuarantinedMessage]) throws(StoreError) {
        guard !messages.isEmpty else { return }
        for message in messages {
            try insert.bind(1, message.time.microseconds).bind(2, message.reason).bind(3, message.detail)
                .bind(4, message.topic).bind(5, message.size).bind(6, message.payload).run()
        }
        try trim.bind(1, countMax).run()
        if messages.contains(where: { $0.payload.count > QuarantinedMessage.payloadBytesMax }) {
            try trimLong.bind(1, Self.longMax).run()
        }
    }

    /// Notes why a record is not taken this time; to be called in a transaction.
    func note(_ fault: DownlinkFault, of id: Int64) throws(StoreError) {
        try reason.bind(1, id).bind(2, fault.code).bind(3, fault.why).run()
    }

    /// Payloads that are longer than those of devices, at most.
    private static let longMax = 64

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
