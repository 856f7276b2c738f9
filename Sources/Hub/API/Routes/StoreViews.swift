internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// What live screens are shown, read from the store.
struct StoreViews: LiveViews {
    let plant: PlantStore
    let conflicts: ConflictStore
    let agentSilenceSeconds: Double
    let clock: any Clock

    func hasMachine(_ id: MachineID, _ scope: TenantScope) async throws -> Bool {
        try await plant.factoryOfMachine(id, scope) != nil
    }

    func hasFactory(_ id: FactoryID, _ scope: TenantScope) async throws -> Bool {
        try await plant.factory(id, scope) != nil
    }

    func alert(_ id: AlertID, _ scope: TenantScope) async throws -> JSONValue? {
        try await plant.alert(id, scope).map { AlertView.json($0, at: clock.now()) }
    }

    func decision(_ id: DecisionID, _ scope: TenantScope) async throws -> JSONValue? {
        try await plant.decision(id, scope).map(DecisionView.json)
    }

    func conflict(_ id: ConflictID, _ scope: TenantScope) async throws -> JSONValue? {
        try await conflicts.conflict(id, scope).map { ConflictView.json($0, withHistory: false) }
    }

    func values(of machines: [MachineID], _ scope: TenantScope) async throws -> [MachineValues] {
        try await plant.values(of: machines, scope)
    }

    func agent(_ id: AgentID, _ scope: TenantScope) async throws -> JSONValue? {
        try await plant.agent(id, scope).map {
            AgentView.json($0, at: clock.now(), silenceSeconds: agentSilenceSeconds)
        }
    }

    func alerts(since: Timestamp, limit: Int, _ scope: TenantScope) async throws -> [LiveAlert] {
        let now = clock.now()
        let found = try await plant.alerts(AlertFilter(changedAfter: since), at: now, limit: limit, offset: 0, scope)
        return found.items.reversed().map {
            LiveAlert(machine: $0.machine, factory: $0.factory, view: AlertView.json($0, at: now))
        }
    }
}
