internal import Telemetry

/// Messages that were not taken: the newest few thousand, so that a device gone wrong cannot fill the disk.
final class QuarantineTable {
    private let insert: Statement
    private let trim: Statement
    private let select: Statement
    private let countMax: Int

    init(_ database: Database, countMax: Int) throws(StoreError) {
        self.countMax = countMax
        insert = try database.prepare(
            "INSERT INTO quarantine (time, reason, detail, topic, size, payload) VALUES (?, ?, ?, ?, ?, ?)")
        trim = try database.prepare("DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?")
        select = try database.prepare(
            "SELECT time, reason, detail, topic, size, payload FROM quarantine ORDER BY id DESC LIMIT ?")
    }

    /// Writes messages and drops the oldest past the limit; to be called in a transaction.
    func add(_ messages: [QuarantinedMessage]) throws(StoreError) {
        guard !messages.isEmpty else { return }
        for message in messages {
            try insert.bind(1, message.time.microseconds).bind(2, message.reason).bind(3, message.detail)
                .bind(4, message.topic).bind(5, message.size).bind(6, message.payload).run()
        }
        try trim.bind(1, countMax).run()
    }

    /// The newest messages, newest first.
    func newest(_ count: Int) throws(StoreError) -> [QuarantinedMessage] {
        var messages: [QuarantinedMessage] = []
        try select.bind(1, count).each { row throws(StoreError) in
            messages.append(
                QuarantinedMessage(
                    stored: Timestamp(microseconds: row.int(0)), reason: row.text(1), detail: row.text(2),
                    topic: row.bytes(3), size: Int(row.int(4)), payload: row.bytes(5)))
            return true
        }
        return messages
    }
}

extension QuarantinedMessage {
    init(stored time: Timestamp, reason: String, detail: String, topic: [UInt8], size: Int, payload: [UInt8]) {
        self.time = time
        self.reason = reason
        self.detail = detail
        self.topic = topic
        self.size = size
        self.payload = payload
    }
}
