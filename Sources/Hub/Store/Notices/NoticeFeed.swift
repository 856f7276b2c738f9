internal import Glibc
public import HubPlant
public import Logging
internal import Runtime
internal import Synchronization
internal import Telemetry

/// Brings every notice that any hub of the database wrote to this one, once, after its transaction has committed.
///
/// It has a connection and a thread of its own. The server wakes it (`LISTEN`); behind that it looks by itself every
/// `lookSeconds`, for poolers that pass no notifications on. After a connection was lost it goes on where it was. What
/// it remembers is bounded: where one transaction stays open while very many others tell, it lets go of that one's
/// news, counts it, and calls `missed`, so that who listens can read anew.
public final class NoticeFeed: Sendable {
    static let lookSeconds = 2.0
    static let rowsAtOnce = 1_024

    private let options: PostgresOptions
    private let remembersMax: Int
    private let logger: Logger
    private let deliver: @Sendable ([PlantEvent]) -> Void
    private let missed: @Sendable () -> Void
    private let hearLive: @Sendable (LiveNews) -> Void
    private let closed = Atomic(false)
    private let heard = Atomic<UInt64>(0)
    private let passedOver = Atomic<UInt64>(0)
    private let listens = Atomic(false)

    /// A feed from the database of a pool, that leaves what it hears with `deliver`, on its own thread.
    ///
    /// `missed` is called when there may have been notices that it did not hear: at its first connection, where it had
    /// to let go, and where the server's transactions have gone back. `hearLive` is told of live values, which are
    /// missed while there is no connection.
    public init(
        _ pool: PostgresPool, remembersMax: Int = 65_536, logger: Logger = Logger(label: "millwright.hub.store"),
        deliver: @escaping @Sendable ([PlantEvent]) -> Void, missed: @escaping @Sendable () -> Void = {},
        hearLive: @escaping @Sendable (LiveNews) -> Void = { _ in }
    ) {
        var options = pool.options
        options.applicationName += "-notices"
        self.options = options
        self.remembersMax = remembersMax
        self.logger = logger
        self.deliver = deliver
        self.missed = missed
        self.hearLive = hearLive
    }

    /// Starts the thread, which connects by itself and lives until `close`; returns once it hears, or after some
    /// seconds all the same.
    public func start(waitingAtMost seconds: Double) async {
        DetachedThread.start { [self] in run() }
        let deadline = SystemClock().uptime().advanced(seconds: seconds)
        while !isListening, !Task.isCancelled, SystemClock().uptime() < deadline {
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Ends the feed; its thread and connection go within `lookSeconds`.
    public func close() { closed.store(true, ordering: .relaxed) }

    /// How many notices were heard.
    public var heardCount: UInt64 { heard.load(ordering: .relaxed) }

    /// How often it let go of the news of a transaction that stayed open too long.
    public var passedOverCount: UInt64 { passedOver.load(ordering: .relaxed) }

    /// Whether its connection stands.
    public var isListening: Bool { listens.load(ordering: .relaxed) }

    private var isClosed: Bool { closed.load(ordering: .relaxed) }

    private func run() {
        var cursor: NoticeCursor?
        var pauseSeconds = 0.05
        while !isClosed {
            do throws(PostgresFailure) {
                try follow(&cursor) { pauseSeconds = 0.05 }
            } catch {
                if isClosed { return }
                if pauseSeconds >= 2 {
                    logger.warning(
                        "notices cannot be read", metadata: ["code": "\(error.code)", "detail": "\(error.detail)"])
                }
            }
            listens.store(false, ordering: .relaxed)
            usleep(UInt32(pauseSeconds * 1e6))
            pauseSeconds = min(2, pauseSeconds * 2)
        }
    }

    /// Hears notices over one connection until that breaks or the feed is closed.
    private func follow(_ cursor: inout NoticeCursor?, whenReading: () -> Void) throws(PostgresFailure) {
        let connection = try PostgresConnection(options)
        for channel in [noticeChannel, LiveNews.channel] { try connection.listen(to: channel) }
        if cursor == nil {
            cursor = NoticeCursor(from: try Self.ends(connection).oldest)
            missed()
        }
        listens.store(true, ordering: .relaxed)
        while !isClosed {
            try look(connection, &cursor)
            whenReading()
            try waitForNotices(connection)
        }
    }

    /// Returns when there may be notices; passes on what is said of live values, which is no reason to look for them.
    private func waitForNotices(_ connection: PostgresConnection) throws(PostgresFailure) {
        let lookAt = SystemClock().uptime().advanced(seconds: Self.lookSeconds)
        var left = Self.lookSeconds
        var hasNotices = false
        while left > 0, !hasNotices, !isClosed {
            for heard in try connection.waitForNotification(seconds: left) {
                hasNotices = hasNotices || heard.channel == noticeChannel
                if let news = heard.live { hearLive(news) }
            }
            left = lookAt.seconds(since: SystemClock().uptime())
        }
    }

    private func look(_ connection: PostgresConnection, _ place: inout NoticeCursor?) throws(PostgresFailure) {
        guard var cursor = place else { return }
        defer { place = cursor }
        // Before the rows: what commits in between is seen by them or lies behind this.
        let ends = try Self.ends(connection)
        if ends.next < cursor.floor {
            // The database was restored, or another one took over: what was told meanwhile is not known.
            cursor = NoticeCursor(from: ends.oldest)
            missed()
        }
        var last: (transaction: UInt64, notice: Int64) = (cursor.floor, 0)
        var count = Self.rowsAtOnce
        while count == Self.rowsAtOnce {
            let rows = try connection.query(
                "SELECT * FROM notices_behind($1, $2, $3)",
                [last.transaction, last.notice, Int32(Self.rowsAtOnce)])
            var events: [PlantEvent] = []
            for row in rows {
                last = (UInt64(try row.value("told_in", as: Int64.self)), try row.value("id"))
                let notice = try NoticeColumns(row)?.notice
                let tenant: TenantID = try row.value("tenant_id")
                guard cursor.take(last.notice, of: last.transaction) else { continue }
                heard.add(1, ordering: .relaxed)
                if let notice { events.append(PlantEvent(tenant: tenant, kind: .notice(notice))) }
            }
            if !events.isEmpty { deliver(events) }
            count = rows.count
        }
        cursor.advance(to: ends.oldest)
        if cursor.remembered > remembersMax { passOver(&cursor, to: ends.next) }
    }

    /// Goes on from what began after the look did: the news of transactions that are still under way are given up.
    private func passOver(_ cursor: inout NoticeCursor, to next: UInt64) {
        logger.warning(
            "a transaction stays open while others tell of much; its own news are passed over",
            metadata: ["transaction": "\(cursor.floor)"])
        passedOver.add(1, ordering: .relaxed)
        cursor.advance(to: next)
        missed()
    }

    /// The oldest transaction under way, and the first that has not begun.
    private static func ends(
        _ connection: PostgresConnection
    ) throws(PostgresFailure) -> (oldest: UInt64, next: UInt64) {
        let rows = try connection.query(
            """
            SELECT pg_snapshot_xmin(s)::text::bigint AS oldest, pg_snapshot_xmax(s)::text::bigint AS next
            FROM pg_current_snapshot() AS s
            """)
        guard let row = rows.first else { throw PostgresFailure(kind: .other, detail: "no snapshot") }
        return (UInt64(try row.value("oldest", as: Int64.self)), UInt64(try row.value("next", as: Int64.self)))
    }
}
