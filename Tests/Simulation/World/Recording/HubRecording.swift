package import SyncWire
package import Telemetry

/// All that a simulated hub was asked within a seed, in its order, and the hub as it was in the end: what another hub
/// is held against.
package struct HubRecording {
    /// A round that reached the hub's transaction.
    package struct Round {
        package var agent: AgentID
        package var request: RoundRequest
        package var at: Timestamp
        package var ending: SimulatedHub.Ending
        /// The token that was drawn for it, whether its answer gave it or not.
        package var token: UniqueID
        /// What was held back then.
        package var holds: [Hold]
        /// What the hub answered, or would have where nobody learned of it.
        package var answer: RoundAnswer
    }

    /// What a person decided about a copy.
    package struct Decision {
        package var agent: AgentID
        package var incarnation: IncarnationID
        package var isAdopted: Bool
        package var at: Timestamp
    }

    package enum Step {
        case round(Round)
        case decision(Decision)
        case work(RecordedWork)
        /// A frame of a request in which bits changed on the way.
        case garbled([UInt8])
    }

    /// In their order.
    package var steps: [Step]
    package var hub: SimulatedHub
    /// The promise of the simulator that did not hold; nothing when all did.
    package var failure: String?

    /// Plays a seed and keeps it.
    package init(seed: UInt64) {
        let world = SimulationWorld(SimulationPlan(seed: seed))
        world.hub.plant.recorded = []
        // The real hub answers by bytes: all that these few documents come to.
        world.hub.plant.recordsMax = 1_024
        failure = world.run()
        (steps, hub) = (world.hub.plant.recorded ?? [], world.hub)
        hub.plant.recorded = nil
    }

    /// The rounds, in their order.
    package var rounds: [Round] {
        steps.compactMap { if case .round(let round) = $0 { round } else { nil } }
    }
}
