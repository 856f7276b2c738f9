internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What a round's transaction did, as it is known once it has committed.
struct RoundOutcome: Sendable {
    var decision: RoundDecision
    /// The token that the agent is to show next.
    var token: [UInt8]
    var generation: UInt64
    var machines: [MachineKey: MachineRow] = [:]
    var downlink = DownlinkAnswer()
    var counts = RoundCounts()
    /// What the speaker is to its agent; documents and commands go to the current one alone.
    var standing = IncarnationStanding.current
    /// What the agent's quarantine still takes, once that was asked for.
    var quarantine = QuarantineRoom.unknown

    init(decision: RoundDecision, token: [UInt8], generation: UInt64) {
        self.decision = decision
        self.token = token
        self.generation = generation
    }

    /// What was counted, with the codes of what was refused in the answer.
    var countsWithRefusals: RoundCounts {
        var counts = counts
        counts.eventsRefused = decision.eventRefusal?.code
        counts.documentsRefused = decision.documentRefusal?.code
        let isWhole = decision.verdict?.kind == .relabel || standing == .rejected
        counts.refusal =
            counts.eventsRefused ?? (isWhole ? decision.verdict?.code : nil) ?? counts.documentsRefused
        return counts
    }

    /// What live screens are to hear of beside the notices of the transaction: values, and that the agent was heard.
    func plantEvents(live: LiveBatch?, agent: AgentPrincipal) -> [PlantEvent] {
        let tenant = agent.scope.tenant
        var events: [PlantEvent] = []
        for machine in live?.machines ?? [] {
            guard let row = machines[machine.key] else { continue }
            events.append(
                PlantEvent(
                    tenant: tenant,
                    kind: .sensorUpdate(
                        machine: row.machine, factory: row.factory, metrics: machine.metrics.map(\.shown),
                        twin: machine.twin.flatMap(\.shown))))
        }
        events.append(PlantEvent(tenant: tenant, kind: .notice(.agent(agent.agent))))
        return events
    }
}

extension LiveReading {
    fileprivate var shown: LiveMetric {
        LiveMetric(
            metric: name, unit: unit, time: time, value: value, quality: quality, score: score, expected: expected,
            low: low, high: high)
    }
}

extension LiveTwin {
    /// Nothing while the twin does not know all of it.
    fileprivate var shown: TwinValues? {
        guard let temperature, let vibration, let health, let failureProbability, let remainingHours else { return nil }
        return TwinValues(
            temperature: temperature, vibration: vibration, health: health, failureProbability: failureProbability,
            remainingHours: remainingHours)
    }
}
