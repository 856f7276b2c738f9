/// Factories, machines, alerts, decisions and agents, as people see and change them.
///
/// Each operation is one transaction, for one tenant; each change writes a row of the audit in it.
public struct PlantStore: Sendable {
    let pool: PostgresPool

    /// A store on a pool whose connections have taken on the application's role.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }
}
