internal import Runtime
internal import SyncWire
internal import Telemetry

/// The commands of the hub, and the highest fence of each action that was carried out.
final class CommandTable {
    private let insert: Statement
    private let update: Statement
    private let select: Statement
    private let standing: Statement
    private let newest: Statement
    private let counted: Statement
    private let prune: Statement
    private let fence: Statement
    private let raise: Statement

    init(_ database: Database) throws(StoreError) {
        let columns = "body, state, code, reason, received, changed"
        insert = try database.prepare(
            """
            INSERT INTO hub_commands (id, body, state, is_over, code, reason, received, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """)
        update = try database.prepare(
            "UPDATE hub_commands SET state = ?2, is_over = ?3, code = ?4, reason = ?5, changed = ?6 WHERE id = ?1")
        select = try database.prepare("SELECT \(columns) FROM hub_commands WHERE id = ?")
        standing = try database.prepare("SELECT \(columns) FROM hub_commands WHERE is_over = 0 ORDER BY received, id")
        newest = try database.prepare("SELECT \(columns) FROM hub_commands ORDER BY received DESC, id LIMIT ?")
        counted = try database.prepare("SELECT count(*) FROM hub_commands WHERE is_over = 0")
        prune = try database.prepare(
            """
            DELETE FROM hub_commands WHERE id IN
                (SELECT id FROM hub_commands WHERE is_over = 1 AND received < ? ORDER BY received LIMIT ?)
            """)
        fence = try database.prepare(
            "SELECT fence FROM command_fences WHERE factory = ? AND machine = ? AND action = ?")
        raise = try database.prepare(
            """
            INSERT INTO command_fences (factory, machine, action, fence) VALUES (?, ?, ?, ?)
            ON CONFLICT (factory, machine, action) DO UPDATE SET fence = max(fence, excluded.fence)
            """)
    }

    func command(_ id: DeviceCommandID) throws(StoreError) -> HubCommand? {
        try Self.commands(try select.bind(1, id.unique.bytes)).first
    }

    /// Those that are not over, oldest first.
    func open() throws(StoreError) -> [HubCommand] { try Self.commands(standing) }

    func openCount() throws(StoreError) -> Int { try counted.first { Int($0.int(0)) } ?? 0 }

    /// The newest ones, newest first.
    func newest(_ count: Int) throws(StoreError) -> [HubCommand] { try Self.commands(try newest.bind(1, count)) }

    /// Writes a new one, in a transaction; one whose id is there already changes nothing.
    func add(_ command: HubCommand) throws(StoreError) {
        try insert.bind(1, command.order.id.unique.bytes).bind(2, command.order.encode())
            .bind(3, command.state.rawValue).bind(4, command.state.isFinal ? 1 : 0).bind(5, command.code)
            .bind(6, command.reason).bind(7, command.receivedAt.microseconds)
            .bind(8, command.changedAt.microseconds).run()
    }

    /// Writes what became of one; to be called in a transaction.
    func put(_ command: HubCommand) throws(StoreError) {
        try update.bind(1, command.order.id.unique.bytes).bind(2, command.state.rawValue)
            .bind(3, command.state.isFinal ? 1 : 0).bind(4, command.code).bind(5, command.reason)
            .bind(6, command.changedAt.microseconds).run()
        guard command.state == .executing, command.order.executionClass == .fenced, !planted(.fenceNotKept) else {
            return
        }
        try raise.bind(1, command.order.machine.factory).bind(2, command.order.machine.machine)
            .bind(3, command.order.action).bind(4, Int64(bitPattern: command.order.fence)).run()
    }

    /// The highest fence that was carried out of an action of a machine; 0 for none.
    func fence(of machine: MachineKey, action: String) throws(StoreError) -> UInt64 {
        try fence.bind(1, machine.factory).bind(2, machine.machine).bind(3, action)
            .first { UInt64(bitPattern: $0.int(0)) } ?? 0
    }

    /// Forgets some that were over and came before a moment.
    func prune(before moment: Timestamp, count: Int) throws(StoreError) {
        try prune.bind(1, moment.microseconds).bind(2, count).run()
    }

    private static func commands(_ statement: Statement) throws(StoreError) -> [HubCommand] {
        var commands: [HubCommand] = []
        try statement.each { row throws(StoreError) in
            guard let order = try? CommandOrder.decode(row.bytes(0)), let state = CommandState(rawValue: row.text(1))
            else { throw statement.damage("a command cannot be read") }
            commands.append(
                HubCommand(
                    order: order, state: state, code: row.text(2), reason: row.text(3),
                    receivedAt: Timestamp(microseconds: row.int(4)), changedAt: Timestamp(microseconds: row.int(5))))
            return true
        }
        return commands
    }
}
