package import HubPlant
package import HubTenancy
package import Telemetry

/// What live screens are shown of the plant, read for one tenant; the store's side of the WebSocket.
package protocol LiveViews: Sendable {
    func hasMachine(_ id: MachineID, _ scope: TenantScope) async throws -> Bool
    func hasFactory(_ id: FactoryID, _ scope: TenantScope) async throws -> Bool
    func alert(_ id: AlertID, _ scope: TenantScope) async throws -> JSONValue?
    func decision(_ id: DecisionID, _ scope: TenantScope) async throws -> JSONValue?
    func conflict(_ id: ConflictID, _ scope: TenantScope) async throws -> JSONValue?
    /// The newest values of machines, those that are there.
    func values(of machines: [MachineID], _ scope: TenantScope) async throws -> [MachineValues]
    func agent(_ id: AgentID, _ scope: TenantScope) async throws -> JSONValue?
    /// Alerts that changed after a moment, oldest first, with the machine and factory of each; at most `limit`.
    func alerts(since: Timestamp, limit: Int, _ scope: TenantScope) async throws -> [LiveAlert]
}

/// An alert as it is replayed after a reconnect.
package struct LiveAlert: Sendable {
    package var machine: MachineID?
    package var factory: FactoryID?
    package var view: JSONValue

    package init(machine: MachineID?, factory: FactoryID?, view: JSONValue) {
        self.machine = machine
        self.factory = factory
        self.view = view
    }
}
