internal import Telemetry

/// The machines that the agent has heard of.
final class MachineTable {
    private let upsert: Statement
    private let select: Statement

    init(_ database: Database) throws(StoreError) {
        upsert = try database.prepare(
            """
            INSERT INTO machines (factory, machine, profile, status, online, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (factory, machine) DO UPDATE SET
                profile = excluded.profile, status = excluded.status, online = excluded.online,
                last_seen = excluded.last_seen
            """)
        select = try database.prepare(
            """
            SELECT factory, machine, profile, status, online, first_seen, last_seen FROM machines
            ORDER BY factory, machine
            """)
    }

    /// Writes machines; to be called in a transaction.
    func put(_ machines: [MachineRecord]) throws(StoreError) {
        for machine in machines {
            try upsert.bind(1, machine.key.factory).bind(2, machine.key.machine).bind(3, machine.profile)
                .bind(4, machine.status.rawValue).bind(5, machine.isOnline ? 1 : 0)
                .bind(6, machine.firstSeen.microseconds).bind(7, machine.lastSeen.microseconds).run()
        }
    }

    func all() throws(StoreError) -> [MachineRecord] {
        var machines: [MachineRecord] = []
        try select.each { row throws(StoreError) in
            guard let key = MachineKey(factory: row.text(0), machine: row.text(1)) else { return true }
            machines.append(
                MachineRecord(
                    key: key, profile: row.text(2), status: MachineStatus(rawValue: row.text(3)) ?? .online,
                    isOnline: row.int(4) != 0, firstSeen: Timestamp(microseconds: row.int(5)),
                    lastSeen: Timestamp(microseconds: row.int(6))))
            return true
        }
        return machines
    }
}
