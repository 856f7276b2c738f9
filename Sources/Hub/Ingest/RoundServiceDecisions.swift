internal import HubStore
public import HubTenancy
internal import SyncCore
public import Telemetry

extension RoundService {
    /// Adopts or rejects a copy of an agent's folder; all of it in one transaction, under the agent's lock.
    ///
    /// Without an incarnation it is the only one that waits, and of an adoption one that was not the agent before:
    /// said twice, because the first answer was lost, it says the same. One that was rejected can still be adopted.
    public func decide(
        _ decision: IncarnationDecision, agent: AgentPrincipal, incarnation: IncarnationID?, by actor: Actor,
        at now: Timestamp
    ) async throws -> IncarnationDecision.Outcome {
        try await pool.withTransaction(scope: agent.scope) { connection in
            func store(_ incarnation: IncarnationID) -> RoundStore {
                RoundStore(connection, scope: agent.scope, agent: agent.agent, incarnation: incarnation)
            }
            // The lock is the agent's; which incarnation the store is of does not matter to it.
            let anyone = store(incarnation ?? IncarnationID(UniqueID(high: 0, low: 0)))
            guard let row = try anyone.lockAgent(showing: nil) else { return .notFound }
            let copies = try anyone.copies()
            let waiting = copies.filter { $0.standing != .rejected }
            let candidates = incarnation.map { name in copies.filter { $0.incarnation == name } } ?? waiting
            guard let copy = candidates.first else { return .nothingToDecide }
            if candidates.count > 1 { return .ambiguous(candidates.map(\.incarnation)) }
            let chosen = copy.incarnation
            if decision == .adopt, incarnation == nil, copy.wasCurrent { return .wasCurrent(chosen) }
            switch decision {
            case .reject: try store(chosen).reject(by: actor, at: now)
            case .adopt:
                try store(chosen).adopt(by: actor, at: now)
                let intake = RoundIntake(
                    connection: connection, agent: agent, receivedAt: now, token: [], quietSeconds: quietSeconds)
                var chosenStore = store(chosen)
                chosenStore.others = row.all(but: chosen)
                try intake.mergeApart(chosenStore, try chosenStore.lockCursor().doubt)
            }
            return .done(chosen)
        }
    }
}
