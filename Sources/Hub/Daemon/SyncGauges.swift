internal import HubPlant
internal import HubStore
internal import Observability
internal import Telemetry

/// How far all agents are behind, for whoever watches the hub; counted anew every quarter of a minute.
struct SyncGauges: Sendable {
    private let plant: PlantStore
    private let agents: Gauge
    private let silent: Gauge
    private let stalled: Gauge
    private let readings: Gauge
    private let events: Gauge
    private let documents: Gauge
    private let bytes: Gauge
    private let seconds: Gauge
    private let left: Gauge
    private let conflicts: Gauge
    private let commands: Gauge

    init(_ plant: PlantStore, _ registry: MetricsRegistry) {
        self.plant = plant
        agents = registry.gauge("millwright_hub_agents", help: "Agents that were ever heard.")
        silent = registry.gauge("millwright_hub_agents_silent", help: "Agents that are not heard any more.")
        stalled = registry.gauge("millwright_hub_agents_stalled", help: "Agents with a stream that stands still.")
        readings = registry.gauge(
            "millwright_hub_backlog_readings", help: "Readings on gateways and not here, as their agents told last.")
        bytes = registry.gauge(
            "millwright_hub_backlog_bytes", help: "Bytes on gateways that are not here: segments and records.")
        events = registry.gauge("millwright_hub_backlog_events", help: "Records of stream E on gateways and not here.")
        documents = registry.gauge(
            "millwright_hub_backlog_documents", help: "Changes of documents on gateways and not here.")
        seconds = registry.gauge(
            "millwright_hub_backlog_age_seconds", help: "Age of the oldest of all that, of the agent farthest behind.")
        left = registry.gauge(
            "millwright_hub_backlog_seconds_left",
            help: "How long the slowest agent takes for its backlog, as it told last; absent while none knows.")
        conflicts = registry.gauge("millwright_hub_conflicts_open", help: "Conflicts that wait for a person.")
        commands = registry.gauge("millwright_hub_commands_open", help: "Commands that have no end yet.")
    }

    /// Counts, one tenant after the other.
    func refresh(at now: Timestamp) async throws {
        var census = SyncCensus()
        for scope in try await plant.tenants() { census.add(try await plant.syncCensus(at: now, scope)) }
        agents.set(Double(census.agents))
        silent.set(Double(census.agentsSilent))
        stalled.set(Double(census.agentsStalled))
        readings.set(Double(census.backlogReadings))
        events.set(Double(census.backlogEvents))
        documents.set(Double(census.backlogDocuments))
        left.set(known: census.backlogSecondsLeft)
        bytes.set(Double(census.backlogBytes))
        seconds.set(census.backlogSeconds)
        conflicts.set(Double(census.conflictsOpen))
        commands.set(Double(census.commandsOpen))
    }
}
